// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/planner.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "kernels/memory/device_memory.h"
#include "training/core/process.h"
#include "training/loop/evaluation_work.h"
#include "training/loop/optim/optimizer.h"
#include "training/loop/pass.h"
#include "training/loop/pass_memory.h"
#include "training/loop/plan_advice.h"
#include "training/loop/settings.h"
#include "training/models/checked_config.h"
#include "training/models/load_model.h"
#include "training/models/quantized/packed_linear.h"
#include "training/peft/adapter.h"

namespace paretune {
namespace {

constexpr int64_t kFloat = 4;
constexpr int64_t kReserve = int64_t{185} << 20;    // libraries, tokenizer, data, small blocks
constexpr double kHoles = 0.06;                     // room between blocks of the arena, as a share of what a pass takes
constexpr double kFlopsPerThread = 75e9;
constexpr double kBytesPerSecond = 50e9, kPackedBytesPerSecond = 15e9;  // of weights, read once for every token that is written
constexpr int64_t kMicroBatchesLooked = 2000;

// The model without its weights, and what a method would train on it.
struct Shapes {
  std::unique_ptr<CausalLm> model;
  int64_t parameters = 0, weight_bytes = 0;
  int64_t largest_dense = 0;  // most numbers of a packed weight that are dense while it is used
  std::vector<std::vector<int64_t>> leaves;
  std::vector<std::pair<int64_t, int64_t>> adapted;  // (in, out) of linears with an adapter
  Quantization storage = Quantization::none;
  bool all_weights = false, head_adapted = false, attention_in = false, mlp_in = false, down_in = false;
  int64_t trainable = 0;
};

Shapes shapes_of(const ModelSource& source, const Json& peft, Quantization quantization) {
  Shapes shapes;
  shapes.storage = quantization;
  shapes.model = model_without_weights(checked_config(source), source.path(), quantization);
  shapes.weight_bytes = loaded_bytes(*shapes.model, source, quantization);
  shapes.parameters = shapes.model->parameter_count();
  shapes.all_weights = peft.value("peft_type", "") == "FULL";
  if (shapes.all_weights) {
    if (quantization != Quantization::none) {
      fail(ErrorKind::unsupported, "FULL trains every weight, and quantised ones cannot be trained", "quantization", "Use null, or another method such as LORA.");
    }
    for (auto& [name, param] : shapes.model->parameters()) shapes.leaves.push_back(param->base.sizes().vec());
    shapes.attention_in = shapes.mlp_in = shapes.down_in = true;
  } else {
    Json config_for_shapes = peft;
    // Starting values made from the weights have the shapes of the usual ones.
    if (const auto init = config_for_shapes.find("init_lora_weights"); init != config_for_shapes.end() && init->is_string()) *init = true;
    const auto adapter = make_adapter(*shapes.model, config_for_shapes, 0).value();
    for (const auto& [name, leaf] : adapter->trainable()) shapes.leaves.push_back(leaf.sizes().vec());
    for (const Linear* linear : shapes.model->linears()) {
      const int64_t numbers = linear->weight->packed_value() ? linear->in_features() * linear->out_features() : 0;
      shapes.largest_dense = std::max(shapes.largest_dense, linear->adapted() ? numbers : std::min(numbers, kUnpackedAtOnce));
      if (!linear->adapted()) continue;
      shapes.head_adapted |= linear == &shapes.model->head();
      shapes.adapted.emplace_back(linear->in_features(), linear->out_features());
      const auto ends_with = [&](const char* end) { return linear->name.ends_with(end); };
      shapes.attention_in |= ends_with("q_proj") || ends_with("k_proj") || ends_with("v_proj");
      shapes.mlp_in |= ends_with("gate_proj") || ends_with("up_proj");
      shapes.down_in |= ends_with("down_proj");
    }
  }
  for (const auto& leaf : shapes.leaves) shapes.trainable += c10::multiply_integers(leaf);
  return shapes;
}

// With the base in the types of its file or, for a run in bf16, in that, where the config leaves that open and the method only reads the base.
std::optional<Shapes> shapes_as_stored(const RunConfig& config, const ModelSource& source) {
  const bool free = config.quantization.is_null() || config.quantization == Json("");
  const PeftMethod* method = find_peft_method(config.peft_type());
  const bool smaller_in_file = !std::all_of(source.tensors().begin(), source.tensors().end(), is_full_precision);
  const bool bf16 = config.training.is_object() && config.training.value("bf16", false);  // rounded to it where it is used anyway
  if (!free || method == nullptr || !method->quantized_base || (!smaller_in_file && !bf16)) return {};
  auto shapes = attempt("peft", [&] { return shapes_of(source, config.peft, smaller_in_file ? Quantization::stored : Quantization::bf16); });
  return shapes ? std::optional(std::move(shapes).value()) : std::nullopt;
}

// As the run keeps it: see storage_of().
Shapes shapes_as_kept(const RunConfig& config, const ModelSource& source) {
  if (auto shapes = shapes_as_stored(config, source)) return std::move(*shapes);
  return shapes_of(source, config.peft, quantization_of(config.quantization));
}

// Tokens of the largest pass and means per optimiser step.
struct Load {
  int64_t steps = 0, pass_tokens = 0, pass_trained = 0, pass_rows = 1;
  bool one_pass = true;  // every step is one
  double step_tokens = 0, step_trained = 0, step_squares = 0;  // squares: of row lengths, for attention
};

// Length and trained tokens of a row that is cut at `longest`.
std::pair<int64_t, int64_t> cut_row(const Examples& rows, int64_t row, int64_t longest) {
  const auto facts = rows.facts(static_cast<std::size_t>(row));
  if (facts.length <= longest) return {facts.length, facts.trained};
  const Example example = rows[static_cast<std::size_t>(row)];
  return {longest, std::count_if(example.labels.begin(), example.labels.begin() + longest, [](int64_t label) { return label != -100; })};
}

// `most`: tokens of packed rows that share a pass.
Load load_of(const RunConfig& config, const Dataset* data, int64_t most) {
  const TrainSettings settings = TrainSettings::of(config);
  const int64_t longest = config.data.value("max_length", int64_t{1024});
  Load load;
  if (data == nullptr || data->train.empty()) {
    load.steps = std::max<int64_t>(0, settings.max_steps);
    const int64_t together = settings.packing ? std::max<int64_t>(1, most / longest) : 1;
    load.pass_rows = std::min(settings.batch_size, together);
    load.pass_tokens = load.pass_trained = longest * load.pass_rows;
    load.one_pass = settings.batch_size * settings.accumulation <= load.pass_rows;
    load.step_tokens = load.step_trained = static_cast<double>(longest) * static_cast<double>(settings.batch_size * settings.accumulation);
    load.step_squares = load.step_tokens * static_cast<double>(longest);
    return load;
  }
  StepRows rows(data->train_parts(), settings);
  load.steps = rows.total_steps();
  int64_t looked = 0, steps = 0;
  double all = 0, all_trained = 0, squares = 0;
  for (; steps < load.steps && looked < kMicroBatchesLooked; ++steps) {
    int64_t passes = 0;
    for (const auto& batch : rows.micro_batches(steps)) {
      ++looked;
      int64_t tokens = 0, trained = 0, rows_in_pass = 0;
      for (const int64_t row : batch) {
        const auto [length, seen] = cut_row(data->train, row, longest);
        if (opens_pass(settings.packing, tokens, length, most)) tokens = trained = rows_in_pass = 0;
        passes += rows_in_pass == 0;
        load.pass_rows = std::max(load.pass_rows, ++rows_in_pass);
        tokens += length;
        trained += seen;
        load.pass_tokens = std::max(load.pass_tokens, tokens);
        load.pass_trained = std::max(load.pass_trained, trained);
        all += static_cast<double>(length);
        all_trained += static_cast<double>(seen);
        squares += static_cast<double>(length) * static_cast<double>(length);
      }
    }
    load.one_pass = load.one_pass && passes <= 1;
  }
  const auto count = static_cast<double>(std::max<int64_t>(1, steps));
  load.step_tokens = all / count;
  load.step_trained = all_trained / count;
  load.step_squares = squares / count;
  return load;
}

// Floats per token that dropout keeps: its noise and the thinned input of every adapted layer.
int64_t dropout_floats(const Shapes& shapes, const Json& peft) {
  int64_t floats = 0;
  for (const auto& [key, value] : peft.items()) {
    if (!key.ends_with("dropout") || !value.is_number() || value.get<double>() <= 0) continue;
    for (const auto& [in, out] : shapes.adapted) floats += 2 * in;
  }
  return floats;
}

// Where a pass could not be measured. Kept for the backward pass of a block per token: residual streams, attention's q k v and output, both
// halves of SwiGLU, and the inputs of linears that train something.
PassMemory guessed_pass_memory(const Shapes& shapes, bool checkpointing) {
  const ModelConfig& m = shapes.model->config;
  const int64_t q = m.num_attention_heads * m.head_dim, kv = m.num_key_value_heads * m.head_dim;
  int64_t floats = 2 * m.hidden_size + 2 * q + 2 * kv + 2 * m.intermediate_size + m.num_attention_heads;
  if (shapes.attention_in) floats += m.hidden_size;
  if (shapes.mlp_in) floats += m.hidden_size;
  if (shapes.down_in) floats += m.intermediate_size;
  const int64_t passing = 3 * m.intermediate_size + 4 * m.hidden_size;  // gradients on their way through one block
  PassMemory memory;
  memory.bytes_per_token = static_cast<double>(kFloat * (checkpointing ? floats + passing : passing));
  memory.bytes_per_token_block = static_cast<double>(kFloat * (checkpointing ? m.hidden_size : floats));
  return memory;
}

// Plans settings of one run; what several of them share is looked at once.
class Planner {
 public:
  explicit Planner(const PlanInputs& inputs)
      : m_inputs(inputs), m_available(inputs.available_bytes > 0 ? inputs.available_bytes : free_memory(inputs.device)) {}

  Plan plan(const RunConfig& config) {
    const Shapes& shapes = shapes_for(config);
    const ModelConfig& m = shapes.model->config;
    const Load& load = load_for(config);
    const OptimizerKind& optimizer = find_optimizer(config.training.value("optim", "adamw_torch"));
    int64_t state = 0;
    for (const auto& leaf : shapes.leaves) state += optimizer.state_bytes(leaf);
    Plan plan;
    const int64_t logits = load.pass_trained * m.vocab_size * kFloat;
    const bool packed_head = shapes.model->head().weight->packed != nullptr;
    const int64_t chunk = kernels::cross_entropy_chunk(m.vocab_size, m_inputs.device.is_cpu(), packed_head) * m.vocab_size * kFloat;
    const int64_t table = m.vocab_size * m.hidden_size;
    const bool trains_table = std::any_of(shapes.leaves.begin(), shapes.leaves.end(), [&](const auto& leaf) { return c10::multiply_integers(leaf) >= table; });
    // The head's gradient and the embedding's, before they are added to what earlier passes left; the only pass of a step leaves one of them.
    const int64_t head = (trains_table ? (load.one_pass ? 1 : 2) * table * kFloat : 0) +
                         (shapes.head_adapted ? 3 * logits : std::min(logits, chunk)) + 2 * load.pass_trained * m.hidden_size * kFloat;
    const auto [passing, kept] = activation_bytes(config, shapes, load);
    // The only pass of a step makes the blocks' gradients while it lets go of what it kept of them: the larger of both lies there at a time.
    const int64_t in_turn = load.one_pass ? std::max<int64_t>(0, shapes.trainable - (trains_table ? table : 0)) * kFloat : 0;
    const int64_t activations = passing + std::max<int64_t>(0, kept - in_turn);
    plan.parts = {{"weights", shapes.weight_bytes + shapes.largest_dense * kFloat},
                  {"adapter", shapes.trainable * kFloat},  // FULL too trains a copy: the base stays, to be compared with
                  {"gradients", shapes.trainable * kFloat},
                  {"optimizer", state},
                  {"activations", activations},
                  {"head", head},
                  {"reserve", kReserve + static_cast<int64_t>(kHoles * static_cast<double>(activations))}};
    plan.steps = load.steps;
    plan.trainable_parameters = shapes.trainable;
    plan.total_parameters = shapes.parameters;
    plan.tokens_per_step = static_cast<int64_t>(load.step_tokens);
    plan.uncorrected_step_seconds = guessed_seconds(config, shapes, load);
    plan.pass_seconds = guessed_pass_seconds(shapes);
    if (m_inputs.data != nullptr) {
      const PassWork work = evaluation_work(config, load.steps, *m_inputs.data, m_inputs.general_text).all();
      plan.evaluated_tokens = work.tokens;
      plan.uncorrected_evaluation_seconds = seconds_of(work, plan.pass_seconds);
    }
    correct(plan, m_inputs.correction ? m_inputs.correction(config) : PlanCorrection());
    plan.available_bytes = m_available;
    plan.fits = plan.total_bytes <= plan.available_bytes;
    plan.total_seconds = plan.step_seconds * static_cast<double>(load.steps) + plan.evaluation_seconds;
    return plan;
  }

  // As it is; where that does not fit, with checkpointing, if that takes less.
  Plan frugal_plan(const RunConfig& config) {
    Plan as_asked = plan(config);
    if (as_asked.fits || asks_for_checkpointing(config)) return as_asked;
    RunConfig changed = config;
    changed.training["gradient_checkpointing"] = true;
    Plan frugal = plan(changed);
    if (frugal.total_bytes >= as_asked.total_bytes) return as_asked;
    frugal.checkpointing = true;
    frugal.notes.emplace_back(kCheckpointingTurnedOn);
    return frugal;
  }

 private:
  // Settings that are tried differ in these alone.
  const Load& load_for(const RunConfig& config) {
    const Json& training = config.training;
    const std::string key = config.data.value("max_length", Json()).dump() + "," + training.value("per_device_train_batch_size", Json()).dump() + "," +
                            training.value("gradient_accumulation_steps", Json()).dump();
    const auto known = m_loads.find(key);
    return known != m_loads.end() ? known->second : m_loads.emplace(key, load_of(config, m_inputs.data, pass_tokens(m_inputs.device))).first->second;
  }

  const Shapes& shapes_for(const RunConfig& config) {
    const std::string key = config.peft.dump() + config.quantization.dump();
    const auto known = m_shapes.find(key);
    return known != m_shapes.end() ? known->second : m_shapes.emplace(key, shapes_as_kept(config, m_inputs.source)).first->second;
  }

  struct Activations {
    int64_t passing, kept;  // whatever block is at work; of all blocks, until the backward pass was there
  };
  Activations activation_bytes(const RunConfig& config, const Shapes& shapes, const Load& load) {
    const bool checkpointing = asks_for_checkpointing(config);
    const std::string key = config.peft.dump() + config.quantization.dump() + (checkpointing ? "c" : "");
    if (!m_passes.contains(key)) {
      const auto measured = measure_pass_memory(shapes.model->config, config.peft, shapes.storage, checkpointing);
      m_passes[key] = measured ? *measured : guessed_pass_memory(shapes, checkpointing);
    }
    const PassMemory& memory = m_passes[key];
    const auto tokens = static_cast<double>(load.pass_tokens + memory.virtual_tokens * load.pass_rows);
    const auto blocks = static_cast<double>(shapes.model->config.num_hidden_layers);
    const double dropout = static_cast<double>(kFloat * dropout_floats(shapes, config.peft)) / (checkpointing ? blocks : 1);
    return {static_cast<int64_t>(tokens * memory.bytes_per_token), static_cast<int64_t>(tokens * (memory.bytes_per_token_block * blocks + dropout))};
  }

  struct Sizes {
    double body, head, width;  // weights of the blocks and of the head; of attention, all heads and blocks together
  };
  static Sizes sizes_of(const Shapes& shapes) {
    const ModelConfig& m = shapes.model->config;
    return {static_cast<double>(shapes.parameters - m.vocab_size * m.hidden_size * (m.tie_word_embeddings ? 1 : 2)),
            static_cast<double>(m.vocab_size * m.hidden_size), static_cast<double>(m.num_attention_heads * m.head_dim * m.num_hidden_layers)};
  }
  double flops_per_second() const { return kFlopsPerThread * (m_inputs.threads > 0 ? m_inputs.threads : at::get_num_threads()); }

  // The forward part of guessed_seconds(), and the weights' way from memory for every token of an answer.
  Plan::PassSeconds guessed_pass_seconds(const Shapes& shapes) const {
    const auto [body, head, width] = sizes_of(shapes);
    const double adapter = shapes.all_weights ? 0 : static_cast<double>(shapes.trainable);
    return {2 * (body + adapter) / flops_per_second(), 2 * head / flops_per_second(), 2 * width / flops_per_second(),
            static_cast<double>(shapes.weight_bytes) / (shapes.storage == Quantization::none ? kBytesPerSecond : kPackedBytesPerSecond)};
  }

  // Forward and input gradients of every linear, weight gradients of what is trained, the head on trained rows only, causal attention.
  double guessed_seconds(const RunConfig& config, const Shapes& shapes, const Load& load) const {
    const auto [body, head_weights, width] = sizes_of(shapes);
    const bool checkpointing = asks_for_checkpointing(config);
    const double per_token = (checkpointing ? 6 : 4) * body + (shapes.all_weights ? 2 * body : 6 * static_cast<double>(shapes.trainable));
    const double flops = load.step_tokens * per_token + load.step_trained * (shapes.all_weights ? 6 : 4) * head_weights +
                         load.step_squares * (checkpointing ? 8 : 6) * width;
    return flops / flops_per_second();
  }

  // What was counted stays; what was guessed (activations, head, reserve) takes up the difference that past runs saw.
  static void correct(Plan& plan, const PlanCorrection& correction) {
    for (const auto& part : plan.parts) plan.uncorrected_bytes += part.bytes;
    double guessed = 0;
    const auto is_guess = [](const Plan::Part& part) { return part.name == "activations" || part.name == "head" || part.name == "reserve"; };
    for (const auto& part : plan.parts) guessed += is_guess(part) ? static_cast<double>(part.bytes) : 0;
    const double more = (correction.memory - 1) * static_cast<double>(plan.uncorrected_bytes);
    for (auto& part : plan.parts) {
      if (is_guess(part)) part.bytes = static_cast<int64_t>(static_cast<double>(part.bytes) * std::max(0.25, 1 + more / guessed));
      plan.total_bytes += part.bytes;
    }
    plan.step_seconds = plan.uncorrected_step_seconds * correction.time;
    const double evaluation = correction.evaluation_runs > 0 ? correction.evaluation : correction.time;
    for (double* each : {&plan.pass_seconds.token, &plan.pass_seconds.scored, &plan.pass_seconds.square, &plan.pass_seconds.written}) *each *= evaluation;
    plan.evaluation_seconds = plan.uncorrected_evaluation_seconds * evaluation;
    const auto note = [&](const char* what, double factor, int runs) {
      if (runs == 0) return;
      char text[160];
      std::snprintf(text, sizeof text, "%s corrected by %d past run%s of this model and method: %+.0f %%.", what, runs, runs == 1 ? "" : "s", 100 * (factor - 1));
      plan.notes.emplace_back(text);
    };
    note("Memory", correction.memory, correction.memory_runs);
    note("Time", correction.time, correction.time_runs);
    note("Evaluation time", correction.evaluation, correction.evaluation_runs);
  }

  const PlanInputs& m_inputs;
  int64_t m_available;
  std::map<std::string, Load> m_loads;
  std::map<std::string, Shapes> m_shapes;
  std::map<std::string, PassMemory> m_passes;
};

}  // namespace

Quantization storage_of(const RunConfig& config, const ModelSource& source) {
  const auto shapes = shapes_as_stored(config, source);
  return shapes ? shapes->storage : quantization_of(config.quantization);
}

int64_t count_trainable(const ModelSource& source, const Json& peft) { return shapes_of(source, peft, Quantization::none).trainable; }

int64_t free_memory(const at::Device& device) {
  if (device.is_cpu()) return std::min(available_memory(), address_space_limit());
  const kernels::DeviceMemory memory = kernels::device_memory(device);
  return memory.free + memory.reserved - memory.allocated;
}

bool asks_for_checkpointing(const RunConfig& config) { return config.training.is_object() && config.training.value("gradient_checkpointing", false); }

Plan make_plan(const PlanInputs& inputs) {
  Planner planner(inputs);
  const Plan least = planner.frugal_plan(inputs.config);
  if (least.fits) return least;
  Plan plan = planner.plan(inputs.config);
  plan.suggestions = advice_for(inputs.config, least, [&](const RunConfig& changed) { return attempt("plan", [&] { return planner.frugal_plan(changed); }); });
  return plan;
}

}  // namespace paretune
