#pragma once

#include <string>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// Something that PostgreSQL records as needing an object (pg_depend): the object can't be dropped without
/// CASCADE, which drops this too.
struct Dependent {
  std::string words;              ///< "view public.active_users"
  model::QualifiedName relation;  ///< that it is, or is a part of; empty: none
  friend bool operator==(const Dependent&, const Dependent&) = default;
};

std::vector<Dependent> dependents_of_relation(const model::Catalog& catalog,
                                              const model::QualifiedName& relation);
/// What the column's own table loses with it (its indexes and constraints) isn't counted.
std::vector<Dependent> dependents_of_column(const model::Catalog& catalog,
                                            const model::CatalogRelation& table, const std::string& column);
/// Those that keep its type from being changed, too (0A000): views, generated columns, policies, triggers.
std::vector<Dependent> type_dependents_of_column(const model::Catalog& catalog,
                                                 const model::CatalogRelation& table,
                                                 const std::string& column);
/// Empty when there are several functions of the name: which one is meant can't be told from a call.
std::vector<Dependent> dependents_of_function(const model::Catalog& catalog,
                                              const model::QualifiedName& name);
std::vector<Dependent> dependents_of_type(const model::Catalog& catalog, const model::QualifiedName& type);
/// Everything that is in the schema.
std::vector<Dependent> members_of_schema(const model::Catalog& catalog, const std::string& schema);
/// Columns and functions that use the extension's types, and its tables.
std::vector<Dependent> dependents_of_extension(const model::Catalog& catalog, const std::string& extension);

/// Those of any object that DROP names.
std::vector<Dependent> dependents_of(const model::Catalog& catalog, model::ObjectKind kind,
                                     const model::ObjectName& object);

std::vector<std::string> words_of(const std::vector<Dependent>& dependents);

}  // namespace dunlin::lint
