// SPDX-License-Identifier: GPL-3.0-or-later
// adapter_config.json as far as it is read without a model: LoRA's keys and the rules over module names. The other methods' schemas stand beside
// their tensors; tests/fault/model_fault_test.cpp makes every value of some of them wrong.
#include "tests/fuzz/fuzz_target.h"
#include "training/peft/common/config_keys.h"
#include "training/peft/common/pattern.h"
#include "training/peft/common/target_rules.h"
#include "training/peft/methods/lora_parts/lora_config.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const char* const kNames[] = {"model.embed_tokens", "model.layers.0", "model.layers.0.self_attn.q_proj", "model.layers.17.mlp.down_proj", "transformer.h.3.attn.c_attn", "lm_head"};
  fuzz::accepted([&] {
    Json file = read_json_file(fuzz::as_file("adapter_config.json", fuzz::text_of(data, size))).value();
    if (!file.is_object()) fail(ErrorKind::input, "is no object", "peft");
    file.erase("peft_type");
    for (const std::string& key : peft_bookkeeping_keys()) file.erase(key);
    const Json config = lora_schema().complete(file, "peft").value();
    if (lora_schema().complete(config, "peft").value() != config) fuzz::report("the completed config differs", config.dump());
    check_lora_keys(config);
    const TargetRules rules(config);
    for (const char* name : kNames) {
      rules.match(name);
      const Json rank = pattern_value(config.at("rank_pattern"), name, config.at("r"), "peft.rank_pattern");
      if (!rank.is_number_integer() || rank.get<int64_t>() < 1) fuzz::report("a rank that is none", rank.dump());
      pattern_value(config.at("alpha_pattern"), name, config.at("lora_alpha"), "peft.alpha_pattern");
    }
  });
  return 0;
}
