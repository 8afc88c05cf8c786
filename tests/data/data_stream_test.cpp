// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that pass through a token file are the rows that were encoded; the file is used again only while it is right; memory stays flat.
#include "tests/data/data_test_support.h"
#include "training/core/process.h"
#include "training/data/containers/row_file.h"
#include "training/data/row_encoder.h"
#include "training/data/unavailable_tokenizer.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;

void expect_same(const Example& a, const Example& b) {
  EXPECT_EQ(a.row, b.row);
  EXPECT_EQ(a.ids, b.ids);
  EXPECT_EQ(a.labels, b.labels);
  EXPECT_EQ(a.full_length, b.full_length);
  EXPECT_EQ(a.prompt_ids, b.prompt_ids);
  EXPECT_EQ(a.reference, b.reference);
  EXPECT_EQ(a.summary, b.summary);
  EXPECT_EQ(a.task_id, b.task_id);
}

class DataStream : public DataTest {
 protected:
  TokenCache cache() const { return {(m_folder / "tokens").string(), [] { return std::string("bytes"); }, 0}; }
  std::vector<fs::path> kept() const {
    std::vector<fs::path> out;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(m_folder / "tokens", none)) out.push_back(entry.path());
    return out;
  }
  // All rows as the encoder makes them, in one list.
  std::vector<Example> whole(const std::string& path, const Json& more) const {
    const RowEncoder encoder(settings(path, more), tokenizer);
    const auto file = RowFile::open(path).value();
    std::vector<Example> out;
    RawRow row;
    while (file->next(row)) out.push_back(encoder.encode(recognise_format(row.value, path).read(row.value, path), row.row, path));
    return out;
  }
  void expect_rows(const Dataset& dataset, const std::vector<Example>& rows) const {
    ASSERT_EQ(dataset.train.size(), rows.size());
    std::size_t seen = 0;
    dataset.train.each_facts([&](std::size_t i, const Examples::Facts& facts) {
      EXPECT_EQ(i, seen++);
      EXPECT_EQ(facts.row, rows[i].row);
      EXPECT_EQ(facts.length, static_cast<int64_t>(rows[i].ids.size()));
      EXPECT_EQ(facts.trained, rows[i].trained_tokens());
      EXPECT_EQ(facts.truncated(), rows[i].truncated());
    });
    for (std::size_t i = 0; i < rows.size(); ++i) expect_same(dataset.train[i], rows[i]);
  }
};

// Whether `data` is answered from what was kept: the tokenizer cannot encode.
bool answers_without_encoding(const Json& data, const TokenCache& cache) {
  return load_dataset(data, *unavailable_tokenizer({ErrorKind::unsupported, "no tokenizer", "", ""}, ByteTokenizer::turn_end + 1), {}, {}, cache).ok();
}

const char* const kChat = R"({"messages":[{"role":"user","content":"qu\u00e4stion %"},{"role":"assistant","content":"a%"},)"
                          R"({"role":"user","content":"more"},{"role":"assistant","content":"end %"}]})";

std::string repeated(const std::string& row, int count, const std::string& between) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += i > 0 ? between : "";
    for (const char c : row) out += c == '%' ? std::to_string(i * 37) : std::string(1, c);
  }
  return out;
}

TEST_F(DataStream, RowsOfAllContainersAreThoseOfTheEncoder) {
  const struct {
    const char* name;
    std::string text;
  } files[] = {
      {"a.jsonl", repeated(kChat, 50, "\n\n")},
      {"b.json", "[" + repeated(kChat, 50, ",\n") + "]"},
      {"c.json", "{\"version\":1,\"data\":[" + repeated(kChat, 50, ",\n") + "],\"more\":{}}"},
      {"d.csv", "prompt,completion,n\n" + repeated("\"say \"\"%\"\"\nnow\",yes %,1", 50, "\r\n")},
      {"e.tsv", "text\tx\n" + repeated("row % is short\t", 50, "\n")},
      {"f.jsonl", R"({"input_ids":[1,2,3,4,5],"labels":[-100,9,3,-100,5]})" "\n" R"({"input_ids":[1,2,3],"attention_mask":[1,1,0]})"},
      {"g.jsonl", repeated(R"({"instruction":"do %","input":"this","output":"done %"})", 20, "\n")},
  };
  for (const auto& file : files) {
    for (const int max_length : {1024, 48}) {
      SCOPED_TRACE(std::string(file.name) + " " + std::to_string(max_length));
      const Json more{{"max_length", max_length}};
      const std::string path = write(file.name, file.text);
      if (max_length == 48 && !load_dataset(settings(path, more), tokenizer)) continue;  // an answer lies behind the cut
      const auto rows = whole(path, more);
      expect_rows(load_dataset(settings(path, more), tokenizer).value(), rows);
      expect_rows(load_dataset(settings(path, more), tokenizer, {}, {}, cache()).value(), rows);
      EXPECT_TRUE(answers_without_encoding(settings(path, more), cache()));
      expect_rows(load_dataset(settings(path, more), tokenizer, {}, {}, cache()).value(), rows);
    }
  }
}

TEST_F(DataStream, ALongDataSetPassesThroughAFileWithoutAName) {
  const std::string path = write("long.jsonl", repeated("{\"text\":\"%" + std::string(700, 'x') + "\",\"task_id\":%}", 3000, "\n"));
  TokenCache nothing_kept = cache();
  nothing_kept.smallest = 1 << 30;
  const auto dataset = load_dataset(settings(path, {{"eval_fraction", 0.1}}), tokenizer, {}, {}, nothing_kept).value();
  EXPECT_TRUE(kept().empty());
  EXPECT_EQ(dataset.train.size(), 2700u);
  EXPECT_EQ(dataset.eval.size(), 300u);
  const auto rows = whole(path, Json::object());
  for (const auto* part : {&dataset.train, &dataset.eval}) {
    for (Example example : *part) {
      EXPECT_EQ(example.task_id, 37 * (example.row - 1));
      example.task_id = 0;
      expect_same(example, rows[static_cast<std::size_t>(example.row) - 1]);
    }
  }
  EXPECT_EQ(dataset.eval.first(7).size(), 7u);
  EXPECT_EQ(dataset.eval.first(7)[6].row, dataset.eval[6].row);
  EXPECT_EQ(dataset.eval.first(1000).size(), 300u);
  EXPECT_THROW(dataset.eval[300], Failure);
}

TEST_F(DataStream, KeptTokensAnswerForTheSameDataOnly) {
  const std::string path = write("a.jsonl", repeated(kChat, 40, "\n")), held_out = write("b.jsonl", repeated(kChat, 5, "\n"));
  const Json data = settings(path, {{"eval_fraction", 0.25}});
  EXPECT_FALSE(answers_without_encoding(data, cache()));
  EXPECT_TRUE(kept().empty());  // nor is anything kept of what failed
  const auto made = load_dataset(data, tokenizer, {}, {}, cache()).value();
  ASSERT_EQ(kept().size(), 1u);
  std::vector<double> told;
  const auto again = load_dataset(data, tokenizer, [&](double f) { told.push_back(f); }, {}, cache()).value();
  EXPECT_EQ(told, std::vector<double>{1.0});
  EXPECT_EQ(again.format, made.format);
  EXPECT_EQ(again.path, path);
  EXPECT_EQ(again.rows, made.rows);
  ASSERT_EQ(again.eval.size(), made.eval.size());
  for (std::size_t i = 0; i < made.eval.size(); ++i) expect_same(again.eval[i], made.eval[i]);

  const auto with = [&](const char* key, const Json& value) {
    Json other = data;
    other[key] = value;
    return other;
  };
  EXPECT_TRUE(answers_without_encoding(with("shuffle", false), cache()));
  EXPECT_TRUE(answers_without_encoding(with("packing", false), cache()));
  EXPECT_FALSE(answers_without_encoding(with("max_length", 500), cache()));
  EXPECT_FALSE(answers_without_encoding(with("train_on", "all"), cache()));
  EXPECT_FALSE(answers_without_encoding(with("eval_fraction", 0.5), cache()));
  EXPECT_FALSE(answers_without_encoding(with("chat_template", kChatMl), cache()));
  EXPECT_FALSE(answers_without_encoding(with("eval_path", held_out), cache()));
  EXPECT_FALSE(answers_without_encoding(with("eval_path", 3), cache()));
  TokenCache other = cache();
  other.tokenizer = [] { return std::string("another"); };
  EXPECT_FALSE(answers_without_encoding(data, other));
  write("a.jsonl", repeated(kChat, 41, "\n"));
  EXPECT_FALSE(answers_without_encoding(data, cache()));
  EXPECT_EQ(load_dataset(data, tokenizer, {}, {}, cache()).value().rows, 41);
  fs::remove(path);
  EXPECT_EQ(load_dataset(data, tokenizer, {}, {}, cache()).error().kind, ErrorKind::io);
}

TEST_F(DataStream, FewFilesAreKept) {
  const std::string path = write("a.jsonl", repeated(kChat, 5, "\n"));
  for (const int length : {1001, 1002, 1003, 1004, 1005, 1006}) load_dataset(settings(path, {{"max_length", length}}), tokenizer, {}, {}, cache()).value();
  EXPECT_EQ(kept().size(), 4u);
  EXPECT_TRUE(answers_without_encoding(settings(path, {{"max_length", 1006}}), cache()));
  EXPECT_FALSE(answers_without_encoding(settings(path, {{"max_length", 1001}}), cache()));
}

TEST_F(DataStream, ADamagedFileIsMadeAgain) {
  const Json data = settings(write("a.jsonl", repeated(kChat, 6, "\n")), {{"eval_fraction", 0.3}});
  const auto good = load_dataset(data, tokenizer, {}, {}, cache()).value();
  const std::string path = kept().at(0).string(), name = fs::path(path).filename().string();
  const auto bytes = [&] {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string right = bytes();
  std::vector<std::string> wrong{"", "PTTOKENS", std::string(4096, '\0'), right + std::string(8, '\0'), right + right};
  for (std::size_t i = 0; i < right.size(); i += 5) wrong.push_back(right), wrong.back()[i] ^= static_cast<char>(1 << (i % 8));
  for (std::size_t size = 0; size < right.size(); size += 61) wrong.push_back(right.substr(0, size));
  for (const std::string& text : wrong) {
    write("tokens/" + name, text);
    EXPECT_FALSE(answers_without_encoding(data, cache()));
  }
  const auto made = load_dataset(data, tokenizer, {}, {}, cache()).value();
  EXPECT_EQ(bytes(), right);
  ASSERT_EQ(made.train.size(), good.train.size());
  for (std::size_t i = 0; i < made.train.size(); ++i) expect_same(made.train[i], good.train[i]);
  // Cut off under a run that reads it: an error, no crash.
  fs::resize_file(path, 200);
  const auto reading = attempt("data", [&] { return made.train[3]; });
  ASSERT_FALSE(reading.ok());
  EXPECT_EQ(reading.error().kind, ErrorKind::io);
  EXPECT_EQ(reading.error().where, path);
}

TEST_F(DataStream, AFolderThatCannotBeUsedDoesNotStopTheRun) {
  const std::string path = write("a.jsonl", repeated(kChat, 5, "\n"));
  TokenCache blocked = cache();
  blocked.folder = write("file", "in the way");
  EXPECT_EQ(load_dataset(settings(path), tokenizer, {}, {}, blocked).value().rows, 5);
}

// The rows would take 24 MB as tokens and 100 MB and more as lists.
TEST_F(DataStream, MemoryStaysFlat) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers hold memory of their own";
#endif
  constexpr int64_t kRows = 200000;
  constexpr int64_t kMost = int64_t{40} << 20;
  for (const char* name : {"a.jsonl", "b.json", "c.csv"}) {
    SCOPED_TRACE(name);
    const std::string path = (m_folder / name).string();
    {
      std::ofstream out(path, std::ios::binary);
      const std::string prompt = "\"What is the number of row and why is it so?\"", more(80, 'x');
      const std::string row = "{\"prompt\":" + prompt + ",\"completion\":\"It was counted.\",\"extra\":\"" + more + "\"}";
      const bool csv = path.ends_with("csv"), array = path.ends_with("json");
      out << (csv ? "prompt,completion,extra\n" : array ? "{\"data\":[" : "");
      for (int64_t i = 0; i < kRows; ++i) {
        if (csv) out << prompt << ",It was counted.," << more << "\n";
        else out << (array && i > 0 ? ",\n" : "") << row << (array ? "" : "\n");
      }
      out << (array ? "]}" : "");
    }
    reset_peak_resident();
    const int64_t before = peak_resident_bytes();
    const Json data = settings(path, {{"chat_template", "none"}, {"eval_fraction", 0.05}});
    const auto dataset = load_dataset(data, tokenizer, {}, {}, cache()).value();
    int64_t tokens = 0;
    for (const int64_t row : epoch_order(static_cast<int64_t>(dataset.train.size()), true, 1, 0)) {
      tokens += static_cast<int64_t>(dataset.train[static_cast<std::size_t>(row)].ids.size());
    }
    const auto again = load_dataset(data, tokenizer, {}, {}, cache()).value();
    EXPECT_LT(peak_resident_bytes() - before, kMost);
    EXPECT_EQ(dataset.train.size() + dataset.eval.size(), static_cast<std::size_t>(kRows));
    EXPECT_EQ(tokens, static_cast<int64_t>(dataset.train.size()) * dataset.train.length_of(0));
    EXPECT_EQ(again.rows, kRows);
    fs::remove(path);
  }
}

}  // namespace
}  // namespace paretune
