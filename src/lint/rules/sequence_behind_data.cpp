#include <algorithm>

#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SequenceBehindData {
  static bool counts(const model::CatalogColumn& column) {
    return column.generated == model::Generated::identity_always ||
           column.generated == model::Generated::identity_by_default || column.type.is_serial() ||
           column.default_text.find("nextval(") != std::string::npos;
  }

  // The counting column that gets its values from the statement.
  static const model::CatalogColumn* written(const model::CatalogRelation& table, const model::Dml& rows) {
    for (const model::CatalogColumn& column : table.columns) {
      if (!counts(column)) continue;
      const bool named =
          std::find(rows.columns.begin(), rows.columns.end(), column.name) != rows.columns.end();
      if (named || rows.columns.empty()) return &column;
    }
    return nullptr;
  }

  static bool moves_sequence(const JudgedStatement& statement) {
    if (const auto* query = std::get_if<model::Dml>(&statement.command))
      return std::any_of(query->query.calls.begin(), query->query.calls.end(),
                         [](const model::FunctionCall& call) { return call.name.name == "setval"; });
    if (const auto* sequence = std::get_if<model::CreateSequence>(&statement.command))
      return sequence->alters;
    const auto* alter = std::get_if<model::AlterTable>(&statement.command);
    return alter != nullptr &&
           std::any_of(alter->actions.begin(), alter->actions.end(),
                       [](const auto& action) { return action.kind == model::AlterKind::set_identity; });
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* rows = scene.as<model::Dml>();
    const bool adds = rows != nullptr &&
                      ((rows->kind == model::DmlKind::insert && (rows->value_rows > 0 || rows->from_query)) ||
                       rows->kind == model::DmlKind::copy_from);
    if (!adds) return;
    const auto* table = scene.relation(rows->target);
    const model::CatalogColumn* column = table == nullptr ? nullptr : written(*table, *rows);
    if (column == nullptr || says_default(scene, *rows)) return;
    const auto& all = scene.statements();
    for (std::size_t i = scene.index() + 1; i < all.size(); ++i)
      if (moves_sequence(all[i])) return;
    const std::string name = scene.shown(rows->target);
    model::Finding& finding = report.add(name, "values of " + name + "." + column->name +
                                                   " are given here, and its sequence stays where it "
                                                   "was: a later INSERT without "
                                                   "them gets a number that is taken (error 23505)");
    finding.fix.advice = "SELECT setval(pg_get_serial_sequence('" + sql_name(table->name) + "', '" +
                         column->name + "'), max(" + sql_name(column->name) + ")) FROM " +
                         sql_name(table->name) + "; behind it.";
  }

  // VALUES (DEFAULT, ...) gives none.
  static bool says_default(const Scene& scene, const model::Dml& rows) {
    return rows.value_rows > 0 && scene.text().find("DEFAULT") != std::string_view::npos;
  }
};

}  // namespace

const Rule sequence_behind_data{.name = "sequence-behind-data",
                                .family = 'H',
                                .profile = Profile::strict,
                                .severity = model::Severity::warning,
                                .summary = "Rows with their own ids, and no setval for the sequence",
                                .why =
                                    "A sequence doesn't look at the table. After a load with explicit ids "
                                    "it hands out 1, 2, 3, ..., and "
                                    "the application's INSERTs fail until it has passed the largest one.",
                                .advice =
                                    "SELECT setval(pg_get_serial_sequence('t', 'id'), max(id)) FROM "
                                    "t; behind the load.",
                                .statement = SequenceBehindData::statement};

}  // namespace dunlin::lint::rules
