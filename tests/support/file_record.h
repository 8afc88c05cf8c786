// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a program did to the files below one folder, call by call with the data: the same layer before the C library as file_faults.h.
// Writes through a mapping or from inside the C library (fwrite) are not seen; DiskModel::difference() tells when there were any.
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace paretune::test {

struct FileCall {
  enum Kind { make, write, resize, sync, link, rename, exchange, remove, make_folder, mark } kind;
  std::string path;    // relative to the recorded folder, which is ""
  std::string to;      // link, rename, exchange: the other name
  int64_t number = 0;  // write: where; resize: the new size; mark: what the program acknowledged
  std::string data;

  bool changes_names() const { return kind != write && kind != resize && kind != sync && kind != mark; }
};

// Records from its making on. One at a time.
class FileRecord {
 public:
  explicit FileRecord(const std::string& folder);
  ~FileRecord();
  FileRecord(const FileRecord&) = delete;
  static void mark(int64_t number);  // the program was told that this much is safe
  static std::vector<FileCall> calls();

  // For the layer: `call` and the note of its success are one step, so that the record has the order of the disk.
  template <class Call, class Note>
  static auto step(Call&& call, Note&& note) {
    if (!recording()) return call();
    std::lock_guard lock(mutex());
    const auto result = call();
    if (succeeded(result)) note();
    return result;
  }
  static void note(FileCall::Kind kind, const std::string& path, int64_t number = 0, std::string data = {}, const std::string& to = {});
  static std::string path_of(int fd);  // empty: it has none any more

 private:
  static bool recording();
  static std::mutex& mutex();
  static bool succeeded(long long result) { return result >= 0; }
  static bool succeeded(const void* result) { return result != nullptr; }
};

}  // namespace paretune::test
