#include "checks/GrantPromises.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/Identifier.hpp"
#include "model/TablePrivilege.hpp"

namespace dunlin::checks {
namespace {

using model::Catalog;
using model::CatalogFunction;
using model::TablePrivilege;

std::string quoted(const model::QualifiedName& name) {
  return quote_identifier(name.schema, name.name);
}

// Read by the server as it is written: small letters, digits and underscores.
bool reads_as_is(const std::string& name) {
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }) &&
         (name.empty() || name[0] < '0' || name[0] > '9');
}

// With quotes where the server would read another name. The arguments stay as the catalog spells them.
std::string asked_signature(const model::QualifiedName& name, const CatalogFunction& function) {
  std::string signature = function.signature();
  if (reads_as_is(name.schema) && reads_as_is(name.name)) return signature;
  return quoted(name) + signature.substr(model::to_string(name).size());
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

bool same_privilege(const GrantPromise& a, const GrantPromise& b) {
  return a.kind == b.kind && a.object == b.object && a.grantee == b.grantee && a.privilege == b.privilege &&
         a.columns == b.columns;
}

// Once each, without a condition when one of the grants has none.
void add(std::vector<GrantPromise>& promises, const GrantPromise& promise) {
  const auto same = std::find_if(promises.begin(), promises.end(),
                                 [&](const auto& other) { return same_privilege(other, promise); });
  if (same == promises.end())
    promises.push_back(promise);
  else if (promise.condition.empty())
    same->condition.clear();
}

std::vector<std::string> all_of(const model::CatalogGrant& grant, bool on_columns) {
  if (on_columns) return {"select", "insert", "update", "references"};
  switch (grant.kind) {
    case model::ObjectKind::table:
      return {"select", "insert", "update", "delete", "truncate", "references", "trigger"};
    case model::ObjectKind::sequence: return {"select", "update", "usage"};
    case model::ObjectKind::schema: return {"usage", "create"};
    default: return {"execute"};
  }
}

std::vector<TablePrivilege> single_privileges(const model::CatalogGrant& grant) {
  std::vector<TablePrivilege> single;
  for (const std::string& text : grant.privileges) {
    const TablePrivilege privilege = model::read_privilege(text);
    if (privilege.word != "all") {
      single.push_back(privilege);
      continue;
    }
    for (const std::string& word : all_of(grant, !privilege.columns.empty()))
      single.push_back({word, privilege.columns});
  }
  return single;
}

// Of a column that the files have dropped or renamed since nothing is left to ask.
bool has_columns(const Catalog& promised, const std::string& object,
                 const std::vector<std::string>& columns) {
  if (columns.empty()) return true;
  for (const auto& [name, relation] : promised.relations)
    if (model::to_string(name) == object)
      return std::all_of(columns.begin(), columns.end(), [&, &table = relation](const std::string& column) {
        return table.find_column(column) != nullptr;
      });
  return false;
}

// Where a grant's object is in the database, by the word and the quoted name to ask with.
std::optional<GrantPromise> place_of(const model::CatalogGrant& grant, const Catalog& actual) {
  if (grant.kind == model::ObjectKind::schema)
    return GrantPromise{"schema", grant.object, "", grant.grantee, "", {}, ""};
  for (const auto& [name, relation] : actual.relations)
    if (model::to_string(name) == grant.object)
      return GrantPromise{"table", quoted(name), "", grant.grantee, "", {}, ""};
  for (const auto& [name, sequence] : actual.sequences)
    if (model::to_string(name) == grant.object)
      return GrantPromise{"sequence", quoted(name), "", grant.grantee, "", {}, ""};
  for (const auto& [name, overloads] : actual.functions)
    for (const CatalogFunction& function : overloads)
      if (function.signature() == grant.object)
        return GrantPromise{"function", asked_signature(name, function), name.schema, grant.grantee, "", {},
                            ""};
  return std::nullopt;
}

}  // namespace

std::vector<GrantPromise> grant_promises(const Catalog& promised, const Catalog& actual) {
  std::vector<GrantPromise> promises;
  for (const model::CatalogGrant& grant : promised.grants) {
    if (grant.origin.in_database()) continue;
    auto place = place_of(grant, actual);
    if (!place) continue;
    for (const TablePrivilege& privilege : single_privileges(grant)) {
      if (!has_columns(promised, grant.object, privilege.columns)) continue;
      place->privilege = upper(privilege.word);
      place->columns = privilege.columns;
      place->condition = grant.origin.condition;
      add(promises, *place);
    }
  }
  return promises;
}

std::string describe(const GrantPromise& promise) {
  return fmt::format("{} on {} {} to {}", to_string(TablePrivilege{promise.privilege, promise.columns}),
                     promise.kind, promise.object, promise.grantee);
}

}  // namespace dunlin::checks
