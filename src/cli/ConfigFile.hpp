#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "model/Config.hpp"

namespace dunlin::cli {

/// Everything that the configuration is made of, but for the files.
struct ConfigInputs {
  std::filesystem::path start;             ///< where the search for dunlin.toml begins: the working directory
  std::optional<std::string> config;       ///< --config FILE
  std::optional<std::string> environment;  ///< --env NAME
  std::optional<std::string> db_url;       ///< --db-url URL; "" is the project's private PostgreSQL
  std::optional<std::string> directory;    ///< --dir FOLDER
  std::map<std::string, std::string> variables;  ///< the process's environment
  bool project_required = true;  ///< false: a folder without migrations is no error (init, health)
};

/// defaults < dunlin.toml < environment variables (and .env beside dunlin.toml) < flags.
/// docs/configuration.md names every key. Throws a usage Error, with facts file, line and column where it is
/// about a place in dunlin.toml.
model::Config load_config(const ConfigInputs& inputs);

}  // namespace dunlin::cli
