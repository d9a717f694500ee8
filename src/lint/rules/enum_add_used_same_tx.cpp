#include <algorithm>

#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct EnumAddUsedSameTx {
  static bool says(const JudgedStatement& statement, const std::string& label) {
    const sql::Source source(statement.source.text);
    std::string quoted = "'";
    for (const char c : label) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    quoted += "'";
    return std::any_of(source.tokens().begin(), source.tokens().end(), [&](const sql::Token& token) {
      if (token.kind == sql::TokenKind::string) return source.text(token) == quoted;
      return token.kind == sql::TokenKind::dollar_string &&
             source.text(token).find(quoted) != std::string_view::npos;
    });
  }

  // Bodies in plpgsql are read when they run; comments and the type itself use no value.
  static bool may_use(const JudgedStatement& statement) {
    if (const auto* function = std::get_if<model::CreateFunction>(&statement.command))
      return function->language == "sql";
    return !std::holds_alternative<model::AlterEnum>(statement.command) &&
           !std::holds_alternative<model::Comment>(statement.command) &&
           !std::holds_alternative<model::SetVariable>(statement.command) &&
           !std::holds_alternative<model::TransactionControl>(statement.command);
  }

  // False when the statement's table is known to have no column of the type.
  static bool may_have_type(const Scene& scene, const JudgedStatement& statement,
                            const model::QualifiedName& type) {
    const auto* dml = std::get_if<model::Dml>(&statement.command);
    const auto* relation = dml == nullptr || dml->target.empty() ? nullptr : scene.relation(dml->target);
    if (relation == nullptr || !relation->complete) return true;
    return std::any_of(relation->columns.begin(), relation->columns.end(),
                       [&](const auto& column) { return column.type.name == type.name; });
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* added = scene.as<model::AlterEnum>();
    if (added == nullptr || !added->old_value.empty() || !scene.statement().in_transaction) return;
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const JudgedStatement& later = scene.statements()[i];
      if (later.unit != scene.statement().unit) return;
      if (may_use(later) && says(later, added->value) && may_have_type(scene, later, added->name))
        add(scene, *added, later, report);
    }
  }

  static void add(const Scene& scene, const model::AlterEnum& added, const JudgedStatement& user,
                  Reporter& report) {
    model::Finding& finding = report.add(
        scene.shown(added.name),
        "'" + added.value + "' was added to " + scene.shown(added.name) + " in line " +
            std::to_string(scene.statement().source.span.line) +
            " of the same transaction: PostgreSQL refuses to use it before COMMIT (SQLSTATE 55P04)");
    finding.span = place_of(user.source, {0, user.source.text.size()});
  }
};

}  // namespace

const Rule enum_add_used_same_tx{
    .name = "enum-add-used-same-tx",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A value of an enum type used in the transaction that added it",
    .why =
        "The new value can be used only when the transaction has committed: the statement fails with 55P04 "
        "and takes everything back (measured, also for a type of the same transaction).",
    .advice =
        "Commit ALTER TYPE ... ADD VALUE first: leave BEGIN and COMMIT out, dunlin ends its unit there by "
        "itself; or put it into a file of its own.",
    .statement = EnumAddUsedSameTx::statement};

}  // namespace dunlin::lint::rules
