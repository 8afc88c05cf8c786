// SPDX-License-Identifier: GPL-3.0-or-later
// ShadowPEFT (arXiv 2604.19254): a small network runs beside the frozen model. Its state follows the model from block to block and
// corrects what goes into each block by a learned low-rank reading of their difference.
//
// As in PEFT the last block's update networks are trained tensors that nothing reads, so they keep their values.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/methods/shadow_parts/shadow_backbone.h"

namespace paretune {
namespace {

const ParamSchema& shadow_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 8, "Rank of the correction at the input of each block.", 1),
        number_spec("shadow_alpha", 0.1, "Strength of the correction.", {}, {}),
        number_spec("shadow_dropout", 0.2, "Share of the difference that is set to zero while training.", 0.0, 1.0),
        flag_spec("init_weights", true, "Start without correction; false draws it.", true),
        {.key = "shadow_model",
         .type = ParamType::text,
         .default_value = "mirror",
         .help = "The network beside the model: mirror (the model's architecture, small and fresh) or the folder of another one.",
         .advanced = true},
        whole_spec("shadow_num_hidden_layers", nullptr, "Blocks of the mirror network; missing = 1.", 1),
        whole_spec("shadow_hidden_size", nullptr, "Width of the mirror network; missing = the model's.", 1),
        whole_spec("shadow_num_attention_heads", nullptr, "Heads of the mirror network; missing = the model's.", 1, true),
        whole_spec("shadow_intermediate_size", nullptr, "Feed-forward width of the mirror network; missing = the model's.", 1),
        flag_spec("share_embeddings", true, "Feed the mirror network with the model's token embeddings where the widths agree.", true),
        whole_spec("update_hidden_size", nullptr, "Width of the networks that move the state on; missing = r.", 1, true),
        number_spec("auxiliary_loss_weight", 0.05, "Weight of the loss that the network beside the model has on its own; 0 switches it off.", {}, {})},
       target_specs(true)});
  return schema;
}

// The two-layer networks of a block that move the state on.
struct UpdateNet {
  Tensor in_weight, in_bias, out_weight, out_bias;
  Tensor operator()(const Tensor& x) const { return at::linear(at::gelu(at::linear(x, in_weight, in_bias)), out_weight, out_bias); }
};

struct ShadowBlock {
  std::string prefix;
  Tensor down, up;  // (r, C), (C, r)
  UpdateNet transform, gate;

  NamedTensors tensors() const {
    NamedTensors out = {{prefix + "shadow_down.default.weight", down}, {prefix + "shadow_up.default.weight", up}};
    for (const auto& [name, net] : {std::pair{"shadow_update_transform.default.", &transform}, std::pair{"shadow_update_gate.default.", &gate}}) {
      out.emplace_back(prefix + name + "0.weight", net->in_weight);
      out.emplace_back(prefix + name + "0.bias", net->in_bias);
      out.emplace_back(prefix + name + "2.weight", net->out_weight);
      out.emplace_back(prefix + name + "2.bias", net->out_bias);
    }
    return out;
  }
};

class ShadowPath final : public BlockAdapter {
 public:
  ShadowPath(CausalLm& model, const Json& config, at::Generator& generator)
      : m_model(model), m_backbone(model, config, generator), m_alpha(config.at("shadow_alpha")), m_dropout(config.at("shadow_dropout")),
        m_loss_weight(config.at("auxiliary_loss_weight")) {}

  void begin_forward(const TokenBatch& batch, const EmbeddedRows& rows) override { m_state = m_first_state = m_backbone.state(batch, rows); }

  Tensor around(int64_t block, const Tensor& x, const std::function<Tensor(const Tensor&)>& run) override {
    const auto found = layers.find(block);
    if (found == layers.end()) return run(x);
    const ShadowBlock& own = found->second;
    const Tensor difference = at::dropout(x - m_state, m_dropout, m_model.head().training);
    const Tensor out = run(x + m_alpha * at::linear(at::linear(difference, own.down), own.up));
    if (block == layers.rbegin()->first) {
      m_state = Tensor();
      return out;
    }
    const auto type = m_state.scalar_type();  // products may come in bf16
    m_state = at::lerp(m_state, own.transform(out).to(type), at::sigmoid(own.gate(out)).to(type));
    return out;
  }

  // The network's own prediction: without this it would have no reason to be of use alone. PEFT takes the head as a layer, so no soft cap.
  Tensor loss(CausalLm& model, const Tensor& targets, double normaliser) override {
    if (m_loss_weight <= 0 || !m_first_state.defined()) return {};
    return m_loss_weight * model.head_loss(std::exchange(m_first_state, Tensor()), targets, normaliser);
  }

  ShadowBackbone& backbone() { return m_backbone; }
  std::map<int64_t, ShadowBlock> layers;

 private:
  CausalLm& m_model;
  ShadowBackbone m_backbone;
  double m_alpha, m_dropout, m_loss_weight;
  Tensor m_first_state, m_state;
};

class ShadowAdapter final : public Adapter {
 public:
  ShadowAdapter(CausalLm& model, Json completed, std::shared_ptr<ShadowPath> path, const std::vector<ModelModule>& targets)
      : m_model(model), m_path(std::move(path)), m_extra(model) {
    config = std::move(completed);
    const auto entries = text_list(config.at("modules_to_save"));
    for (const auto& module : model_modules(model)) {
      const std::size_t dot = module.name.rfind('.');
      if (dot == std::string::npos) continue;
      const std::string block = module.name.substr(0, dot), last = module.name.substr(dot + 1);
      if (std::none_of(targets.begin(), targets.end(), [&](const auto& target) { return target.name == block; })) continue;
      if (std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return (block + ".base_layer." + last).ends_with(entry); })) {
        fail(ErrorKind::input, "chooses \"" + module.name + "\", a part of a wrapped block, which PEFT refuses", "peft.modules_to_save",
             "Choose modules within such parts, for example \"q_proj\", or outside the blocks.");
      }
    }
    for (const auto& module : find_modules_to_save(model, config, targets)) {
      // What lies in a wrapped block is one name deeper in PEFT.
      std::string name = module.name;
      for (const auto& target : targets) {
        if (name.starts_with(target.name + ".")) name = target.name + ".base_layer" + name.substr(target.name.size());
      }
      if (std::none_of(entries.begin(), entries.end(), [&](const auto& entry) { return named_by(entry, name); })) {
        fail(ErrorKind::input, "\"" + module.name + "\" lies in a wrapped block, where PEFT does not find it by that name", "peft.modules_to_save",
             "Write \"" + name + "\" or its last part.");
      }
      m_extra.add_module(peft_prefix(name), module);
    }
    model.blocks = m_path;
  }
  ~ShadowAdapter() override {
    if (m_model.blocks == m_path) m_model.blocks = nullptr;
  }

  NamedTensors trainable() override { return tensors(m_path->backbone().trained()); }
  NamedTensors saved() override { return tensors(m_path->backbone().saved()); }
  void set_enabled(bool on) override {
    m_path->enabled = on;
    m_extra.set_enabled(on);
  }
  bool mergeable() const override { return false; }
  void merge() override {
    fail(ErrorKind::unsupported, "SHADOW cannot be merged: what it changes depends on the text, not on the weights alone", "merge",
         "Export the adapter instead.");
  }
  void unmerge() override {}

 private:
  // Whether the entry is the end of the name of the module or of one that holds it.
  static bool named_by(const std::string& entry, const std::string& module) {
    for (std::size_t end = module.size(); end != std::string::npos && end > 0; end = module.rfind('.', end - 1)) {
      if (module.substr(0, end).ends_with(entry)) return true;
    }
    return false;
  }

  NamedTensors tensors(NamedTensors out) const {
    for (const auto& [number, block] : m_path->layers) {
      for (auto& entry : block.tensors()) out.push_back(std::move(entry));
    }
    out.insert(out.end(), m_extra.tensors().begin(), m_extra.tensors().end());
    return out;
  }

  CausalLm& m_model;
  std::shared_ptr<ShadowPath> m_path;
  TrainedParams m_extra;
};

// Names of the model's blocks, in order: the numbered containers right under the list of blocks.
std::vector<std::string> block_names(CausalLm& model) {
  std::vector<std::string> out;
  for (const auto& module : model_modules(model)) {
    const std::string last = module.name.substr(module.name.rfind('.') + 1);
    if (!module.is_leaf() && last.find_first_not_of("0123456789") == std::string::npos) out.push_back(module.name);
  }
  return out;
}

// Numbers of the targeted blocks, which must be blocks that follow one another.
std::vector<int64_t> block_numbers(const std::vector<ModelModule>& targets, const std::vector<std::string>& blocks) {
  std::vector<int64_t> out;
  for (const auto& target : targets) {
    const auto found = std::find(blocks.begin(), blocks.end(), target.name);
    if (found == blocks.end()) {
      fail(ErrorKind::input, "\"" + target.name + "\" is no block of the model", "peft.target_modules",
           "Name whole blocks, for example \"" + blocks.front() + "\", or leave the key out for all blocks.");
    }
    out.push_back(found - blocks.begin());
  }
  std::sort(out.begin(), out.end());
  if (out.back() - out.front() + 1 != static_cast<int64_t>(out.size())) {
    fail(ErrorKind::input, "the chosen blocks do not follow one another", "peft.target_modules", "SHADOW needs blocks without a gap.");
  }
  return out;
}

void check(const Json& config) {
  if (config.at("target_modules").is_string() && (!config.at("layers_to_transform").is_null() || !config.at("layers_pattern").is_null())) {
    fail(ErrorKind::input, "cannot be combined with layers_to_transform or layers_pattern when it is one text", "peft.target_modules",
         "Give a list of names, or put the layers into the expression.");
  }
  if (config.at("shadow_model") == Json("mirror")) return;
  for (const char* key : {"shadow_num_hidden_layers", "shadow_hidden_size", "shadow_num_attention_heads", "shadow_intermediate_size"}) {
    if (!config.at(key).is_null()) fail(ErrorKind::input, "is for the mirror network only", std::string("peft.") + key, "Remove it, or set shadow_model to \"mirror\".");
  }
}

UpdateNet fresh_net(int64_t width, int64_t inner, at::Device device, at::Generator& generator) {
  const Tensor in = init::kaiming_uniform({inner, width}, generator), in_bias = init::uniform({inner}, init::linear_bias_bound(width), generator);
  const Tensor out = init::kaiming_uniform({width, inner}, generator), out_bias = init::uniform({width}, init::linear_bias_bound(inner), generator);
  return {init::leaf(in, device), init::leaf(in_bias, device), init::leaf(out, device), init::leaf(out_bias, device)};
}

std::unique_ptr<Adapter> make_shadow(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check(config);
  const std::vector<std::string> blocks = block_names(model);
  const std::vector<ModelModule> targets = find_targets(model, config, blocks);
  const std::vector<int64_t> numbers = block_numbers(targets, blocks);
  auto path = std::make_shared<ShadowPath>(model, config, generator);
  const int64_t width = model.config.hidden_size, r = config.at("r");
  const int64_t inner = config.at("update_hidden_size").is_null() ? r : config.at("update_hidden_size").get<int64_t>();
  for (const int64_t number : numbers) {
    ShadowBlock block{.prefix = peft_prefix(blocks[number])};
    block.down = init::leaf(init::kaiming_uniform({r, width}, generator), model.device);
    const Tensor up = init::kaiming_uniform({width, r}, generator);
    block.up = init::leaf(config.at("init_weights") == Json(true) ? at::zeros_like(up) : up, model.device);
    block.transform = fresh_net(width, inner, model.device, generator);
    block.gate = fresh_net(width, inner, model.device, generator);
    path->layers.emplace(number, std::move(block));
  }
  return std::make_unique<ShadowAdapter>(model, std::move(config), std::move(path), targets);
}

}  // namespace

extern const PeftMethod shadow_peft_method;
const PeftMethod shadow_peft_method{.peft_type = "SHADOW",
                                    .title = "ShadowPEFT",
                                    .summary = "A small network runs beside the model and corrects the input of every block; it also learns to predict alone.",
                                    .family = "mixture",
                                    .paper = "arXiv 2604.19254",
                                    .schema = shadow_schema,
                                    .make = make_shadow,
                                    .quantized_base = true};

}  // namespace paretune
