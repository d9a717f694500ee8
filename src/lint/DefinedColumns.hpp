#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// A column that the statement gives a type: in CREATE TABLE, ADD COLUMN or ALTER COLUMN TYPE.
struct DefinedColumn {
  std::string table;  ///< "public.orders"
  std::string name;
  model::TypeName type;
  const model::Column* column = nullptr;  ///< its definition; nullptr for ALTER COLUMN TYPE
  model::Range place;
};
/// Those of tables that stay: not of temporary ones.
std::vector<DefinedColumn> defined_columns(const Scene& scene);

/// Adds a finding at each defined column for which `words` says something.
void report_columns(const Scene& scene, Reporter& report, std::string (*words)(const DefinedColumn&));

/// A column that the statement makes the whole primary key.
struct KeyColumn {
  std::string table;
  std::string name;
  model::TypeName type;
  model::Range place;
};
std::vector<KeyColumn> single_key_columns(const Scene& scene);

/// The words of a name: "apiKey", "api_key" and "API-Key" are all api, key.
std::vector<std::string> words_of_name(const std::string& name);

}  // namespace dunlin::lint
