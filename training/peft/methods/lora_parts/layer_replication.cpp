// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/layer_replication.h"

#include <map>

namespace paretune {
namespace {

constexpr const char* kKey = "peft.layer_replication";

std::vector<std::pair<int64_t, int64_t>> ranges_of(const Json& value) {
  std::vector<std::pair<int64_t, int64_t>> out;
  const auto refuse = [&] {
    fail(ErrorKind::input, "must be a list of pairs of whole numbers, not " + value.dump(), kKey, "For example [[0, 4], [2, 5]] for layers 0, 1, 2, 3, 2, 3, 4.");
  };
  if (!value.is_array()) refuse();
  for (const Json& range : value) {
    if (!range.is_array() || range.size() != 2 || !range[0].is_number_integer() || !range[1].is_number_integer()) refuse();
    out.emplace_back(range[0].get<int64_t>(), range[1].get<int64_t>());
  }
  return out;
}

}  // namespace

std::shared_ptr<void> repeat_layers(CausalLm& model, const Json& config) {
  const Json& value = config.at("layer_replication");
  if (value.is_null() || value.empty()) return {};
  return model.repeat_blocks(ranges_of(value), kKey);
}

void check_repeated_layers(CausalLm& model) {
  if (!model.repeats_blocks()) return;
  std::map<const Param*, int> uses;
  const auto use = [&](const ParamPtr& param, const std::string& layer) {
    if (!param || !param->trained.defined() || ++uses[param.get()] < 2) return;
    fail(ErrorKind::unsupported, "repeats \"" + layer + "\", whose own weight or bias is trained too", kKey, "Leave it out of modules_to_save, and set bias to none.");
  };
  for (const Linear* linear : model.linears()) {
    use(linear->weight, linear->name);
    use(linear->bias, linear->name);
  }
  for (const Norm* norm : model.norms()) {
    use(norm->weight, norm->name);
    use(norm->bias, norm->name);
  }
}

}  // namespace paretune
