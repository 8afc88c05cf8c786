// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/journal.h"

#include <cstdio>

#include "training/core/files.h"

namespace paretune {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

}  // namespace

RunJournal::RunJournal(const std::string& folder, std::function<void(RunEvent)> emit) : m_folder(folder), m_emit(std::move(emit)) {
  if (folder.empty()) return;
  make_folders(folder).value();
  m_log.open(folder + "/log.txt", std::ios::app);
  if (!m_log) fail(ErrorKind::io, "log.txt cannot be written", folder, "Check the folder's permissions and free space.");
}

double RunJournal::seconds() const {
  return m_seconds_before + std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
}

void RunJournal::go_on_from(int64_t step, double seconds_before) {
  m_seconds_before = seconds_before;
  const std::string path = m_folder + "/samples.jsonl";
  if (!std::filesystem::exists(path)) return;
  std::string kept;
  const std::string text = read_text_file(path).value();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const Json sample = Json::parse(text.begin() + begin, text.begin() + end, nullptr, false);
    begin = end + 1;
    // A line cut off by a kill is dropped with the later ones.
    if (!sample.is_object() || !sample.contains("step") || !sample["step"].is_number_integer() || sample["step"] > step) continue;
    m_sampled.insert(sample["step"].get<int64_t>());
    kept += sample.dump() + "\n";
  }
  write_file_atomically(path, kept).value();
}

void RunJournal::line(const std::string& text) {
  if (!m_log.is_open()) return;
  m_log.clear();  // after a full disk the log goes on
  m_log << number(seconds()) << "s " << text << "\n" << std::flush;
}

void RunJournal::write(const RunStarted& e) {
  line("started at step " + std::to_string(e.first_step) + " of " + std::to_string(e.total_steps) + ", " + std::to_string(e.trainable_parameters) + " of " +
       std::to_string(e.total_parameters) + " parameters trained, rows " + std::to_string(e.train_rows) + " train " + std::to_string(e.eval_rows) + " eval " +
       std::to_string(e.truncated_rows) + " cut");
}
void RunJournal::write(const RunMetrics& e) {
  std::string text = "step " + std::to_string(e.step);
  for (const auto& [key, value] : e.values) text += " " + key + " " + number(value);
  line(text);
}
void RunJournal::write(const RunSample& e) {
  m_sampled.insert(e.step);
  if (m_folder.empty()) return;
  if (!m_samples.is_open()) m_samples.open(m_folder + "/samples.jsonl", std::ios::app);
  const Json json{{"step", e.step}, {"index", e.index}, {"prompt", e.prompt}, {"text", e.text}, {"reference", e.reference}};
  m_samples.clear();
  m_samples << json.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n" << std::flush;
}
void RunJournal::write(const RunCheckpoint& e) { line("checkpoint " + e.folder); }
void RunJournal::write(const RunNote& e) { line("note at step " + std::to_string(e.step) + ": " + e.text); }
void RunJournal::write(const RunFinished& e) { line(e.why + " at step " + std::to_string(e.step)); }

}  // namespace paretune
