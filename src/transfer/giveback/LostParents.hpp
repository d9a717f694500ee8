#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Rows of one foreign key of a SQLite file whose parents aren't there.
struct LostParents {
  std::string table;
  std::vector<std::string> columns;
  std::string parent;
  std::int64_t rows = 0;
  std::vector<std::string> keys;  ///< of the first of them: "id=17"; the columns where there is no key
  friend bool operator==(const LostParents&, const LostParents&) = default;
};
/// "visit.person: 2 rows refer to rows of person that aren't there (id=7, id=9)"
std::string describe(const LostParents& lost);

/// A foreign key of the file's own.
struct FileKey {
  const sqlite::Table* table;
  const sqlite::ForeignKey* key;
};
/// Those whose table, or whose parents' table, is among `written`. A key whose parent table isn't there isn't
/// one that rows can follow.
std::vector<FileKey> keys_of_tables(const sqlite::Schema& schema, const std::set<std::string>& written);

/// PostgreSQL holds this key for all rows of the file: its own foreign key is there, validated and enabled,
/// compares as SQLite does, and no policy for misfits left a row or a value out.
bool is_held_by(postgres::Connection& connection, const Mapping& mapping, const FileKey& key);

/// The rows of `shadow` that SQLite's `PRAGMA foreign_key_check` would name, beyond those that its file
/// `original` (attached under that name) had already: more rows that refer to one missing parent than there.
/// Tables whose keys SQLite can't check (the parent has no unique index) are left out.
std::vector<LostParents> lost_parents(sqlite::Database& shadow, const std::vector<FileKey>& keys);

}  // namespace dunlin::transfer
