#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct AddColumnInlineFk {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::add_column || !action.column) continue;
      for (const model::Constraint& constraint : action.column->constraints)
        if (constraint.kind == model::ConstraintKind::foreign_key && !constraint.not_enforced)
          add(scene, *alter, action, constraint, report);
    }
  }

  static bool has_values(const model::Column& column) {
    return (column.default_value && !column.default_value->is_null) ||
           column.generated != model::Generated::no;
  }

  static void add(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                  const model::Constraint& key, Reporter& report) {
    const bool compares = has_values(*action.column);
    // Without a value there is nothing to compare: only the referenced table's lock is left to speak of.
    if (!compares && scene.settings().profile == Profile::safe && !asked_for(scene)) return;
    const std::string table = scene.shown(alter.name);
    const std::string parent = scene.shown(key.references);
    model::Finding& finding = report.add(
        table,
        compares ? "the new column " + action.name + " has a value in every row of " + table +
                       ": its foreign key compares all of them with " + parent +
                       " while nobody else can use " + table + " or write " + parent
                 : "the new column " + action.name + " locks " + parent + " against writes together with " +
                       table + ", which nobody else can use until the transaction ends",
        key.range);
    if (!compares) finding.severity = model::Severity::note;
    finding.fix.edits = edits(scene, alter, action, key);
  }

  static bool asked_for(const Scene& scene) {
    for (const std::string& rule : scene.settings().also)
      if (rule == "add-column-inline-fk") return true;
    return false;
  }

  static std::vector<model::TextEdit> edits(const Scene& scene, const model::AlterTable& alter,
                                            const model::AlterAction& action, const model::Constraint& key) {
    if (key.deferrable || !adds_surely(scene, alter, action) ||
        (is_partitioned(scene, alter.name) && scene.settings().major < 18))
      return {};
    const std::string name = sql_name(constraint_name(scene, alter, key, {action.name}));
    const std::string prefix = alter_prefix(scene, alter);
    const std::string added = prefix + " ADD CONSTRAINT " + name + " FOREIGN KEY (" + sql_name(action.name) +
                              ") " + reference(scene, key) + " NOT VALID";
    return append_units(scene, {{added}, {prefix + " VALIDATE CONSTRAINT " + name}},
                        with_pieces(scene, {{action.range, column_without(scene, action, key)}}));
  }

  // From REFERENCES on.
  static std::string reference(const Scene& scene, const model::Constraint& key) {
    const sql::Source source(scene.text(key.range));
    const std::size_t word = source.find_word(0, "references");
    return std::string(source.text().substr(source.tokens()[word].offset));
  }
};

}  // namespace

const Rule add_column_inline_fk{
    .name = "add-column-inline-fk",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ADD COLUMN with REFERENCES on a table in use",
    .why =
        "With a default the foreign key is checked for every row while the table is locked with ACCESS "
        "EXCLUSIVE and the referenced one against writes (measured: it scans both). Without a default "
        "nothing is read, but both tables are locked at once until the transaction ends.",
    .advice =
        "ALTER TABLE t ADD COLUMN c ...; then in units of their own: ADD CONSTRAINT k FOREIGN KEY (c) "
        "REFERENCES u (id) NOT VALID, and VALIDATE CONSTRAINT k.",
    .statement = AddColumnInlineFk::statement};

}  // namespace dunlin::lint::rules
