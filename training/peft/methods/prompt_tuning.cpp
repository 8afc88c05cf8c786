// SPDX-License-Identifier: GPL-3.0-or-later
// Prompt tuning (arXiv 2104.08691): learned embeddings in front of every sample.
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& prompt_tuning_schema() {
  static const ParamSchema schema = make_schema({{virtual_tokens_spec("prompt")}, prompt_init_specs({}, ""), prompt_specs()});
  return schema;
}

class PromptRows final : public PromptEncoder {
 public:
  explicit PromptRows(const Tensor& rows) : m_rows(rows) {}
  int64_t virtual_tokens() const override { return m_rows.size(0); }
  Tensor prompt_embeddings() override { return m_rows; }
  NamedTensors trainable() const override { return {{"prompt_embeddings", m_rows}}; }

 private:
  Tensor m_rows;
};

std::unique_ptr<Adapter> make_prompt_tuning(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check_prompt_init(config);
  complete_prompt_config(config, model, false);
  return attach_prompt_method(model, config, std::make_shared<PromptRows>(init::leaf(fresh_prompt(model, config, generator), model.device)));
}

}  // namespace

extern const PeftMethod prompt_tuning_peft_method;
const PeftMethod prompt_tuning_peft_method{.peft_type = "PROMPT_TUNING",
                                           .title = "Prompt tuning",
                                           .summary = "Learned tokens in front of every text; very few parameters, but every text gets longer.",
                                           .family = "prompt",
                                           .paper = "arXiv 2104.08691",
                                           .schema = prompt_tuning_schema,
                                           .make = make_prompt_tuning,
                                           .quantized_base = true,
                                           .start = {{"num_virtual_tokens", 20}}};

}  // namespace paretune
