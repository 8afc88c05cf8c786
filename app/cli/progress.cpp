// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace paretune {
namespace {

template <class... F>
struct Cases : F... {
  using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;

// JSON has no NaN: such values are given as text.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf"); }

Json event_json(const std::string& run_id, const RunEvent& event) {
  Json json = {{"run", run_id}, {"wall_ms", event.wall_ms}};
  std::visit(Cases{[&](const RunStarted& e) {
                     json["event"] = "started";
                     json["total_steps"] = e.total_steps;
                     json["first_step"] = e.first_step;
                     json["trainable_parameters"] = e.trainable_parameters;
                     json["total_parameters"] = e.total_parameters;
                     json["train_rows"] = e.train_rows;
                     json["eval_rows"] = e.eval_rows;
                     json["truncated_rows"] = e.truncated_rows;
                   },
                   [&](const RunPhase& e) { json["event"] = "phase", json["phase"] = e.name, json["fraction"] = e.fraction; },
                   [&](const RunMetrics& e) {
                     json["event"] = "metrics";
                     json["step"] = e.step;
                     for (const auto& [key, value] : e.values) json[key] = number(value);
                   },
                   [&](const RunSample& e) {
                     json["event"] = "sample", json["step"] = e.step, json["index"] = e.index, json["prompt"] = e.prompt, json["text"] = e.text;
                     json["reference"] = e.reference;
                   },
                   [&](const RunCheckpoint& e) { json["event"] = "checkpoint", json["step"] = e.step, json["folder"] = e.folder; },
                   [&](const RunNote& e) { json["event"] = "note", json["step"] = e.step, json["text"] = e.text, json["suggestion"] = e.suggestion; },
                   [&](const RunFinished& e) {
                     json["event"] = "finished", json["why"] = e.why, json["step"] = e.step, json["adapter"] = e.adapter_folder;
                     for (const auto& [key, value] : e.final_metrics) json["final"][key] = number(value);
                   },
                   [&](const RunFailed& e) {
                     json["event"] = "failed", json["error"] = {{"message", e.error.message}, {"where", e.error.where}, {"remedy", e.error.remedy}};
                   }},
             event.body);
  return json;
}

std::string format(const char* pattern, auto... values) {
  char text[256];
  std::snprintf(text, sizeof text, pattern, values...);
  return text;
}

}  // namespace

ProgressSink::ProgressSink(bool json, bool quiet) : m_json(json), m_quiet(quiet), m_live(isatty(STDERR_FILENO) == 1) {}

void ProgressSink::on_event(const std::string& run_id, const RunEvent& event) {
  std::lock_guard lock(m_mutex);
  if (run_id != m_run) {  // the next run of a sweep
    m_run = run_id;
    m_first.clear();
    m_latest.clear();
    m_last_shown_ms = -1'000'000;
    m_left = {};
  }
  m_left.note(event);
  if (m_prefix) m_before = m_prefix(run_id);
  if (m_json) print_json(event_json(run_id, event));
  if (const auto* failed = std::get_if<RunFailed>(&event.body)) {
    line("", false);
    print_error(failed->error, false);
  } else if (!m_quiet) {
    show(event);
  }
}

// A passing line is overwritten by the next one on a terminal.
void ProgressSink::line(const std::string& text, bool passing) {
  if (m_open_line) std::fprintf(stderr, "\r\033[K");
  m_open_line = false;
  if (text.empty()) return;
  if (passing && m_live) {
    std::fprintf(stderr, "%s%s", m_before.c_str(), text.c_str());
    m_open_line = true;
  } else {
    std::fprintf(stderr, "%s%s\n", m_before.c_str(), text.c_str());
  }
  std::fflush(stderr);
}

void ProgressSink::show(const RunEvent& event) {
  if (const auto* e = std::get_if<RunStarted>(&event.body)) {
    m_total = e->total_steps;
    m_first_step = e->first_step;
    line(format("%lld rows to train on, %lld held out, %lld cut; %lld of %lld parameters trained (%.2f %%); %lld steps",
                static_cast<long long>(e->train_rows), static_cast<long long>(e->eval_rows), static_cast<long long>(e->truncated_rows),
                static_cast<long long>(e->trainable_parameters), static_cast<long long>(e->total_parameters),
                100.0 * static_cast<double>(e->trainable_parameters) / static_cast<double>(std::max<int64_t>(1, e->total_parameters)),
                static_cast<long long>(e->total_steps)), false);
    if (m_first_step > 0) line(format("going on after step %lld", static_cast<long long>(m_first_step)), false);
  } else if (const auto* e = std::get_if<RunPhase>(&event.body)) {
    const bool now = event.wall_ms - m_last_shown_ms > (m_live ? 100 : 5000);
    if (now && e->name != "train") {
      line(e->fraction >= 0 ? format("%s %3.0f %%", e->name.c_str(), 100 * e->fraction) : e->name + " ...", true);
      m_last_shown_ms = event.wall_ms;
    }
  } else if (const auto* e = std::get_if<RunMetrics>(&event.body)) {
    const auto value = [&](const char* key) {
      const auto it = e->values.find(key);
      return it == e->values.end() ? std::nan("") : it->second;
    };
    for (const auto& [key, v] : e->values) {
      m_first.try_emplace(key, v);
      m_latest[key] = v;
    }
    if (e->values.contains("eval_loss")) {
      std::string text = (e->step == 0 ? std::string("before training") : "step " + std::to_string(e->step)) + format(": eval loss %.4f", value("eval_loss"));
      if (e->values.contains("exact_match")) text += format(", exact match %.1f %%", 100 * value("exact_match"));
      line(text, false);
    }
    if (e->values.contains("loss")) {
      if (m_live || event.wall_ms - m_last_shown_ms > 3000 || e->step == m_total || e->step == m_first_step + 1) {
        line(format("step %lld/%lld  loss %.4f  %.0f tokens/s  memory %s  ETA %s", static_cast<long long>(e->step), static_cast<long long>(m_total),
                    value("loss"), value("tokens_per_second"), megabytes(value("memory_bytes")).c_str(), duration(m_left.seconds()).c_str()), true);
        m_last_shown_ms = event.wall_ms;
      }
    }
  } else if (const auto* e = std::get_if<RunNote>(&event.body)) {
    line("note: " + e->text, false);
    for (const auto& assignment : e->suggestion) line("  for a new run: --set " + assignment, false);
  } else if (const auto* e = std::get_if<RunCheckpoint>(&event.body)) {
    line("checkpoint at step " + std::to_string(e->step), false);
  }
}

void ProgressSink::close_line() {
  std::lock_guard lock(m_mutex);
  line("", false);
}

void ProgressSink::finish(const RunRow& row) {
  std::lock_guard lock(m_mutex);
  line("", false);
  if (m_quiet || row.state == "failed" || row.state == "interrupted") return;
  if (row.state == "stopped") {
    std::fprintf(stderr, "Stopped at step %lld. Go on with: paretune train --resume %s\n", static_cast<long long>(row.step), row.id.c_str());
    return;
  }
  std::fprintf(stderr, "Finished run %s\n", row.id.c_str());
  if (m_first.contains("eval_loss")) std::fprintf(stderr, "  eval loss    %.4f -> %.4f\n", m_first["eval_loss"], m_latest["eval_loss"]);
  if (m_first.contains("exact_match")) std::fprintf(stderr, "  exact match  %.1f %% -> %.1f %%\n", 100 * m_first["exact_match"], 100 * m_latest["exact_match"]);
  if (const auto it = row.summary.find("memory_peak_bytes"); it != row.summary.end()) std::fprintf(stderr, "  peak memory  %s\n", megabytes(it->second).c_str());
  std::fprintf(stderr, "  adapter      %s/adapter\n", row.folder.c_str());
}

}  // namespace paretune
