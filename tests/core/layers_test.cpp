// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the includes: a folder includes only to its left, the window knows no torch, the engine no Qt.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

namespace {

namespace fs = std::filesystem;

// What each folder may include from this project, besides itself.
const std::map<std::string, std::vector<std::string>> kAllowed = {
    {"kernels", {}},
    {"training/api", {}},
    {"training/core", {"training/api"}},
    {"training/parallel", {"training/api", "training/core"}},
    {"training/io", {"training/api", "training/core"}},
    {"training/hub", {"training/api", "training/core", "training/io"}},
    {"training/data", {"training/api", "training/core", "training/io"}},
    {"training/models", {"training/api", "training/core", "training/io", "kernels"}},
    {"training/peft", {"training/api", "training/core", "training/io", "training/models", "kernels"}},
    {"training/loop", {"training/api", "training/core", "training/parallel", "training/io", "training/models", "training/data", "training/peft", "kernels"}},
    {"training/runs", {"training/api", "training/core"}},
    {"training/engine", {"training", "kernels"}},
    {"ui", {"training/api"}},
    {"app", {"training/api", "training/core/files.h", "ui/studio.h"}},
};
const std::vector<std::string> kWithoutTorch = {"training/api", "training/core", "training/io", "training/hub", "training/data", "training/runs", "ui", "app"};

std::string folder_of(const std::string& path) {
  for (const auto& [folder, allowed] : kAllowed) {
    if (path.rfind(folder + "/", 0) == 0) return folder;
  }
  return {};
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(), [&](const std::string& start) { return text.rfind(start, 0) == 0; });
}

TEST(Layers, IncludesPointLeft) {
  const fs::path root = PARETUNE_SOURCE_DIR;
  int files = 0;
  for (const char* top : {"kernels", "training", "ui", "app"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp" && extension != ".cu") continue;
      ++files;
      const std::string path = fs::relative(entry.path(), root), folder = folder_of(path);
      ASSERT_FALSE(folder.empty()) << path << " is in no known folder";
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        if (line.rfind("#include ", 0) != 0) continue;
        const std::string name = line.substr(10, line.find_first_of("\">", 10) - 10);
        const bool qt = line[9] == '<' && name.size() > 1 && name[0] == 'Q' && std::isupper(static_cast<unsigned char>(name[1]));
        if (qt) EXPECT_EQ(folder, "ui") << path << ": " << line;
        if (name.rfind("torch/", 0) == 0 || name.rfind("ATen/", 0) == 0 || name.rfind("c10/", 0) == 0) {
          EXPECT_FALSE(starts_with_any(folder, kWithoutTorch)) << path << ": " << line;
        }
        const std::string target = folder_of(name);
        if (!target.empty() && target != folder) EXPECT_TRUE(starts_with_any(name, kAllowed.at(folder))) << path << ": " << line;
      }
    }
  }
  EXPECT_GT(files, 50);
}

}  // namespace
