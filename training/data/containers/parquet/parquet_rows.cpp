// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a Parquet file: columns are read a page at a time and put together again (Dremel's record assembly).
#include <algorithm>

#include "training/data/containers/parquet/column.h"
#include "training/data/containers/row_file.h"

namespace paretune {
namespace {

using namespace parquet;
using Entries = std::span<const Entry>;
using Slices = std::vector<Entries>;  // by leaf

[[noreturn]] void uneven(const Node& node) {
  fail(ErrorKind::input, "column \"" + node.path + "\": its parts do not agree in length", {}, "The file is damaged; download it again.");
}

// Leaves under `node` that are read.
void leaves_under(const Node& node, std::vector<int>& out) {
  if (node.leaf >= 0 && is_read(node)) out.push_back(node.leaf);
  for (const Node& child : node.children) leaves_under(child, out);
}

Json value_of(const Node& node, const Slices& slices);

// The node itself, its presence and repetition dealt with.
Json content_of(const Node& node, const Slices& slices) {
  if (node.leaf >= 0) return slices[static_cast<std::size_t>(node.leaf)].front().value;
  Json out = Json::object();
  for (const Node& child : node.children) {
    std::vector<int> leaves;
    leaves_under(child, leaves);
    if (!leaves.empty()) out[child.name] = value_of(child, slices);
  }
  return out;
}

// The lists' usual wrappers: repeated group list { optional element }. Lists of old repeat the element itself.
bool wraps(const Node& list, const Node& repeated) {
  return repeated.children.size() == 1 && repeated.name != "array" && repeated.name != list.name + "_tuple";
}

Json elements_of(const Node& node, const Slices& slices, bool wrapped) {
  std::vector<int> leaves;
  leaves_under(node, leaves);
  Json out = Json::array();
  if (slices[static_cast<std::size_t>(leaves.front())].front().definition < node.definition) return out;
  std::vector<std::vector<std::size_t>> begins;  // of the elements in each leaf
  for (const int leaf : leaves) {
    const Entries entries = slices[static_cast<std::size_t>(leaf)];
    std::vector<std::size_t> at = {0};
    for (std::size_t i = 1; i < entries.size(); ++i) {
      if (entries[i].repetition <= node.repetitions) at.push_back(i);
    }
    at.push_back(entries.size());
    begins.push_back(std::move(at));
    if (begins.back().size() != begins.front().size()) uneven(node);
  }
  Slices part = slices;
  for (std::size_t e = 0; e + 1 < begins.front().size(); ++e) {
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const auto leaf = static_cast<std::size_t>(leaves[i]);
      part[leaf] = slices[leaf].subspan(begins[i][e], begins[i][e + 1] - begins[i][e]);
    }
    out.push_back(wrapped ? value_of(node.children.front(), part) : content_of(node, part));
  }
  return out;
}

Json map_of(const Node& repeated, const Slices& slices) {
  Json pairs = elements_of(repeated, slices, false), out = Json::object();
  for (Json& pair : pairs) {
    const Json key = pair.value(repeated.children.front().name, Json());
    if (!key.is_string()) return pairs;
    out[key.get<std::string>()] = repeated.children.size() > 1 ? pair.value(repeated.children.back().name, Json()) : Json();
  }
  return out;
}

Json value_of(const Node& node, const Slices& slices) {
  if (node.repetition == Node::Repetition::repeated) return elements_of(node, slices, false);
  std::vector<int> leaves;
  leaves_under(node, leaves);
  if (leaves.empty() || slices[static_cast<std::size_t>(leaves.front())].front().definition < node.definition) return nullptr;
  if (node.children.size() == 1 && node.children.front().repetition == Node::Repetition::repeated) {
    const Node& repeated = node.children.front();
    if (node.meaning == Node::Meaning::map && !repeated.children.empty()) return map_of(repeated, slices);
    if (node.meaning == Node::Meaning::list) return elements_of(repeated, slices, wraps(node, repeated));
  }
  return content_of(node, slices);
}

constexpr int64_t kSpareMemory = int64_t{64} << 20;  // for pages, beyond twice the file

class Parquet final : public RowFile {
 public:
  explicit Parquet(MappedFile file) : RowFile(std::move(file), 0), m_footer(read_footer(m_text)) {
    m_memory.left = 2 * static_cast<int64_t>(m_text.size()) + kSpareMemory;
    bool any = false;
    for (const Node* leaf : m_footer->leaves) any = any || is_read(*leaf);
    if (!any) fail(ErrorKind::unsupported, "has no column of texts or numbers", {}, "Give a file with rows to train on.");
    m_entries.resize(m_footer->leaves.size());
  }

  const char* container() const override { return "parquet"; }

  bool next(RawRow& row) override {
    try {
      while (m_left == 0) {
        if (m_group == m_footer->groups.size()) return false;
        open_group(m_footer->groups[m_group++]);
      }
      --m_left;
      row.row = ++m_row;
      Slices slices(m_entries.size());
      std::size_t at = m_text.size();
      for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (!m_columns[i]) continue;
        m_columns[i]->next_row(m_entries[i]);
        slices[i] = m_entries[i];
        at = std::min(at, m_columns[i]->position());
      }
      row.value = content_of(m_footer->root, slices);
      m_at = m_left == 0 && m_group == m_footer->groups.size() ? m_text.size() : std::max(m_at, std::min(at, m_text.size()));
      return true;
    } catch (const Failure& failure) {
      Error error = failure.error();
      error.where = at_row(std::max<int64_t>(m_row, 1));
      throw Failure(error);
    }
  }

 private:
  void open_group(const RowGroup& group) {
    m_left = group.rows;
    m_columns.clear();
    for (std::size_t i = 0; i < group.columns.size(); ++i) {
      m_columns.push_back(is_read(*m_footer->leaves[i]) ? std::make_unique<Column>(m_text, *m_footer->leaves[i], group.columns[i], m_memory) : nullptr);
    }
  }

  std::unique_ptr<Footer> m_footer;
  PageMemory m_memory;
  std::vector<std::unique_ptr<Column>> m_columns;  // of the group that is read; null where the column is not
  std::vector<std::vector<Entry>> m_entries;       // of the row
  std::size_t m_group = 0;
  int64_t m_left = 0, m_row = 0;
};

}  // namespace

std::unique_ptr<RowFile> open_parquet(MappedFile file) {
  const std::string path = file.path();
  try {
    return std::make_unique<Parquet>(std::move(file));
  } catch (const Failure& failure) {
    Error error = failure.error();
    if (error.where.empty()) error.where = path;
    if (error.remedy.empty()) error.remedy = "The file is damaged; download it again.";
    throw Failure(error);
  }
}

}  // namespace paretune
