#pragma once

#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "model/Config.hpp"
#include "model/Plan.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// Judges the plan's files by the rules that the environment's policies demand, before anything is touched.
/// Returns what the run's record says of rules that were accepted by name; "" for none. Throws an Error with
/// code findings when a rule finds something that wasn't accepted (the findings are printed), and a usage
/// Error for --accept without --reason or of an unknown rule.
std::string require_policies(const model::Config& config, const Invocation& invocation,
                             const std::vector<model::Migration>& files, const model::Plan& plan,
                             postgres::Connection& connection, Screen& screen);

}  // namespace dunlin::cli
