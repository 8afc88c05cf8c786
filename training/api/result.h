// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Errors as values: what a user can cause is returned, never asserted.
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace paretune {

enum class ErrorKind { usage, input, io, memory, unsupported, stopped, internal };

// What happened, where (file, row, key), and what to do about it.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  std::string where;
  std::string remedy;

  // "where: message\n  remedy" on one or two lines, ready to print.
  std::string text() const {
    std::string out = where.empty() ? message : where + ": " + message;
    if (!remedy.empty()) out += "\n  What to do: " + remedy;
    return out;
  }
};

// An Error in flight inside one job; public functions turn it back into a value with attempt().
class Failure : public std::exception {
 public:
  explicit Failure(Error error) : m_error(std::move(error)), m_text(m_error.text()) {}
  const Error& error() const { return m_error; }
  const char* what() const noexcept override { return m_text.c_str(); }

 private:
  Error m_error;
  std::string m_text;
};

[[noreturn]] inline void fail(ErrorKind kind, std::string message, std::string where = {}, std::string remedy = {}) {
  throw Failure({kind, std::move(message), std::move(where), std::move(remedy)});
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}
  bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return or_throw(), std::get<0>(m_state); }
  const T& value() const& { return or_throw(), std::get<0>(m_state); }
  T value() && { return or_throw(), std::get<0>(std::move(m_state)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return std::get<1>(m_state); }

 private:
  void or_throw() const {
    if (!ok()) throw Failure(error());
  }
  std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}
  bool ok() const { return !m_error; }
  explicit operator bool() const { return ok(); }
  void value() const {
    if (m_error) throw Failure(*m_error);
  }
  const Error& error() const { return *m_error; }

 private:
  std::optional<Error> m_error;
};
using Status = Result<void>;

// Error of any exception: a Failure keeps its own, bad_alloc becomes `memory`, the rest `internal`.
Error error_from_current_exception(const std::string& where);

// Runs body; whatever it throws becomes the Result's error.
template <class F>
auto attempt(const std::string& where, F&& body) -> Result<decltype(body())> {
  try {
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      return {};
    } else {
      return body();
    }
  } catch (...) {
    return error_from_current_exception(where);
  }
}

}  // namespace paretune
