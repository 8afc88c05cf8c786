// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/evaluation_work.h"

#include <algorithm>

#include "training/api/time_left.h"

namespace paretune {
namespace {

constexpr std::size_t kRowsRead = 200;  // for their answers; those of more rows are taken to be alike

PassWork pass_over(const Examples& rows, int64_t longest) {
  PassWork work;
  rows.each_facts([&](std::size_t, const Examples::Facts& facts) {
    const auto length = static_cast<double>(std::min(facts.length, longest));
    work.tokens += length;
    work.scored += std::min(static_cast<double>(facts.trained), length);
    work.squares += length * length;
  });
  return work;
}

double written_for_exact_match(const Examples& rows) {
  const std::size_t looked = std::min(rows.size(), kRowsRead);
  double tokens = 0;
  for (std::size_t i = 0; i < looked; ++i) {
    const Example example = rows[i];
    if (!example.reference.empty() && !example.prompt_ids.empty() && !is_judged_by_the_pass(example)) {
      tokens += static_cast<double>(std::max<int64_t>(1, example.trained_tokens()));
    }
  }
  return looked == 0 ? 0 : tokens * static_cast<double>(rows.size()) / static_cast<double>(looked);
}

}  // namespace

Examples evaluated_rows(const TrainSettings& settings, const Dataset& data) {
  return settings.eval_max_rows > 0 ? data.eval.first(static_cast<std::size_t>(settings.eval_max_rows)) : data.eval;
}

bool is_judged_by_the_pass(const Example& example) {
  const auto &prompt = example.prompt_ids, &ids = example.ids;
  return !prompt.empty() && prompt.size() < ids.size() && std::equal(prompt.begin(), prompt.end(), ids.begin());
}

PassWork& PassWork::operator+=(const PassWork& other) {
  tokens += other.tokens;
  scored += other.scored;
  squares += other.squares;
  written += other.written;
  return *this;
}
PassWork operator*(double times, const PassWork& work) { return {times * work.tokens, times * work.scored, times * work.squares, times * work.written}; }

PassWork EvaluationWork::all() const {
  PassWork sum = static_cast<double>(rounds) * round;
  sum += start;
  sum += end;
  return sum;
}

EvaluationWork evaluation_work(const RunConfig& config, int64_t steps, const Dataset& data, const Dataset* general) {
  const TrainSettings settings = TrainSettings::of(config);
  const auto wants = [](const std::vector<std::string>& names, const char* name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  const int64_t longest = config.data.value("max_length", int64_t{1024});
  EvaluationWork work;
  work.rounds = evaluation_rounds(settings.eval_steps, steps);
  const Examples rows = evaluated_rows(settings, data);
  PassWork held_out = pass_over(rows, longest);
  if (wants(settings.eval_metrics, "exact_match")) held_out.written = written_for_exact_match(rows);
  PassWork samples;
  samples.written = static_cast<double>(config.sample_prompts.size()) * static_cast<double>(settings.eval_max_new_tokens);
  work.round = held_out;
  work.round += samples;
  if (settings.eval_on_start) work.start = held_out;
  work.start += samples;
  if (general != nullptr) {
    const int passes = 2 * (wants(settings.end_metrics, "forgetting") + wants(settings.end_metrics, "drift"));  // with the adapter and without
    work.end = passes * pass_over(general->train, INT64_MAX);
  }
  return work;
}

double seconds_of(const PassWork& work, const Plan::PassSeconds& each) {
  return work.tokens * each.token + work.scored * each.scored + work.squares * each.square + work.written * each.written;
}

}  // namespace paretune
