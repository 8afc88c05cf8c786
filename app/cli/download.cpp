// SPDX-License-Identifier: GPL-3.0-or-later
// paretune download ORG/NAME [--revision R] [--file NAME]... [--dataset] [--endpoint URL]
#include <unistd.h>

#include <chrono>

#include "app/cli/command.h"
#include "app/cli/stop_on_signal.h"
#include "training/api/hub.h"

namespace paretune {
namespace {

// One line that is written over on a terminal; elsewhere a line for each file and every ten seconds.
class DownloadLine {
 public:
  explicit DownloadLine(bool quiet) : m_quiet(quiet), m_live(::isatty(2) == 1) {}
  void show(const HubProgress& now) {
    const auto time = std::chrono::steady_clock::now();
    const bool news = now.phase != m_phase || now.text != m_text;
    if (m_quiet || (!news && time - m_shown < std::chrono::milliseconds(m_live ? 200 : 10'000))) return;
    if (news) m_phase = now.phase, m_text = now.text;
    m_shown = time;
    std::string line = now.phase == "list" ? "Looking at " + now.text : now.phase == "wait" ? "Waiting: " + now.text : (now.phase == "verify" ? "Checking " : "") + now.text;
    if (now.total > 0) line += ", " + megabytes(static_cast<double>(now.done)) + " of " + megabytes(static_cast<double>(now.total));
    std::fprintf(stderr, m_live ? "\r\033[K%s" : "%s\n", line.c_str());
    m_open = m_live;
  }
  void close() {
    if (std::exchange(m_open, false)) std::fprintf(stderr, "\n");
  }

 private:
  bool m_quiet, m_live, m_open = false;
  std::string m_phase, m_text;
  std::chrono::steady_clock::time_point m_shown;
};

int download(CliContext& context, const HubRequest& request) {
  std::stop_source stop;
  StopOnSignal signals;
  signals.watch("Stopping; what came so far is kept. Press again to quit at once.", [&] { stop.request_stop(); });
  DownloadLine line(context.quiet);
  const auto result = open_hub(context.engine->home())->download(request, [&](const HubProgress& now) { line.show(now); }, stop.get_token());
  line.close();
  const HubDownload& done = result.value();
  for (const auto& note : done.notes) std::fprintf(stderr, "%s\n", note.c_str());
  if (context.json) {
    Json files = Json::array();
    for (const auto& file : done.files) files.push_back({{"path", file.path}, {"bytes", file.bytes}});
    print_json({{"folder", done.folder}, {"commit", done.commit}, {"files", files}, {"bytes", done.bytes}, {"downloaded", done.downloaded}, {"resumed", done.resumed}, {"notes", done.notes}});
    return exit_done;
  }
  std::printf("%s at %s: %zu files, %s (%s downloaded now", request.id.c_str(), done.commit.c_str(), done.files.size(), megabytes(static_cast<double>(done.bytes)).c_str(),
              megabytes(static_cast<double>(done.downloaded)).c_str());
  if (done.resumed > 0) std::printf(", %s from an earlier try", megabytes(static_cast<double>(done.resumed)).c_str());
  std::printf(")\n%s\n", done.folder.c_str());
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto o = std::make_shared<HubRequest>();
  app.add_option("ID", o->id, "org/name on the hub")->required();
  app.add_option("--revision", o->revision, "Branch, tag or commit")->capture_default_str();
  app.add_option("--file", o->files, "Only this file, or files that fit a pattern with * and ?; may be repeated")->take_all()->expected(1);
  app.add_flag("--dataset", o->dataset, "A data set, not a model");
  app.add_option("--endpoint", o->endpoint, "The hub's address (else HF_ENDPOINT, else https://huggingface.co)");
  app.add_flag("--plain-http", o->plain_http, "Allow a hub without TLS on another computer; it is sent no token");
  app.footer("Files go into Hugging Face's cache (HF_HUB_CACHE, HF_HOME); afterwards --model org/name finds them. Without --file: config, tokenizer and safetensors\n"
             "of a model, the rows of a data set. Ctrl+C keeps what came so far; the same command goes on from there.\n"
             "Tokens: HF_TOKEN, 'paretune login', or the one of 'hf auth login'.");
  return [o, &context] { return download(context, *o); };
}

}  // namespace

extern const CliCommand download_command;
const CliCommand download_command{"download", "Download a model or a data set from a Hugging Face hub", define};

}  // namespace paretune
