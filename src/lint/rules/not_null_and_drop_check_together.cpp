#include <algorithm>

#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct NotNullAndDropCheckTogether {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    const auto* table = alter == nullptr ? nullptr : scene.relation(alter->name);
    if (table == nullptr) return;
    std::vector<std::size_t> drops;
    std::string column;
    for (std::size_t i = 0; i < alter->actions.size(); ++i) {
      if (alter->actions[i].kind != model::AlterKind::drop_constraint) continue;
      const std::string proved = proves(*alter, *table, alter->actions[i].name);
      if (proved.empty()) continue;
      drops.push_back(i);
      column = proved;
    }
    if (!drops.empty()) add(scene, *alter, drops, column, report);
  }

  // The column of a SET NOT NULL in the statement that this constraint proves.
  static std::string proves(const model::AlterTable& alter, const model::CatalogRelation& table,
                            const std::string& name) {
    const auto* constraint = table.find_constraint(name);
    if (constraint == nullptr || !constraint->valid) return {};
    for (const model::AlterAction& action : alter.actions) {
      const auto& proved = constraint->not_null_columns;
      const auto* known = table.find_column(action.name);
      if (action.kind == model::AlterKind::set_not_null && (known == nullptr || !known->not_null) &&
          std::find(proved.begin(), proved.end(), action.name) != proved.end())
        return action.name;
    }
    return {};
  }

  static void add(const Scene& scene, const model::AlterTable& alter, const std::vector<std::size_t>& drops,
                  const std::string& column, Reporter& report) {
    const std::string table = scene.shown(alter.name);
    const model::AlterAction& drop = alter.actions[drops.front()];
    model::Finding& finding = report.add(table,
                                         "dropping " + drop.name + " in the ALTER TABLE that sets " + column +
                                             " NOT NULL makes PostgreSQL read every row of " + table +
                                             ": the constraint goes first, and proves nothing any more",
                                         drop.range);
    finding.cost = model::Cost::scan;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < alter.actions.size(); ++i)
      if (std::find(drops.begin(), drops.end(), i) == drops.end()) others.push_back(i);
    finding.fix.edits =
        replace_piece(scene, {0, scene.text().size()},
                      without_actions(scene, alter, drops) + ";\n" + without_actions(scene, alter, others));
  }
};

}  // namespace

const Rule not_null_and_drop_check_together{
    .name = "not-null-and-drop-check-together",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "SET NOT NULL and DROP CONSTRAINT of its proof in one ALTER TABLE",
    .why =
        "PostgreSQL drops first, whatever the order written: SET NOT NULL then reads the whole table under "
        "ACCESS EXCLUSIVE (measured, in both orders). In two ALTER TABLE statements, even of one "
        "transaction, it reads nothing.",
    .advice = "ALTER TABLE t ALTER COLUMN c SET NOT NULL; ALTER TABLE t DROP CONSTRAINT t_c_nn.",
    .statement = NotNullAndDropCheckTogether::statement};

}  // namespace dunlin::lint::rules
