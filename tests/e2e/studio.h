// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/program.h"
#include "training/core/files.h"

namespace paretune::test {

inline std::vector<std::string> program_arguments(std::vector<std::string> rest, const std::string& home) {
  rest.insert(rest.begin(), std::string(PARETUNE_BINARY_DIR) + "/bin/paretune");
  rest.insert(rest.end(), {"--home", home, "--device", "cpu"});
  return rest;
}

// The built program with a home of its own.
struct Studio {
  TempFolder folder;
  std::string home = folder / "home";

  std::vector<std::string> arguments(const std::vector<std::string>& rest) const { return program_arguments(rest, home); }
  Outcome run(const std::vector<std::string>& rest) const { return test::run(arguments(rest)); }
  // stdout as one JSON value a line; the program must have ended well.
  std::vector<Json> lines(std::vector<std::string> rest) const {
    rest.push_back("--json");
    const Outcome outcome = run(rest);
    if (outcome.code != 0) throw std::runtime_error("exit code " + std::to_string(outcome.code) + ": " + outcome.err);
    return parse_lines(outcome.out);
  }
  static std::vector<Json> parse_lines(const std::string& text) {
    std::vector<Json> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(Json::parse(line));
    return out;
  }
};

}  // namespace paretune::test
