#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "cli/transfer/Verbs.hpp"
#include "migrate/SpreadStep.hpp"
#include "model/Ledger.hpp"
#include "transfer/schema/MigrationName.hpp"

namespace dunlin::cli {

/// The three migrations of a transfer, each carried out at its own time: they are ordinary files of the
/// project, and in the ledger like any other.
class SchemaSteps {
 public:
  /// Throws a refused Error when one of the files isn't there.
  SchemaSteps(const TransferRequest& request, const Target& target, postgres::Connection& connection,
              Writing& writing);

  bool is_applied(transfer::SchemaPart part) const;
  /// What the database has applied under this file's version although it is named otherwise, as another
  /// project's; "" for nothing.
  std::string applied_instead(transfer::SchemaPart part) const;
  /// False for a file without a statement.
  bool does_something(transfer::SchemaPart part) const;
  /// Carries it out in that schema, from where an earlier run came to; nothing when it is applied.
  void apply(transfer::SchemaPart part, const std::string& schema);
  /// The keys, to be built by load(): nothing when they are applied, or when the file can only run in order
  /// (then apply() it after the load). The ledger has it begun afterwards.
  std::optional<migrate::SpreadStep> begin_keys();
  /// The ledger has it completed afterwards.
  void complete_keys(const migrate::SpreadStep& keys);

  /// Rolls back those of the three that are applied, in that schema; without keeping rows. An undoing that
  /// was broken off goes on.
  void undo(const std::string& schema);

  /// Takes the three out of the ledger again, after what they had made was dropped; in the caller's
  /// transaction.
  void forget();

 private:
  const model::Migration& file(transfer::SchemaPart part) const;
  model::Plan plan(transfer::SchemaPart part, const model::History& history);
  void require_nothing_else_open(const model::History& history) const;

  const TransferRequest& request_;
  const Target& target_;
  postgres::Connection& connection_;
  Writing& writing_;
  std::vector<model::Migration> all_;  ///< of the project
  std::vector<model::Migration> files_;
  std::int64_t keys_run_ = 0;
};

}  // namespace dunlin::cli
