#include <algorithm>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct MixedTxModesFile {
  static bool is_change(const JudgedStatement& statement) {
    const auto& command = statement.command;
    return !std::holds_alternative<std::monostate>(command) &&
           !std::holds_alternative<model::SetVariable>(command) &&
           !std::holds_alternative<model::TransactionControl>(command);
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto alone = [](const JudgedStatement& one) { return model::runs_alone(one.source.kind); };
    if (!alone(scene.statement())) return;
    const auto& all = scene.statements();
    const auto first = std::find_if(all.begin(), all.end(), alone);
    if (static_cast<std::size_t>(first - all.begin()) != scene.index()) return;
    const bool mixed = std::any_of(all.begin(), all.end(),
                                   [&](const JudgedStatement& one) { return !alone(one) && is_change(one); });
    if (mixed)
      report.add(
          "",
          "this can't run in a transaction, but others of the file do: when one of them fails, the file "
          "is applied in part");
  }
};

}  // namespace

const Rule mixed_tx_modes_file{
    .name = "mixed-tx-modes-file",
    .family = 'E',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "Statements with and without a transaction in one file",
    .why =
        "Where one statement fails, those before it stay. dunlin goes on from there in the next run; a "
        "runner "
        "without a journal of statements begins again at the top.",
    .advice = "A file of its own for what can't run in a transaction, if other tools run these files too.",
    .statement = MixedTxModesFile::statement};

}  // namespace dunlin::lint::rules
