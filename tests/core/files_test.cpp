// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/support/program.h"
#include "training/core/files.h"
#include "training/core/process.h"

namespace paretune {
namespace {

TEST(Sha256, KnownDigests) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Files, AtomicWriteReplacesAndLeavesNoTemp) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_file_atomically(folder / "a", "one").ok());
  ASSERT_TRUE(write_file_atomically(folder / "a", "two").ok());
  EXPECT_EQ(read_text_file(folder / "a").value(), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Files, AFailedWriteKeepsTheOldFile) {
  const test::TempFolder folder;
  ASSERT_TRUE(write_file_atomically(folder / "a", "old").ok());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const Status status = write_file_atomically(folder / "a", std::string(5000, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().kind, ErrorKind::io);
  EXPECT_EQ(read_text_file(folder / "a").value(), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Files, RefusalsSayWhereAndWhatToDo) {
  const test::TempFolder folder;
  for (const std::string& path : {folder / "missing", folder.path(), std::string("/dev/null")}) {
    const auto file = MappedFile::open(path);
    ASSERT_FALSE(file.ok()) << path;
    EXPECT_EQ(file.error().where, path);
    EXPECT_FALSE(file.error().remedy.empty());
  }
  test::write_all(folder / "empty", "");
  EXPECT_TRUE(MappedFile::open(folder / "empty").value().bytes().empty());
}

TEST(Json, ErrorsNameTheLineAndDepthIsLimited) {
  const test::TempFolder folder;
  test::write_all(folder / "bad.json", "{\n  \"a\": 1,\n  \"b\": }\n");
  const auto bad = read_json_file(folder / "bad.json");
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.error().message.find("line 3"), std::string::npos) << bad.error().message;
  test::write_all(folder / "deep.json", std::string(100'000, '['));
  ASSERT_FALSE(read_json_file(folder / "deep.json").ok());
  test::write_all(folder / "string.json", "\"" + std::string(1000, '[') + "\"");
  EXPECT_TRUE(read_json_file(folder / "string.json").ok());
}

TEST(Process, MemoryFiguresMakeSense) {
  EXPECT_GT(resident_bytes(), 1 << 20);
  EXPECT_GE(peak_resident_bytes(), resident_bytes() / 2);
  EXPECT_GT(available_memory(), 0);
  EXPECT_LE(available_memory(), total_memory());
}

TEST(Errors, ExceptionsBecomeValues) {
  const auto memory = attempt("here", []() -> int { throw std::bad_alloc(); });
  EXPECT_EQ(memory.error().kind, ErrorKind::memory);
  const auto own = attempt("here", []() -> int { fail(ErrorKind::input, "what", "there", "do"); });
  EXPECT_EQ(own.error().text(), "there: what\n  What to do: do");
  EXPECT_EQ(attempt("here", [] { return 3; }).value(), 3);
}

}  // namespace
}  // namespace paretune
