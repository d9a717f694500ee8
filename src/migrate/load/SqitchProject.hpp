#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dunlin::migrate {

/// Where a sqitch project keeps its files, as sqitch.conf says ([core], then [engine "pg"] over it).
struct SqitchProject {
  std::string plan;
  std::string deploy, revert, verify;                             ///< folders
  std::string reworked_deploy, reworked_revert, reworked_verify;  ///< of changes that were reworked later
  std::string extension = "sql";
};

/// The settings of an INI file as sqitch (and git) writes it: "core.top_dir", "engine.pg.target" -> value.
std::map<std::string, std::string> read_ini(std::string_view text);

/// The project of a folder that holds sqitch.conf or sqitch.plan (or is the top_dir of the sqitch.conf above
/// it). Throws a usage Error when sqitch.conf is for another database than PostgreSQL.
SqitchProject read_sqitch_project(const std::string& folder);

}  // namespace dunlin::migrate
