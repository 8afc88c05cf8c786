// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/task_hash.h"

#include "training/peft/adapter.h"

namespace paretune {
namespace {

void drop_defaults(Json& values, const ParamSchema& schema) {
  for (const ParamSpec& spec : schema.params) {
    if (const auto found = values.find(spec.key); found != values.end() && *found == spec.default_value && spec.key != "peft_type") values.erase(found);
  }
}

}  // namespace

std::string task_hash(RunConfig config) {
  drop_defaults(config.data, data_schema());
  drop_defaults(config.training, training_schema());
  drop_defaults(config.peft, find_peft_method(config.peft_type())->schema());
  return config.hash();
}

}  // namespace paretune
