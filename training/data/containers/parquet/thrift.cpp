// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/containers/parquet/thrift.h"

#include "training/api/result.h"

namespace paretune::parquet {
namespace {

constexpr int kDeepest = 32;

}  // namespace

void ThriftReader::malformed() const { fail(ErrorKind::input, "its description of itself is damaged", {}, "The file is cut off or damaged; download it again."); }

uint8_t ThriftReader::byte() {
  if (m_at >= m_bytes.size()) malformed();
  return static_cast<uint8_t>(m_bytes[m_at++]);
}

uint64_t ThriftReader::varint() {
  uint64_t out = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const uint8_t b = byte();
    out |= static_cast<uint64_t>(b & 0x7f) << shift;
    if (!(b & 0x80)) return out;
  }
  malformed();
}

void ThriftReader::expect(Type got, Type wanted) const {
  if (got != wanted) malformed();
}

void ThriftReader::structure(const std::function<void(int, Type)>& on_field) {
  if (++m_depth > kDeepest) malformed();
  int64_t id = 0;
  while (true) {
    const uint8_t head = byte();
    const auto type = static_cast<Type>(head & 15);
    if (type == kStop) break;
    if (type > kStruct) malformed();
    id = head >> 4 ? id + (head >> 4) : integer(kI16);
    if (id < -32768 || id > 32767) malformed();
    on_field(static_cast<int>(id), type);
  }
  --m_depth;
}

void ThriftReader::list(Type type, const std::function<void()>& on_element) {
  expect(type, kList);
  if (++m_depth > kDeepest) malformed();
  const uint8_t head = byte();
  uint64_t count = head >> 4;
  if (count == 15) count = varint();
  if (count > m_bytes.size() - m_at) malformed();  // every element takes a byte at least
  for (uint64_t i = 0; i < count; ++i) on_element();
  --m_depth;
}

int64_t ThriftReader::integer(Type type) {
  if (type == kByte) return static_cast<int8_t>(byte());
  if (type != kI16 && type != kI32 && type != kI64) malformed();
  const uint64_t zigzag = varint();
  return static_cast<int64_t>(zigzag >> 1) ^ -static_cast<int64_t>(zigzag & 1);
}

bool ThriftReader::boolean(Type type) const {
  if (type != kTrue && type != kFalse) malformed();
  return type == kTrue;
}

std::string_view ThriftReader::binary(Type type) {
  expect(type, kBinary);
  const uint64_t size = varint();
  if (size > m_bytes.size() - m_at) malformed();
  const auto out = m_bytes.substr(m_at, size);
  m_at += size;
  return out;
}

void ThriftReader::skip(Type type) {
  switch (type) {
    case kTrue:
    case kFalse: return;
    case kByte: byte(); return;
    case kI16:
    case kI32:
    case kI64: varint(); return;
    case kDouble:
      for (int i = 0; i < 8; ++i) byte();
      return;
    case kBinary: binary(type); return;
    case kList:
    case kSet: {
      if (++m_depth > kDeepest) malformed();
      const uint8_t head = byte();
      const auto element = static_cast<Type>(head & 15);
      uint64_t count = head >> 4;
      if (count == 15) count = varint();
      if (count > m_bytes.size() - m_at) malformed();
      for (uint64_t i = 0; i < count; ++i) element == kTrue || element == kFalse ? static_cast<void>(byte()) : skip(element);
      --m_depth;
      return;
    }
    case kMap: {
      if (++m_depth > kDeepest) malformed();
      const uint64_t count = varint();
      if (count > m_bytes.size() - m_at) malformed();
      if (count > 0) {
        const uint8_t types = byte();
        for (uint64_t i = 0; i < count; ++i) {
          skip(static_cast<Type>(types >> 4));
          skip(static_cast<Type>(types & 15));
        }
      }
      --m_depth;
      return;
    }
    case kStruct: structure([this](int, Type field) { skip(field); }); return;
    default: malformed();
  }
}

}  // namespace paretune::parquet
