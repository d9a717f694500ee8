#include "base/Text.hpp"
#include "lint/IndexCover.hpp"
#include "lint/SplitFix.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct UnindexedFk {
  using Relation = model::CatalogRelation;
  using Constraint = model::CatalogConstraint;

  static bool lacks_index(const Scene& scene, const Relation& table, const Constraint& constraint) {
    return constraint.kind == model::ConstraintKind::foreign_key && !constraint.inherited &&
           !constraint.columns.empty() && table.persistence != model::Persistence::temporary &&
           !has_lookup_index(scene.catalog(), table.name, constraint.columns);
  }

  static std::string create_index(const Scene& scene, const Relation& table, const Constraint& constraint,
                                  bool concurrently) {
    model::CreateIndex index;
    for (const std::string& column : constraint.columns) {
      index.columns.emplace_back();
      index.columns.back().name = column;
    }
    std::vector<std::string> columns;
    for (const std::string& column : constraint.columns) columns.push_back(sql_name(column));
    return std::string(concurrently ? "CREATE INDEX CONCURRENTLY " : "CREATE INDEX ") +
           sql_name(index_name(scene.catalog(), index, table.name)) + " ON " + sql_name(table.name) + " (" +
           join(columns, ", ") + ")";
  }

  static model::Finding& add(const Scene& scene, Reporter& report, const Relation& table,
                             const Constraint& constraint) {
    model::Finding& finding = report.add_at(constraint.origin, model::to_string(table.name),
                                            "no index of " + model::to_string(table.name) + " begins with (" +
                                                join(constraint.columns, ", ") + ") of foreign key " +
                                                constraint.name + ": each DELETE from " +
                                                model::to_string(constraint.references) + " reads all of it");
    finding.part = constraint.name;
    if (!table.complete) finding.severity = model::Severity::note;
    finding.fix.advice = create_index(scene, table, constraint, !scene.made_in_file(table.origin)) + ";";
    return finding;
  }

  // Behind the CREATE TABLE that made the table: nobody waits for an index on an empty one.
  static void add_edit(const Scene& scene, const JudgedStatement& statement, const Relation& table,
                       const Constraint& constraint, model::Finding& finding) {
    const auto* made = std::get_if<model::CreateTable>(&statement.command);
    if (made == nullptr || made->if_not_exists || statement.source.included || statement.embedded_in >= 0 ||
        scene.file().applied || !scene.made_in_file(table.origin))
      return;
    finding.fix.edits = {{statement.source.span.offset + statement.source.span.length, 0,
                          ";\n" + create_index(scene, table, constraint, false)}};
  }

  static void judge(const Scene& scene, Reporter& report, const JudgedStatement& statement,
                    const model::QualifiedName& name) {
    const Relation* table = scene.relation(name);
    if (table == nullptr) return;
    for (const Constraint& constraint : table->constraints) {
      if (!scene.made_in_file(constraint.origin) || constraint.origin.line != statement.source.span.line ||
          !lacks_index(scene, *table, constraint))
        continue;
      add_edit(scene, statement, *table, constraint, add(scene, report, *table, constraint));
    }
  }

  static void file(const Scene& scene, Reporter& report) {
    for (const JudgedStatement& statement : scene.statements()) {
      if (const auto* made = std::get_if<model::CreateTable>(&statement.command))
        judge(scene, report, statement, made->name);
      if (const auto* altered = std::get_if<model::AlterTable>(&statement.command))
        judge(scene, report, statement, altered->name);
    }
  }

  // A later file may have made the index, or dropped the key.
  static bool remains(const Scene& scene, const model::Finding& finding) {
    const Relation* table = scene.relation(split_shown(finding.object));
    const Constraint* key = table == nullptr ? nullptr : table->find_constraint(finding.part);
    return table == nullptr || (key != nullptr && lacks_index(scene, *table, *key));
  }

  static void catalog(const Scene& scene, Reporter& report) {
    if (!scene.settings().live) return;
    for (const auto& [name, table] : scene.catalog().relations)
      for (const Constraint& constraint : table.constraints)
        if (constraint.origin.in_database() && lacks_index(scene, table, constraint))
          add(scene, report, table, constraint);
  }
};

}  // namespace

const Rule unindexed_fk{
    .name = "unindexed-fk",
    .family = 'A',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A foreign key without an index on its own columns",
    .why =
        "PostgreSQL indexes the referenced side only. Each DELETE of a parent row, and each change of its "
        "key, looks for children: without an index by reading the whole table, with the parent row locked.",
    .advice = "CREATE INDEX CONCURRENTLY on the referencing columns, before the constraint is added.",
    .fix_changes = "INDEX",
    .file = UnindexedFk::file,
    .catalog = UnindexedFk::catalog,
    .remains = UnindexedFk::remains};

}  // namespace dunlin::lint::rules
