#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "model/Config.hpp"
#include "model/Plan.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// What the policies say of a plan.
struct PolicyAnswer {
  bool allowed = true;
  std::set<std::string> accepted;  ///< the rules that are broken, by name and with a reason
};

/// Adds "window" to what is accepted when the environment's hours for migrations are over, by the server's
/// clock, and the command line accepts that. Throws a Refused Error otherwise, which says when they begin.
void require_window(const model::Config& config, const Invocation& invocation,
                    postgres::Connection& connection, PolicyAnswer& answer);

/// For the run's record: the rules that were accepted by name, and why; "" for none.
std::string acceptance_record(const PolicyAnswer& answer, const std::string& reason);

/// Judges the plan's files by the rules that the environment's policies demand, before anything is touched.
/// What isn't allowed is printed; the command ends with the exit code of findings then. Throws a usage Error
/// for --accept without --reason or of an unknown rule.
PolicyAnswer judge_by_policies(const model::Config& config, const Invocation& invocation,
                               const std::vector<model::Migration>& files, const model::Plan& plan,
                               postgres::Connection& connection, Screen& screen);

}  // namespace dunlin::cli
