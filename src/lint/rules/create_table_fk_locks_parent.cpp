#include <set>

#include "lint/ReferencedTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_create_table_fk(const Scene& scene, Reporter& report) {
  const auto* create = scene.as<model::CreateTable>();
  if (create == nullptr) return;
  for (const std::string& parent : live_referenced_tables(scene, scene.statement()))
    report.add(parent, "CREATE TABLE " + scene.shown(create->name) + " locks " + parent +
                           " against writes until the transaction ends");
}

}  // namespace

const Rule create_table_fk_locks_parent{
    .name = "create-table-fk-locks-parent",
    .family = 'B',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "CREATE TABLE with a foreign key to a table in use",
    .why =
        "The foreign key's triggers are made on the referenced table under SHARE ROW EXCLUSIVE (measured): "
        "no "
        "row is read, but writes to it wait behind whoever holds it, and until the transaction ends.",
    .advice =
        "Keep the transaction short and its lock_timeout too; foreign keys to busy tables in units of "
        "their own.",
    .statement = check_create_table_fk};

}  // namespace dunlin::lint::rules
