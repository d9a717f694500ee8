#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::sql {

/// A name as written in a statement: schema is empty when it was left out.
struct QualifiedName {
  std::string schema;
  std::string name;
  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
};

/// The parts of CREATE INDEX that its verifier needs.
struct CreateIndex {
  std::string name;  ///< "" when PostgreSQL chooses it
  QualifiedName table;
  bool if_not_exists = false;
  bool concurrently = false;
};

/// Reads one CREATE INDEX statement with PostgreSQL's grammar; nothing when it can't be parsed or is another
/// statement.
std::optional<CreateIndex> parse_create_index(std::string_view statement);

/// The same index on another table, built plainly: no CONCURRENTLY, no IF NOT EXISTS, name `index`, on
/// `table`. Used to learn how the server would spell the definition. Nothing when the statement can't be
/// parsed.
std::optional<std::string> create_index_like(std::string_view statement, const std::string& index,
                                             const QualifiedName& table);

/// The objects named by DROP INDEX / DROP TABLE / REINDEX / ALTER TABLE ... DETACH PARTITION (table, then
/// partition).
struct NamedObjects {
  std::vector<QualifiedName> names;
  bool if_exists = false;
  bool cascade = false;
};
std::optional<NamedObjects> parse_named_objects(std::string_view statement);

}  // namespace dunlin::sql
