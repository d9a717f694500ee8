#include "checks/Promises.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "base/Text.hpp"
#include "checks/ColumnPromises.hpp"
#include "checks/PolicyPromise.hpp"

namespace dunlin::checks {
namespace {

using model::Catalog;
using model::CatalogConstraint;
using model::CatalogFunction;
using model::CatalogRelation;

constexpr const char* k_promise = "promise";

// What isn't there though a statement would have made it has failed, unless that may not have run.
Check kept(std::string name, std::string problem, const model::Origin& origin) {
  Check check = judged(k_promise, std::move(name), std::move(problem));
  if (check.state != CheckState::failed || origin.condition.empty()) return check;
  check.state = CheckState::skipped;
  check.detail += "; made under a condition in " + origin.condition;
  return check;
}

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

// WITH (name), or = true in one of PostgreSQL's spellings.
bool is_on(const model::Options& options, std::string_view name) {
  return std::any_of(options.begin(), options.end(), [&](const auto& option) {
    const std::string value = to_lower(option.second);
    return option.first == name && (value.empty() || value == "true" || value == "on" || value == "1" ||
                                    value == "yes" || value == "t");
  });
}

/// Everything about one relation that files made or changed.
class RelationChecks {
 public:
  RelationChecks(const CatalogRelation& promised, const CatalogRelation& actual, std::vector<Check>& out)
      : promised_(promised), actual_(actual), out_(out), name_(model::to_string(promised.name)) {}

  void run() {
    columns();
    view_options();
    for (const CatalogConstraint& constraint : promised_.constraints)
      if (!constraint.origin.in_database() && !constraint.inherited) this->constraint(constraint);
    row_security();
    comment();
    for (const auto& policy : promised_.policies) this->policy(policy);
    for (const auto& trigger : promised_.triggers) this->trigger(trigger);
  }

 private:
  void add(const std::string& what, std::string problem, const model::Origin& origin) {
    out_.push_back(kept(what, std::move(problem), origin));
  }

  void columns() {
    if (promised_.is_view() || promised_.columns.empty()) return;
    std::vector<std::string> missing;
    for (const auto& column : promised_.columns) {
      if (actual_.find_column(column.name) != nullptr) continue;
      if (column.origin.condition.empty())
        missing.push_back(column.name);
      else
        add(fmt::format("column {} of {}", column.name, name_), "missing", column.origin);
    }
    add("columns of " + name_, missing.empty() ? "" : "missing: " + join(missing, ", "), {});
    for (const auto& column : promised_.columns)
      if (const auto* there = actual_.find_column(column.name))
        for (Check& check : check_column(name_, column, *there)) out_.push_back(std::move(check));
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
                         : "",
        wanted.origin);
  }

  void row_security() {
    const model::Origin& origin = promised_.row_security_origin;
    if (promised_.row_security) add("row security of " + name_, actual_.row_security ? "" : "off", origin);
    if (promised_.force_row_security)
      add("forced row security of " + name_,
          actual_.force_row_security ? "" : "not forced: its owner sees every row", origin);
  }

  void comment() {
    if (!promised_.comment_origin) return;
    const model::Origin& origin = *promised_.comment_origin;
    const std::string problem = comment_problem(promised_.comment, actual_.comment);
    if (!problem.empty())
      add("comment of " + name_, fmt::format("{}; promised in {}:{}", problem, origin.file, origin.line),
          origin);
  }

  // CREATE OR REPLACE VIEW without them takes them away (PostgreSQL docs, CREATE VIEW).
  void view_options() {
    if (!promised_.is_view()) return;
    if (is_on(promised_.options, "security_invoker"))
      add("security_invoker of " + name_,
          is_on(actual_.options, "security_invoker") ? "" : "off: it reads with its owner's rights",
          promised_.origin);
    if (is_on(promised_.options, "security_barrier"))
      add("security_barrier of " + name_,
          is_on(actual_.options, "security_barrier") ? "" : "off: conditions may meet rows that it hides",
          promised_.origin);
  }

  void policy(const model::CatalogPolicy& wanted) {
    const auto there = std::find_if(actual_.policies.begin(), actual_.policies.end(),
                                    [&](const auto& other) { return other.name == wanted.name; });
    add(fmt::format("policy {} of {}", wanted.name, name_),
        there == actual_.policies.end() ? "missing" : policy_problem(wanted, *there), wanted.origin);
  }

  void trigger(const model::CatalogTrigger& wanted) {
    const auto there = std::find_if(actual_.triggers.begin(), actual_.triggers.end(),
                                    [&](const auto& other) { return other.name == wanted.name; });
    const bool disabled = there != actual_.triggers.end() && wanted.enabled && !there->enabled;
    add(fmt::format("trigger {} of {}", wanted.name, name_),
        there == actual_.triggers.end() ? "missing"
        : disabled                      ? "disabled, or enabled for replicas only"
                                        : "",
        wanted.origin);
  }

  const CatalogRelation& promised_;
  const CatalogRelation& actual_;
  std::vector<Check>& out_;
  std::string name_;
};

// A table may have become a partitioned one; a view is no materialized one.
bool same_kind(const CatalogRelation& promised, const CatalogRelation& actual) {
  return promised.is_view() || actual.is_view() ? promised.kind == actual.kind : true;
}

std::string relation_problem(const CatalogRelation& promised, const CatalogRelation* there) {
  if (there == nullptr) return "missing";
  if (!same_kind(promised, *there)) return fmt::format("is a {}", word_of(there->kind));
  if (promised.kind == model::RelationKind::materialized_view && promised.populated && !there->populated)
    return "holds no data: who reads it gets an error";
  if (!promised.partition_of.empty() && there->partition_of != promised.partition_of)
    return fmt::format("is no partition of {}", model::to_string(promised.partition_of));
  return "";
}

void check_relation(const CatalogRelation& promised, const Catalog& actual, std::vector<Check>& out) {
  if (promised.persistence == model::Persistence::temporary) return;
  const CatalogRelation* there = actual.find_relation(promised.name);
  if (!promised.origin.in_database())
    out.push_back(kept(fmt::format("{} {}", word_of(promised.kind), model::to_string(promised.name)),
                       relation_problem(promised, there), promised.origin));
  if (there != nullptr && same_kind(promised, *there)) RelationChecks(promised, *there, out).run();
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
  out.push_back(
      kept(fmt::format("index {} on {}", model::to_string(wanted.name), model::to_string(wanted.table)),
           std::move(problem), wanted.origin));
}

bool has_search_path(const CatalogFunction& function) {
  return std::any_of(function.settings.begin(), function.settings.end(),
                     [](const auto& setting) { return setting.first == "search_path"; });
}

void check_function(const CatalogFunction& promised, const Catalog& actual, std::vector<Check>& out) {
  if (promised.origin.in_database()) return;
  const CatalogFunction* there = actual.find_function(promised.name, promised.arguments);
  std::string problem = there == nullptr ? "missing" : "";
  if (there != nullptr && promised.security_definer != there->security_definer)
    problem = there->security_definer ? "runs with its owner's rights" : "runs with its caller's rights";
  if (there != nullptr && problem.empty() && !promised.public_may_execute && there->public_may_execute)
    problem = "PUBLIC may execute it";
  if (there != nullptr && problem.empty() && has_search_path(promised) && !has_search_path(*there))
    problem = "its search_path is its caller's";
  out.push_back(kept((promised.procedure ? "procedure " : "function ") + promised.signature(),
                     std::move(problem), there == nullptr ? promised.origin : promised.rights_origin));
}

void check_type(const model::CatalogType& promised, const Catalog& actual, std::vector<Check>& out) {
  if (promised.origin.in_database()) return;
  const auto there = actual.types.find(promised.name);
  std::vector<std::string> missing;
  if (there != actual.types.end())
    std::copy_if(promised.labels.begin(), promised.labels.end(), std::back_inserter(missing),
                 [&](const std::string& label) {
                   const auto& labels = there->second.labels;
                   return std::find(labels.begin(), labels.end(), label) == labels.end();
                 });
  out.push_back(kept(fmt::format("{} {}", promised.domain ? "domain" : "type", to_string(promised.name)),
                     there == actual.types.end() ? "missing"
                     : missing.empty()           ? ""
                                                 : "without " + join(missing, ", "),
                     promised.origin));
}

// One that belongs to a column goes and comes with it, under a name that PostgreSQL chose.
void check_sequence(const model::CatalogSequence& promised, const Catalog& actual, std::vector<Check>& out) {
  if (promised.origin.in_database() || !promised.owned_by_table.empty()) return;
  out.push_back(kept("sequence " + to_string(promised.name),
                     actual.sequences.contains(promised.name) ? "" : "missing", promised.origin));
}

template <class Map>
void check_names(const char* word, const Map& promised, const Map& actual, std::vector<Check>& out) {
  for (const auto& [name, origin] : promised)
    if (!origin.in_database())
      out.push_back(kept(fmt::format("{} {}", word, name), actual.contains(name) ? "" : "missing", origin));
}

}  // namespace

std::vector<Check> check_promises(const Catalog& promised, const Catalog& actual) {
  std::vector<Check> checks;
  check_names("schema", promised.schemas, actual.schemas, checks);
  check_names("extension", promised.extensions, actual.extensions, checks);
  for (const auto& [name, type] : promised.types) check_type(type, actual, checks);
  for (const auto& [name, sequence] : promised.sequences) check_sequence(sequence, actual, checks);
  for (const auto& [name, relation] : promised.relations) check_relation(relation, actual, checks);
  for (const auto& [name, index] : promised.indexes) check_index(index, promised, actual, checks);
  for (const auto& [name, overloads] : promised.functions)
    for (const CatalogFunction& function : overloads) check_function(function, actual, checks);
  return checks;
}

}  // namespace dunlin::checks
