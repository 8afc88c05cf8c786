// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_config.h"

#include "training/peft/methods/lora_parts/data_init.h"

namespace paretune {

void complete_lora_config(Json& config) {
  check_lora_keys(config);
  check_lora_init(config.at("init_lora_weights"));
  complete_data_init(config);
}

}  // namespace paretune
