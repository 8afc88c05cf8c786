// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/config_keys.h"

namespace paretune {

const std::vector<std::string>& peft_bookkeeping_keys() {
  static const std::vector<std::string> keys = {"base_model_name_or_path", "revision", "inference_mode", "task_type", "peft_version", "auto_mapping",
                                                "runtime_config", "initial_adapter", "num_labels"};  // the last two are set while loading, never saved
  return keys;
}

}  // namespace paretune
