// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf.h"

#include <random>

#include "tests/io/io_test_support.h"
#include "training/core/process.h"

namespace paretune {
namespace {
using namespace test;

enum : uint32_t { kU8, kI8, kU16, kI16, kU32, kI32, kF32, kBool, kString, kArray, kU64, kI64, kF64 };

std::string text(const std::string& s) { return raw<uint64_t>(s.size()) + s; }
std::string key(const std::string& name, uint32_t type, const std::string& value) { return text(name) + raw(type) + value; }
std::string tensor(const std::string& name, const std::vector<uint64_t>& ne, uint32_t type, uint64_t offset) {
  std::string out = text(name) + raw(static_cast<uint32_t>(ne.size()));
  for (const uint64_t n : ne) out += raw(n);
  return out + raw(type) + raw(offset);
}

// keys and tensors as ready bytes; data is placed at the alignment.
std::string file_of(const std::vector<std::string>& keys, const std::vector<std::string>& tensors, const std::string& data, uint32_t version = 3,
                    std::size_t alignment = 32) {
  std::string out = "GGUF" + raw(version) + raw<uint64_t>(tensors.size()) + raw<uint64_t>(keys.size());
  for (const auto& k : keys) out += k;
  for (const auto& t : tensors) out += t;
  if (!tensors.empty()) out.resize((out.size() + alignment - 1) / alignment * alignment, '\0');
  return out + data;
}

class Gguf : public testing::Test {
 protected:
  Result<GgufFile> opened(const std::string& content) { return GgufFile::open(m_folder.write("x.gguf", content)); }
  TempFolder m_folder;
};

const std::vector<std::string> kGoodKeys = {
    key("general.architecture", kString, text("llama")),
    key("u8", kU8, raw<uint8_t>(200)),
    key("i8", kI8, raw<int8_t>(-3)),
    key("u64", kU64, raw(~uint64_t{0})),
    key("f", kF32, raw(0.5f)),
    key("d", kF64, raw(0.25)),
    key("yes", kBool, raw<uint8_t>(1)),
    key("list", kArray, raw<uint32_t>(kString) + raw<uint64_t>(2) + text("a") + text("\xC3\xA9")),
    key("numbers", kArray, raw<uint32_t>(kI16) + raw<uint64_t>(3) + raw<int16_t>(1) + raw<int16_t>(-2) + raw<int16_t>(3))};
const std::vector<std::string> kGoodTensors = {tensor("a", {2, 3}, 0, 0), tensor("b", {32}, 2, 32)};

TEST_F(Gguf, ReadsVersions2And3) {
  for (const uint32_t version : {2u, 3u}) {
    const auto file = opened(file_of(kGoodKeys, kGoodTensors, std::string(32 + 18, 'd'), version));
    ASSERT_TRUE(file.ok()) << file.error().text();
    EXPECT_EQ(file->version(), version);
    EXPECT_EQ(file->metadata()["general.architecture"], "llama");
    EXPECT_EQ(file->metadata()["u8"], 200);
    EXPECT_EQ(file->metadata()["i8"], -3);
    EXPECT_EQ(file->metadata()["u64"].get<uint64_t>(), ~uint64_t{0});
    EXPECT_EQ(file->metadata()["f"], 0.5);
    EXPECT_EQ(file->metadata()["d"], 0.25);
    EXPECT_EQ(file->metadata()["yes"], true);
    EXPECT_EQ(file->metadata()["list"], Json({"a", "\xC3\xA9"}));
    EXPECT_EQ(file->metadata()["numbers"], Json({1, -2, 3}));
    ASSERT_EQ(file->tensors().size(), 2u);
    EXPECT_EQ(file->find("a")->ne, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(file->find("a")->data.size(), 24u);
    EXPECT_EQ(file->find("b")->data.size(), 18u);
    EXPECT_EQ(file->find("c"), nullptr);
  }
  auto keys = kGoodKeys;
  keys.push_back(key("general.alignment", kU32, raw<uint32_t>(64)));
  const auto wide = opened(file_of(keys, {tensor("a", {4}, 0, 64)}, std::string(64 + 16, 'd'), 3, 64));
  ASSERT_TRUE(wide.ok()) << wide.error().text();
  EXPECT_TRUE(opened(file_of({}, {}, "")).ok());
}

TEST_F(Gguf, EveryTruncationIsRefused) {
  const std::string whole = file_of(kGoodKeys, kGoodTensors, std::string(32 + 18, 'd'));
  ASSERT_TRUE(opened(whole).ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto file = opened(whole.substr(0, size));
    ASSERT_FALSE(file.ok()) << size;
    EXPECT_EQ(file.error().kind, ErrorKind::input) << file.error().text();
  }
}

TEST_F(Gguf, HostileFilesAreRefused) {
  const uint64_t huge = uint64_t{1} << 63;
  const std::string data(64, 'd');
  const auto refused = [&](const std::string& content, const std::string& words) {
    SCOPED_TRACE(words);
    expect_refused(opened(content), words);
  };
  const auto bad_key = [&](const std::string& k, const std::string& words) { refused(file_of({k}, {}, std::string(64, '\0')), words); };
  const auto bad_tensor = [&](const std::vector<std::string>& t, const std::string& words) { refused(file_of({}, t, data), words); };

  refused("GGML" + std::string(60, '\0'), "GGUF");
  refused("GGUF" + raw<uint32_t>(1) + std::string(60, '\0'), "version 1");
  refused("GGUF" + raw<uint32_t>(4) + std::string(60, '\0'), "version 4");
  refused("GGUF" + raw<uint32_t>(0x03000000) + std::string(60, '\0'), "big-endian");
  for (const uint64_t count : {uint64_t{1} << 20, uint64_t{1} << 32, huge, ~uint64_t{0}, uint64_t{100}}) {
    refused("GGUF" + raw<uint32_t>(3) + raw(count) + raw<uint64_t>(0) + std::string(64, '\0'), "claims");
    refused("GGUF" + raw<uint32_t>(3) + raw<uint64_t>(0) + raw(count) + std::string(64, '\0'), "claims");
  }
  for (const uint64_t size : {uint64_t{1000}, uint64_t{1} << 32, huge, ~uint64_t{0}, ~uint64_t{0} - 7}) {
    bad_key(raw(size) + std::string("abc"), "claims");
    bad_key(text("k") + raw<uint32_t>(kString) + raw(size) + "abc", "claims");
    for (const uint32_t type : {kU8, kU16, kF32, kI64, kString}) bad_key(text("k") + raw<uint32_t>(kArray) + raw(type) + raw(size) + "abc", "claims");
  }
  bad_key(key("k", kArray, raw<uint32_t>(kArray) + raw<uint64_t>(1) + raw<uint32_t>(kU8) + raw<uint64_t>(1)), "arrays of arrays");
  bad_key(key("k", kArray, raw<uint32_t>(77) + raw<uint64_t>(1)), "unknown element type");
  bad_key(key("k", 13, raw<uint64_t>(1)), "unknown value type");
  bad_key(key("k", kBool, raw<uint8_t>(2)), "neither true nor false");
  bad_key(key("", kU8, raw<uint8_t>(2)), "is empty");
  bad_key(key("\xFF\xFE", kU8, raw<uint8_t>(2)), "UTF-8");
  bad_key(key("k", kString, text("\xED\xA0\x80")), "UTF-8");
  bad_key(key("k", kString, text("\xC0\x80")), "UTF-8");
  refused(file_of({key("k", kU8, "a"), key("k", kU8, "b")}, {}, ""), "occurs twice");
  refused(file_of({key("general.alignment", kString, text("32"))}, {}, ""), "power of two");
  for (const uint32_t alignment : {0u, 3u, 24u, 0xffffffffu})
    refused(file_of({key("general.alignment", kU32, raw(alignment))}, {}, ""), "power of two");
  refused(file_of({key("general.alignment", kU32, raw<uint32_t>(1u << 31))}, {tensor("a", {4}, 0, 0)}, data), "before its tensor data");

  bad_tensor({tensor("a", {4}, 0, 0), tensor("a", {4}, 0, 32)}, "occurs twice");
  bad_tensor({tensor("a", {16}, 0, 0), tensor("b", {4}, 0, 32)}, "overlaps");
  bad_tensor({tensor("a", {4}, 0, 32), tensor("b", {16}, 0, 0)}, "overlaps");
  bad_tensor({tensor("a", {4}, 0, 16)}, "not aligned");
  bad_tensor({tensor("a", {4}, 0, 64)}, "beyond the end");
  bad_tensor({tensor("a", {17}, 0, 0)}, "beyond the end");
  bad_tensor({tensor("a", {4}, 0, huge)}, "beyond the end");
  bad_tensor({tensor("a", {4}, 0, ~uint64_t{0} - 31)}, "beyond the end");
  bad_tensor({tensor("a", {uint64_t{1} << 32, uint64_t{1} << 32}, 0, 0)}, "beyond any memory");
  bad_tensor({tensor("a", {uint64_t{1} << 62, 2, 2, 1}, 0, 0)}, "dimension");
  bad_tensor({tensor("a", {0, uint64_t{1} << 62}, 0, 0)}, "dimension");
  bad_tensor({tensor("a", {uint64_t{1} << 40, 1 << 22}, 0, 0)}, "beyond any memory");
  bad_tensor({tensor("a", {huge}, 0, 0)}, "dimension");
  bad_tensor({tensor("a", {~uint64_t{0}}, 0, 0)}, "dimension");
  bad_tensor({tensor("a", {1, 1, 1, 1, 1}, 0, 0)}, "5 dimensions");
  bad_tensor({tensor("a", {16}, 2, 0)}, "whole blocks");
  bad_tensor({tensor("a", {16, 2}, 2, 0)}, "whole blocks");
  bad_tensor({tensor("a", {256}, 10, 0)}, "Q2_K");
  bad_tensor({tensor("a", {256}, 4, 0)}, "unknown type 4");
  bad_tensor({tensor("a", {256}, 0xffffffff, 0)}, "unknown type");
  bad_tensor({tensor("", {4}, 0, 0)}, "no name");
  bad_tensor({tensor("\xFF", {4}, 0, 0)}, "UTF-8");
}

TEST_F(Gguf, ASmallFileCannotAskForMuchMemory) {
  // Eight million one-byte values cost 128 MB as JSON values: more than file + 64 MB.
  const uint64_t count = 8 << 20;
  std::string content =
      "GGUF" + raw<uint32_t>(3) + raw<uint64_t>(0) + raw<uint64_t>(1) + text("k") + raw<uint32_t>(kArray) + raw<uint32_t>(kU8) + raw(count);
  content.append(count, 'x');
  expect_refused(opened(content), "more memory");
  // Empty strings: 8 bytes in the file, 64 in memory.
  std::string empties = "GGUF" + raw<uint32_t>(3) + raw<uint64_t>(0) + raw<uint64_t>(1) + text("k") + raw<uint32_t>(kArray) + raw<uint32_t>(kString) +
                        raw<uint64_t>(2 << 20);
  empties.append(8 * (2 << 20), '\0');
  expect_refused(opened(empties), "more memory");
}

TEST_F(Gguf, RandomDamageNeverCrashes) {
  const auto content = read_text_file(golden("llama.gguf")).value();
  std::mt19937_64 random(3);
  int refused = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string damaged = content;
    for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips) damaged[random() % 4000] = static_cast<char>(random());
    const auto file = opened(damaged);
    if (!file) {
      ++refused;
      EXPECT_NE(file.error().kind, ErrorKind::internal) << file.error().text();
      continue;
    }
    for (const GgufTensor& tensor : file->tensors()) {
      std::vector<float> out(static_cast<std::size_t>(tensor.elements));
      dequantize(tensor.type, tensor.data, tensor.elements, out.data());
    }
  }
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace paretune
