// SPDX-License-Identifier: GPL-3.0-or-later
// The target without libFuzzer: replay FILE|FOLDER... runs each file, and with --mutate N as many damaged copies of each, always the same ones.
#include <algorithm>
#include <chrono>

#include "tests/fuzz/fuzz_target.h"
#include "tests/support/damage.h"

using namespace paretune;

namespace {

std::vector<std::string> files_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (const std::string& path : arguments) {
    if (!std::filesystem::is_directory(path)) {
      out.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) out.push_back(entry.path().string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

void run(std::string_view content) {
  // A copy of exactly that size: reading past it is seen by a sanitizer.
  const std::vector<uint8_t> bytes(content.begin(), content.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  std::size_t copies = 0;
  if (arguments.size() >= 2 && arguments[0] == "--mutate") {
    copies = std::stoul(arguments[1]);
    arguments.erase(arguments.begin(), arguments.begin() + 2);
  }
  const auto files = files_of(arguments);
  std::size_t runs = 0;
  double slowest = 0;
  std::string slowest_file;
  for (const std::string& path : files) {
    const std::string content = read_text_file(path).value();
    Damage damage(7);
    for (std::size_t copy = 0; copy <= copies; ++copy, ++runs) {
      const std::string text = copy == 0 ? content : damage.of(content);
      const auto start = std::chrono::steady_clock::now();
      run(text);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      if (seconds > slowest) slowest = seconds, slowest_file = path;
    }
  }
  std::printf("%zu inputs of %zu files survived; the slowest took %.2f s (%s)\n", runs, files.size(), slowest, slowest_file.c_str());
  return files.empty() ? 1 : 0;  // an empty corpus tests nothing
}
