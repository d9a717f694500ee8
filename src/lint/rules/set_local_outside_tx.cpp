#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct SetLocalOutsideTx {
  // Nothing but settings comes after it in its transaction.
  static bool last_of_unit(const Scene& scene) {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const JudgedStatement& next = scene.statements()[i];
      if (next.unit != scene.statement().unit) return true;
      if (!std::holds_alternative<model::SetVariable>(next.command) &&
          next.source.kind != model::StatementKind::commit)
        return false;
    }
    return false;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* set = scene.as<model::SetVariable>();
    if (set == nullptr || !set->local || set->reset) return;
    const bool outside = !scene.statement().in_transaction;
    if (!outside && !last_of_unit(scene)) return;
    model::Finding& finding =
        report.add("", outside ? "SET LOCAL " + set->name + " outside of a transaction does nothing but warn"
                               : "SET LOCAL " + set->name +
                                     " ends with its transaction, and that ends here: no statement sees it");
    const sql::Source source(scene.text());
    const std::size_t word = source.find_word(0, "local");
    if (word + 1 < source.tokens().size())
      finding.fix.edits = replace_piece(
          scene,
          {source.tokens()[word].offset, source.tokens()[word + 1].offset - source.tokens()[word].offset},
          "");
  }
};

}  // namespace

const Rule set_local_outside_tx{
    .name = "set-local-outside-tx",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "SET LOCAL that no statement sees",
    .why =
        "SET LOCAL lasts until the end of its transaction. Outside of one PostgreSQL only warns, and a "
        "timeout "
        "that was meant to protect isn't in force. CREATE INDEX CONCURRENTLY and its like are never in one.",
    .advice = "SET without LOCAL, and RESET behind the statement.",
    .statement = SetLocalOutsideTx::statement};

}  // namespace dunlin::lint::rules
