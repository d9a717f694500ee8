#include "lint/audit/LastStateRemarks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"
#include "lint/IndexCover.hpp"
#include "lint/SplitFix.hpp"
#include "lint/audit/Definitions.hpp"

namespace dunlin::lint::audit {
namespace {

Place place_of(const model::Origin& origin) {
  return {origin.file, origin.line};
}

bool later(const model::Origin& a, const model::Origin& b) {
  return a.file_index != b.file_index ? a.file_index > b.file_index : a.line > b.line;
}

// Nothing but queries depends on it.
bool is_free(const model::CatalogIndex& index) {
  return index.constraint.empty() && index.partition_of.empty();
}

// `index` may go because of `other`, which stays.
bool is_needless(const model::CatalogIndex& index, const model::CatalogIndex& other) {
  if (&index == &other || !is_free(index)) return false;
  if (is_prefix_of(index, other)) return true;
  if (!same_index(index, other) || (index.unique && !other.unique)) return false;
  const bool other_may_go = is_free(other) && (!other.unique || index.unique);
  return !other_may_go || later(index.origin, other.origin) ||
         (index.origin == other.origin && index.name > other.name);
}

bool has_search_path(const model::CatalogFunction& function) {
  return std::any_of(function.settings.begin(), function.settings.end(),
                     [](const auto& setting) { return setting.first == "search_path"; });
}

}  // namespace

LastState count_objects(const model::Catalog& last) {
  LastState state;
  for (const auto& [name, relation] : last.relations) {
    if (!is_made(relation)) continue;
    ++(relation.is_view() ? state.views : state.tables);
    state.triggers += relation.triggers.size();
    state.policies += relation.policies.size();
  }
  for (const auto& [name, overloads] : last.functions) state.functions += overloads.size();
  state.indexes = last.indexes.size();
  state.types = last.types.size();
  return state;
}

std::vector<Remark> needless_indexes(const model::Catalog& last) {
  std::vector<Remark> remarks;
  for (const auto& [table, relation] : last.relations) {
    const auto indexes = last.indexes_of(table);
    for (const auto* index : indexes)
      for (const auto* other : indexes) {
        if (!is_needless(*index, *other)) continue;
        remarks.push_back(
            {model::to_string(index->name), place_of(index->origin),
             fmt::format("{} {} of {}{}",
                         same_index(*index, *other) ? "holds the same as" : "is the beginning of",
                         model::to_string(other->name), model::to_string(table),
                         other->origin.file.empty() ? "" : " (" + to_string(place_of(other->origin)) + ")"),
             "DROP INDEX CONCURRENTLY " + sql_name(index->name) + ";"});
        break;
      }
  }
  return remarks;
}

std::vector<Remark> tables_without_rls(const model::Catalog& last, const std::vector<std::string>& schemas) {
  std::vector<Remark> remarks;
  for (const auto& [name, table] : last.relations) {
    const bool exposed = std::find(schemas.begin(), schemas.end(), name.schema) != schemas.end();
    const bool is_table =
        table.kind == model::RelationKind::table || table.kind == model::RelationKind::partitioned_table;
    if (!exposed || !is_table || table.row_security || !table.partition_of.empty() ||
        !table.extension.empty() || !is_made(table))
      continue;
    remarks.push_back(
        {model::to_string(name), place_of(table.origin),
         table.policies.empty()
             ? "no row level security"
             : fmt::format("has {}, which nothing enforces: row level security is off",
                           table.policies.size() == 1 ? std::string("a policy")
                                                      : fmt::format("{} policies", table.policies.size())),
         "ALTER TABLE " + sql_name(name) + " ENABLE ROW LEVEL SECURITY;"});
  }
  return remarks;
}

std::vector<Remark> open_definers(const model::Catalog& last) {
  std::vector<Remark> remarks;
  for (const auto& [name, overloads] : last.functions)
    for (const model::CatalogFunction& function : overloads) {
      if (!function.security_definer || has_search_path(function) || !function.extension.empty()) continue;
      const std::string signature = function.signature();
      remarks.push_back({signature, place_of(function.origin),
                         "runs with its owner's rights on whatever the caller's search_path finds",
                         fmt::format("ALTER {} {}{} SET search_path = {}, pg_temp;",
                                     function.procedure ? "PROCEDURE" : "FUNCTION", sql_name(name),
                                     signature.substr(signature.find('(')), sql_name(name.schema))});
    }
  return remarks;
}

}  // namespace dunlin::lint::audit
