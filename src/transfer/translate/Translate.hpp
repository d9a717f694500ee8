#pragma once

#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// SQLite's SQL in PostgreSQL's words, or why that isn't possible.
struct Translation {
  std::string sql;                 ///< "" when it can't be translated
  std::string problem;             ///< "function printf() with %q has no counterpart"; "" when there is none
  std::vector<std::string> notes;  ///< where the meaning differs at the edges: "LIKE folds ASCII only there"
  bool immutable = true;           ///< gives the same at all times: fit for indexes and generated columns
  bool ok() const { return problem.empty(); }
  friend bool operator==(const Translation&, const Translation&) = default;
};

/// An expression over the columns of `table` (an index term, a generated column): columns by their new names,
/// operators and functions by the new types of what they are applied to. With the source's schema collations
/// and generated columns are known too.
Translation translate_expression(const std::string& sqlite_sql, const TableMapping& table,
                                 const Mapping& mapping, const sqlite::Schema* schema = nullptr);

/// The same where something has to be true (a CHECK, a partial index's WHERE): SQLite's numbers become
/// conditions.
Translation translate_condition(const std::string& sqlite_sql, const TableMapping& table,
                                const Mapping& mapping, const sqlite::Schema* schema = nullptr);

/// GENERATED ALWAYS AS of a column: an expression that gives the column's type.
Translation translate_generated(const std::string& sqlite_sql, const ColumnMapping& column,
                                const TableMapping& table, const Mapping& mapping,
                                const sqlite::Schema* schema = nullptr);

/// The type of PostgreSQL that holds what such an expression gives: "bigint", "text", ... Of one that can't
/// be translated it is "text".
std::string type_of_expression(const std::string& sqlite_sql, const TableMapping& table,
                               const Mapping& mapping, const sqlite::Schema* schema = nullptr);

/// A DEFAULT for a column: literals become literals of the new type (0 of a boolean column: false).
Translation translate_default(const std::string& sqlite_sql, const ColumnMapping& column);

/// CREATE VIEW, without its schema.
Translation translate_view(const sqlite::View& view, const sqlite::Schema& schema, const Mapping& mapping);

/// CREATE FUNCTION and CREATE TRIGGER.
Translation translate_trigger(const sqlite::Trigger& trigger, const sqlite::Schema& schema,
                              const Mapping& mapping);

/// What a person could begin with where translation failed: the original as comments and an empty body.
std::string skeleton_of(const sqlite::Trigger& trigger, const Mapping& mapping);

}  // namespace dunlin::transfer
