#include <set>

#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// Tables that reference it, and those that reference them, as TRUNCATE ... CASCADE goes.
void add_truncated(const model::Catalog& catalog, const model::QualifiedName& table,
                   std::set<std::string>& names) {
  for (const model::CatalogRelation* child : catalog.referencing(table))
    if (child->name != table && names.insert(model::to_string(child->name)).second)
      add_truncated(catalog, child->name, names);
}

void check_truncate_cascade(const Scene& scene, Reporter& report) {
  const auto* truncate = scene.as<model::Truncate>();
  if (truncate == nullptr || !truncate->cascade) return;
  for (const model::QualifiedName& table : truncate->tables) {
    const std::string name = scene.shown(table);
    std::set<std::string> others;
    add_truncated(scene.catalog(), scene.catalog().qualified(table), others);
    for (const model::QualifiedName& named : truncate->tables) others.erase(scene.shown(named));
    std::erase_if(others, [&](const std::string& other) { return !scene.is_live(split_shown(other)); });
    if (!others.empty())
      report.add(name, "TRUNCATE ... CASCADE also deletes all rows of " +
                           enumerated({others.begin(), others.end()}));
    else if (scene.relation(table) == nullptr)
      report.add(name, "TRUNCATE ... CASCADE also deletes all rows of every table that references " + name);
  }
}

}  // namespace

const Rule truncate_cascade{
    .name = "truncate-cascade",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "TRUNCATE ... CASCADE",
    .why =
        "Every table with a foreign key to the table is emptied too, and every table with one to those, "
        "whatever "
        "ON DELETE says; only a NOTICE tells which. Measured: ACCESS EXCLUSIVE locks on all of them.",
    .advice =
        "Name all tables that are meant in one TRUNCATE a, b, c without CASCADE: it refuses when one is "
        "missing.",
    .statement = check_truncate_cascade};

}  // namespace dunlin::lint::rules
