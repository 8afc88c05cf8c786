// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Writes GGUF version 3.
#include <functional>

#include "training/io/gguf.h"

namespace paretune {

struct GgufEntry {
  std::string key;
  GgufValueType type;  // with array: the type of the elements
  Json value;          // an array where `array` is set
  bool array = false;
};

struct GgufOutTensor {
  std::string name;
  std::vector<int64_t> shape;  // HF's order: rows first
  GgmlType type;
  std::function<std::vector<std::byte>()> bytes;  // asked for once, in the order given, so that one tensor is in memory at a time
};

// Atomically. Wrong keys, values that do not fit their type and wrong sizes are Failures of kind internal: they are the caller's.
Status write_gguf(const std::string& path, const std::vector<GgufEntry>& entries, const std::vector<GgufOutTensor>& tensors);

GgufEntry gguf_text(std::string key, const std::string& value);
GgufEntry gguf_number(std::string key, uint32_t value);
GgufEntry gguf_real(std::string key, double value);  // stored as fp32
GgufEntry gguf_flag(std::string key, bool value);

}  // namespace paretune
