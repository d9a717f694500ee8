#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rls_force(const Scene& scene, Reporter& report) {
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* alter = std::get_if<model::AlterTable>(&statement.command);
    if (alter == nullptr) continue;
    const auto* table = known_table(scene, alter->name);
    if (table == nullptr || !table->row_security || table->force_row_security) continue;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::enable_rls) continue;
      const std::string shown = to_string(table->name);
      model::Finding& finding = report.add_at(
          table->origin, shown,
          "the owner of " + shown + " isn't held to its policies: row level security isn't forced");
      finding.span = statement.source.span;
    }
  }
}

}  // namespace

const Rule rls_force{
    .name = "rls-force",
    .family = 'I',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "Row level security that doesn't hold for the table's owner",
    .why =
        "The owner of a table passes over its policies (docs, 5.8). An application that connects as the "
        "owner, and SECURITY DEFINER functions of the owner, see all rows.",
    .advice = "Let the application connect as another role, or ALTER TABLE t FORCE ROW LEVEL SECURITY.",
    .file = check_rls_force};

}  // namespace dunlin::lint::rules
