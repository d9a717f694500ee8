#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migrate/History.hpp"
#include "migrate/MakePlan.hpp"
#include "model/Plan.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Which migrations to roll back: exactly one of them, or the last one when none is given.
struct RollbackSelection {
  std::optional<std::string> to;  ///< what was applied after this version; "0" for everything
  std::optional<int> steps;
  std::optional<std::int64_t> run;       ///< what that run applied
  std::vector<model::Version> versions;  ///< these, as far as they are applied
};

/// The entries to roll back, last applied first. Pure. Throws a usage Error for a version or run that isn't
/// there.
std::vector<const model::LedgerEntry*> select_rollbacks(const model::History& history,
                                                        const RollbackSelection& selection);

/// A plan that undoes them with the rollbacks stored in the ledger (or the function
/// rollback_migration_VERSION() of the database). A half-applied migration comes first. Throws a refused
/// Error naming every migration whose rollback is missing or empty.
model::Plan plan_rollback(postgres::Connection& connection, const std::vector<model::Migration>& files,
                          const model::History& history, const RollbackSelection& selection,
                          const PlanContext& context);

}  // namespace dunlin::migrate
