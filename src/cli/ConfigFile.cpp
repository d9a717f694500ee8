#include "cli/ConfigFile.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/DotEnv.hpp"
#include "cli/DunlinToml.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_longest_file = 1 << 20;  // of dunlin.toml and .env

fs::path find_file(const ConfigInputs& inputs, const fs::path& start) {
  if (inputs.config) return fs::weakly_canonical(start / *inputs.config);
  for (fs::path folder = start;; folder = folder.parent_path()) {
    std::error_code error;
    if (fs::is_regular_file(folder / "dunlin.toml", error)) return folder / "dunlin.toml";
    if (folder == folder.parent_path()) return {};
  }
}

Variables read_variables(const fs::path& root, const Variables& process) {
  const fs::path file = root / ".env";
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return process;
  return read_dot_env(read_file(file, k_longest_file), file.string(), process);
}

std::string absolute(const fs::path& base, const std::string& path) {
  const fs::path normal = (base / path).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).string();
}

int default_pool_size(const std::string& name) {
  return name == "production" ? 100 : name == "staging" ? 25 : 10;
}

std::optional<std::string> set_variable(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

// The three that are always there, as the file describes them, then the file's others.
std::vector<WrittenEnvironment> all_environments(const DunlinToml& file) {
  std::vector<WrittenEnvironment> all;
  for (const char* name : {"development", "staging", "production"})
    all.push_back({name, {}, {}, file.policy, file.encryption});
  for (const auto& written : file.environments) {
    const auto same = [&](const WrittenEnvironment& known) { return known.name == written.name; };
    const auto known = std::find_if(all.begin(), all.end(), same);
    if (known != all.end()) {
      *known = written;
    } else {
      all.push_back(written);
    }
  }
  return all;
}

// The DATABASE_URL of an application that works on SQLite (Prisma's "file:./dev.db", SQLAlchemy's
// "sqlite:///app.db") names its file, not a server.
bool names_sqlite_file(std::string_view url) {
  const std::string lower = to_lower(url);
  return lower.starts_with("file:") || lower.starts_with("sqlite:") || lower.starts_with("sqlite3:");
}

// --db-url, DUNLIN_DATABASE_URL, the environment's own url, DATABASE_URL: the first that is there.
std::string choose_url(const ConfigInputs& inputs, const Variables& variables,
                       const WrittenEnvironment& environment) {
  if (inputs.db_url) return *inputs.db_url;
  if (auto url = set_variable(variables, "DUNLIN_DATABASE_URL")) return *url;
  if (!environment.url) {
    const std::string url = set_variable(variables, "DATABASE_URL").value_or("");
    return names_sqlite_file(url) ? "" : url;
  }
  const std::string& written = *environment.url;
  const auto expanded = expand_variables(written, variables);
  if (expanded.missing) {
    throw usage_error(
        fmt::format("the url of environment {} needs the environment variable {}, which is not set",
                    environment.name, *expanded.missing),
        "set it, put it into .env beside dunlin.toml, or name the database with --db-url");
  }
  // An empty variable must not quietly turn production into a private server.
  if (!written.empty() && trim(expanded.text).empty()) {
    throw usage_error(
        fmt::format("the url of environment {} is {}, which is set to nothing", environment.name, written),
        "set it, or write url = \"\" for the project's private PostgreSQL");
  }
  return expanded.text;
}

// The same for an environment that isn't in force: a variable that isn't set leaves the url as written.
std::string display_url(const Variables& variables, const WrittenEnvironment& environment) {
  const std::string written = environment.url.value_or("");
  const auto expanded = expand_variables(written, variables);
  return expanded.missing ? written : expanded.text;
}

struct Choice {
  std::string name;     ///< as typed
  std::string said_by;  ///< for the message when there is none of that name
};

std::optional<Choice> chosen_outside_of_file(const ConfigInputs& inputs, const Variables& variables) {
  if (inputs.environment) return Choice{*inputs.environment, "--env"};
  if (const auto name = set_variable(variables, "DUNLIN_ENV")) return Choice{*name, "DUNLIN_ENV"};
  return std::nullopt;
}

Error unknown_environment(const Choice& choice, const std::vector<model::Environment>& known) {
  std::vector<std::string> names;
  for (const auto& environment : known) names.push_back(environment.name);
  const auto near = nearest(choice.name, names);
  return usage_error(fmt::format("there is no environment '{}' ({})", printable(choice.name), choice.said_by),
                     fmt::format("{}environments: {}", near ? fmt::format("did you mean {}? ", *near) : "",
                                 join(names, ", ")));
}

void set_environments(const ConfigInputs& inputs, const DunlinToml& file, const Variables& variables,
                      const Choice& choice, model::Config& config) {
  const std::string in_force = canonical_environment(choice.name);
  for (const auto& written : all_environments(file)) {
    const bool chosen = written.name == in_force;
    config.environments.push_back(
        {written.name,
         Secret(chosen ? choose_url(inputs, variables, written) : display_url(variables, written)),
         written.pool_size.value_or(default_pool_size(written.name)), written.policy, written.encryption});
    if (chosen) config.environment = config.environments.back();
  }
  if (config.environment.name.empty()) throw unknown_environment(choice, config.environments);
}

migrate::RecognisedLayout find_layout(const ConfigInputs& inputs, const DunlinToml& file,
                                      const fs::path& start, const fs::path& root) {
  if (inputs.directory) return migrate::recognise_folder(root, absolute(start, *inputs.directory));
  if (file.migrations) return migrate::recognise_folder(root, absolute(root, *file.migrations), file.dialect);
  try {
    auto layout = migrate::recognise(root);
    const bool other = file.dialect && *file.dialect != layout.dialect;
    return other ? migrate::recognise_folder(root, layout.migrations, file.dialect) : layout;
  } catch (const Error&) {
    if (inputs.project_required) throw;
    return migrate::recognise_folder(root, root / "migrations", file.dialect);
  }
}

void set_layout(const migrate::RecognisedLayout& layout, const DunlinToml& file, model::Config& config) {
  config.dialect = layout.dialect;
  config.migrations = layout.migrations.string();
  config.rollbacks = file.rollbacks ? absolute(config.root, *file.rollbacks) : layout.rollbacks.string();
  config.seed = file.seed ? absolute(config.root, *file.seed) : layout.seed.string();
  if (file.repeatables) {
    for (const auto& folder : *file.repeatables) config.repeatables.push_back(absolute(config.root, folder));
  } else {
    for (const auto& folder : layout.repeatables) config.repeatables.push_back(folder.string());
  }
}

}  // namespace

model::Config load_config(const ConfigInputs& inputs) {
  const fs::path start = fs::weakly_canonical(inputs.start);
  const fs::path path = find_file(inputs, start);
  const fs::path root = path.empty() ? start : path.parent_path();
  const Variables variables = read_variables(root, inputs.variables);
  const auto outside = chosen_outside_of_file(inputs, variables);
  DunlinToml file;
  if (!path.empty()) {
    const auto chosen = outside ? std::optional(outside->name) : std::nullopt;
    file = read_dunlin_toml(read_file(path, k_longest_file), path.string(), variables, chosen);
  }
  const Choice by_default{file.default_environment.value_or("development"),
                          "default_environment in dunlin.toml"};

  model::Config config;
  config.root = root.string();
  if (!path.empty()) config.file = path.string();
  config.placeholders = file.placeholders;
  config.hooks = file.hooks;
  config.lint = file.lint;
  config.transfer = file.transfer;
  config.test = file.test;
  config.max_file_size = file.max_file_size.value_or(config.max_file_size);
  set_environments(inputs, file, variables, outside.value_or(by_default), config);
  set_layout(find_layout(inputs, file, start, root), file, config);
  return config;
}

}  // namespace dunlin::cli
