#include <algorithm>
#include <array>
#include <string_view>

#include "lint/Volatility.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct VolatileCheck {
  // STABLE ones that people write in a CHECK; sorted.
  static bool is_stable(const std::string& name) {
    static constexpr std::array<std::string_view, 12> k_stable{
        "current_date",      "current_setting",       "current_user",
        "localtime",         "localtimestamp",        "now",
        "session_user",      "statement_timestamp",   "current_time",
        "current_timestamp", "transaction_timestamp", "user"};
    return std::find(k_stable.begin(), k_stable.end(), name) != k_stable.end();
  }

  // The call whose result changes without the row, or nullptr.
  static const model::FunctionCall* changing(const Scene& scene, const model::Expression& expression) {
    for (const model::FunctionCall& call : expression.calls) {
      const auto& known = scene.catalog().find_functions(call.name);
      const bool mutable_here = std::any_of(known.begin(), known.end(), [](const auto& function) {
        return function.volatility != model::Volatility::immutable;
      });
      model::Expression alone;
      alone.calls = {call};
      if (mutable_here ||
          (known.empty() && (is_stable(call.name.name) || is_volatile(scene.catalog(), alone))))
        return &call;
    }
    return nullptr;
  }

  static void judge(const Scene& scene, const model::QualifiedName& table,
                    const model::Constraint& constraint, Reporter& report) {
    if (constraint.kind != model::ConstraintKind::check) return;
    const model::FunctionCall* call = changing(scene, constraint.expression);
    if (call == nullptr) return;
    report.add(scene.shown(table),
               "the CHECK depends on " + model::to_string(call->name) +
                   "(): rows that were right when they were written can be wrong later, and then a dump of " +
                   scene.shown(table) + " can't be restored",
               constraint.range);
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* create = scene.as<model::CreateTable>()) {
      for (const auto& constraint : create->constraints) judge(scene, create->name, constraint, report);
      for (const auto& column : create->columns)
        for (const auto& constraint : column.constraints) judge(scene, create->name, constraint, report);
    }
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind == model::AlterKind::add_constraint && action.constraint)
        judge(scene, alter->name, *action.constraint, report);
      if (!action.column) continue;
      for (const auto& constraint : action.column->constraints) judge(scene, alter->name, constraint, report);
    }
  }
};

}  // namespace

const Rule volatile_check{
    .name = "volatile-check",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A CHECK that calls a function which isn't IMMUTABLE",
    .why =
        "PostgreSQL checks a row when it is written and takes it to stay right (docs, 5.4.1). now(), "
        "current_user or a function that reads tables gives another answer later: pg_dump's output then "
        "fails to restore, and VALIDATE fails on rows that were accepted.",
    .advice =
        "Check it in a trigger (BEFORE INSERT OR UPDATE), or compare with a column: CHECK (ends > starts).",
    .statement = VolatileCheck::statement};

}  // namespace dunlin::lint::rules
