// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/sqlite.h"

#include <limits>

namespace paretune {
namespace {

Error sqlite_error(int code, const std::string& message, const std::string& path) {
  std::string remedy = "Check the disk and the folder, then try again.";
  if (code == SQLITE_FULL) remedy = "Free some disk space and try again.";
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) remedy = "Another program keeps the file locked; close it and try again.";
  if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM) remedy = "Check the permissions of the file and its folder.";
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) remedy = "Start Paretune again; it sets a damaged database aside and reports it.";
  return {code == SQLITE_NOMEM ? ErrorKind::memory : ErrorKind::io, "the database says: " + message, path, remedy};
}

}  // namespace

SqliteFailure::SqliteFailure(int code, const std::string& message, const std::string& path)
    : Failure(sqlite_error(code & 0xff, message, path)), m_code(code & 0xff) {}

bool SqliteFailure::transient() const {
  switch (m_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return true;
    default:
      return false;
  }
}

void Query::check(int code) {
  if (code != SQLITE_OK) m_database.refuse(code, sqlite3_errmsg(sqlite3_db_handle(m_statement)));
}

void Query::bind(int at, std::string_view value) {
  check(sqlite3_bind_text64(m_statement, at, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

bool Query::next() {
  const int code = sqlite3_step(m_statement);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  m_database.refuse(code, sqlite3_errmsg(sqlite3_db_handle(m_statement)));
}

double Query::number(int column) const {
  return is_null(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(m_statement, column);
}

std::string Query::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
  return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))) : std::string();
}

Database::Database(const std::string& path) : m_path(path) {
  const int code = sqlite3_open_v2(path.c_str(), &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) {
    const std::string message = m_handle ? sqlite3_errmsg(m_handle) : "out of memory";
    sqlite3_close(m_handle);
    throw SqliteFailure(code, message, path);
  }
  sqlite3_busy_timeout(m_handle, 10'000);
}

Database::~Database() {
  for (auto& [sql, statement] : m_statements) sqlite3_finalize(statement);
  sqlite3_close(m_handle);
}

void Database::keep_log_at_close(bool keep) { sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, nullptr); }

void Database::refuse(int code, const std::string& message) const {
  const SqliteFailure failure(code, message, m_path);
  if (failure.damaged() && m_on_damage) m_on_damage();
  throw failure;
}

void Database::execute(const char* sql) {
  char* message = nullptr;
  const int code = sqlite3_exec(m_handle, sql, nullptr, nullptr, &message);
  if (code == SQLITE_OK) return;
  const std::string text = message ? message : sqlite3_errstr(code);
  sqlite3_free(message);
  refuse(code, text);
}

void Database::roll_back() noexcept {
  if (in_transaction()) sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

sqlite3_stmt* Database::prepared(const char* sql) {
  const auto it = m_statements.find(sql);
  if (it != m_statements.end()) return it->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) refuse(code, sqlite3_errmsg(m_handle));
  m_statements.emplace(sql, statement);
  return statement;
}

}  // namespace paretune
