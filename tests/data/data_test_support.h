// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/support/byte_tokenizer.h"
#include "training/data/dataset.h"

namespace paretune {

// A folder of its own for every test, removed afterwards.
class DataTest : public ::testing::Test {
 protected:
  DataTest() {
    static int counter = 0;
    m_folder = std::filesystem::temp_directory_path() / ("paretune-data-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
    std::filesystem::create_directories(m_folder);
  }
  ~DataTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
  }

  std::string write(const std::string& name, const std::string& content) const {
    const auto path = (m_folder / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  // All rows are training rows unless `more` says otherwise.
  Json settings(const std::string& path, const Json& more = Json::object()) const {
    Json data{{"path", path}, {"format", "auto"}, {"chat_template", "model"}, {"train_on", "assistant"}, {"max_length", 1024}, {"eval_fraction", 0.0}, {"eval_path", nullptr}};
    data.update(more);
    return data;
  }
  Dataset load(const std::string& name, const std::string& content, const Json& more = Json::object()) const {
    return load_dataset(settings(write(name, content), more), tokenizer).value();
  }
  // The error of a file that must not load.
  Error refuse(const std::string& name, const std::string& content, const Json& more = Json::object()) const {
    auto result = load_dataset(settings(write(name, content), more), tokenizer);
    if (!result) return result.error();
    ADD_FAILURE() << name << " was accepted";
    return {};
  }
  std::string at(const std::string& name, int64_t row) const { return (m_folder / name).string() + ":" + std::to_string(row); }

  std::filesystem::path m_folder;
  ByteTokenizer tokenizer;
};

// The row as text with the trained parts between [ ].
inline std::string marked(const Tokenizer& tokenizer, const Example& example) {
  EXPECT_EQ(example.ids.size(), example.labels.size());
  std::string out;
  bool trained = false;
  for (std::size_t i = 0; i < example.ids.size(); ++i) {
    const bool now = example.labels[i] != -100;
    if (now) {
      EXPECT_EQ(example.labels[i], example.ids[i]);  // not shifted
    }
    if (now != trained) out += now ? "[" : "]";
    trained = now;
    out += tokenizer.token_bytes(example.ids[i]);
  }
  return trained ? out + "]" : out;
}

}  // namespace paretune
