#pragma once

#include <set>
#include <string>
#include <vector>

#include "checks/Assertions.hpp"
#include "model/Config.hpp"
#include "model/Migration.hpp"

namespace dunlin::cli {

/// A file of verify/, opened.
struct VerifyFile {
  std::string name;  ///< "verify/007_add_users.sql"
  bool tap = false;
  std::vector<checks::Assertion> assertions;
  std::string skipped;  ///< why it isn't run; "" when it is
};

/// The project's verify/*.sql. One that is called like a migration (007_add_users.sql, or 007.sql) is about
/// that migration and is skipped until it is applied; all others always run. sqitch's own verify scripts are
/// none of these.
std::vector<VerifyFile> verify_files(const model::Config& config,
                                     const std::vector<model::Migration>& migrations,
                                     const std::set<std::string>& applied);

/// The version that a file of verify/ is about, or "" when it is about none. Pure.
std::string version_of(const std::string& stem, const std::vector<model::Migration>& migrations);

}  // namespace dunlin::cli
