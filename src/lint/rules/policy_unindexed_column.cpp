#include <algorithm>
#include <set>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// Columns of the table that the policy compares: of a type that identifies somebody. A subquery's own columns
// can't be told from the table's unless they are qualified, so then nothing is said.
std::set<std::string> identifying_columns(const model::CatalogRelation& table,
                                          const model::Expression& expression) {
  std::set<std::string> found;
  for (const auto& parts : expression.columns) {
    const bool qualified = parts.size() >= 2 && parts[parts.size() - 2] == table.name.name;
    if (!qualified && (parts.size() != 1 || !expression.relations.empty())) continue;
    const auto* column = table.find_column(parts.back());
    if (column == nullptr || column->type.array) continue;
    const std::string& type = column->type.name;
    if (type == "uuid" || type == "int4" || type == "int8") found.insert(column->name);
  }
  return found;
}

bool leads_an_index(const Scene& scene, const model::CatalogRelation& table, const std::string& column) {
  const auto indexes = scene.catalog().indexes_of(table.name);
  return std::any_of(indexes.begin(), indexes.end(), [&](const model::CatalogIndex* index) {
    return !index->columns.empty() && index->columns.front().name == column;
  });
}

void check_policy_unindexed_column(const Scene& scene, Reporter& report) {
  std::set<std::string> said;
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* policy = std::get_if<model::CreatePolicy>(&statement.command);
    const auto* table = policy == nullptr ? nullptr : known_table(scene, policy->table);
    if (table == nullptr) continue;
    for (const std::string& column : identifying_columns(*table, policy->using_)) {
      const std::string shown = to_string(table->name) + "." + column;
      if (leads_an_index(scene, *table, column) || !said.insert(shown).second) continue;
      model::Finding& finding = report.add_at(table->origin, shown,
                                              "policy \"" + policy->name + "\" compares " + shown +
                                                  ", which no index begins with: each query of " +
                                                  to_string(table->name) + " reads all of it");
      finding.span = statement.source.span;
    }
  }
}

}  // namespace

const Rule policy_unindexed_column{
    .name = "policy-unindexed-column",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A policy compares a column that has no index",
    .why =
        "The policy's condition is part of every query of the table. Without an index on its column "
        "PostgreSQL reads the whole table to find the rows that one user may see.",
    .advice = "CREATE INDEX CONCURRENTLY ON t (user_id); in a unit of its own.",
    .file = check_policy_unindexed_column};

}  // namespace dunlin::lint::rules
