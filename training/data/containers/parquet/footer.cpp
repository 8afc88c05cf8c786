// SPDX-License-Identifier: GPL-3.0-or-later
// https://github.com/apache/parquet-format: parquet.thrift
#include "training/data/containers/parquet/footer.h"

#include <cstring>
#include <memory>

#include "training/api/result.h"
#include "training/data/containers/parquet/thrift.h"
#include "training/io/utf8.h"

namespace paretune::parquet {
namespace {

constexpr std::size_t kMostElements = 4096;
constexpr int kDeepestColumn = 24;
constexpr const char* kRemedy = "The file is cut off or damaged; download it again.";

[[noreturn]] void damaged(const std::string& what) { fail(ErrorKind::input, what, {}, kRemedy); }

struct Element {
  std::string name;
  int64_t type = -1, repetition = 0, children = 0, converted = -1, logical = 0;
  bool is_unsigned = false;
};

Element read_element(ThriftReader& in) {
  Element out;
  in.structure([&](int id, ThriftReader::Type type) {
    switch (id) {
      case 1: out.type = in.integer(type); return;
      case 3: out.repetition = in.integer(type); return;
      case 4: out.name = in.binary(type); return;
      case 5: out.children = in.integer(type); return;
      case 6: out.converted = in.integer(type); return;
      case 10:
        if (type != ThriftReader::kStruct) return in.skip(type);
        in.structure([&](int kind, ThriftReader::Type inner) {
          out.logical = kind;
          if (kind != 10 || inner != ThriftReader::kStruct) return in.skip(inner);
          in.structure([&](int part, ThriftReader::Type field) {  // INTEGER
            if (part == 2) out.is_unsigned = !in.boolean(field);
            else in.skip(field);
          });
        });
        return;
      default: in.skip(type);
    }
  });
  if (!is_utf8(out.name)) damaged("a column's name is not valid UTF-8");
  return out;
}

Node::Meaning meaning_of(const Element& element) {
  enum { utf8 = 0, map = 1, map_key_value = 2, list = 3, enumeration = 4, uint8 = 11, uint64 = 14, json = 19 };
  const bool leaf = element.children == 0;
  if (!leaf && (element.logical == 3 || element.converted == list)) return Node::Meaning::list;
  if (!leaf && (element.logical == 2 || element.converted == map || element.converted == map_key_value)) return Node::Meaning::map;
  if (element.logical == 1 || element.logical == 4 || element.logical == 12 || element.converted == utf8 || element.converted == enumeration || element.converted == json) {
    return Node::Meaning::text;
  }
  if (element.is_unsigned || (element.converted >= uint8 && element.converted <= uint64)) return Node::Meaning::unsigned_number;
  if (element.logical == 5 || element.converted == 5) return Node::Meaning::binary;  // DECIMAL
  return Node::Meaning::plain;
}

// The tree from its nodes in depth-first order.
Node make_node(const std::vector<Element>& elements, std::size_t& next, const Node* parent, int depth, int& leaves) {
  if (next >= elements.size() || depth > kDeepestColumn) damaged("its tree of columns is damaged or too deep");
  const Element& element = elements[next++];
  Node node;
  node.name = element.name;
  if (parent) {
    if (element.repetition < 0 || element.repetition > 2) damaged("its tree of columns is damaged");
    node.repetition = static_cast<Node::Repetition>(element.repetition);
    node.path = parent->path.empty() ? node.name : parent->path + "." + node.name;
    node.definition = parent->definition + (node.repetition != Node::Repetition::required);
    node.repetitions = parent->repetitions + (node.repetition == Node::Repetition::repeated);
  }
  node.meaning = meaning_of(element);
  if (element.children < 0 || element.children > static_cast<int64_t>(elements.size())) damaged("its tree of columns is damaged");
  if (parent && element.children == 0) {
    if (element.type < 0 || element.type > 7) damaged("the column \"" + node.path + "\" has an unknown type");
    node.type = static_cast<Physical>(element.type);
    node.leaf = leaves++;
  }
  for (int64_t i = 0; i < element.children; ++i) node.children.push_back(make_node(elements, next, &node, depth + 1, leaves));
  return node;
}

void list_leaves(const Node& node, std::vector<const Node*>& out) {
  if (node.leaf >= 0) out.push_back(&node);
  for (const Node& child : node.children) list_leaves(child, out);
}

Chunk read_chunk(ThriftReader& in, std::size_t data_end) {
  Chunk out;
  int64_t data_page = -1, dictionary_page = -1, size = -1, codec = -1;
  bool elsewhere = false, encrypted = false;
  in.structure([&](int id, ThriftReader::Type type) {
    if (id == 1) {
      elsewhere = true;
      return in.skip(type);
    }
    if (id == 8) encrypted = true;
    if (id != 3 || type != ThriftReader::kStruct) return in.skip(type);
    in.structure([&](int field, ThriftReader::Type inner) {
      switch (field) {
        case 4: codec = in.integer(inner); return;
        case 5: out.values = in.integer(inner); return;
        case 7: size = in.integer(inner); return;
        case 9: data_page = in.integer(inner); return;
        case 11: dictionary_page = in.integer(inner); return;
        default: in.skip(inner);
      }
    });
  });
  if (encrypted) fail(ErrorKind::unsupported, "is an encrypted Parquet file", {}, "Write it again without encryption.");
  if (elsewhere) fail(ErrorKind::unsupported, "keeps its columns in other files", {}, "Write it as one file.");
  if (codec < 0 || codec > 7) damaged("a column is compressed in an unknown way");
  out.codec = static_cast<Codec>(codec);
  const int64_t begin = dictionary_page > 0 && dictionary_page < data_page ? dictionary_page : data_page;
  if (begin < 4 || size < 0 || out.values < 0 || static_cast<uint64_t>(begin) > data_end || static_cast<uint64_t>(size) > data_end - static_cast<uint64_t>(begin)) {
    damaged("a column reaches beyond the end of the file");
  }
  out.begin = static_cast<std::size_t>(begin);
  out.end = out.begin + static_cast<std::size_t>(size);
  return out;
}

}  // namespace

std::unique_ptr<Footer> read_footer(std::string_view file) {
  if (file.ends_with("PARE")) fail(ErrorKind::unsupported, "is an encrypted Parquet file", {}, "Write it again without encryption.");
  if (file.size() < 12 || !file.starts_with("PAR1") || !file.ends_with("PAR1")) damaged("is no complete Parquet file");
  uint32_t size = 0;
  std::memcpy(&size, file.data() + file.size() - 8, sizeof size);
  if (size > file.size() - 12) damaged("is no complete Parquet file");
  const std::size_t data_end = file.size() - 8 - size;
  ThriftReader in(file.substr(data_end, size));

  auto out = std::make_unique<Footer>();
  std::vector<Element> elements;
  in.structure([&](int id, ThriftReader::Type type) {
    if (id == 2) {
      in.list(type, [&] {
        if (elements.size() >= kMostElements) damaged("has more than " + std::to_string(kMostElements) + " columns");
        elements.push_back(read_element(in));
      });
    } else if (id == 3) {
      out->rows = in.integer(type);
    } else if (id == 4) {
      in.list(type, [&] {
        RowGroup group;
        in.structure([&](int field, ThriftReader::Type inner) {
          if (field == 1) in.list(inner, [&] { group.columns.push_back(read_chunk(in, data_end)); });
          else if (field == 3) group.rows = in.integer(inner);
          else in.skip(inner);
        });
        out->groups.push_back(std::move(group));
      });
    } else {
      in.skip(type);
    }
  });
  if (elements.empty()) damaged("has no columns");
  std::size_t next = 0;
  int leaves = 0;
  out->root = make_node(elements, next, nullptr, 0, leaves);
  if (next != elements.size() || leaves == 0) damaged("its tree of columns is damaged");
  list_leaves(out->root, out->leaves);
  int64_t rows = 0;
  for (const RowGroup& group : out->groups) {
    if (group.columns.size() != out->leaves.size() || group.rows < 0 || __builtin_add_overflow(rows, group.rows, &rows)) damaged("a group of rows is damaged");
  }
  if (rows != out->rows) damaged("says it has " + std::to_string(out->rows) + " rows, but its groups have " + std::to_string(rows));
  return out;
}

}  // namespace paretune::parquet
