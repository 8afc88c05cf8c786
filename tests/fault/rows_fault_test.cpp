// SPDX-License-Identifier: GPL-3.0-or-later
#include <zlib.h>

#include "tests/fault/cases.h"
#include "tests/fault/parquet_maker.h"
#include "training/data/containers/row_file.h"
#include "training/data/formats/data_format.h"

namespace paretune {
namespace {
using namespace test;
using Want = Cases::Want;

// All rows and what they say.
void read(const std::string& path) {
  const auto file = std::move(RowFile::open(path)).value();
  RawRow row;
  int64_t rows = 0;
  while (file->next(row)) {
    recognise_format(row.value, path).read(row.value, path);
    ++rows;
  }
  if (rows == 0) fail(ErrorKind::input, "has no row", path, "Give a file with rows.");  // as load_dataset has it
}

class RowsFault : public testing::Test {
 protected:
  void check(const std::string& name, const std::string& content, Want want = Want::refused) {
    cases.run(name + " " + content.substr(0, 80), content.size(), [&] { read(folder.write(name, content)); }, want);
  }
  TempFolder folder;
  Cases cases;
};

TEST_F(RowsFault, Texts) {
  const std::string row = R"({"text":"a"})", bom = "\xef\xbb\xbf";
  // What is odd but good.
  for (const char* name : {"x.jsonl", "x.json", "x"}) {
    check(name, bom + row + "\r\n\r\n" + row + "\r\n", Want::taken);
    check(name, row, Want::taken);
    check(name, "\n\n " + row + " \n", Want::taken);
    check(name, "[" + row + "\n,\r\n" + row + "]\n", Want::taken);
  }
  for (const char* name : {"x.csv", "x.tsv", "x"}) {
    check(name, bom + "text\r\na\r\n", Want::taken);
    check(name, "text\n\"a\r\nb\"\n", Want::taken);
    check(name, "text\ra\rb", Want::taken);
    check(name, "text\n\"\"\"\"", Want::taken);
  }
  // What is wrong, under each name.
  const std::string wrong[] = {"", " ", "\n", std::string(1, '\0'), std::string(5000, '\0'), row + std::string(1, '\0'), "{\"text\":\"a\0b\"}"};
  for (const char* name : {"x.jsonl", "x.json", "x.ndjson"}) {
    for (const std::string& content : wrong) check(name, content);
    for (const char* content : {"{", "}", "[", "]", "[]", "{}", "{\"text\"}", "{\"text\":}", "{\"text\":\"a\",}", "{'text':'a'}", "{\"text\":nan}", "{\"text\":1e999}", "{\"text\":\"a\"} {\"text\":\"b\"}",
                                "{\"text\":\"\\ud800\"}", "{\"text\":\"\xff\"}", "{\"text\":\"\xc0\x80\"}", "{\"text\":1}", "{\"text\":null}", "{\"text\":[\"a\"]}", "7", "\"a\"", "null", "[1]", "[[]]",
                                "[{\"text\":\"a\"}", "[{\"text\":\"a\"},]", "[{\"text\":\"a\"}]]", "{\"text\":\"a", "{\"text\":\"a\n\"}"}) {
      check(name, content);
    }
    check(name, "{\"text\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
    check(name, std::string(100'000, '{'));
    check(name, "{\"text\":\"" + std::string(70'000'000, 'x') + "\"}\n");
    check(name, "{\"text\":\"" + std::string(70'000'000, 'x'));
    check(name, row + "\n{\"text\":1}\n" + row);  // types that change
  }
  for (const char* name : {"x.csv", "x.tsv"}) {
    for (const std::string& content : wrong) check(name, content, content.find('\0') == std::string::npos || content.size() > 100 ? Want::refused : Want::either);
    check(name, "text\n\"never closed\nmore\n");
    check(name, "text\n\"" + std::string(70'000'000, 'x') + "\n");
    check(name, "text\n" + std::string(70'000'000, 'x') + "\n");
    check(name, std::string(70'000'000, '"'));
    check(name, "\"text\n");
    check(name, "text\n\"a\"b\n");
    check(name, "text\n\xff\n");
    check(name, "messages\n" + std::string(100'000, '[') + "\n");
    check(name, "messages\n\"[1e999]\"\n");
    check(name, "text,text\na,b\n");
    check(name, "input_ids\n99999999999999999999 1\n");
  }
  std::string wide = "c0";
  for (int i = 1; i < 10'000; ++i) wide += ",c" + std::to_string(i);
  check("x.csv", wide + "\n" + std::string(9'999, ',') + "\n");
  std::string columns = "text";
  for (int i = 1; i < 4'000; ++i) columns += ",c" + std::to_string(i);
  check("x.csv", columns + "\na" + std::string(3'999, ',') + "\n", Want::taken);
  check("x.csv", "text\na,b\n");
  check("x.csv", "text,label\na\n");
  EXPECT_GE(cases.tries(), 150);
}

// Most of it is a hole. The reader may look at no more than a row may hold.
TEST_F(RowsFault, ALineOfAGigabyte) {
  const std::string row = "{\"text\":\"", filling(8192, 'x');
  const std::pair<const char*, std::string> files[] = {
      {"x.jsonl", row}, {"x.jsonl", "{\"text\":\"a\"}\n" + row}, {"x.json", row}, {"x.json", "[" + row}, {"x.json", "{\"data\":[" + row}, {"x.json", "{\"more\":\""}, {"x", row}, {"x", "[" + row},
      {"x.csv", "text\n"}, {"x.csv", "text\n\""}, {"x.csv", "text,more\n\"a\",\""}, {"x.csv", "text,more\na,"}, {"x.csv", ""}, {"x.csv", "\""}, {"x.tsv", "text\n"}, {"x.txt", "Plain text "}, {"x", "Plain text "}};
  for (const auto& [name, begin] : files) {
    const std::string path = folder.write(name, begin + filling);
    std::filesystem::resize_file(path, std::size_t{1} << 30);
    std::ofstream(path, std::ios::binary | std::ios::app) << "\"}\n";
    cases.run(name + (" " + begin), kLongestRow, [&] { read(path); });
  }
}

TEST_F(RowsFault, Parquet) {
  const auto texts = [](std::initializer_list<std::string> values) {
    std::string out;
    for (const std::string& value : values) out += raw(static_cast<uint32_t>(value.size())) + value;
    return out;
  };
  const std::string present = raw<uint32_t>(2) + "\2\1";  // definition levels: a run of one 1
  ParquetParts good;
  good.page = present + texts({"hello"});
  check("x.parquet", good.bytes(), Want::taken);
  const auto with = [&](auto change, Want want = Want::refused) {
    ParquetParts parts = good;
    change(parts);
    check("x.parquet", parts.bytes(), want);
  };
  const int64_t huge[] = {-1, INT64_MIN, INT64_MAX, int64_t{1} << 31, (int64_t{1} << 28) + 1, int64_t{1} << 40};
  for (const int64_t value : huge) {
    with([&](ParquetParts& p) { p.rows = p.group_rows = value; });
    with([&](ParquetParts& p) { p.rows = value; });
    with([&](ParquetParts& p) { p.values = value; });
    with([&](ParquetParts& p) { p.page_values = value; });
    with([&](ParquetParts& p) { p.offset = value; });
    if (value >= 0) {
      with([&](ParquetParts& p) { p.unpacked = value; });
      with([&](ParquetParts& p) { p.packed = value; });
      with([&](ParquetParts& p) { p.chunk = value; });
    }
    with([&](ParquetParts& p) { p.codec = value; });
    with([&](ParquetParts& p) { p.encoding = value; });
    with([&](ParquetParts& p) { p.page_type = value; });
    with([&](ParquetParts& p) { p.type = value; });
    with([&](ParquetParts& p) { p.repetition = value; });
  }
  for (int64_t codec = 1; codec <= 7; ++codec) with([&](ParquetParts& p) { p.codec = codec; });
  for (int64_t codec = 1; codec <= 7; ++codec) with([&](ParquetParts& p) { p.codec = codec, p.unpacked = 250 << 20; });
  for (int64_t encoding = 1; encoding <= 10; ++encoding) with([&](ParquetParts& p) { p.encoding = encoding; });
  // A run of a few bytes stands for millions of values; a page of a few kilobytes unpacks to hundreds of megabytes.
  for (const int64_t count : {int64_t{1} << 20, int64_t{1} << 24, int64_t{1} << 30}) {
    with([&](ParquetParts& p) {
      p.rows = p.group_rows = p.values = p.page_values = count;
      std::string run;
      for (uint64_t head = static_cast<uint64_t>(count) << 1; head > 0; head >>= 7) run += static_cast<char>(head | 0x80);
      run.back() = static_cast<char>(run.back() & 0x7F);
      p.page = raw(static_cast<uint32_t>(run.size() + 1)) + run + std::string(1, '\0');
    });
  }
  for (const std::size_t size : {std::size_t{1} << 20, std::size_t{100} << 20, std::size_t{250} << 20}) {
    const std::string zeros = raw<uint32_t>(2) + "\2\1" + raw(static_cast<uint32_t>(size)) + std::string(size, 'x');
    uLongf packed = compressBound(zeros.size());
    std::string page(packed, '\0');
    ASSERT_EQ(compress(reinterpret_cast<Bytef*>(page.data()), &packed, reinterpret_cast<const Bytef*>(zeros.data()), zeros.size()), Z_OK);
    page.resize(packed);
    with([&](ParquetParts& p) { p.codec = 2, p.page = page, p.unpacked = static_cast<int64_t>(zeros.size()); }, size == std::size_t{1} << 20 ? Want::taken : Want::refused);
    with([&](ParquetParts& p) { p.codec = 2, p.page = page, p.unpacked = static_cast<int64_t>(zeros.size()) - 1; });
    with([&](ParquetParts& p) { p.codec = 2, p.page = page, p.unpacked = 1; });
  }
  // Indices into a dictionary of one text.
  with([&](ParquetParts& p) { p.dictionary = texts({"a"}), p.encoding = 8, p.page = present + std::string("\1\2\0", 3); }, Want::taken);
  for (const char index : {'\1', '\2', '\x7f', '\xff'}) {
    with([&](ParquetParts& p) { p.dictionary = texts({"a"}), p.encoding = 8, p.page = present + "\x8\2" + std::string(1, index); });
  }
  for (const int width : {33, 64, 255}) {
    with([&](ParquetParts& p) { p.dictionary = texts({"a"}), p.encoding = 8, p.page = present + static_cast<char>(width) + std::string(64, '\2'); });
  }
  with([&](ParquetParts& p) { p.page = present + raw<uint32_t>(0xffffffff) + "x"; });
  with([&](ParquetParts& p) { p.page = raw<uint32_t>(0xffffffff) + "x"; });
  with([&](ParquetParts& p) { p.page = present; });
  with([&](ParquetParts& p) { p.page = ""; });
  with([&](ParquetParts& p) { p.page = present + texts({"\xff"}); p.schema = {Thrift().text(4, "root").number(5, 1), Thrift().number(1, 6).number(3, 1).text(4, "text").number(6, 0)}; });
  // Trees of columns.
  const Thrift leaf = Thrift().number(1, 6).number(3, 1).text(4, "text").number(6, 0);
  const auto tree = [&](std::vector<Thrift> schema) { with([&](ParquetParts& p) { p.schema = std::move(schema); }); };
  tree({Thrift().text(4, "root").number(5, 2), leaf});
  tree({Thrift().text(4, "root").number(5, -1), leaf});
  tree({Thrift().text(4, "root").number(5, INT64_MAX), leaf});
  tree({Thrift().text(4, "root").number(5, 0)});
  tree(std::vector<Thrift>(10'000, leaf));
  tree(std::vector<Thrift>(3'000, Thrift().number(3, 2).text(4, "g").number(5, 1)));
  tree({Thrift().text(4, "root").number(5, 1), Thrift().number(1, 99).number(3, 1).text(4, "text")});
  tree({Thrift().text(4, "root").number(5, 1), Thrift().number(1, 6).number(3, 9).text(4, "text")});
  tree({Thrift().text(4, "root").number(5, 1), Thrift().number(1, 6).number(3, 1).text(4, "\xff\xfe")});
  const std::string whole = good.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) check("x.parquet", whole.substr(0, size));
  for (const uint32_t size : {0u, 1u, 0x7fffffffu, 0xffffffffu, 0xfffffff0u}) check("x.parquet", std::string(whole).replace(whole.size() - 8, 4, raw(size)));
  EXPECT_GE(cases.tries(), 150);
}

TEST_F(RowsFault, DamagedRows) {
  const std::string goods[] = {read_text_file(PARETUNE_SOURCE_DIR "/tests/fuzz/corpus/json_rows/lines").value(), read_text_file(PARETUNE_SOURCE_DIR "/tests/fuzz/corpus/json_rows/document").value(),
                               read_text_file(PARETUNE_SOURCE_DIR "/tests/fuzz/corpus/csv/quoted").value()};
  Damage damage(17);
  for (const std::string& good : goods) {
    for (int copy = 0; copy < 500; ++copy) {
      const std::string content = damage.of(good);
      for (const char* name : {"x.jsonl", "x.json", "x.csv"}) check(name, content, Want::either);
    }
  }
}

}  // namespace
}  // namespace paretune
