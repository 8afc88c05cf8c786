// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/json_text.h"

#include <algorithm>
#include <vector>

#include "training/core/files.h"

namespace paretune {
namespace {

// What the allocator hands out for the parts of a Json value, with its own word before each.
constexpr std::size_t kSlot = sizeof(Json);             // an element of an array
constexpr std::size_t kListed = 3 * kSlot;            // the list doubles as well
constexpr std::size_t kArray = 32, kObject = 64, kString = 48;
constexpr std::size_t kMember = 96 - kString;           // a node of an object's tree; its key was counted as a string
constexpr std::size_t kInside = 15;                     // a string's bytes that need no memory of their own

// Follows a parser through the text. Arrays double; while one moves, its old elements are there as well.
class Cost {
 public:
  explicit Cost(std::size_t most_levels) { m_open.reserve(most_levels + 2); }

  void open_array() {
    m_settled += kArray + kSlot;
    m_open.push_back({1, 1, 0});
  }
  void open_object() {
    m_settled += kObject;
    m_open.push_back({1, 0, 0});
  }
  void close() {
    const std::size_t listed = m_open.back().used + m_open.back().listed_within;
    m_open.pop_back();
    m_open.back().listed_within = std::max(m_open.back().listed_within, listed);
  }
  void member() { m_settled += kMember; }
  void string(std::size_t bytes) {
    m_settled += kString + (bytes > kInside ? bytes + sizeof(std::size_t) : 0);
    ++m_values;
  }
  void comma() {
    ++m_values;
    Container& container = m_open.back();
    if (++container.used <= container.room || container.room == 0) return;
    m_peak = std::max(m_peak, m_settled + 2 * container.room * kSlot);
    m_settled += container.room * kSlot;
    container.room *= 2;
  }

  // At its end a value is taken apart on a list of elements: those of a container after those of what it stands in.
  std::size_t bytes() const { return std::max(m_peak, m_settled + kListed * m_open.front().listed_within); }
  std::size_t values() const { return m_values + 1; }

 private:
  struct Container {
    std::size_t used, room;     // elements, and what there is room for; an object's have a node each: 0
    std::size_t listed_within;  // the longest list that what it holds is taken apart on
  };
  std::vector<Container> m_open = {{0, 0, 0}};  // the text itself, and the containers that are open
  std::size_t m_settled = 0, m_peak = 0, m_values = 0;
};

void refuse_beyond(std::size_t bytes, std::size_t values, std::size_t text_bytes, const std::string& where, std::size_t spare) {
  if (bytes / 2 < text_bytes || bytes - 2 * text_bytes <= spare) return;
  fail(ErrorKind::input,
       "holds about " + std::to_string(values) + " values in " + std::to_string((text_bytes >> 20) + 1) + " MB of JSON, which would take " +
           std::to_string(bytes >> 20) + " MB of memory",
       where, "Split it, or leave out what is not needed; check that it is the right file.");
}

}  // namespace

void check_json(std::string_view text, int depth, const std::string& where, std::size_t spare) {
  int level = 0;
  Cost cost(static_cast<std::size_t>(depth));
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"': {
        const std::size_t begin = ++i;
        for (; i < text.size() && text[i] != '"'; ++i) {
          if (text[i] == '\\') ++i;
        }
        cost.string(i - begin);
        break;
      }
      case '[':
      case '{':
        if (++level > depth) fail(ErrorKind::input, "JSON nests deeper than " + std::to_string(depth) + " levels", where, "Flatten the file; no known format nests that deep.");
        text[i] == '[' ? cost.open_array() : cost.open_object();
        break;
      case ']':
      case '}':
        if (--level < 0) return;  // the parser stops here, too
        cost.close();
        break;
      case ',': cost.comma(); break;
      case ':': cost.member(); break;
      default: break;
    }
  }
  refuse_beyond(cost.bytes(), cost.values(), text.size(), where, spare);
}

void check_json_numbers(std::size_t values, std::size_t text_bytes, const std::string& where, std::size_t spare) {
  refuse_beyond(values * (kSlot + kListed), values, text_bytes, where, spare);
}

// For readers that keep no Json value.
void check_json_depth(std::string_view text, int depth, const std::string& where) { check_json(text, depth, where, SIZE_MAX / 2); }

}  // namespace paretune
