// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of many tiny values, which takes many times its size once parsed: refused beforehand, and never beyond the bound.
#include "tests/fault/cases.h"
#include "tests/support/promise.h"
#include "training/api/run_config.h"
#include "training/core/json_text.h"
#include "training/data/containers/row_file.h"
#include "training/io/model_source.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
using namespace test;

std::string list_of(const std::string& value, std::size_t count) {
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i) out.append(i ? "," : "").append(value);
  return out + "]";
}

constexpr const char* kTiny[] = {"1", "-1.5", "null", R"("")", "[]", "{}", "[[]]", "[1]", R"({"a":1})", R"({"a":{"b":[]}})", R"(["ab","cd"])", R"("longer than what fits")", R"({"role":"user","content":"Hi"})"};

class JsonMemory : public testing::Test {
 protected:
  // What reading takes, or -1 when it is refused.
  template <class F>
  int64_t peak_of(F&& body) {
    const PeakOfAllocations peak;
    const Status status = attempt("input", std::forward<F>(body));
    const int64_t bytes = peak.bytes();
    if (status) return bytes;
    EXPECT_EQ(status.error().kind, ErrorKind::input) << status.error().text();
    EXPECT_NE(status.error().message.find("values in"), std::string::npos) << status.error().text();
    EXPECT_FALSE(status.error().where.empty() || status.error().remedy.empty()) << status.error().text();
    EXPECT_LT(bytes, int64_t{1} << 20) << "refused too late";
    return -1;
  }
  // `read` gets a file with `count` values of each kind, ever more of them, until it refuses; what it takes stays within the bound.
  template <class Make, class Read>
  void grow(std::size_t spare, std::size_t longest, Make&& make, Read&& read) {
    for (const char* value : kTiny) {
      bool refused = false;
      for (std::size_t count = 10'000; !refused; count = count * 7 / 3) {
        const std::string text = make(list_of(value, count));
        promise.try_once([&] {
          const int64_t peak = peak_of([&] { read(text); });
          refused = peak < 0;
          EXPECT_LE(peak, static_cast<int64_t>(2 * text.size() + spare)) << count << " times " << value;
          EXPECT_FALSE(refused && count == 10'000) << value;
        });
        if (text.size() > longest / 7 * 3) break;
      }
      // Long texts are no such values.
      EXPECT_TRUE(refused || std::string(value).size() >= 15) << value;
    }
  }
  static Json first_row(const std::string& path) {
    RawRow row;
    const auto file = std::move(RowFile::open(path)).value();
    if (!file->next(row)) fail(ErrorKind::input, "no row", path);
    return std::move(row.value);
  }
  TempFolder folder;
  Promise promise{"JSON of many tiny values takes at most twice its size and a fixed bound, or is refused"};
};

TEST_F(JsonMemory, Rows) {
  const auto lines = [](const std::string& list) { return "{\"text\":" + list + "}\n"; };
  const auto document = [&](const std::string& list) { return "[" + lines(list) + "]"; };
  grow(kRowSpare, kLongestRow, lines, [&](const std::string& text) { first_row(folder.write("x.jsonl", text)); });
  grow(kRowSpare, kLongestRow, document, [&](const std::string& text) { first_row(folder.write("x.json", text)); });
}

TEST_F(JsonMemory, Documents) {
  grow(kDocumentSpare, std::size_t{200} << 20, [](const std::string& list) { return "{\"model\":" + list + "}"; },
       [&](const std::string& text) { read_json_file(folder.write("tokenizer.json", text)).value(); });
}

TEST_F(JsonMemory, FilesOfEveryKind) {
  const std::string bomb = "{\"peft_type\":\"LORA\",\"model\":" + list_of("1", 24'000'000) + "}";
  folder.write("m/config.json", R"({"model_type":"llama"})");
  const float values[2] = {1, 2};
  write_safetensors(folder / "m/model.safetensors", {{"w", "F32", {2}, std::as_bytes(std::span(values))}}).value();
  for (const char* name : {"m/tokenizer.json", "m/tokenizer_config.json", "m/config.json"}) {
    const std::string path = folder.write(name, bomb);
    promise.try_once([&] { EXPECT_EQ(peak_of([&] { (void)std::move(ModelSource::open(folder / "m")).value(); }), -1) << name; });
    folder.write(name, R"({"model_type":"llama"})");
  }
  for (const char* name : {"run.json", "sweep.json", "adapter_config.json"}) {
    const std::string path = folder.write(name, bomb);
    promise.try_once([&] { EXPECT_EQ(peak_of([&] { read_run_file(path).value(); }), -1) << name; });
  }
}

TEST_F(JsonMemory, CellsOfCsv) {
  for (const char* number : {"1 ", "1,", "-1 "}) {
    std::string cell;
    for (std::size_t count = 1'000'000; count <= 20'000'000; count *= 3) {
      while (cell.size() < count * std::string(number).size()) cell += number;
      const std::string text = "input_ids,text\n\"" + cell + "\",a\n";
      promise.try_once([&] {
        const PeakOfAllocations peak;
        const Status status = attempt("input", [&] { first_row(folder.write("x.csv", text)); });
        EXPECT_EQ(status.ok(), count < 3'000'000) << count;
        EXPECT_LE(peak.bytes(), static_cast<int64_t>(3 * text.size() + kRowSpare)) << count;  // the cell itself is held, too
      });
    }
  }
}

// What people have must pass: a row of a million tokens with labels and mask, and the largest tokenizers without line breaks.
TEST_F(JsonMemory, RealSizesAreTaken) {
  constexpr std::size_t kTokens = 1 << 20;
  const std::string row = "{\"input_ids\":" + list_of("31999", kTokens + 1) + ",\"labels\":" + list_of("-100", kTokens + 1) + ",\"attention_mask\":" + list_of("1", kTokens + 1) + "}";
  for (const char* name : {"x.jsonl", "x.json"}) {
    promise.try_once([&] {
      int64_t tokens = 0;
      EXPECT_GT(peak_of([&] { tokens = static_cast<int64_t>(first_row(folder.write(name, row)).at("input_ids").size()); }), 0);
      EXPECT_EQ(tokens, kTokens + 1);
    });
  }
  promise.try_once([&] { EXPECT_GT(peak_of([&] { first_row(folder.write("y.jsonl", "{\"input_ids\":" + list_of("1", kTokens) + "}")); }), 0) << "two bytes a token"; });
  promise.try_once([&] {
    std::string csv = "input_ids\n\"";
    for (std::size_t i = 0; i < kTokens; ++i) csv += "1 ";
    EXPECT_EQ(first_row(folder.write("x.csv", csv + "\"\n")).at("input_ids").size(), kTokens);
  });
  promise.try_once([&] {
    std::string tokenizer = R"({"model":{"type":"BPE","vocab":{)";
    for (int i = 0; i < 262'144; ++i) tokenizer += (i ? ",\"t" : "\"t") + std::to_string(i) + "\":" + std::to_string(i);
    tokenizer += R"(},"merges":)" + list_of(R"(["ab","cd"])", 514'906) + "}}";
    EXPECT_GT(peak_of([&] { read_json_file(folder.write("tokenizer.json", tokenizer)).value(); }), 0);
  });
}

}  // namespace
}  // namespace paretune
