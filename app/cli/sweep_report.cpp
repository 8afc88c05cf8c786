// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_report.h"

#include <algorithm>
#include <cmath>

namespace paretune {
namespace {

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json to_json(const SweepSummary& summary) {
  Json methods = Json::array();
  for (const auto& method : summary.methods) {
    Json values = Json::object();
    for (const auto& [key, interval] : method.values) {
      values[key] = {{"mean", number(interval.mean)}, {"half", number(interval.half)}, {"count", interval.count}};
    }
    methods.push_back({{"method", method.method}, {"finished", method.finished}, {"unfinished", method.unfinished}, {"values", values}});
  }
  Json front = Json::array();
  for (const std::size_t i : summary.front) front.push_back(summary.methods[i].method);
  return {{"quality", summary.quality},
          {"cost", summary.cost},
          {"methods", methods},
          {"front", front},
          {"sentence", summary.sentence},
          {"notes", summary.notes},
          {"recommended", summary.recommended < summary.methods.size() ? Json(summary.methods[summary.recommended].method) : Json()}};
}

std::string cell(const MethodSummary& method, const std::string& key) {
  const auto it = method.values.find(key);
  if (it == method.values.end()) return "-";
  const auto& [count, mean, half] = it->second;
  if (key.ends_with("_bytes")) return megabytes(mean);
  char text[64];
  if (std::isnan(half)) std::snprintf(text, sizeof text, "%.4g", mean);
  else std::snprintf(text, sizeof text, "%.4g ±%.2g", mean, half);
  return text;
}

// printf counts bytes; names may hold more of them than columns.
std::string padded(const std::string& text, std::size_t width) {
  const auto columns =
      static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  return text + std::string(columns < width ? width - columns : 0, ' ');
}

}  // namespace

void print_plan(const SweepPlan& plan) {
  std::size_t width = 10, searches = 0, runs = 0, left_out = 0;
  double search_seconds = 0, run_seconds = 0;
  for (const auto& item : plan.items) width = std::max(width, item.key.size());
  std::printf("%s %7s %9s %10s  %s\n", padded("run", width).c_str(), "steps", "memory", "time", "learning rate");
  for (const auto& item : plan.items) {
    if (!item.refusal.empty()) {
      ++left_out;
      std::printf("%s left out: %s\n", padded(item.key, width).c_str(), item.refusal.c_str());
      for (const auto& suggestion : item.suggestions) std::printf("%s it would fit: %s\n", padded("", width).c_str(), suggestion.c_str());
      continue;
    }
    ++(item.purpose == "search" ? searches : runs);
    (item.purpose == "search" ? search_seconds : run_seconds) += item.seconds;
    const std::string rate = item.rate_from_search ? "from the search" : item.config.training.value("learning_rate", Json()).dump();
    std::printf("%s %7lld %9s %10s  %s\n", padded(item.key, width).c_str(), static_cast<long long>(item.steps),
                megabytes(static_cast<double>(item.memory_bytes)).c_str(), duration(item.seconds).c_str(), rate.c_str());
  }
  std::printf("\n");
  if (searches > 0) std::printf("%zu short runs look for learning rates: %s\n", searches, duration(search_seconds).c_str());
  std::printf("%zu runs: %s%s\n", runs, duration(run_seconds).c_str(), left_out > 0 ? (", " + std::to_string(left_out) + " left out").c_str() : "");
  if (plan.tokens_per_run > 0) std::printf("%lld tokens in each run, in the same order\n", static_cast<long long>(plan.tokens_per_run));
  for (const auto& note : plan.notes) std::printf("note: %s\n", note.c_str());
  std::printf("about %s in all, evaluations included\n", duration(plan.seconds).c_str());
}

void print_summary(const SweepState& state) {
  const SweepSummary& summary = state.summary;
  std::vector<std::string> keys;
  for (const char* key : {"exact_match", "eval_loss", "perplexity", "forgetting", "drift", "memory_peak_bytes", "step_ms", "adapter_bytes"}) {
    if (std::any_of(summary.methods.begin(), summary.methods.end(), [&](const MethodSummary& m) { return m.values.contains(key); }))
      keys.push_back(key);
  }
  std::size_t width = 10;
  for (const auto& method : summary.methods) width = std::max(width, method.method.size());
  std::printf("%s %5s", padded("method", width).c_str(), "runs");
  for (const auto& key : keys) std::printf("  %s", padded(key, 17).c_str());
  std::printf("\n");
  for (std::size_t i = 0; i < summary.methods.size(); ++i) {
    const auto& method = summary.methods[i];
    const bool on_front = std::find(summary.front.begin(), summary.front.end(), i) != summary.front.end();
    std::printf("%s %5d", padded(method.method, width).c_str(), method.finished);
    for (const auto& key : keys) std::printf("  %s", padded(cell(method, key), 17).c_str());
    std::printf("%s\n", on_front ? "  on the front" : "");
  }
  for (const auto& note : summary.notes) std::printf("note: %s\n", note.c_str());
  for (const auto& item : state.items) {
    if (item.state == "left out") std::printf("left out: %s: %s\n", item.item.key.c_str(), item.error.c_str());
  }
  std::printf("\n%s\n", summary.sentence.c_str());
}

Json to_json(const SweepState& state) {
  Json items = Json::array();
  for (const auto& item : state.items) {
    items.push_back({{"key", item.item.key},
                     {"method", item.item.method},
                     {"purpose", item.item.purpose},
                     {"state", item.state},
                     {"run", item.run_id},
                     {"error", item.error},
                     {"learning_rate", item.learning_rate},
                     {"steps", item.item.steps}});
  }
  return {{"sweep", state.id},        {"name", state.name},
          {"created", state.created}, {"state", state.state},
          {"error", state.error},     {"done", state.done},
          {"total", state.total},     {"seconds_left", state.seconds_left},
          {"items", items},           {"summary", to_json(state.summary)}};
}

void SweepPosition::set_sweep(const std::string& id) {
  std::lock_guard lock(m_mutex);
  m_id = id;
}

std::string SweepPosition::text(const std::string& run_id) {
  std::lock_guard lock(m_mutex);
  const auto now = std::chrono::steady_clock::now();
  if (m_id.empty() || (run_id == m_run && now - m_looked < std::chrono::seconds(3))) return m_text;
  m_looked = now;
  m_run = run_id;
  const auto state = m_sweeps.get(m_id);
  if (!state) return m_text;
  for (std::size_t i = 0; i < state->items.size(); ++i) {
    if (state->items[i].run_id != run_id) continue;
    m_text = "[" + std::to_string(std::min(state->done + 1, state->total)) + "/" + std::to_string(state->total) + " " + state->items[i].item.key +
             ", ETA " + duration(state->seconds_left) + "] ";
  }
  return m_text;
}

}  // namespace paretune
