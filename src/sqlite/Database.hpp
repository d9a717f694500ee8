#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/Error.hpp"
#include "sqlite/Value.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace dunlin::sqlite {

class Database;

/// One prepared statement of a Database, which must outlive it. Move-only.
class Query {
 public:
  Query(Query&&) noexcept = default;
  Query& operator=(Query&&) noexcept = default;

  /// Binds parameter `index` (from 1). Text and blobs are copied.
  void bind(int index, const Value& value);
  /// Makes it ready to run again, with these values for its parameters in order.
  void bind_all(const std::vector<Value>& values);
  /// Goes on to the next row; false when there is none. Throws an Error that names the file.
  bool step();
  /// Begins anew; what was bound stays.
  void reset();
  int columns() const;
  /// The value of column `index` (from 0) of the row. Its bytes are good until the next call.
  Value value(int index) const;
  /// All values of the row at once: `row.size()` is columns().
  void read(std::span<Value> row) const;

  std::int64_t integer(int index) const { return value(index).integer; }
  std::string text(int index) const { return std::string(value(index).bytes); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Query(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}

  Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One open SQLite file that is ours: a private copy, a backup or a shadow; never the application's own file
/// (see Snapshot and Fence). Serves one thread at a time. Move-only.
class Database {
 public:
  enum class Mode {
    read_only,  ///< nothing of the file, nor beside it, changes: it must not be open anywhere for writing
    read_write,
    create  ///< read_write, and made when it isn't there
  };
  /// Throws a failed Error that says what is wrong with the file: not a database (or encrypted), corrupt,
  /// can't be opened. No extension is loaded, no rc file read; double-quoted strings mean what they meant to
  /// the application (SQLITE_DBCONFIG_DQS stays as built).
  static Database open(const std::string& path, Mode mode);

  /// For Fence and capture/ only: the application's own file, opened as the application does, without reading
  /// it yet.
  static Database open_source(const std::string& path);

  Query prepare(std::string_view sql);
  /// Runs a statement without parameters and rows.
  void exec(std::string_view sql);
  /// The single value of a query as an integer; `otherwise` when there is no row or it is NULL.
  std::int64_t number(std::string_view sql, std::int64_t otherwise = 0);
  std::int64_t changes() const;
  /// From now on the file's own triggers don't fire on this handle.
  void silence_triggers();
  /// Copies the database page by page into a new file (sqlite3_backup).
  void back_up_to(const std::string& path);

  const std::string& path() const { return path_; }
  sqlite3* raw() const { return raw_.get(); }
  /// The Error of the last call: what happened, with facts file and sqlite_code (its extended number).
  Error last_error(std::string_view doing) const;

 private:
  struct Close {
    void operator()(sqlite3* raw) const;
  };
  Database(std::string path, sqlite3* raw) : path_(std::move(path)), raw_(raw) {}

  std::string path_;
  std::unique_ptr<sqlite3, Close> raw_;
};

/// `name` as an identifier of SQLite: always in double quotes.
std::string quote_name(std::string_view name);

}  // namespace dunlin::sqlite
