#pragma once

#include <vector>

#include "migrate/MakePlan.hpp"
#include "migrate/Status.hpp"
#include "model/Config.hpp"
#include "model/Ledger.hpp"
#include "model/Migration.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// How an edited file is judged: by its bytes, or (checksums = "ignore-comments") by its SQL alone.
migrate::SameSql same_sql(const model::Config& config, const migrate::PlanContext& context);

/// Refuses when an applied file was edited (showing how) or, unless `only_these` files are looked at, is
/// gone.
void require_agreement(postgres::Connection& connection, const model::Config& config,
                       const std::vector<model::Migration>& files, const model::History& history,
                       const migrate::PlanContext& context, bool only_these);

}  // namespace dunlin::cli
