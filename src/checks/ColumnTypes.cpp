#include "checks/ColumnTypes.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "checks/ColumnPromises.hpp"

namespace dunlin::checks {
namespace {

using model::CatalogColumn;
using model::CatalogRelation;
using model::ColumnFact;
using model::TypeName;

/// A type as pg_attribute has it.
struct ServerType {
  std::int64_t oid = 0;
  std::int64_t modifier = -1;
  std::string schema;  ///< of the element, of an array
  std::string name;    ///< of the element, of an array
  std::string text;    ///< as format_type writes it
};

bool has_columns_of_its_own(const CatalogRelation& relation) {
  return relation.persistence != model::Persistence::temporary &&
         (relation.kind == model::RelationKind::table ||
          relation.kind == model::RelationKind::partitioned_table);
}

// Sizes of PostgreSQL's own types only: others may have words in them, which aren't kept, and those of
// interval are packed.
constexpr std::array<std::string_view, 9> k_sized{"varchar", "bpchar", "numeric",   "bit",        "varbit",
                                                  "time",    "timetz", "timestamp", "timestamptz"};

bool has_known_size(const TypeName& type) {
  return type.schema.empty() && std::find(k_sized.begin(), k_sized.end(), type.name) != k_sized.end();
}

std::string sql_of(const TypeName& type, bool with_size) {
  std::string text = type.schema.empty() ? "" : quote_identifier(type.schema) + ".";
  text += quote_identifier(type.name);
  if (with_size && !type.modifiers.empty()) {
    std::vector<std::string> sizes;
    for (const int size : type.modifiers) sizes.push_back(std::to_string(size));
    text += "(" + join(sizes, ",") + ")";
  }
  return type.array ? text + "[]" : text;
}

/// What the server takes a declared type for, each asked for once.
class DeclaredTypes {
 public:
  explicit DeclaredTypes(postgres::Connection& connection) : connection_(connection) {}

  const std::optional<ServerType>& find(const TypeName& type) {
    const std::string sql = sql_of(type, has_known_size(type));
    const auto known = known_.find(sql);
    if (known != known_.end()) return known->second;
    return known_.emplace(sql, ask(type, sql)).first->second;
  }

 private:
  std::optional<ServerType> ask(const TypeName& type, const std::string& sql) {
    try {
      const auto name = connection_.exec("SELECT pg_catalog.to_regtype($1)::oid", {sql_of(type, false)});
      if (name.is_null(0, 0)) return std::nullopt;  // not under that name, or not on the path
      ServerType found;
      found.oid = name.number(0, 0);
      // A cast of NULL has the size in its result's description (to_regtypemod came with PostgreSQL 17).
      if (has_known_size(type))
        found.modifier = connection_.exec(postgres::Sql::trusted("SELECT NULL::" + sql)).type_modifier(0);
      found.text = connection_
                       .exec("SELECT pg_catalog.format_type($1::oid, $2::int)",
                             {std::to_string(found.oid), std::to_string(found.modifier)})
                       .string(0, 0);
      return found;
    } catch (const postgres::SqlError& error) {
      if (connection_.broken() || error.code() == ErrorCode::interrupted) throw;
      return std::nullopt;  // a schema that this role may not use
    }
  }

  postgres::Connection& connection_;
  std::map<std::string, std::optional<ServerType>> known_;
};

std::map<std::pair<model::QualifiedName, std::string>, ServerType> actual_types(
    postgres::Connection& connection) {
  const auto rows = connection.exec(R"(
    SELECT n.nspname, c.relname, a.attname, a.atttypid, a.atttypmod, tn.nspname, coalesce(e.typname, t.typname),
           pg_catalog.format_type(a.atttypid, a.atttypmod)
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
      JOIN pg_catalog.pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)
     WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema'))");
  std::map<std::pair<model::QualifiedName, std::string>, ServerType> types;
  for (int i = 0; i < rows.rows(); ++i)
    types[{{rows.string(i, 0), rows.string(i, 1)}, rows.string(i, 2)}] = {
        rows.number(i, 3), rows.number(i, 4), rows.string(i, 5), rows.string(i, 6), rows.string(i, 7)};
  return types;
}

// A type that no file makes (an extension's) may be in a schema that isn't on this session's path, and one
// of its name in one that is.
bool same(const TypeName& type, const ServerType& declared, const ServerType& actual) {
  if (declared.oid == actual.oid) return !has_known_size(type) || declared.modifier == actual.modifier;
  return type.schema.empty() && actual.schema != "pg_catalog" && actual.name == type.name;
}

}  // namespace

std::vector<Check> check_column_types(postgres::Connection& connection, const model::Catalog& promised) {
  std::vector<Check> checks;
  DeclaredTypes declared(connection);
  const auto actual = actual_types(connection);
  for (const auto& [name, relation] : promised.relations) {
    if (!has_columns_of_its_own(relation)) continue;
    for (const CatalogColumn& column : relation.columns) {
      const model::Origin* origin = column.origin_of(ColumnFact::type);
      const auto there = actual.find({name, column.name});
      if (origin == nullptr || there == actual.end() || column.type.name.empty()) continue;
      const auto& wanted = declared.find(column.type);
      if (!wanted || same(column.type, *wanted, there->second)) continue;
      checks.push_back(broken_column(to_string(name), column.name,
                                     fmt::format("is {}, not {}", there->second.text, wanted->text),
                                     *origin));
    }
  }
  return checks;
}

}  // namespace dunlin::checks
