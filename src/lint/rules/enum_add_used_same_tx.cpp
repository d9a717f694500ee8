#include <algorithm>

#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct EnumAddUsedSameTx {
  static bool says(const Scene& scene, const std::string& label) {
    const sql::Source source(scene.text());
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
  static bool may_use(const Scene& scene) {
    const auto& command = scene.statement().command;
    if (const auto* function = std::get_if<model::CreateFunction>(&command))
      return function->language == "sql";
    return !std::holds_alternative<model::AlterEnum>(command) &&
           !std::holds_alternative<model::Comment>(command) &&
           !std::holds_alternative<model::SetVariable>(command) &&
           !std::holds_alternative<model::TransactionControl>(command);
  }

  // False when the statement's table is known to have no column of the type.
  static bool may_have_type(const Scene& scene, const model::QualifiedName& type) {
    model::QualifiedName table;
    if (const auto* dml = scene.as<model::Dml>()) table = dml->target;
    const auto* relation = table.empty() ? nullptr : scene.relation(table);
    if (relation == nullptr || !relation->complete) return true;
    return std::any_of(relation->columns.begin(), relation->columns.end(), [&](const auto& column) {
      return scene.catalog().qualified(model::QualifiedName{column.type.schema, column.type.name}).name ==
             type.name;
    });
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!scene.statement().in_transaction || scene.index() == 0 || !may_use(scene)) return;
    for (std::size_t i = scene.index(); i > 0; --i) {
      const JudgedStatement& before = scene.statements()[i - 1];
      if (before.unit != scene.statement().unit) return;
      const auto* added = std::get_if<model::AlterEnum>(&before.command);
      if (added == nullptr || !added->old_value.empty() || !says(scene, added->value) ||
          !may_have_type(scene, added->name))
        continue;
      report.add(scene.shown(added->name),
                 "'" + added->value + "' was added to " + scene.shown(added->name) + " in line " +
                     std::to_string(before.source.span.line) +
                     " of the same transaction: PostgreSQL refuses to use it before COMMIT (SQLSTATE 55P04)");
      return;
    }
  }
};

}  // namespace

const Rule enum_add_used_same_tx{
    .name = "enum-add-used-same-tx",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "a value of an enum type used in the transaction that added it",
    .why =
        "The new value can be used only when the transaction has committed: the statement fails with 55P04 "
        "and takes everything back (measured, also for a type of the same transaction).",
    .advice =
        "Commit ALTER TYPE ... ADD VALUE first: leave BEGIN and COMMIT out, dunlin ends its unit there by "
        "itself; or put it into a file of its own.",
    .statement = EnumAddUsedSameTx::statement};

}  // namespace dunlin::lint::rules
