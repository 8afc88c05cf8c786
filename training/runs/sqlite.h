// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A thin, throwing face of the sqlite3 C API: one connection, statements prepared once, values bound by position.
#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "training/api/result.h"

namespace paretune {

// A Failure(io) that remembers SQLite's primary result code.
class SqliteFailure : public Failure {
 public:
  SqliteFailure(int code, const std::string& message, const std::string& path);
  int code() const { return m_code; }
  bool damaged() const { return m_code == SQLITE_CORRUPT || m_code == SQLITE_NOTADB; }
  bool transient() const;  // the disk or another process may let the same statement pass later

 private:
  int m_code;
};

class Database;

// One running statement; reset when it goes, so that no read transaction stays open.
class Query {
 public:
  template <class... Args>
  Query(sqlite3_stmt* statement, const Database& database, const Args&... args) : m_statement(statement), m_database(database) {
    int at = 0;
    (bind(++at, args), ...);
  }
  ~Query() {
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  void bind(int at, int64_t value) { check(sqlite3_bind_int64(m_statement, at, value)); }
  void bind(int at, int value) { bind(at, int64_t{value}); }
  void bind(int at, double value) { check(sqlite3_bind_double(m_statement, at, value)); }  // not-a-number becomes NULL
  void bind(int at, std::nullptr_t) { check(sqlite3_bind_null(m_statement, at)); }
  void bind(int at, std::string_view value);  // the text must outlive the query
  bool next();

  int64_t integer(int column) const { return sqlite3_column_int64(m_statement, column); }
  double number(int column) const;  // NULL is NaN
  bool is_null(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
  std::string text(int column) const;

 private:
  void check(int code);
  sqlite3_stmt* m_statement;
  const Database& m_database;
};

class Database {
 public:
  explicit Database(const std::string& path);  // opened for reading and writing, made when missing
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* sql);  // one or several statements without values
  template <class... Args>
  Query query(const char* sql, const Args&... args) {
    return Query(prepared(sql), *this, args...);
  }
  template <class... Args>
  void run(const char* sql, const Args&... args) {
    Query query(prepared(sql), *this, args...);
    while (query.next()) {
    }
  }
  int64_t changes() const { return sqlite3_changes64(m_handle); }
  void keep_log_at_close(bool keep);  // the file and its -wal stay as they were found
  bool in_transaction() const { return sqlite3_get_autocommit(m_handle) == 0; }
  void roll_back() noexcept;  // no-op outside a transaction
  const std::string& path() const { return m_path; }
  void on_damage(std::function<void()> tell) { m_on_damage = std::move(tell); }  // called before such a SqliteFailure is thrown
  [[noreturn]] void refuse(int code, const std::string& message) const;          // throws SqliteFailure

 private:
  sqlite3_stmt* prepared(const char* sql);
  std::string m_path;
  std::function<void()> m_on_damage;
  sqlite3* m_handle = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> m_statements;
};

// BEGIN IMMEDIATE now, ROLLBACK at the end unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : m_database(database) { database.execute("BEGIN IMMEDIATE"); }
  ~Transaction() {
    if (!m_done) m_database.roll_back();
  }
  void commit() {
    m_database.execute("COMMIT");
    m_done = true;
  }

 private:
  Database& m_database;
  bool m_done = false;
};

}  // namespace paretune
