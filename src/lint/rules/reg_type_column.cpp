#include <algorithm>
#include <array>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool hinders_upgrade(const model::TypeName& type) {
  constexpr std::array<std::string_view, 8> k_types{"regcollation", "regconfig",   "regdictionary",
                                                    "regnamespace", "regoper",     "regoperator",
                                                    "regproc",      "regprocedure"};
  return type.schema.empty() && std::find(k_types.begin(), k_types.end(), type.name) != k_types.end();
}

void report_reg_type(const Scene& scene, const model::QualifiedName& table, const model::Column& column,
                     Reporter& report) {
  if (!hinders_upgrade(column.type)) return;
  const std::string shown = to_string(scene.catalog().qualified(table)) + "." + column.name;
  report.add(shown, shown + " has the type " + column.type.name + ": pg_upgrade refuses the database",
             column.range);
}

void check_reg_type_column(const Scene& scene, Reporter& report) {
  if (const auto* table = scene.as<model::CreateTable>())
    for (const model::Column& column : table->columns) report_reg_type(scene, table->name, column, report);
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr) return;
  for (const model::AlterAction& action : alter->actions)
    if (action.kind == model::AlterKind::add_column && action.column)
      report_reg_type(scene, alter->name, *action.column, report);
}

}  // namespace

const Rule reg_type_column{
    .name = "reg-type-column",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A column of a reg* type that pg_upgrade can't carry over",
    .why =
        "Such values are OIDs of objects, which get others in the new cluster. pg_upgrade checks for these "
        "types and stops (docs, pg_upgrade, Notes); regclass, regrole and regtype are carried over.",
    .advice = "Store the name as text, and cast where it is used: name::regprocedure.",
    .statement = check_reg_type_column};

}  // namespace dunlin::lint::rules
