#include <algorithm>

#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropTable {
  const Scene& scene;

  // It is a partition, or was one until a statement of this file: old rows are thrown away by the partition.
  bool is_partition(const model::QualifiedName& table) const {
    const model::CatalogRelation* relation = scene.relation(table);
    if (relation != nullptr && !relation->partition_of.empty()) return true;
    const auto detaches = [&](const model::AlterAction& action) {
      return action.kind == model::AlterKind::detach_partition &&
             scene.shown(action.relation) == scene.shown(table);
    };
    for (std::size_t i = 0; i < scene.index(); ++i)
      if (const auto* alter = std::get_if<model::AlterTable>(&scene.statements()[i].command))
        if (std::any_of(alter->actions.begin(), alter->actions.end(), detaches)) return true;
    return false;
  }

  // The tables that its foreign keys reference: each is locked too.
  std::string locked_too(const model::QualifiedName& table) const {
    std::vector<std::string> names;
    if (const model::CatalogRelation* relation = scene.relation(table))
      for (const model::CatalogConstraint& constraint : relation->constraints)
        if (constraint.kind == model::ConstraintKind::foreign_key &&
            constraint.references != relation->name) {
          const std::string name = model::to_string(constraint.references);
          if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
    return names.empty() ? std::string()
                         : "; it also locks " + enumerated(names) + ", which its foreign keys reference";
  }
};

void check_drop_table(const Scene& scene, Reporter& report) {
  const DropTable drop{scene};
  for (const model::ObjectName* object : dropped_objects(scene, model::ObjectKind::table)) {
    const std::string name = scene.shown(object->name);
    const bool again = made_later(scene, model::ObjectKind::table, *object);
    const bool partition = drop.is_partition(object->name);
    model::Finding& finding =
        report.add(name, "DROP TABLE deletes " + name + " with all its rows" +
                             (again ? ", though the file makes a table of that name again" : "") +
                             drop.locked_too(object->name));
    finding.severity = partition ? model::Severity::warning : by_phase(scene, model::Severity::error);
  }
}

}  // namespace

const Rule drop_table{
    .name = "drop-table",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DROP TABLE of a table that was there before the file",
    .why =
        "The rows are gone with the commit: dunlin keeps data when it rolls a migration back, not when a "
        "migration drops it. Code that is still running fails, and dropping a table with foreign keys locks "
        "the referenced tables as well (ACCESS EXCLUSIVE, measured): a dead table can stall a busy one.",
    .advice =
        "First release: stop using the table. Then drop its foreign keys one at a time, each in a unit of "
        "its "
        "own; at last, after a backup, DROP TABLE in a file of its own (-- Phase: contract). What may be "
        "needed again: ALTER TABLE name SET SCHEMA archive.",
    .statement = check_drop_table};

}  // namespace dunlin::lint::rules
