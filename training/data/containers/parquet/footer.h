// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a Parquet file says of itself: the tree of columns and where their pages lie.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paretune::parquet {

enum class Physical { boolean, int32, int64, int96, real32, real64, bytes, fixed_bytes };
enum class Codec { none, snappy, gzip, lzo, brotli, lz4, zstd, lz4_raw };

// A node of the schema. Levels count the optional and repeated nodes down to it, itself included (Dremel, VLDB 2010).
struct Node {
  enum class Repetition { required, optional, repeated };
  enum class Meaning { plain, text, list, map, unsigned_number, binary };
  std::string name;
  Repetition repetition = Repetition::required;
  Meaning meaning = Meaning::plain;
  Physical type = Physical::boolean;  // of leaves
  int definition = 0, repetitions = 0;
  int leaf = -1;  // number of its column; -1: a group
  std::vector<Node> children;
  std::string path;  // "messages.list.element.role"
};

struct Chunk {
  Codec codec = Codec::none;
  int64_t values = 0;
  std::size_t begin = 0, end = 0;  // its pages in the file, the dictionary's first
};
struct RowGroup {
  int64_t rows = 0;
  std::vector<Chunk> columns;  // one for each leaf
};

struct Footer {
  Node root;
  std::vector<const Node*> leaves;  // into root
  std::vector<RowGroup> groups;
  int64_t rows = 0;
};

// Everything is checked against the file's size. Throws Failure without a place; the caller knows the file.
std::unique_ptr<Footer> read_footer(std::string_view file);

}  // namespace paretune::parquet
