// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/safetensors.h"

#include <sys/resource.h>

#include <csignal>
#include <random>

#include "tests/io/io_test_support.h"

namespace paretune {
namespace {
using namespace test;

std::string file_of(const std::string& header, const std::string& data) { return raw<uint64_t>(header.size()) + header + data; }

Result<SafetensorsFile> opened(const TempFolder& folder, const std::string& content) {
  return SafetensorsFile::open(folder.write("x.safetensors", content));
}

TEST(Safetensors, RoundTripKeepsEverything) {
  TempFolder folder;
  const float numbers[] = {1, -2, 3.5f, 0, 5, 6};
  const int64_t ids[] = {7, -8};
  const uint8_t flag[] = {1};
  const auto bytes = [](const auto& a) { return std::as_bytes(std::span(a)); };
  const std::vector<SafeTensor> tensors = {{"z.weight", "F32", {2, 3}, bytes(numbers)},
                                           {"a \"quoted\" \xC3\xA9", "I64", {2}, bytes(ids)},
                                           {"scalar", "U8", {}, bytes(flag)},
                                           {"empty", "F32", {0, 4}, {}}};
  const std::string path = folder / "t.safetensors";
  ASSERT_TRUE(write_safetensors(path, tensors, {{"note", "line\nbreak"}}).ok());
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().text();
  ASSERT_EQ(file->tensors().size(), 4u);
  EXPECT_EQ(file->metadata().at("format"), "pt");
  EXPECT_EQ(file->metadata().at("note"), "line\nbreak");
  for (const SafeTensor& tensor : tensors) {
    const SafeTensor* read = file->find(tensor.name);
    ASSERT_NE(read, nullptr) << tensor.name;
    EXPECT_EQ(read->dtype, tensor.dtype);
    EXPECT_EQ(read->shape, tensor.shape);
    ASSERT_EQ(read->data.size(), tensor.data.size());
    EXPECT_TRUE(tensor.data.empty() || std::memcmp(read->data.data(), tensor.data.data(), tensor.data.size()) == 0);
  }
  EXPECT_EQ(file->find("absent"), nullptr);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(file->find("z.weight")->data.data()) % 8, 0u);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) EXPECT_EQ(entry.path().filename(), "t.safetensors");
}

TEST(Safetensors, HostileHeadersAreRefused) {
  TempFolder folder;
  const std::string four(4, '\0'), eight(8, '\0');
  const auto check = [&](const std::string& header, const std::string& data, const std::string& words) {
    SCOPED_TRACE(header);
    expect_refused(opened(folder, file_of(header, data)), words);
  };
  const auto entry = [](const std::string& name, const std::string& rest) { return "\"" + name + "\":{\"dtype\":\"F32\"," + rest + "}"; };
  check("{" + entry("a", R"("shape":[1],"data_offsets":[0,4])") + "," + entry("b", R"("shape":[1],"data_offsets":[2,6])") + "}", eight, "overlaps");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[0,4])") + "," + entry("b", R"("shape":[1],"data_offsets":[0,4])") + "}", four, "overlaps");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[4,8])") + "}", eight, "hole");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[0,4])") + "}", eight, "belong to no tensor");
  check("{" + entry("a", R"("shape":[2],"data_offsets":[0,4])") + "}", four, "need 8");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[4,0])") + "}", four, "beyond the end");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[0,8])") + "}", four, "beyond the end");
  check("{" + entry("a", R"("shape":[4294967296,4294967296],"data_offsets":[0,4])") + "}", four, "beyond any memory");
  check("{" + entry("a", R"("shape":[9223372036854775808],"data_offsets":[0,4])") + "}", four, "beyond 2^63");
  check("{" + entry("a", R"("shape":[4611686018427387905],"data_offsets":[0,4])") + "}", four, "beyond any memory");
  check("{" + entry("a", R"("shape":[-1],"data_offsets":[0,4])") + "}", four, "negative");
  check("{" + entry("a", R"("shape":[1.0],"data_offsets":[0,4])") + "}", four, "fraction");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[0,4,8])") + "}", four, "not a pair");
  check("{" + entry("a", R"("shape":[[1]],"data_offsets":[0,4])") + "}", four, "list");
  check("{" + entry("a", R"("shape":[1])") + "}", "", "lacks");
  check("{" + entry("a", R"("shape":[1],"shape":[1],"data_offsets":[0,4])") + "}", four, "list");
  check("{" + entry("a", R"("shape":[1],"data_offsets":[0,4])") + "," + entry("a", R"("shape":[1],"data_offsets":[4,8])") + "}", eight, "twice");
  check(R"({"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}})", four, "unknown type");
  check(R"({"__metadata__":{"a":1}})", "", "number");
  check(R"({"__metadata__":{"a":"1","a":"2"}})", "", "twice");
  check(R"({"__metadata__":{"a":{"b":"1"}}})", "", "object");
  check(R"({"a":7})", "", "number");
  check(R"([1])", "", "start with '{'");
  check(" {}", "", "start with '{'");
  check(R"({"a":)", "", "not valid JSON");
  check("{\"\xFF\":{}}", "", "not valid JSON");
  check("{\"a\":" + std::string(100'000, '['), "", "deeper");
  std::string dims = "1";
  for (int i = 0; i < 100; ++i) dims += ",1";
  check("{" + entry("a", "\"shape\":[" + dims + "],\"data_offsets\":[0,4]") + "}", four, "64 dimensions");
  expect_refused(opened(folder, ""), "too short");
  expect_refused(opened(folder, raw<uint64_t>(uint64_t{1} << 63) + "{}"), "claims a header");
  expect_refused(opened(folder, raw<uint64_t>(100) + "{}"), "ends inside its header");
  expect_refused(SafetensorsFile::open(folder / "none"), "cannot open");
  EXPECT_TRUE(opened(folder, file_of("{}", "")).ok());
  EXPECT_TRUE(opened(folder, file_of("{}    ", "")).ok());
}

TEST(Safetensors, EveryTruncationIsRefused) {
  TempFolder folder;
  const std::string whole = file_of(
      R"({"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}})",
      std::string(11, 'x'));
  ASSERT_TRUE(opened(folder, whole).ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto file = opened(folder, whole.substr(0, size));
    ASSERT_FALSE(file.ok()) << size;
    EXPECT_NE(file.error().kind, ErrorKind::internal) << file.error().text();
  }
}

TEST(Safetensors, RandomDamageNeverCrashes) {
  TempFolder folder;
  auto content = read_text_file(golden("dequantised.safetensors")).value();
  std::mt19937_64 random(5);
  int refused = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string damaged = content;
    for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips) damaged[random() % 1600] = static_cast<char>(random());
    const auto file = opened(folder, damaged);
    if (!file) {
      ++refused;
      EXPECT_NE(file.error().kind, ErrorKind::internal) << file.error().text();
      continue;
    }
    for (const SafeTensor& tensor : file->tensors()) {
      volatile int sum = 0;
      for (const std::byte b : tensor.data) sum = sum + static_cast<int>(b);
    }
  }
  EXPECT_GT(refused, 500);
}

TEST(Safetensors, AFailedWriteLeavesTheOldFile) {
  TempFolder folder;
  const std::string path = folder / "t.safetensors";
  std::vector<float> small(4, 1.f), large(1 << 18, 2.f);
  ASSERT_TRUE(write_safetensors(path, {{"a", "F32", {4}, std::as_bytes(std::span(small))}}).ok());
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit = before;
  limit.rlim_cur = 4096;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const Status status = write_safetensors(path, {{"a", "F32", {1 << 18}, std::as_bytes(std::span(large))}});
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  expect_refused(status, "cannot write");
  EXPECT_EQ(status.error().kind, ErrorKind::io);
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->tensors().at(0).shape, std::vector<int64_t>{4});
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 1);
}

TEST(Safetensors, WriterRefusesWhatItCouldNotRead) {
  TempFolder folder;
  const float one[] = {1};
  const auto bytes = std::as_bytes(std::span(one));
  EXPECT_FALSE(write_safetensors(folder / "a", {{"a", "F32", {2}, bytes}}).ok());
  EXPECT_FALSE(write_safetensors(folder / "a", {{"a", "F32", {1}, bytes}, {"a", "F32", {1}, bytes}}).ok());
  EXPECT_FALSE(write_safetensors(folder / "a", {{"__metadata__", "F32", {1}, bytes}}).ok());
  EXPECT_FALSE(write_safetensors(folder / "a", {{"\xFF", "F32", {1}, bytes}}).ok());
  EXPECT_FALSE(write_safetensors(folder / "no/such/folder", {{"a", "F32", {1}, bytes}}).ok());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace paretune
