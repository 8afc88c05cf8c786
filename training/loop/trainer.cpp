// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/trainer.h"

#include <algorithm>
#include <cmath>

#include "kernels/memory/device_memory.h"
#include "training/core/process.h"
#include "training/loop/adapter_report.h"
#include "training/loop/arithmetic.h"
#include "training/loop/data_parallel.h"
#include "training/loop/checkpoint.h"
#include "training/loop/evaluation_work.h"
#include "training/loop/evaluator.h"
#include "training/loop/health.h"
#include "training/loop/journal.h"
#include "training/loop/preflight.h"
#include "training/loop/run_saver.h"
#include "training/loop/sample_prompt.h"
#include "training/loop/schedule/schedule.h"
#include "training/loop/step_passes.h"
#include "training/loop/task_hash.h"

namespace paretune {
namespace {

using Clock = std::chrono::steady_clock;
using Values = std::map<std::string, double>;
constexpr int kBadStepsAllowed = 5;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// Adds the time of its life to `sum`.
class TimeTaken {
 public:
  explicit TimeTaken(double& sum) : m_sum(sum) {}
  ~TimeTaken() { m_sum += seconds_since(m_begin); }
  TimeTaken(const TimeTaken&) = delete;
  TimeTaken& operator=(const TimeTaken&) = delete;

 private:
  double& m_sum;
  Clock::time_point m_begin = Clock::now();
};

// Dropout of a step depends on the seed, the step and the rank alone, so that a resumed run draws the same. Rank 0 draws what a single
// process does.
void seed_step(uint64_t seed, int64_t step, int rank) {
  uint64_t z = seed * 0x9E3779B97F4A7C15ull + static_cast<uint64_t>(step) + 0xD1B54A32D192ED03ull + static_cast<uint64_t>(rank) * 0xA0761D6478BD642Full;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  torch::manual_seed(z ^ (z >> 31));
}

// A step counts the rows of all processes.
TrainSettings settings_of(const TrainJob& job) {
  TrainSettings settings = TrainSettings::of(job.config);
  settings.batch_size *= job.processes;
  return settings;
}

struct StepOutcome {
  double loss = 0, grad_norm = 0;
  int64_t tokens = 0, trained_tokens = 0;
  bool interrupted = false;  // by the stop token, of whichever process; nothing was changed
};

class Training {
 public:
  Training(const TrainJob& job, const Emit& emit, std::stop_token stop, RunRequests& requests)
      : m_job(job), m_model(job.model), m_adapter(job.adapter), m_settings(settings_of(job)), m_requests(requests),
        m_parallel(job.workers), m_user_stop(stop, [this] { m_halt.request_stop(); }), m_peers_lost(lost_of(job), [this] { m_halt.request_stop(); }),
        m_stop(m_halt.get_token()), m_journal(job.folder, emit), m_rows(job.data.train_parts(), m_settings),
        m_optimizer(find_optimizer(m_settings.optim).make(job.adapter.trainable(), m_settings)),
        m_saver({job.folder, job.base_model_name, m_settings.save_total_limit}, m_adapter, *m_optimizer, m_journal, m_stop),
        m_passes(m_model, m_adapter, *m_optimizer, job.data.train, m_settings.packing, m_state.relief, [this](const std::string& text) { m_journal.note(m_state.step, text); }),
        m_schedule(find_lr_schedule(m_settings.lr_scheduler_type)), m_warmup_steps(warmup_steps_of(m_settings, m_rows.total_steps())) {}

  void run() {
    try {
      check_rows();
      start();
      if (leads() && m_state.step == 0 && m_settings.preflight) measure_largest_pass();
      if (leads() && m_state.step == 0 && m_settings.eval_on_start) evaluate_base();
      m_journal.send(RunPhase{"train", -1});
      // Several processes agree within a step on stopping.
      while (m_state.step < m_rows.total_steps() && (!m_parallel.alone() || !m_stop.stop_requested())) {
        if (!take_step()) break;
        const bool last = m_state.step == m_rows.total_steps();
        if (leads()) {
          if (!m_base_sampled) sample_base();
          serve_requests();
          if (last || due(m_settings.eval_steps)) evaluate_and_sample();
        }
        if (!last && due(m_settings.save_steps)) {
          m_parallel.require_no_drift(m_adapter, *m_optimizer);
          save(false);
        }
      }
      m_model.set_training(false);
      m_saver.require_finite();
      m_parallel.require_no_drift(m_adapter, *m_optimizer);
      m_parallel.leave();
    } catch (const WorkersLost& lost) {
      m_optimizer->clear_gradients();
      if (!leads()) throw;
      m_model.set_training(false);
      save(true);
      if (!lost.stopped()) throw;
    }
    if (leads()) finish(m_state.step < m_rows.total_steps());
  }

 private:
  bool leads() const { return m_parallel.leads(); }
  static std::stop_token lost_of(const TrainJob& job) { return job.workers ? job.workers->lost() : std::stop_token(); }
  // Of the device that trains: tensors as its allocator counts them, or this process.
  int64_t memory_now() const { return m_model.device.is_cpu() ? resident_bytes() : kernels::device_memory(m_model.device).allocated; }
  int64_t memory_peak() const { return m_model.device.is_cpu() ? peak_resident_bytes() : kernels::device_memory(m_model.device).peak; }

  bool due(int64_t every) const { return every > 0 && m_state.step > 0 && m_state.step % every == 0; }

  void check_rows() {
    check_row_lengths(m_job.data, m_model);
    if (m_optimizer->leaves().empty()) fail(ErrorKind::input, "the method trains no parameter", "peft", "Check target_modules.");
  }

  // A fresh state, or the newest good checkpoint's.
  void start() {
    reset_peak_resident();
    kernels::reset_device_peak(m_model.device);
    m_model.gradient_checkpointing = m_job.checkpointing || m_job.config.training.value("gradient_checkpointing", false);
    m_model.compute_type = m_job.config.training.value("bf16", false) ? at::kBFloat16 : at::kFloat;
    m_state.config_hash = task_hash(m_job.config);
    const Json arithmetic = arithmetic_here(m_model.device, m_parallel.size());
    std::vector<std::string> notes;
    if (m_job.resume && leads()) {
      if (auto loaded = load_newest_checkpoint(m_job.folder, m_state.config_hash, m_adapter, *m_optimizer, notes)) m_state = *loaded;
      for (auto& note : notes_on_arithmetic(m_state.arithmetic, arithmetic)) notes.push_back(std::move(note));
      m_journal.go_on_from(m_state.step, m_state.seconds);
    }
    m_parallel.require_same_task(m_model, m_job.data);
    m_parallel.start_equal(m_state, m_adapter, *m_optimizer);
    if (m_state.relief.checkpointing) m_model.gradient_checkpointing = true;
    m_state.arithmetic = arithmetic;
    m_saved_step = m_state.step;
    m_base_sampled = m_job.config.sample_prompts.empty() || m_journal.has_samples_of(0);
    RunStarted started;
    started.total_steps = m_rows.total_steps();
    for (const auto& [name, leaf] : m_optimizer->leaves()) started.trainable_parameters += leaf.numel();
    started.total_parameters = m_model.parameter_count();
    started.train_rows = static_cast<int64_t>(m_job.data.train.size());
    started.eval_rows = static_cast<int64_t>(m_job.data.eval.size());
    started.truncated_rows = m_job.data.truncated_rows;
    started.first_step = m_state.step;
    started.eval_steps = m_settings.eval_steps;
    m_journal.send(started);
    if (m_model.compute_type != at::kFloat && m_model.device.is_cpu()) notes.push_back("bf16 is slow on most processors; without it a run on the CPU is quicker.");
    for (const auto& note : notes) m_journal.note(m_state.step, note);
  }

  void measure_largest_pass() {
    m_journal.send(RunPhase{"preflight", -1});
    TrainSettings share = m_settings;
    share.batch_size = (share.batch_size - 1) / m_parallel.size() + 1;
    share.max_steps = m_rows.total_steps();
    const Preflight measured = preflight({m_model, m_adapter, *m_optimizer, m_job.data, share, &m_passes});
    if (measured.rows == 0) return;
    report({{"preflight_peak_bytes", static_cast<double>(measured.peak_bytes)},
            {"preflight_step_seconds", measured.step_seconds},
            {"preflight_total_seconds", measured.total_seconds}});
  }

  // One optimiser step; false when the stop token came first.
  bool take_step() {
    const auto begin = Clock::now();
    const double rate = m_settings.learning_rate * m_schedule.factor(m_state.step, m_warmup_steps, m_rows.total_steps());
    const auto batches = m_rows.micro_batches(m_state.step);
    const StepOutcome outcome = compute_gradients(batches);
    if (outcome.interrupted) return false;
    const bool good = std::isfinite(outcome.loss) && std::isfinite(outcome.grad_norm);
    if (good) {
      m_optimizer->step(rate);
      m_adapter.on_step(m_state.step + 1, m_rows.total_steps());
      m_bad_steps = 0;
    }
    m_optimizer->clear_gradients();
    ++m_state.step;
    m_state.tokens += outcome.tokens;
    m_state.trained_tokens += outcome.trained_tokens;
    if (!good) {
      skip_bad_step(outcome, batches);
      return true;
    }
    const double seconds = seconds_since(begin);
    m_state.seconds += seconds;
    Values values{{"loss", outcome.loss},
                  {"learning_rate", rate},
                  {"grad_norm", outcome.grad_norm},
                  {"tokens_per_second", static_cast<double>(outcome.tokens) / seconds},
                  {"step_ms", seconds * 1000},
                  {"memory_bytes", static_cast<double>(memory_now())},
                  {"memory_peak_bytes", static_cast<double>(memory_peak())},
                  {"epoch", m_rows.epoch_after(m_state.step)},
                  {"tokens", static_cast<double>(m_state.tokens)},
                  {"trained_tokens", static_cast<double>(m_state.trained_tokens)}};
    if (!m_parallel.alone()) values["sync_ms"] = 1000 * m_parallel.take_seconds();
    report(values);
    say(m_health.after_step(m_state.step, outcome.loss, outcome.grad_norm));
    return true;
  }

  // Token mean over the whole step, as HF Trainer's num_items_in_batch: the batch cut into micro-batches or passes changes nothing.
  StepOutcome compute_gradients(const std::vector<std::vector<int64_t>>& batches) {
    std::vector<std::vector<int64_t>> shares;
    double trained_tokens = 0;
    for (const auto& batch : batches) {
      shares.push_back(m_parallel.share(batch));
      for (const int64_t row : shares.back()) trained_tokens += static_cast<double>(predicted_tokens(m_job.data.train[row]));
    }
    m_parallel.add_up({&trained_tokens, 1});
    m_model.set_training(true);
    // The regularisers are of the adapter, not of rows: they count once.
    const auto made = m_passes.add_gradients(
        shares, trained_tokens, leads(), [&] { seed_step(static_cast<uint64_t>(m_settings.seed), m_state.step, m_parallel.rank()); }, m_stop);
    double sums[] = {made.loss, static_cast<double>(made.tokens), static_cast<double>(made.interrupted)};
    m_parallel.add_up(sums);
    StepOutcome outcome{sums[0], 0, static_cast<int64_t>(sums[1]), static_cast<int64_t>(trained_tokens), sums[2] > 0};
    if (outcome.interrupted) m_optimizer->clear_gradients();
    if (outcome.interrupted || !std::isfinite(outcome.loss)) return outcome;
    m_parallel.add_up_gradients(m_optimizer->leaves());
    outcome.grad_norm = clip_gradients(*m_optimizer, m_settings.max_grad_norm);
    return outcome;
  }

  void skip_bad_step(const StepOutcome& outcome, const std::vector<std::vector<int64_t>>& batches) {
    std::string rows;
    for (const auto& batch : batches) {
      for (const int64_t row : batch) rows += (rows.empty() ? "" : ", ") + std::to_string(m_job.data.train.facts(row).row);
    }
    ++m_state.skipped_steps;
    ++m_bad_steps;
    const std::string what = std::isfinite(outcome.loss) ? "gradient" : "loss";
    say(HealthNote{"The " + what + " is not finite; the step was skipped (" + std::to_string(m_bad_steps) + " in a row). Rows: " + rows + ".",
                   m_health.calmer()});
    report({{"skipped_steps", static_cast<double>(m_state.skipped_steps)}});
    if (m_bad_steps >= kBadStepsAllowed) {
      fail(ErrorKind::input, "the " + what + " was not finite in " + std::to_string(m_bad_steps) + " steps in a row; the last rows were " + rows, m_job.data.path,
           "Lower training.learning_rate, set max_grad_norm, or look at these rows. Checkpoints before hold good values.");
    }
  }

  void say(const std::optional<HealthNote>& note) {
    if (note) m_journal.send(RunNote{m_state.step, note->text, note->suggestion});
  }

  void report(const Values& values) {
    for (const auto& [key, value] : values) m_state.last[key] = value;
    m_journal.send(RunMetrics{m_state.step, values});
  }

  // Loss and exact match of held-out rows under their metric names; empty when there is none, or when stopped on the way.
  Values evaluate(const std::string& phase) {
    const Examples rows = evaluated_rows(m_settings, m_job.data);
    if (rows.empty()) return {};
    std::vector<std::string> metrics = m_settings.eval_metrics;
    metrics.push_back("loss");
    if (m_model.classifies()) metrics.push_back("accuracy");
    int64_t passed = 0;
    const auto result = attempt("evaluation", [&] {
      return evaluate_examples(m_model, m_job.tokenizer, rows, metrics, [&](double done) { m_journal.send(RunPhase{phase, done}); }, m_stop, &passed);
    });
    m_state.last["evaluated_tokens"] += static_cast<double>(passed);
    if (!result && result.error().kind == ErrorKind::stopped) return {};
    Values values = result.value();
    values["eval_loss"] = values["loss"];
    values.erase("loss");
    values.erase("tokens");
    return values;
  }

  void evaluate_base() {
    const TimeTaken taken(m_state.last["evaluation_seconds"]);
    m_journal.send(RunPhase{"baseline", 0});
    m_adapter.set_enabled(false);
    const auto values = attempt("evaluation", [&] { return evaluate("baseline"); });
    m_adapter.set_enabled(true);
    if (!values.value().empty()) report(values.value());
  }

  void evaluate_and_sample() {
    const TimeTaken taken(m_state.last["evaluation_seconds"]);
    m_journal.send(RunPhase{"eval", 0});
    const Values values = evaluate("eval");
    if (!values.empty()) {
      const double loss = values.at("eval_loss");
      if (std::isfinite(loss) && (!m_state.best_eval_loss || loss < *m_state.best_eval_loss)) {
        m_state.best_eval_loss = loss;
        m_state.best_step = m_state.step;
      }
      report(values);
      say(m_health.after_eval(m_state.step, loss));
    }
    sample(m_state.step);
    m_journal.send(RunPhase{"train", -1});
  }

  void sample_base() {
    const TimeTaken taken(m_state.last["evaluation_seconds"]);
    m_base_sampled = true;
    m_adapter.set_enabled(false);
    const Status done = attempt("samples", [&] { sample(0); });
    m_adapter.set_enabled(true);
    done.value();
  }

  void sample(int64_t step) {
    SamplingOptions options;
    options.max_new_tokens = m_settings.eval_max_new_tokens;
    const auto& prompts = m_job.config.sample_prompts;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
      const auto ids = sample_prompt_ids(prompts[i], m_job.config.data, m_job.data.format, m_job.tokenizer);
      const GenerateResult answer = generate_text(m_model, m_job.tokenizer, ids, options, {}, m_stop);
      if (answer.finish == "stopped") return;
      m_journal.send(RunSample{step, static_cast<int64_t>(i), prompts[i], answer.text, {}});
    }
  }

  void serve_requests() {
    if (m_requests.sample_now.exchange(false)) sample(m_state.step);
    if (m_requests.save_now.exchange(false)) save(false);
  }

  void save(bool needed) {
    if (!leads() || (m_state.step == m_saved_step && m_state.step > 0)) return;
    if (m_saver.save(m_state, needed)) m_saved_step = m_state.step;
  }

  void finish(bool stopped) {
    if (stopped) save(true);
    const std::string folder = m_job.folder + "/adapter";
    m_saver.save_result(m_state.step, folder);
    Values values = m_state.last;
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(folder + "/adapter_model.safetensors", missing);
    if (!missing) values["adapter_bytes"] = static_cast<double>(bytes);
    values["memory_peak_bytes"] = static_cast<double>(memory_peak());
    if (!m_model.device.is_cpu()) values["host_memory_peak_bytes"] = static_cast<double>(peak_resident_bytes());
    values["train_seconds"] = m_state.seconds;
    if (const int64_t steps = m_state.step - m_state.skipped_steps; steps > 0) values["step_ms"] = 1000 * m_state.seconds / static_cast<double>(steps);
    values["wall_seconds"] = m_journal.seconds();
    if (m_state.seconds > 0) values["tokens_per_second"] = static_cast<double>(m_state.tokens) / m_state.seconds;
    if (m_state.best_eval_loss) {
      values["best_eval_loss"] = *m_state.best_eval_loss;
      values["best_step"] = static_cast<double>(m_state.best_step);
    }
    if (!stopped) report_adapter(values);
    m_journal.send(RunFinished{stopped ? "stopped" : "completed", m_state.step, folder, values});
  }

  // What the finished adapter does; the run has its result without it, so what cannot be told is a note.
  void report_adapter(Values& values) {
    m_journal.send(RunPhase{"report", -1});
    const auto made = attempt("adapter report", [&] {
      const AdapterReport made = examine_adapter(m_model, m_adapter, report_texts(m_job.config, m_job.data, m_job.tokenizer));
      write_adapter_report(m_job.folder, made).value();
      return made;
    });
    if (!made) return m_journal.note(m_state.step, "What the adapter changes could not be measured: " + made.error().text());
    values["logit_change"] = made->mean_abs_logit_change;
    values["relative_change"] = made->relative_change;
    values["dead_modules"] = static_cast<double>(made->dead_modules());
    if (const auto note = note_on(*made)) m_journal.note(m_state.step, *note);
  }

  const TrainJob& m_job;
  CausalLm& m_model;
  Adapter& m_adapter;
  const TrainSettings m_settings;
  RunRequests& m_requests;
  DataParallel m_parallel;
  std::stop_source m_halt;  // by the user, or because another process is lost
  std::stop_callback<std::function<void()>> m_user_stop, m_peers_lost;
  std::stop_token m_stop;
  RunJournal m_journal;
  StepRows m_rows;
  std::unique_ptr<Optimizer> m_optimizer;
  TrainState m_state;
  RunSaver m_saver;
  StepPasses m_passes;
  const LrSchedule& m_schedule;
  int64_t m_warmup_steps;
  HealthWatch m_health{m_settings};
  int64_t m_saved_step = 0;
  int m_bad_steps = 0;
  bool m_base_sampled = false;
};

}  // namespace

void train(const TrainJob& job, const Emit& emit, std::stop_token stop, RunRequests& requests) {
  Training(job, emit, stop, requests).run();
}

}  // namespace paretune
