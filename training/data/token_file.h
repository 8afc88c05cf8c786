// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Encoded rows outside memory: header, the rows' bytes as they came, then one entry a row, train rows before held-out ones, then the
// numbers of train rows by source.
#include <memory>
#include <span>
#include <stop_token>

#include "training/data/byte_store.h"
#include "training/data/example.h"

namespace paretune {

class TokenFile {
 public:
  struct Entry {
    uint64_t at = 0;  // of the row's bytes
    int64_t row = 0, full_length = 0, task_id = 0;
    uint32_t ids = 0, trained = 0, runs = 0, prompt = 0, reference = 0, summary = 0;  // counts; of bytes for the texts
    uint32_t own_labels = 0, own_prompt = 0;  // 1: labels are not the ids in runs of trained tokens; the prompt is not the beginning of ids
  };
  struct About {
    std::string format;  // Dataset::format
    int64_t train = 0, eval = 0, truncated = 0;
    std::vector<int64_t> parts;  // train rows of each source, in order
  };

  // Reads the whole file once: null when it is missing or one bit of it is not as written. Throws Failure(stopped).
  static std::shared_ptr<const TokenFile> open(const std::string& path, std::stop_token stop);

  const About& about() const { return m_about; }
  // Rows 0 .. train + eval - 1. Any thread; Failure(io) when the file was damaged after it was opened.
  Example example(int64_t index) const;
  void entries(int64_t first, std::span<Entry> out) const;
  // Lets the file stay at `path` for open(), in place of what is there; false where the file system cannot. Not while others read it.
  bool keep(const std::string& path) { return m_bytes.keep(path); }

 private:
  friend class TokenFileWriter;
  TokenFile(ByteStore bytes, uint64_t index_at, About about) : m_bytes(std::move(bytes)), m_index_at(index_at), m_about(std::move(about)) {}

  ByteStore m_bytes;
  uint64_t m_index_at;
  About m_about;
};

class TokenFileWriter {
 public:
  explicit TokenFileWriter(const std::string& folder);  // as ByteStore's
  void add(const Example& example);
  int64_t rows() const { return m_rows; }
  // held_out: one for every row; parts: how many of all rows each source gave, in order.
  std::shared_ptr<TokenFile> finish(const std::vector<bool>& held_out, const std::string& format, const std::vector<int64_t>& parts);

 private:
  void append(const void* data, std::size_t size);

  ByteStore m_bytes, m_index;
  uint64_t m_checksum = 0;
  int64_t m_rows = 0, m_truncated = 0;
  std::vector<char> m_row;  // the bytes of the row at hand
};

}  // namespace paretune
