#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::model {

/// What the engine has to know about a statement before it runs it. Everything that may share a transaction
/// with its neighbours and needs nothing special is `ordinary`.
enum class StatementKind : std::uint8_t {
  ordinary,
  begin,            ///< BEGIN, START TRANSACTION: a segment border
  commit,           ///< COMMIT, END
  rollback,         ///< ROLLBACK, ABORT (not ROLLBACK TO SAVEPOINT, which is ordinary)
  session_setting,  ///< SET, RESET, SELECT set_config(..., false), SET ROLE: replayed when a file is resumed
  set_role,         ///< SET [SESSION|LOCAL] ROLE / SESSION AUTHORIZATION, RESET ROLE: also a session setting
  copy_from_stdin,  ///< COPY ... FROM STDIN; its data follows in the script
  add_enum_value,   ///< ALTER TYPE ... ADD VALUE: usable only after commit, so it ends its segment
  create_index_concurrently,  ///< this and what follows can't run in a transaction
  drop_index_concurrently,
  reindex,              ///< REINDEX CONCURRENTLY, REINDEX SCHEMA/DATABASE/SYSTEM
  detach_concurrently,  ///< ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY
  detach_finalize,      ///< ALTER TABLE ... DETACH PARTITION ... FINALIZE
  create_database,      ///< CREATE DATABASE / TABLESPACE / SUBSCRIPTION
  drop_database,        ///< DROP DATABASE / TABLESPACE / SUBSCRIPTION
  rerunnable,           ///< VACUUM, CLUSTER, ALTER SYSTEM, ...: may simply run again after a crash
  unit,                 ///< marked `-- dunlin:unit alone`, or a DO/CALL whose body commits: only its own
                        ///< `-- dunlin:verify` can tell after a crash whether it has run
  batch,      ///< UPDATE or DELETE below `-- dunlin:batch`: runs range by range, each in a transaction
  include,    ///< psql's \i and \ir; replaced by the file's statements when a script is opened
  ignored,    ///< psql's \restrict, \unrestrict, \connect to the same database: nothing to run
  assertion,  ///< `-- dunlin:assert SELECT ...`: must return true (every row, first column)
};

/// True for kinds that are a segment by themselves: what PostgreSQL refuses inside a transaction block, and
/// batches, which are many transactions.
bool runs_alone(StatementKind kind);
/// The name used in JSON and in the journal: "create_index_concurrently", ...
std::string to_string(StatementKind kind);

/// One statement of a script, by place: small, so that a file of a million statements can be listed. The text
/// is `source.substr(offset, length)`: without leading white space and comments, without the final semicolon.
struct Statement {
  StatementKind kind = StatementKind::ordinary;
  bool begins_unit = false;  ///< `-- dunlin:unit` or `unit alone`: a segment begins here
  bool has_verify = false;   ///< `-- dunlin:verify SELECT ...`: must be true once the statement has run
  std::uint32_t directives_length = 0;  ///< bytes before `offset` at which the first of these begins
  std::uint32_t source = 0;  ///< index of the source text in the opened script (0: the migration's own file)
  std::uint32_t line = 1;    ///< of `offset`, from 1, in the file
  std::uint32_t column = 1;  ///< in characters
  std::size_t offset = 0;    ///< bytes from the beginning of the source text
  std::size_t length = 0;
  std::size_t data_offset = 0;  ///< COPY data that follows (without the final `\.` line); 0 and 0 for none
  std::size_t data_length = 0;

  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace dunlin::model
