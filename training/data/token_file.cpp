// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/token_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "training/api/result.h"

namespace paretune {
namespace {

using Entry = TokenFile::Entry;

constexpr int32_t kUntrained = -100;
constexpr char kMagic[8] = {'P', 'T', 'T', 'O', 'K', 'E', 'N', 'S'};
constexpr uint32_t kVersion = 2;
constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr int64_t kEntriesAtOnce = 4096;
constexpr uint64_t kMostParts = 1 << 20;

struct Header {
  char magic[8] = {};
  uint32_t version = 0, entry_bytes = 0;
  int64_t train = 0, eval = 0, truncated = 0;
  uint64_t index_at = 0, bytes = 0;
  uint64_t checksum = 0;  // of all that follows the header, then of the header with 0 here
  char format[64] = {};
};
static_assert(sizeof(Header) == 128 && sizeof(Entry) == 64);

// Every step is one to one in both arguments, so one changed word always shows. `size` is a multiple of 8.
uint64_t checksum_of(uint64_t sum, const void* data, std::size_t size) {
  const char* at = static_cast<const char*>(data);
  for (std::size_t i = 0; i < size; i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, at + i, 8);
    sum = std::rotl((sum ^ word) * 0x9E3779B97F4A7C15ull, 29);
  }
  return sum;
}

uint64_t with_header(uint64_t sum, Header header) {
  header.checksum = 0;
  return checksum_of(sum, &header, sizeof header);
}

struct Run {
  uint32_t begin, end;
};

uint64_t bytes_of(const Entry& entry) {
  const uint64_t words = uint64_t{entry.ids} + (entry.own_labels ? entry.ids : 2 * uint64_t{entry.runs}) + (entry.own_prompt ? entry.prompt : 0);
  return (words * 4 + entry.reference + entry.summary + 7) / 8 * 8;
}

// The runs of trained tokens; false when a label is neither its id nor untrained.
bool runs_of(const Example& example, std::vector<Run>& runs) {
  const auto count = static_cast<uint32_t>(example.ids.size());
  for (uint32_t i = 0; i < count; ++i) {
    if (example.labels[i] == kUntrained) continue;
    if (example.labels[i] != example.ids[i]) return false;
    if (runs.empty() || runs.back().end != i) runs.push_back({i, i});
    runs.back().end = i + 1;
  }
  return true;
}

class RowBytes {
 public:
  explicit RowBytes(std::vector<char>& bytes) : m_bytes(bytes) { bytes.clear(); }
  void add(const void* data, std::size_t size) { m_bytes.insert(m_bytes.end(), static_cast<const char*>(data), static_cast<const char*>(data) + size); }
  void add(const std::vector<int64_t>& values) {
    for (const int64_t value : values) {
      if (value < std::numeric_limits<int32_t>::min() || value > std::numeric_limits<int32_t>::max()) {
        fail(ErrorKind::unsupported, "a token has the id " + std::to_string(value) + ", beyond 32 bits", "data");
      }
      const auto word = static_cast<int32_t>(value);
      add(&word, sizeof word);
    }
  }

 private:
  std::vector<char>& m_bytes;
};

std::vector<int64_t> widened(const char* from, std::size_t count) {
  std::vector<int64_t> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    int32_t word = 0;
    std::memcpy(&word, from + 4 * i, 4);
    out[i] = word;
  }
  return out;
}

}  // namespace

std::shared_ptr<const TokenFile> TokenFile::open(const std::string& path, std::stop_token stop) {
  auto bytes = ByteStore::open(path);
  if (!bytes || bytes->size() < sizeof(Header)) return nullptr;
  try {
    Header header;
    bytes->read(0, &header, sizeof header);
    if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.version != kVersion || header.entry_bytes != sizeof(Entry)) return nullptr;
    const uint64_t most = bytes->size() / sizeof(Entry);
    if (header.bytes != bytes->size() || header.bytes % 8 != 0 || header.format[sizeof header.format - 1] != 0) return nullptr;
    if (header.train < 0 || header.eval < 0) return nullptr;
    if (static_cast<uint64_t>(header.train) > most || static_cast<uint64_t>(header.eval) > most || header.index_at > header.bytes) return nullptr;
    const uint64_t index_bytes = static_cast<uint64_t>(header.train + header.eval) * sizeof(Entry), after = header.bytes - header.index_at;
    if (after < index_bytes || (after - index_bytes) % sizeof(int64_t) != 0 || after - index_bytes > kMostParts * sizeof(int64_t)) return nullptr;
    std::vector<char> block(kBlock);
    uint64_t sum = 0;
    for (uint64_t at = sizeof(Header); at < header.bytes;) {
      if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while reading the data", path);
      const auto size = static_cast<std::size_t>(std::min<uint64_t>(kBlock, header.bytes - at));
      bytes->read(at, block.data(), size);
      sum = checksum_of(sum, block.data(), size);
      at += size;
    }
    if (with_header(sum, header) != header.checksum) return nullptr;
    std::vector<int64_t> parts((after - index_bytes) / sizeof(int64_t));
    if (!parts.empty()) bytes->read(header.index_at + index_bytes, parts.data(), parts.size() * sizeof(int64_t));
    return std::shared_ptr<const TokenFile>(
        new TokenFile(std::move(*bytes), header.index_at, {header.format, header.train, header.eval, header.truncated, std::move(parts)}));
  } catch (const Failure& failure) {
    if (failure.error().kind == ErrorKind::stopped) throw;
    return nullptr;  // cut off while it was read
  }
}

void TokenFile::entries(int64_t first, std::span<Entry> out) const {
  const int64_t rows = m_about.train + m_about.eval;
  if (first < 0 || first > rows || static_cast<int64_t>(out.size()) > rows - first) fail(ErrorKind::internal, "no such row of the data set", "data");
  m_bytes.read(m_index_at + static_cast<uint64_t>(first) * sizeof(Entry), out.data(), out.size_bytes());
}

Example TokenFile::example(int64_t index) const {
  Entry entry;
  entries(index, {&entry, 1});
  const uint64_t size = bytes_of(entry);
  if (entry.at > m_index_at || size > m_index_at - entry.at) m_bytes.lost();
  std::vector<char> bytes(size);
  m_bytes.read(entry.at, bytes.data(), size);
  const char* at = bytes.data();
  Example example;
  example.row = entry.row;
  example.full_length = entry.full_length;
  example.task_id = entry.task_id;
  example.ids = widened(at, entry.ids);
  at += 4 * std::size_t{entry.ids};
  if (entry.own_labels) {
    example.labels = widened(at, entry.ids);
    at += 4 * std::size_t{entry.ids};
  } else {
    example.labels.assign(entry.ids, kUntrained);
    for (uint32_t i = 0; i < entry.runs; ++i, at += sizeof(Run)) {
      Run run;
      std::memcpy(&run, at, sizeof run);
      if (run.begin > run.end || run.end > entry.ids) m_bytes.lost();
      std::copy(example.ids.begin() + run.begin, example.ids.begin() + run.end, example.labels.begin() + run.begin);
    }
  }
  if (entry.own_prompt) {
    example.prompt_ids = widened(at, entry.prompt);
    at += 4 * std::size_t{entry.prompt};
  } else {
    if (entry.prompt > entry.ids) m_bytes.lost();
    example.prompt_ids.assign(example.ids.begin(), example.ids.begin() + entry.prompt);
  }
  example.reference.assign(at, entry.reference);
  example.summary.assign(at + entry.reference, entry.summary);
  return example;
}

TokenFileWriter::TokenFileWriter(const std::string& folder) : m_bytes(folder), m_index(folder) {
  const Header later;
  m_bytes.append(&later, sizeof later);
}

void TokenFileWriter::append(const void* data, std::size_t size) {
  m_checksum = checksum_of(m_checksum, data, size);
  m_bytes.append(data, size);
}

void TokenFileWriter::add(const Example& example) {
  std::vector<Run> runs;
  Entry entry;
  entry.at = m_bytes.size();
  entry.row = example.row;
  entry.full_length = example.full_length;
  entry.task_id = example.task_id;
  entry.ids = static_cast<uint32_t>(example.ids.size());
  entry.trained = static_cast<uint32_t>(example.trained_tokens());
  entry.own_labels = runs_of(example, runs) ? 0 : 1;
  entry.runs = entry.own_labels ? 0 : static_cast<uint32_t>(runs.size());
  entry.prompt = static_cast<uint32_t>(example.prompt_ids.size());
  entry.own_prompt = entry.prompt <= entry.ids && std::equal(example.prompt_ids.begin(), example.prompt_ids.end(), example.ids.begin()) ? 0 : 1;
  entry.reference = static_cast<uint32_t>(example.reference.size());
  entry.summary = static_cast<uint32_t>(example.summary.size());
  RowBytes bytes(m_row);
  bytes.add(example.ids);
  if (entry.own_labels) bytes.add(example.labels);
  else bytes.add(runs.data(), runs.size() * sizeof(Run));
  if (entry.own_prompt) bytes.add(example.prompt_ids);
  bytes.add(example.reference.data(), example.reference.size());
  bytes.add(example.summary.data(), example.summary.size());
  m_row.resize(bytes_of(entry));
  append(m_row.data(), m_row.size());
  m_index.append(&entry, sizeof entry);
  m_truncated += example.truncated();
  ++m_rows;
}

std::shared_ptr<TokenFile> TokenFileWriter::finish(const std::vector<bool>& held_out, const std::string& format, const std::vector<int64_t>& parts) {
  Header header;
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.entry_bytes = sizeof(Entry);
  header.truncated = m_truncated;
  header.index_at = m_bytes.size();
  format.copy(header.format, sizeof header.format - 1);
  m_index.finish();
  std::vector<Entry> block;
  for (const bool wanted : {false, true}) {  // both in the file's order
    for (int64_t first = 0; first < m_rows; first += kEntriesAtOnce) {
      block.resize(static_cast<std::size_t>(std::min(kEntriesAtOnce, m_rows - first)));
      m_index.read(static_cast<uint64_t>(first) * sizeof(Entry), block.data(), block.size() * sizeof(Entry));
      for (std::size_t i = 0; i < block.size(); ++i) {
        if (held_out[static_cast<std::size_t>(first) + i] != wanted) continue;
        append(&block[i], sizeof(Entry));
        ++(wanted ? header.eval : header.train);
      }
    }
  }
  std::vector<int64_t> train_parts;
  std::size_t row = 0;
  for (const int64_t rows : parts) {
    const auto begin = held_out.begin() + static_cast<std::ptrdiff_t>(row);
    train_parts.push_back(std::count(begin, begin + rows, false));
    row += static_cast<std::size_t>(rows);
  }
  append(train_parts.data(), train_parts.size() * sizeof(int64_t));
  header.bytes = m_bytes.size();
  header.checksum = with_header(m_checksum, header);
  m_bytes.overwrite(0, &header, sizeof header);
  m_bytes.finish();
  return std::shared_ptr<TokenFile>(new TokenFile(std::move(m_bytes), header.index_at, {header.format, header.train, header.eval, header.truncated, std::move(train_parts)}));
}

}  // namespace paretune
