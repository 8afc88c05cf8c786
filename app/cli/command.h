// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What every subcommand shares. A subcommand is one file here and one word in the build list.
#include <CLI/CLI.hpp>
#include <csignal>
#include <functional>
#include <memory>
#include <span>

#include "training/api/engine.h"

namespace paretune {

enum ExitCode { exit_done = 0, exit_failed = 1, exit_usage = 2, exit_stopped = 3 };

// Options in front of every subcommand, and the engine they open.
struct CliContext {
  EngineOptions options;
  bool json = false, quiet = false;
  std::shared_ptr<Engine> engine;  // opened before the command's body runs, unless the command works without one
};

struct CliCommand {
  std::string name, summary;
  // Adds options to `app`; returns the body, run after parsing. Failures thrown by the body are printed and become exit codes.
  std::function<int()> (*define)(CLI::App& app, CliContext& context);
};
std::span<const CliCommand* const> cli_commands();  // made from the build list

// SIGINT and SIGTERM. Blocked before the engine makes its threads, so that only who waits for them gets them.
sigset_t stop_signals();
void block_stop_signals();

void add_quantization_option(CLI::App& app, std::string& quantization);
// --model, --adapter (may be repeated) and --quantization.
void add_model_options(CLI::App& app, ModelWithAdapters& model);

// stdout, one value a line.
void print_json(const Json& value);
void print_error(const Error& error, bool json);
int exit_code(const Error& error);

Json to_json(const RunRow& row);
Json to_json(const Plan& plan);
Json to_json(const TokenView& view);
// Messages from a file, or from the text itself when it begins with [ or {.
Json read_chat(const std::string& text_or_file);
std::string megabytes(double bytes);
std::string duration(double seconds);

}  // namespace paretune
