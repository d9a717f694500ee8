#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/DotEnv.hpp"
#include "model/Config.hpp"

namespace dunlin::cli {

/// A table [environments.NAME].
struct WrittenEnvironment {
  std::string name;  ///< canonical: "production" for "prod"
  std::optional<std::string>
      url;  ///< as written: whether an unset variable in it matters is for flags to decide
  std::optional<int> pool_size;
  model::Policy policy;                ///< [policy], and over it the environment's own
  model::EncryptionConfig encryption;  ///< likewise
};

/// What dunlin.toml says; absent keys are absent.
struct DunlinToml {
  std::optional<std::string> migrations, rollbacks, seed, default_environment;
  std::optional<model::Dialect> dialect;
  std::optional<std::vector<std::string>> repeatables;
  std::optional<std::uint64_t> max_file_size;
  std::map<std::string, std::string> placeholders;
  model::Hooks hooks;
  model::LintConfig lint;
  model::TransferConfig transfer;
  model::TestConfig test;
  model::Policy policy;
  model::EncryptionConfig encryption;
  std::vector<WrittenEnvironment> environments;
};

/// "development" for "dev", "production" for "prod", any other name as it is.
std::string canonical_environment(const std::string& name);

/// Reads the text of dunlin.toml. `chosen` is the environment that --env or DUNLIN_ENV names: a variable that
/// isn't set is an error, but for other environments, where the key counts as absent. Throws a usage Error
/// with facts file, line and column.
DunlinToml read_dunlin_toml(const std::string& text, const std::string& file, const Variables& variables,
                            const std::optional<std::string>& chosen);

}  // namespace dunlin::cli
