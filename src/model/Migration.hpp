#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/Version.hpp"

namespace dunlin::model {

/// The tools whose folders load as they stand.
enum class Dialect {
  dunlin,
  supabase,
  flyway,
  golang_migrate,
  diesel,
  dbmate,
  goose,
  node_pg_migrate,
  prisma,
  sqitch
};
std::string to_string(Dialect dialect);
/// The dialect of that name ("golang-migrate", ...), or nothing.
std::optional<Dialect> parse_dialect(const std::string& name);

/// SQL and where it stands: a range of a file, or (when `text` is set) text taken out of a comment or made
/// up.
struct Script {
  std::string file;
  std::size_t offset = 0;
  std::size_t length = 0;
  int first_line = 1;  ///< line of the file at which the range begins
  std::optional<std::string> text;
  bool expanded = false;  ///< the text runs as it stands: what it says in ${} is SQL, not a placeholder

  friend bool operator==(const Script&, const Script&) = default;
};

/// Where a rollback comes from, in the order of preference.
enum class RollbackSource { down_section, paired_file, rollback_folder, comment, function };
std::string to_string(RollbackSource source);

/// Wishes of the file as a whole (`-- dunlin:...` directives before the first statement, or the dialect's
/// own).
struct FileOptions {
  bool transaction =
      true;  ///< false: each statement runs and commits by itself (dbmate, goose NO TRANSACTION)
  std::string lock_timeout;  ///< -- dunlin:lock_timeout 5s; "" for the environment's
  std::string statement_timeout;
  bool own_timeouts = false;     ///< -- dunlin:own-timeouts: the file's own SET lock_timeout is left in force
  bool nothing_to_undo = false;  ///< -- dunlin:nothing-to-undo: rolling back has nothing to do
  std::string schema;  ///< -- dunlin:schema x: where names without a schema lead; "" for search_path

  friend bool operator==(const FileOptions&, const FileOptions&) = default;
};

struct Rollback {
  RollbackSource source = RollbackSource::down_section;
  Script script;
  FileOptions options;  ///< the rollback's own wishes (dbmate's `-- migrate:down transaction:false`, ...)
  friend bool operator==(const Rollback&, const Rollback&) = default;
};

/// What the leading comments of a file say about it. Absent lines are empty.
struct Metadata {
  std::string title;        ///< Migration:
  std::string description;  ///< Description:
  std::string author;
  std::string date;
  std::string priority;
  std::string impact;
  std::string phase;
  std::vector<std::string> depends;  ///< Depends, Dependencies: versions or names
  std::vector<std::string> tags;

  friend bool operator==(const Metadata&, const Metadata&) = default;
};

/// One migration as its files describe it.
struct Migration {
  Version version;          ///< for a repeatable: empty text, ordered by name
  std::string name;         ///< "add_users", without version and suffix
  bool repeatable = false;  ///< runs again whenever its text changes (functions, views)
  Dialect dialect = Dialect::dunlin;
  Script up;
  std::string checksum;  ///< SHA-256 of the up text's bytes
  std::optional<Rollback> rollback;
  std::optional<Script> verify;  ///< sqitch: raises an error when the change isn't in place
  Metadata metadata;
  FileOptions options;

  friend bool operator==(const Migration&, const Migration&) = default;
};

/// "007_add_users" or "R__views": how messages name a migration.
std::string label(const Migration& migration);

}  // namespace dunlin::model
