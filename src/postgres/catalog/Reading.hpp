#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/Catalog.hpp"
#include "postgres/Result.hpp"
#include "postgres/Sql.hpp"

namespace dunlin::postgres {

using Oid = std::int64_t;

/// A catalog that is being read, and which of its objects has which OID. Queries are read in the order of
/// ReadCatalog.cpp: each may use what those before it found.
struct Reading {
  model::Catalog catalog;
  std::unordered_map<Oid, model::CatalogRelation*> relations;
  std::unordered_map<Oid, model::CatalogIndex*> indexes;
  std::unordered_map<Oid, model::CatalogType*> composites;  ///< by the OID of their row in pg_class
  std::unordered_map<Oid, model::CatalogType*> types;
  std::unordered_map<Oid, model::TypeName> type_names;        ///< of arguments and results of functions
  std::unordered_map<Oid, std::vector<std::string>> columns;  ///< by number - 1; "" for dropped ones
  std::unordered_map<Oid, std::string> extension_classes, extension_routines, extension_types;
  std::unordered_map<Oid, std::string> operator_classes;  ///< those that aren't a type's default

  /// The name of a column by its number; "" when there is none (an expression).
  std::string column(Oid relation, std::int64_t number) const;
  std::vector<std::string> columns_of(Oid relation, std::string_view numbers) const;
};

/// One query and what takes its rows in.
struct CatalogQuery {
  Sql sql;
  void (*read)(const Result& rows, Reading& reading);
};

/// The numbers in "{1,2}" or "1 2".
std::vector<std::int64_t> numbers_in(std::string_view text);
/// Names that the query joined with a line feed.
std::vector<std::string> lines_of(std::string_view text);
/// A type as its name in pg_type and the modifier of a column say it.
model::TypeName type_of(std::string_view schema, std::string_view name, bool array, std::int64_t modifier);
/// "name=value" of pg_class.reloptions and pg_proc.proconfig, joined with line feeds.
model::Options options_of(std::string_view lines);

extern const CatalogQuery k_extension_members, k_schemas, k_extensions, k_roles;
extern const CatalogQuery k_relations, k_parents, k_partition_keys, k_columns, k_generated_columns,
    k_comments, k_view_uses, k_rules, k_statistics;
extern const CatalogQuery k_types, k_labels, k_domain_constraints;
extern const CatalogQuery k_operator_classes, k_indexes, k_index_expressions, k_index_columns,
    k_index_collations, k_index_parents;
extern const CatalogQuery k_constraints;
extern const CatalogQuery k_type_names, k_functions;
extern const CatalogQuery k_triggers, k_policies, k_sequences, k_publications;
extern const CatalogQuery k_relation_grants, k_function_grants, k_schema_grants, k_default_grants;

}  // namespace dunlin::postgres
