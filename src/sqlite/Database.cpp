#include "sqlite/Database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

int flags_of(Database::Mode mode) {
  switch (mode) {
    case Database::Mode::read_only: return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    case Database::Mode::read_write: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    case Database::Mode::create: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  }
  return SQLITE_OPEN_READONLY;
}

// The parts of a file name that a URI would take for its own.
std::string uri_path(const std::string& path) {
  std::string out;
  for (const char c : path) {
    const bool special = c == '%' || c == '?' || c == '#';
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

// A file that is ours and that nobody writes: no lock, no -shm or -wal beside it.
std::string address(const std::string& path, Database::Mode mode) {
  return "file:" + uri_path(path) + (mode == Database::Mode::read_only ? "?immutable=1" : "");
}

bool is_write_error(int code) {
  return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC ||
         code == SQLITE_IOERR_TRUNCATE;
}

Error describe(sqlite3* raw, const std::string& path, std::string_view doing) {
  const int code = raw != nullptr ? sqlite3_extended_errcode(raw) : SQLITE_NOMEM;
  const char* message = raw != nullptr ? sqlite3_errmsg(raw) : "out of memory";
  std::string hint;
  if (is_write_error(code)) {
    doing = "can't be written";
    hint = "make room on that disk, then run the command again";
  }
  if ((code & 0xff) == SQLITE_NOTADB) hint = "the file isn't a SQLite database, or it is encrypted";
  if ((code & 0xff) == SQLITE_CORRUPT)
    hint = "the file is damaged: sqlite3 FILE .recover may save what is left";
  Error error(ErrorCode::failed, fmt::format("{}: {}: {}", printable(path), doing, printable(message)), hint);
  error.set_fact("file", path);
  error.set_fact("sqlite_code", std::to_string(code));
  return error;
}

}  // namespace

void Query::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Database::Close::operator()(sqlite3* raw) const {
  sqlite3_close_v2(raw);
}

Database Database::open(const std::string& path, Mode mode) {
  sqlite3* raw = nullptr;
  const int result =
      sqlite3_open_v2(address(path, mode).c_str(), &raw, flags_of(mode) | SQLITE_OPEN_URI, nullptr);
  Database database(path, raw);
  if (result != SQLITE_OK) throw database.last_error("can't be opened");
  sqlite3_extended_result_codes(raw, 1);
  // The schema is read now, so that a file that isn't a database is refused here and not at some later query.
  database.number("SELECT count(*) FROM sqlite_master");
  return database;
}

Database Database::open_source(const std::string& path) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(address(path, Mode::read_write).c_str(), &raw,
                                     flags_of(Mode::read_write) | SQLITE_OPEN_URI, nullptr);
  Database database(path, raw);
  if (result != SQLITE_OK) throw database.last_error("can't be opened");
  sqlite3_extended_result_codes(raw, 1);
  return database;
}

Error Database::last_error(std::string_view doing) const {
  return describe(raw_.get(), path_, doing);
}

Query Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(raw(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK)
    throw last_error("can't be read");
  return {*this, statement};
}

void Database::exec(std::string_view sql) {
  auto query = prepare(sql);
  while (query.step()) continue;
}

std::int64_t Database::number(std::string_view sql, std::int64_t otherwise) {
  auto query = prepare(sql);
  if (!query.step()) return otherwise;
  const Value value = query.value(0);
  return value.storage == Storage::integer ? value.integer : otherwise;
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(raw());
}

void Database::back_up_to(const std::string& path) {
  const Database copy = open(path, Mode::create);
  sqlite3_backup* backup = sqlite3_backup_init(copy.raw(), "main", raw(), "main");
  if (backup == nullptr) throw copy.last_error("can't be written");
  sqlite3_backup_step(backup, -1);
  if (sqlite3_backup_finish(backup) != SQLITE_OK) throw copy.last_error("can't be written");
}

void Database::silence_triggers() {
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
}

void Query::bind_all(const std::vector<Value>& values) {
  reset();
  for (std::size_t i = 0; i < values.size(); ++i) bind(static_cast<int>(i + 1), values[i]);
}

void Query::bind(int index, const Value& value) {
  sqlite3_stmt* raw = statement_.get();
  const auto* bytes = value.bytes.data() != nullptr ? value.bytes.data() : "";
  int result = SQLITE_OK;
  switch (value.storage) {
    case Storage::null: result = sqlite3_bind_null(raw, index); break;
    case Storage::integer: result = sqlite3_bind_int64(raw, index, value.integer); break;
    case Storage::real: result = sqlite3_bind_double(raw, index, value.real); break;
    case Storage::text:
      result = sqlite3_bind_text64(raw, index, bytes, value.bytes.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      break;
    case Storage::blob:
      result = sqlite3_bind_blob64(raw, index, bytes, value.bytes.size(), SQLITE_TRANSIENT);
      break;
  }
  if (result != SQLITE_OK) throw database_->last_error("a value can't be passed");
}

bool Query::step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throw database_->last_error("can't be read");
}

void Query::reset() {
  sqlite3_reset(statement_.get());
}

int Query::columns() const {
  return sqlite3_column_count(statement_.get());
}

// By way of the value and not of sqlite3_column_*, which takes the mutex and settles errors anew with each
// call (a quarter of what reading a row costs). A handle serves one thread, so the value needs no protection.
Value Query::value(int index) const {
  sqlite3_value* raw = sqlite3_column_value(statement_.get(), index);
  switch (sqlite3_value_type(raw)) {
    case SQLITE_INTEGER: return Value::of(static_cast<std::int64_t>(sqlite3_value_int64(raw)));
    case SQLITE_FLOAT: return Value::of(sqlite3_value_double(raw));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(raw));
      return Value::text({text, static_cast<std::size_t>(sqlite3_value_bytes(raw))});
    }
    case SQLITE_BLOB: {
      const auto* data = static_cast<const char*>(sqlite3_value_blob(raw));
      return Value::blob({data, static_cast<std::size_t>(sqlite3_value_bytes(raw))});
    }
    default: return {};
  }
}

void Query::read(std::span<Value> row) const {
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = value(static_cast<int>(i));
}

std::string quote_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace dunlin::sqlite
