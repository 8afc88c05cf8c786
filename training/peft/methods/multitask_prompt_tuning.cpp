// SPDX-License-Identifier: GPL-3.0-or-later
// Multitask prompt tuning (arXiv 2303.02861): one prompt for all tasks, times a matrix of low rank for each task.
#include "training/io/safetensors.h"
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

const ParamSchema& multitask_schema() {
  static const ParamSchema schema = make_schema(
      {{virtual_tokens_spec("prompt"), whole_spec("num_tasks", 1, "Number of tasks in the data.", 1), whole_spec("num_ranks", 1, "Rank of each task's matrix.", 1)},
       prompt_init_specs({"AVERAGE_SOURCE_TASKS", "EXACT_SOURCE_TASK", "ONLY_SOURCE_SHARED"},
                         ", or from a saved prompt: with the mean of its tasks, with one of them, or with what they share alone"),
       {{.key = "prompt_tuning_init_state_dict_path",
         .type = ParamType::text,
         .default_value = nullptr,
         .help = "adapter_model.safetensors of that saved prompt.",
         .advanced = true},
        whole_spec("prompt_tuning_init_task", 0, "Which of its tasks EXACT_SOURCE_TASK takes.", 0, true)},
       prompt_specs()});
  return schema;
}

struct TaskPrompts {
  Tensor shared, cols, rows;  // (P, C), (tasks, P, ranks), (tasks, ranks, C)
};

class MultitaskEncoder final : public PromptEncoder {
 public:
  explicit MultitaskEncoder(const TaskPrompts& start, at::Device device)
      : m_shared(init::leaf(start.shared, device)), m_cols(init::leaf(start.cols, device)), m_rows(init::leaf(start.rows, device)) {}

  int64_t virtual_tokens() const override { return m_shared.size(0); }
  void begin_forward(const TokenBatch& batch) override {
    const auto samples = static_cast<int64_t>(batch.offsets.size()) - 1;
    if (!batch.task_ids.defined()) {
      if (m_cols.size(0) > 1) {
        fail(ErrorKind::input, "MULTITASK_PROMPT_TUNING with more than one task needs the task of every sample", "task_ids",
             "Give task_ids, or set num_tasks to 1.");
      }
      m_tasks = at::zeros({samples}, at::TensorOptions(m_cols.device()).dtype(at::kLong));
      return;
    }
    m_tasks = batch.task_ids.to(m_cols.device());
    if (m_tasks.numel() != samples || (samples > 0 && (m_tasks.min().item<int64_t>() < 0 || m_tasks.max().item<int64_t>() >= m_cols.size(0)))) {
      fail(ErrorKind::input, "there must be one task for each sample, from 0 to " + std::to_string(m_cols.size(0) - 1), "task_ids");
    }
  }
  Tensor prompt_embeddings() override {
    return m_shared * at::matmul(m_cols.index_select(0, m_tasks), m_rows.index_select(0, m_tasks));
  }

  NamedTensors trainable() const override { return named("embedding.weight"); }
  NamedTensors saved() const override { return named("prompt_embeddings"); }

 private:
  NamedTensors named(const char* shared) const {
    return {{"prefix_task_cols", m_cols}, {"prefix_task_rows", m_rows}, {shared, m_shared}};
  }
  Tensor m_shared, m_cols, m_rows, m_tasks;
};

Tensor read_source(const SafetensorsFile& file, const std::string& name, const std::string& path) {
  const SafeTensor* found = file.find(name);
  if (!found) fail(ErrorKind::input, "has no tensor \"" + name + "\"", path, "Name adapter_model.safetensors of a MULTITASK_PROMPT_TUNING adapter.");
  Tensor out = at::empty(found->shape, at::kFloat);
  convert_to_f32(found->dtype, found->data, out.data_ptr<float>());
  return out;
}

void take(Tensor& to, const Tensor& from, const std::string& name, const std::string& path) {
  if (to.sizes() != from.sizes()) {
    fail(ErrorKind::input, "\"" + name + "\" has another shape than num_tasks, num_virtual_tokens, num_ranks and the model ask for", path,
         "Starting from a source's tasks needs num_tasks 1 and the source's other sizes.");
  }
  to = from;
}

void start_from_source(TaskPrompts& start, const Json& config) {
  const std::string from = config.at("prompt_tuning_init");
  const Json& given = config.at("prompt_tuning_init_state_dict_path");
  const char* key = "peft.prompt_tuning_init_state_dict_path";
  if (given.is_null()) fail(ErrorKind::input, "must be given with \"prompt_tuning_init\": \"" + from + "\"", key);
  const std::string path = given;
  if (!path.ends_with(".safetensors")) {
    fail(ErrorKind::unsupported, "\"" + path + "\" is no .safetensors file; others may run code when they are read", key, "Save it with safetensors.");
  }
  const Result<SafetensorsFile> file = SafetensorsFile::open(path);
  take(start.shared, read_source(file.value(), "prompt_embeddings", path), "prompt_embeddings", path);
  if (from == "ONLY_SOURCE_SHARED") return;
  Tensor cols = read_source(file.value(), "prefix_task_cols", path), rows = read_source(file.value(), "prefix_task_rows", path);
  if (from == "AVERAGE_SOURCE_TASKS") {
    cols = cols.mean(0, true);
    rows = rows.mean(0, true);
  } else {
    const int64_t task = config.at("prompt_tuning_init_task");
    if (cols.dim() != 3 || rows.dim() != 3 || task >= cols.size(0) || task >= rows.size(0)) {
      fail(ErrorKind::input, "is " + std::to_string(task) + ", which the source does not have", "peft.prompt_tuning_init_task");
    }
    cols = cols.narrow(0, task, 1);
    rows = rows.narrow(0, task, 1);
  }
  take(start.cols, cols, "prefix_task_cols", path);
  take(start.rows, rows, "prefix_task_rows", path);
}

std::unique_ptr<Adapter> make_multitask(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check_prompt_init(config);
  complete_prompt_config(config, model, false);
  const int64_t tasks = config.at("num_tasks"), ranks = config.at("num_ranks"), tokens = config.at("num_virtual_tokens");
  TaskPrompts start;
  start.shared = fresh_prompt(model, config, generator);
  start.cols = init::normal({tasks, tokens, ranks}, 0.02, generator);
  start.rows = init::normal({tasks, ranks, start.shared.size(1)}, 0.02, generator);
  const bool from_source = config.at("prompt_tuning_init").get<std::string>().find("SOURCE") != std::string::npos;
  if (from_source && !to_be_loaded(config)) start_from_source(start, config);
  return attach_prompt_method(model, config, std::make_shared<MultitaskEncoder>(start, model.device));
}

}  // namespace

extern const PeftMethod multitask_prompt_tuning_peft_method;
const PeftMethod multitask_prompt_tuning_peft_method{.peft_type = "MULTITASK_PROMPT_TUNING",
                                                     .title = "Multitask prompt tuning",
                                                     .summary = "Prompt tuning for several tasks at once: a prompt they share, scaled for each by a few values.",
                                                     .family = "prompt",
                                                     .paper = "arXiv 2303.02861",
                                                     .schema = multitask_schema,
                                                     .make = make_multitask,
                                                     .quantized_base = true,
                                                     .start = {{"num_virtual_tokens", 20}}};

}  // namespace paretune
