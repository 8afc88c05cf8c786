// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Thrift's compact protocol, as far as Parquet uses it: a cursor that never leaves its bytes.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace paretune::parquet {

class ThriftReader {
 public:
  explicit ThriftReader(std::string_view bytes) : m_bytes(bytes) {}

  enum Type : uint8_t { kStop = 0, kTrue = 1, kFalse = 2, kByte = 3, kI16 = 4, kI32 = 5, kI64 = 6, kDouble = 7, kBinary = 8, kList = 9, kSet = 10, kMap = 11, kStruct = 12 };

  // Calls on_field(id, type) for each field; it must read the value or call skip(type). Failure(input) where the bytes make no sense.
  void structure(const std::function<void(int id, Type type)>& on_field);
  // Calls on_element() for each element of a list of `type`, which it must read.
  void list(Type type, const std::function<void()>& on_element);

  int64_t integer(Type type);  // kByte kI16 kI32 kI64
  bool boolean(Type type) const;
  std::string_view binary(Type type);
  void skip(Type type);
  std::size_t position() const { return m_at; }

 private:
  [[noreturn]] void malformed() const;
  uint8_t byte();
  uint64_t varint();
  void expect(Type got, Type wanted) const;

  std::string_view m_bytes;
  std::size_t m_at = 0;
  int m_depth = 0;
};

}  // namespace paretune::parquet
