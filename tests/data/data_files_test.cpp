// SPDX-License-Identifier: GPL-3.0-or-later
// Several files, the HF cache, weights, and the report on data.
#include "training/data/data_files.h"

#include <cstdlib>

#include "tests/data/data_test_support.h"
#include "training/data/data_report.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string text_rows(const std::string& name, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += R"({"text":")" + name + std::to_string(i) + "\"}\n";
  return out;
}

class DataFiles : public DataTest {
 protected:
  void SetUp() override { ::setenv("HF_HUB_CACHE", (m_folder / "hub").c_str(), 1); }
  void TearDown() override { ::unsetenv("HF_HUB_CACHE"); }
  void cache(const std::string& repo, const std::string& file, const std::string& content) {
    const fs::path path = m_folder / "hub" / repo / "snapshots/abc" / file;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    fs::create_directories(m_folder / "hub" / repo / "refs");
    std::ofstream(m_folder / "hub" / repo / "refs/main") << "abc";
  }
  std::vector<std::string> names(const Json& path) {
    std::vector<std::string> out;
    for (const auto& file : data_file_paths({{"path", path}}, "path")) out.push_back(fs::relative(file, m_folder / "hub").string());
    return out;
  }
  Error error(const Json& path) {
    try {
      data_sources({{"path", path}}, "path");
    } catch (const Failure& failure) {
      EXPECT_FALSE(failure.error().remedy.empty()) << failure.error().text();
      return failure.error();
    }
    ADD_FAILURE() << path << " was accepted";
    return {};
  }
};

TEST_F(DataFiles, SplitsOfTheHfCache) {
  const std::string at = "datasets--org--chat/snapshots/abc/";
  cache("datasets--org--chat", "README.md", "x");
  cache("datasets--org--chat", "data/train-00001-of-00002.jsonl", text_rows("b", 2));
  cache("datasets--org--chat", "data/train-00000-of-00002.jsonl", text_rows("a", 2));
  cache("datasets--org--chat", "data/validation-00000-of-00001.jsonl", text_rows("v", 1));
  cache("datasets--org--chat", "data/constraint.csv", "text\nno\n");  // holds "train" inside a word, and is of a kind that comes later
  EXPECT_THAT(names("org/chat"), ElementsAre(at + "data/train-00000-of-00002.jsonl", at + "data/train-00001-of-00002.jsonl"));
  EXPECT_THAT(names("org/chat:dev"), ElementsAre(at + "data/validation-00000-of-00001.jsonl"));
  EXPECT_THAT(error("org/chat:test").message, HasSubstr("validation-00000"));
  EXPECT_THAT(error("org/none").message, HasSubstr("HF cache"));
  const auto dataset = load_dataset(settings("org/chat", {{"eval_path", "org/chat:validation"}}), tokenizer);
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  EXPECT_EQ(dataset->path, "org/chat");
  EXPECT_EQ(dataset->train.size(), 4u);
  EXPECT_EQ(dataset->eval.size(), 1u);

  cache("datasets--org--parts", "main/train.parquet", "PAR1");
  cache("datasets--org--parts", "socratic/train.parquet", "PAR1");
  EXPECT_THAT(error("org/parts").message, HasSubstr("main, socratic"));
  EXPECT_EQ(names("org/parts/main").size(), 1u);
  cache("datasets--org--plain", "rows.jsonl", text_rows("p", 1));
  EXPECT_EQ(names("org/plain").size(), 1u);
}

TEST_F(DataFiles, WrongShapesAreRefused) {
  for (const Json& path : {Json(1), Json::array(), Json({1}), Json({{"path", "a"}, {"weigth", 1}}), Json({{"path", "a"}, {"weight", 0}}), Json({{"path", "a"}, {"weight", "2"}}), Json({{"weight", 2}})}) {
    EXPECT_THAT(error(path).where, HasSubstr("data.path"));
  }
}

TEST_F(DataFiles, WeightsSayHowOftenRowsAreSeen) {
  const Json path = {{{"path", write("a.jsonl", text_rows("a", 10))}, {"weight", 2}}, write("b.jsonl", text_rows("b", 4)), {{"path", write("c.csv", "text\nc0\nc1\nc2\nc3\n")}, {"weight", 0.5}}};
  Json data = settings("x");
  data["path"] = path;
  data["eval_fraction"] = 0.0;
  const auto dataset = load_dataset(data, tokenizer);
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  ASSERT_EQ(dataset->parts.size(), 3u);
  EXPECT_EQ(dataset->parts[0].rows, 10);
  EXPECT_EQ(dataset->parts[1].rows, 4);
  EXPECT_EQ(dataset->parts[2].rows, 4);
  EXPECT_EQ(rows_in_epoch(dataset->parts), 26);
  std::set<std::vector<int64_t>> halves;
  for (int64_t epoch = 0; epoch < 8; ++epoch) {
    const auto order = epoch_order(dataset->parts, true, 3, epoch);
    EXPECT_EQ(order, epoch_order(dataset->parts, true, 3, epoch));
    ASSERT_EQ(order.size(), 26u);
    std::vector<int64_t> half;
    for (int64_t row = 0; row < 18; ++row) {
      const auto times = std::count(order.begin(), order.end(), row);
      if (row < 14) EXPECT_EQ(times, row < 10 ? 2 : 1);
      else if (times > 0) half.push_back(row);
    }
    EXPECT_EQ(half.size(), 2u);
    halves.insert(half);
  }
  EXPECT_GT(halves.size(), 1u);  // other rows in other epochs
  EXPECT_EQ(epoch_order({{5, 1.0}}, true, 7, 2), epoch_order(5, true, 7, 2));

  // Held-out rows are no train rows of their part, also when the tokens were kept.
  data["eval_fraction"] = 0.5;
  const TokenCache kept{(m_folder / "tokens").string(), [] { return std::string("t"); }, 0};
  fs::create_directories(kept.folder);
  for (int round = 0; round < 2; ++round) {
    const auto split = load_dataset(data, tokenizer, {}, {}, kept);
    ASSERT_TRUE(split.ok()) << split.error().text();
    ASSERT_EQ(split->parts.size(), 3u);
    EXPECT_EQ(split->parts[0].rows + split->parts[1].rows + split->parts[2].rows, 9);
    EXPECT_EQ(split->train.size(), 9u);
    for (int64_t i = 0; i < split->parts[0].rows; ++i) EXPECT_EQ(split->train[static_cast<std::size_t>(i)].summary[0], 'a');
    EXPECT_EQ(split->train[8].summary[0], 'c');
  }
  EXPECT_FALSE(fs::is_empty(kept.folder));
}

TEST_F(DataFiles, TheReportCountsDuplicatesLeaksAndBadRows) {
  const std::string train = write("train.jsonl", R"({"text":"one"})" "\n" R"({"text":"two"})" "\n" R"({"text":"one"})" "\n" R"({"text":7})" "\n" R"({"text":"a longer row of text"})" "\n" R"({"text":"one"})" "\n");
  const std::string held = write("held.jsonl", R"({"text":"new"})" "\n" R"({"text":"two"})" "\n");
  const auto report = report_on_data(settings(train, {{"eval_path", held}, {"max_length", 8}}), tokenizer);
  ASSERT_TRUE(report.ok()) << report.error().text();
  EXPECT_EQ(report->rows, 7);
  EXPECT_EQ(report->train_rows, 5);
  EXPECT_EQ(report->eval_rows, 2);
  EXPECT_EQ(report->truncated_rows, 1);
  EXPECT_EQ(report->unusable_rows, 1);
  ASSERT_EQ(report->problems.size(), 1u);
  EXPECT_THAT(report->problems[0].where, HasSubstr("train.jsonl:4"));
  EXPECT_EQ(report->duplicate_rows, 2);
  ASSERT_EQ(report->duplicates.size(), 2u);
  EXPECT_EQ(report->duplicates[0].row, 3);
  EXPECT_EQ(report->duplicates[0].as_row, 1);
  EXPECT_EQ(report->duplicates[1].row, 6);
  EXPECT_EQ(report->leaked_rows, 1);
  ASSERT_EQ(report->leaks.size(), 1u);
  EXPECT_EQ(report->leaks[0].row, 2);
  EXPECT_EQ(report->leaks[0].as_row, 2);
  EXPECT_EQ(report->lengths.size(), 7u);
  EXPECT_THAT(report_on_data(settings(write("bad.jsonl", R"({"text":7})")), tokenizer).error().message, HasSubstr("no row can be used"));
}

}  // namespace
}  // namespace paretune
