#include <algorithm>

#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct AddRequiredColumn {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr || is_known_empty(scene, alter->name)) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind == model::AlterKind::add_column && action.column && leaves_null(*action.column) &&
          demands_value(scene, *alter, *action.column) && adds_surely(scene, *alter, action))
        add(scene, *alter, action, "", report);
      if (action.kind == model::AlterKind::set_not_null)
        if (const std::string place = added_empty(scene, *alter, action.name); !place.empty())
          add(scene, *alter, action, place, report);
    }
  }

  static bool is_known_empty(const Scene& scene, const model::QualifiedName& table) {
    const auto* relation = scene.relation(table);
    return relation != nullptr && relation->statistics && relation->statistics->bytes == 0;
  }

  // The rows that are there get NULL.
  static bool leaves_null(const model::Column& column) {
    const bool has_value = column.default_value && !column.default_value->is_null;
    return !has_value && column.generated == model::Generated::no && !column.type.is_serial();
  }

  static bool is_required_domain(const Scene& scene, const model::TypeName& name) {
    const auto* type = scene.catalog().find_type({name.schema, name.name});
    return type != nullptr && type->domain && type->not_null;
  }

  static bool demands_value(const Scene& scene, const model::AlterTable& alter, const model::Column& column) {
    const bool key = std::any_of(
        column.constraints.begin(), column.constraints.end(), [](const model::Constraint& constraint) {
          return constraint.kind == model::ConstraintKind::primary_key ||
                 (constraint.kind == model::ConstraintKind::not_null && !constraint.not_valid);
        });
    const bool set =
        std::any_of(alter.actions.begin(), alter.actions.end(), [&](const model::AlterAction& action) {
          return action.kind == model::AlterKind::set_not_null && action.name == column.name;
        });
    return key || set || column.not_null || is_required_domain(scene, column.type);
  }

  // Statements that may give the rows values.
  static bool may_fill(const JudgedStatement& statement) {
    return std::holds_alternative<model::Dml>(statement.command) ||
           std::holds_alternative<model::DoBlock>(statement.command) ||
           std::holds_alternative<model::Call>(statement.command) ||
           std::holds_alternative<model::Unparsed>(statement.command) ||
           std::holds_alternative<std::monostate>(statement.command);
  }

  // An earlier statement of the file that adds the column without values, with nothing between that could
  // fill it: its line; "" for none.
  static std::string added_empty(const Scene& scene, const model::AlterTable& alter,
                                 const std::string& column) {
    for (std::size_t i = scene.index(); i > 0; --i) {
      const JudgedStatement& earlier = scene.statements()[i - 1];
      if (may_fill(earlier)) return {};
      const auto* other = std::get_if<model::AlterTable>(&earlier.command);
      if (other == nullptr || scene.catalog().qualified(other->name) != scene.catalog().qualified(alter.name))
        continue;
      for (const model::AlterAction& action : other->actions)
        if (action.kind == model::AlterKind::add_column && action.column && action.name == column)
          return leaves_null(*action.column) && !action.if_exists ? std::to_string(earlier.source.span.line)
                                                                  : std::string();
    }
    return {};
  }

  static void add(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                  const std::string& line, Reporter& report) {
    const std::string table = scene.shown(alter.name);
    report.add(table,
               line.empty() ? "the new column " + action.name +
                                  " must not be NULL and has no default: the "
                                  "statement fails as soon as " +
                                  table + " has a row"
                            : "column " + action.name + " is added in line " + line +
                                  " without values: SET NOT NULL fails as soon as " + table + " has a row",
               action.range);
  }
};

}  // namespace

const Rule add_required_column{
    .name = "add-required-column",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A new column that must not be NULL, and no value for the rows that are there",
    .why =
        "PostgreSQL refuses it with 23502 when the table has rows (measured), so the deploy works on an "
        "empty "
        "test database and stops in production.",
    .advice =
        "Give it a constant default: ADD COLUMN c integer NOT NULL DEFAULT 0 rewrites nothing. Or add it "
        "nullable, fill it in batches (-- dunlin:batch), and make it NOT NULL by a CHECK that is validated "
        "first.",
    .statement = AddRequiredColumn::statement};

}  // namespace dunlin::lint::rules
