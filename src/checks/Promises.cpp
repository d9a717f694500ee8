#include "checks/Promises.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::checks {
namespace {

using model::Catalog;
using model::CatalogConstraint;
using model::CatalogFunction;
using model::CatalogRelation;

constexpr const char* k_promise = "promise";

const char* word_of(model::RelationKind kind) {
  switch (kind) {
    case model::RelationKind::table: return "table";
    case model::RelationKind::partitioned_table: return "partitioned table";
    case model::RelationKind::view: return "view";
    case model::RelationKind::materialized_view: return "materialized view";
    case model::RelationKind::foreign_table: return "foreign table";
  }
  return "";
}

/// Everything about one relation that files made or changed.
class RelationChecks {
 public:
  RelationChecks(const CatalogRelation& promised, const CatalogRelation& actual, std::vector<Check>& out)
      : promised_(promised), actual_(actual), out_(out), name_(model::to_string(promised.name)) {}

  void run() {
    columns();
    for (const CatalogConstraint& constraint : promised_.constraints)
      if (!constraint.origin.in_database() && !constraint.inherited) this->constraint(constraint);
    row_security();
    for (const auto& policy : promised_.policies) this->policy(policy);
    for (const auto& trigger : promised_.triggers) this->trigger(trigger);
  }

 private:
  void add(const std::string& what, std::string problem) {
    out_.push_back(judged(k_promise, what, std::move(problem)));
  }

  void columns() {
    if (promised_.is_view() || promised_.columns.empty()) return;
    std::vector<std::string> missing;
    for (const auto& column : promised_.columns)
      if (actual_.find_column(column.name) == nullptr) missing.push_back(column.name);
    add("columns of " + name_, missing.empty() ? "" : "missing: " + join(missing, ", "));
  }

  // A name that PostgreSQL chose may be another than we expect: then by what it says.
  const CatalogConstraint* find(const CatalogConstraint& wanted) const {
    if (const auto* same = actual_.find_constraint(wanted.name)) return same;
    const auto found =
        std::find_if(actual_.constraints.begin(), actual_.constraints.end(), [&](const auto& other) {
          return other.kind == wanted.kind && other.columns == wanted.columns &&
                 other.references.name == wanted.references.name;
        });
    return found == actual_.constraints.end() ? nullptr : &*found;
  }

  void constraint(const CatalogConstraint& wanted) {
    if (wanted.kind == model::ConstraintKind::not_null)
      return;  // a constraint of its own since PostgreSQL 18 only
    const CatalogConstraint* there = find(wanted);
    const bool unvalidated = there != nullptr && wanted.valid && !there->valid;
    add(fmt::format("constraint {} of {}", wanted.name.empty() ? join(wanted.columns, ", ") : wanted.name,
                    name_),
        there == nullptr ? "missing"
        : unvalidated    ? "not validated: rows from before it were never checked"
                         : "");
  }

  void row_security() {
    if (promised_.row_security) add("row security of " + name_, actual_.row_security ? "" : "off");
    if (promised_.force_row_security)
      add("forced row security of " + name_,
          actual_.force_row_security ? "" : "not forced: its owner sees every row");
  }

  void policy(const model::CatalogPolicy& wanted) {
    const bool there = std::any_of(actual_.policies.begin(), actual_.policies.end(),
                                   [&](const auto& other) { return other.name == wanted.name; });
    add(fmt::format("policy {} of {}", wanted.name, name_), there ? "" : "missing");
  }

  void trigger(const model::CatalogTrigger& wanted) {
    const auto there = std::find_if(actual_.triggers.begin(), actual_.triggers.end(),
                                    [&](const auto& other) { return other.name == wanted.name; });
    const bool disabled = there != actual_.triggers.end() && wanted.enabled && !there->enabled;
    add(fmt::format("trigger {} of {}", wanted.name, name_), there == actual_.triggers.end() ? "missing"
                                                             : disabled                      ? "disabled"
                                                                                             : "");
  }

  const CatalogRelation& promised_;
  const CatalogRelation& actual_;
  std::vector<Check>& out_;
  std::string name_;
};

void check_relation(const CatalogRelation& promised, const Catalog& actual, std::vector<Check>& out) {
  if (promised.persistence == model::Persistence::temporary) return;
  const CatalogRelation* there = actual.find_relation(promised.name);
  const bool same_kind = there != nullptr && there->is_view() == promised.is_view();
  const std::string name = fmt::format("{} {}", word_of(promised.kind), model::to_string(promised.name));
  if (!promised.origin.in_database())
    out.push_back(judged(k_promise, name,
                         there == nullptr ? "missing"
                         : same_kind      ? ""
                                          : fmt::format("is a {}", word_of(there->kind))));
  if (same_kind) RelationChecks(promised, *there, out).run();
}

bool same_form(const model::CatalogIndex& a, const model::CatalogIndex& b) {
  return a.unique == b.unique && a.method == b.method &&
         std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const auto& one, const auto& other) { return one.name == other.name; });
}

// A name that PostgreSQL chose may be another than we expect: then by its columns, unless that index was
// promised itself.
const model::CatalogIndex* find_index(const model::CatalogIndex& wanted, const Catalog& promised,
                                      const Catalog& actual) {
  if (const auto* same = actual.find_index(wanted.name)) return same;
  for (const model::CatalogIndex* other : actual.indexes_of(wanted.table))
    if (same_form(wanted, *other) && promised.find_index(other->name) == nullptr) return other;
  return nullptr;
}

void check_index(const model::CatalogIndex& wanted, const Catalog& promised, const Catalog& actual,
                 std::vector<Check>& out) {
  if (wanted.origin.in_database() || !wanted.constraint.empty()) return;
  const auto* table = actual.find_relation(wanted.table);
  if (table == nullptr || table->persistence == model::Persistence::temporary) return;  // said of the table
  const model::CatalogIndex* there = find_index(wanted, promised, actual);
  std::string problem;
  if (there == nullptr)
    problem = "missing";
  else if (there->table != wanted.table)
    problem = fmt::format("is on {}", model::to_string(there->table));
  else if (!there->valid)
    problem = "not valid: its build broke off";
  out.push_back(judged(
      k_promise, fmt::format("index {} on {}", model::to_string(wanted.name), model::to_string(wanted.table)),
      std::move(problem)));
}

void check_function(const CatalogFunction& promised, const Catalog& actual, std::vector<Check>& out) {
  if (promised.origin.in_database()) return;
  const CatalogFunction* there = actual.find_function(promised.name, promised.arguments);
  std::string problem = there == nullptr ? "missing" : "";
  if (there != nullptr && promised.security_definer != there->security_definer)
    problem = there->security_definer ? "runs with its owner's rights" : "runs with its caller's rights";
  if (there != nullptr && problem.empty() && !promised.public_may_execute && there->public_may_execute)
    problem = "PUBLIC may execute it";
  out.push_back(judged(k_promise, (promised.procedure ? "procedure " : "function ") + promised.signature(),
                       std::move(problem)));
}

template <class Map>
void check_names(const char* word, const Map& promised, const Map& actual, std::vector<Check>& out) {
  for (const auto& [name, origin] : promised)
    if (!origin.in_database())
      out.push_back(
          judged(k_promise, fmt::format("{} {}", word, name), actual.contains(name) ? "" : "missing"));
}

std::string quoted(const model::QualifiedName& name) {
  return quote_identifier(name.schema, name.name);
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::vector<std::string> single_privileges(const model::CatalogGrant& grant) {
  const bool all = grant.privileges == std::vector<std::string>{"all"};
  if (!all) return grant.privileges;
  switch (grant.kind) {
    case model::ObjectKind::table:
      return {"select", "insert", "update", "delete", "truncate", "references", "trigger"};
    case model::ObjectKind::sequence: return {"select", "update", "usage"};
    case model::ObjectKind::schema: return {"usage", "create"};
    default: return {"execute"};
  }
}

// Where a grant's object is in the database, by the word and the quoted name to ask with.
std::optional<GrantPromise> place_of(const model::CatalogGrant& grant, const Catalog& actual) {
  if (grant.kind == model::ObjectKind::schema)
    return GrantPromise{"schema", grant.object, "", grant.grantee, ""};
  for (const auto& [name, relation] : actual.relations)
    if (model::to_string(name) == grant.object)
      return GrantPromise{"table", quoted(name), "", grant.grantee, ""};
  for (const auto& [name, sequence] : actual.sequences)
    if (model::to_string(name) == grant.object)
      return GrantPromise{"sequence", quoted(name), "", grant.grantee, ""};
  for (const auto& [name, overloads] : actual.functions)
    for (const CatalogFunction& function : overloads)
      if (function.signature() == grant.object)
        return GrantPromise{"function", grant.object, name.schema, grant.grantee, ""};
  return std::nullopt;
}

}  // namespace

std::vector<Check> check_promises(const Catalog& promised, const Catalog& actual) {
  std::vector<Check> checks;
  check_names("schema", promised.schemas, actual.schemas, checks);
  check_names("extension", promised.extensions, actual.extensions, checks);
  for (const auto& [name, relation] : promised.relations) check_relation(relation, actual, checks);
  for (const auto& [name, index] : promised.indexes) check_index(index, promised, actual, checks);
  for (const auto& [name, overloads] : promised.functions)
    for (const CatalogFunction& function : overloads) check_function(function, actual, checks);
  return checks;
}

std::vector<GrantPromise> grant_promises(const Catalog& promised, const Catalog& actual) {
  std::vector<GrantPromise> promises;
  for (const model::CatalogGrant& grant : promised.grants) {
    if (grant.origin.in_database()) continue;
    auto place = place_of(grant, actual);
    if (!place) continue;
    for (const std::string& privilege : single_privileges(grant)) {
      if (privilege.find('(') != std::string::npos) continue;  // of columns
      place->privilege = upper(privilege);
      if (std::find(promises.begin(), promises.end(), *place) == promises.end()) promises.push_back(*place);
    }
  }
  return promises;
}

std::string describe(const GrantPromise& promise) {
  return fmt::format("{} on {} {} to {}", promise.privilege, promise.kind, promise.object, promise.grantee);
}

}  // namespace dunlin::checks
