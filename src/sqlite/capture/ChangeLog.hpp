#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"

namespace dunlin::sqlite {

/// The table in which triggers in a source write down the keys of rows that were written, and what the
/// triggers' names begin with. The log's columns: n (counts up), t (the table), k1, k2, ... (its rowid or
/// primary key).
inline constexpr std::string_view k_change_log = "dunlin_change";
inline constexpr std::string_view k_capture_prefix = "dunlin_capture_";

/// One object that capturing needs in the source.
struct CaptureObject {
  std::string type, name, sql;
  friend bool operator==(const CaptureObject&, const CaptureObject&) = default;
};

/// The log and the triggers for these tables. Rows that REPLACE takes away fire no delete trigger (SQLite
/// docs, "ON CONFLICT": only with recursive_triggers), so triggers before the statement log every row that
/// has a unique value of the new one.
std::vector<CaptureObject> capture_objects(const std::vector<Table>& tables);

/// Why rows can't be captured by triggers, a line each; empty when they can.
std::vector<std::string> reasons_against_capture(const Schema& schema);

/// True when the log or a trigger of ours is in the file.
bool has_capture(Database& database);
/// True when exactly these objects are.
bool has_capture(Database& database, const std::vector<CaptureObject>& objects);

/// Puts the objects into the source, in place of those that an earlier use has left, in one transaction. Does
/// nothing when they are there.
void install_capture(const std::string& source, const std::vector<CaptureObject>& objects, int wait_ms);

/// Takes them out of a source (or of a copy), in one transaction; false when there were none. Throws an Error
/// when writers keep the file for longer than `wait_ms`.
bool remove_capture(const std::string& source, int wait_ms);

}  // namespace dunlin::sqlite
