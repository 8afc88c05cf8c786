// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/cases.h"
#include "tests/support/promise.h"
#include "training/io/safetensors.h"

namespace paretune {
namespace {
using namespace test;
using Want = Cases::Want;

const std::string kAdapter = PARETUNE_SOURCE_DIR "/tests/goldens/classifier/lora/adapter_model.safetensors";

std::string file_of(const std::string& header, std::size_t data = 0) { return raw<uint64_t>(header.size()) + header + std::string(data, 'x'); }

void read(const std::string& path) {
  const auto file = SafetensorsFile::open(path).value();
  for (const SafeTensor& tensor : file.tensors()) {
    std::vector<float> values(tensor.data.size());
    if (tensor.dtype == "F32" || tensor.dtype == "F16" || tensor.dtype == "BF16" || tensor.dtype == "F64") convert_to_f32(tensor.dtype, tensor.data, values.data());
  }
}

TEST(SafetensorsFault, HostileHeaders) {
  TempFolder folder;
  Cases cases;
  const auto check = [&](const std::string& content, Want want = Want::refused) {
    cases.run(content.substr(0, 200), content.size(), [&] { read(folder.write("x.safetensors", content)); }, want);
  };
  const auto entry = [](const std::string& dtype, const std::string& shape, const std::string& offsets) {
    return "{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
  };
  for (const char* value : {"-1", "1.5", "1e999", "\"1\"", "null", "true", "9223372036854775808", "18446744073709551616", "[]", "{}", "NaN"}) {
    const std::string v = value;
    check(file_of("{\"a\":" + entry("\"F32\"", "[" + v + "]", "[0,4]") + "}", 4));
    check(file_of("{\"a\":" + entry("\"F32\"", "[1]", "[" + v + ",4]") + "}", 4));
    check(file_of("{\"a\":" + entry("\"F32\"", "[1]", "[0," + v + "]") + "}", 4));
    if (v != "\"1\"") check(file_of("{\"__metadata__\":{\"k\":" + v + "}}"));
  }
  for (const char* dtype : {"7", "null", "[]", "{}", "\"\"", "\"f32\"", "\"F4\"", "\"F32\\u0000\"", "\"F32 \"", "\"\\ud800\""}) check(file_of("{\"a\":" + entry(dtype, "[1]", "[0,4]") + "}", 4));
  for (const char* other : {"null", "7", "\"x\"", "[]", "true", "{}", "{\"dtype\":\"F32\"}"}) check(file_of(std::string("{\"a\":") + other + "}"));
  // Products that wrap round, to the size of the data or to nothing.
  check(file_of("{\"a\":" + entry("\"F32\"", "[4294967296,4294967296,4294967296]", "[0,0]") + "}"));
  check(file_of("{\"a\":" + entry("\"F64\"", "[2305843009213693952]", "[0,0]") + "}"));
  check(file_of("{\"a\":" + entry("\"U8\"", "[9223372036854775807,2]", "[0,4]") + "}", 4));
  check(file_of("{\"a\":" + entry("\"F32\"", "[1]", "[9223372036854775804,9223372036854775807]") + "}", 4));
  // Overlaps, holes and what belongs to nobody.
  const std::string one = entry("\"U8\"", "[4]", "[0,4]");
  check(file_of("{\"a\":" + one + ",\"b\":" + one + "}", 4));
  check(file_of("{\"a\":" + one + ",\"b\":" + entry("\"U8\"", "[4]", "[3,7]") + "}", 7));
  check(file_of("{\"a\":" + one + ",\"b\":" + entry("\"U8\"", "[4]", "[5,9]") + "}", 9));
  check(file_of("{\"a\":" + entry("\"U8\"", "[4]", "[1,5]") + "}", 5));
  check(file_of("{\"a\":" + one + "}", 5));
  check(file_of("{\"a\":" + one + "}", 3));
  check(file_of("{\"a\":" + one + ",\"a\":" + entry("\"U8\"", "[4]", "[4,8]") + "}", 8));
  check(file_of("{\"__metadata__\":{},\"__metadata__\":{}}"));
  check(file_of("{}", 1));
  check(file_of("{\"a\xff\":" + one + "}", 4));
  // The header's length, and headers that are none.
  for (const uint64_t size : {uint64_t{0}, uint64_t{1}, uint64_t{3}, uint64_t{99'999'999}, uint64_t{100'000'000}, uint64_t{100'000'001}, uint64_t{1} << 63, ~uint64_t{0}}) check(raw(size) + "{}");
  for (const char* header : {" {}", "[]", "null", "{", "{}}", "{}x", "{\"a\"}", "{\"a\":}", "{,}"}) check(file_of(header));
  check(file_of("{\"a\":" + std::string(10'000, '[')));
  check(file_of("{" + std::string(10'000, '{')));
  check(file_of("{}"), Want::taken);
  check(file_of("{\"z\":" + entry("\"F32\"", "[0,9223372036854775807]", "[0,0]") + "}"), Want::taken);
  EXPECT_GE(cases.tries(), 80);
}

TEST(SafetensorsFault, TheLongestHeaderIsAHundredMillionBytes) {
  TempFolder folder;
  Cases cases;
  std::string content = raw<uint64_t>(100'000'001) + "{}" + std::string(99'999'999, ' ');
  const auto check = [&](uint64_t size, Want want) {
    content.replace(0, 8, raw(size));
    content.resize(8 + size, ' ');
    const std::string path = folder.write("x.safetensors", content);
    cases.run(std::to_string(size), content.size(), [&] { SafetensorsFile::open(path).value(); }, want);
  };
  check(100'000'001, Want::refused);
  check(100'000'000, Want::taken);
  check(99'999'999, Want::taken);
}

TEST(SafetensorsFault, DamagedFiles) {
  TempFolder folder;
  Cases cases;
  for (const std::string& golden : {kAdapter, golden("dequantised.safetensors")}) {
    const std::string whole = read_text_file(golden).value();
    const std::size_t header = 8 + static_cast<uint8_t>(whole[0]) + 256 * static_cast<uint8_t>(whole[1]);
    Damage damage(11);
    for (int copy = 0; copy < (nightly() ? 100'000 : 1000); ++copy) {
      const std::string content = damage.of(whole, header);
      cases.run(golden + " copy " + std::to_string(copy), content.size(), [&] { read(folder.write("x.safetensors", content)); }, Want::either);
    }
  }
  const std::string whole = read_text_file(kAdapter).value();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    cases.run("cut to " + std::to_string(size), size, [&] { read(folder.write("x.safetensors", whole.substr(0, size))); });
  }
}

}  // namespace
}  // namespace paretune
