#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct PkBuildsIndex {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr) return;
    for (std::size_t i = 0; i < alter->actions.size(); ++i) {
      const model::AlterAction& action = alter->actions[i];
      if (action.kind == model::AlterKind::add_constraint && action.constraint &&
          action.constraint->kind == model::ConstraintKind::primary_key &&
          action.constraint->using_index.empty())
        add_constraint(scene, *alter, i, report);
      if (action.kind != model::AlterKind::add_column || !action.column) continue;
      for (const model::Constraint& constraint : action.column->constraints)
        if (constraint.kind == model::ConstraintKind::primary_key)
          report.add(scene.shown(alter->name), message(scene, *alter, constraint, {action.name}),
                     constraint.range);
    }
  }

  static std::string message(const Scene& scene, const model::AlterTable& alter, const model::Constraint& key,
                             const std::vector<std::string>& columns) {
    return "primary key " + constraint_name(scene, alter, key, columns) + " builds its index while " +
           "nobody else can read or write " + scene.shown(alter.name);
  }

  static void add_constraint(const Scene& scene, const model::AlterTable& alter, std::size_t index,
                             Reporter& report) {
    const model::AlterAction& action = alter.actions[index];
    const model::Constraint& key = *action.constraint;
    model::Finding& finding =
        report.add(scene.shown(alter.name), message(scene, alter, key, key.columns), action.range);
    if (is_partitioned(scene, alter.name)) {
      finding.fix.advice =
          "A partitioned table can't take an index over with USING INDEX: give each partition its primary "
          "key first (CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX); the one of the "
          "partitioned table takes those over.";
      return;
    }
    const std::vector<UnitText> units = all_units(scene, alter, key);
    const std::string rest = without_actions(scene, alter, {index});
    if (units.empty()) return;
    finding.fix.edits =
        rest.empty() ? replace_by_units(scene, units, true) : append_units(scene, units, rest);
  }

  static std::vector<UnitText> all_units(const Scene& scene, const model::AlterTable& alter,
                                         const model::Constraint& key) {
    std::vector<UnitText> units = index_constraint_units(scene, alter, key, key.columns);
    const std::vector<std::string> nullable = maybe_nullable(scene, alter, key);
    if (units.empty() || nullable.empty()) return units;
    std::vector<UnitText> all = not_null_units(scene, alter, nullable);
    all.insert(all.end(), units.begin(), units.end());
    return all;
  }

  static std::vector<std::string> maybe_nullable(const Scene& scene, const model::AlterTable& alter,
                                                 const model::Constraint& key) {
    const auto* table = scene.relation(alter.name);
    std::vector<std::string> nullable;
    for (const std::string& column : key.columns)
      if (table == nullptr || table->find_column(column) == nullptr || is_unproved_nullable(*table, column))
        nullable.push_back(column);
    return nullable;
  }
};

}  // namespace

const Rule pk_builds_index{
    .name = "pk-builds-index",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A primary key that builds its index on a table in use",
    .why =
        "The index is built under ACCESS EXCLUSIVE, and columns that may be NULL are read for it besides: "
        "reads and writes wait until all is done.",
    .advice =
        "Make the columns NOT NULL by a CHECK that was validated (see set-not-null-scan); CREATE UNIQUE "
        "INDEX CONCURRENTLY t_pkey ON t (id); then ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING "
        "INDEX t_pkey.",
    .statement = PkBuildsIndex::statement};

}  // namespace dunlin::lint::rules
