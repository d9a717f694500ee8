#include "cli/ConfigFile.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/DotEnv.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using Keys = std::vector<std::string>;

constexpr std::uint64_t k_longest_file = 1 << 20;  // of dunlin.toml and .env
const Keys k_policy_keys{"lock_timeout",       "lock_retries",    "statement_timeout",
                         "concurrent_timeout", "cancel_blockers", "cancel_blockers_after",
                         "checksums",          "require_rollback"};

/// dunlin.toml, for messages and for the variables that its strings may name.
struct Source {
  std::string file;
  Variables variables;
};

Error error_at(const Source& source, const toml::source_position& place, const std::string& message,
               std::string hint) {
  Error error =
      usage_error(fmt::format("{}:{}:{}: {}", printable(source.file), place.line, place.column, message),
                  std::move(hint));
  error.set_fact("file", source.file);
  error.set_fact("line", std::to_string(place.line));
  error.set_fact("column", std::to_string(place.column));
  return error;
}

/// A table of dunlin.toml whose keys are known. `needed` is false for environments that aren't in force: what
/// they say with a variable that isn't set counts as not said.
class Section {
 public:
  Section(const toml::table& table, std::string name, const Source& source, const Keys& keys,
          bool needed = true)
      : table_(table), name_(std::move(name)), source_(source), needed_(needed) {
    for (const auto& [key, node] : table_) require_known(key, keys);
  }

  const toml::table* table(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node != nullptr && !node->is_table())
      throw wrong_type(key, *node, fmt::format("a table: [{}{}]", prefix(), key));
    return node != nullptr ? node->as_table() : nullptr;
  }

  /// The string as written.
  std::optional<std::string> raw(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_string()) throw wrong_type(key, *node, "a string, in quotes");
    return **node->as_string();
  }

  /// The string with its ${VARIABLES}.
  std::optional<std::string> text(std::string_view key) const {
    auto written = raw(key);
    return written ? expand(key, *table_.get(key), *written) : std::nullopt;
  }

  std::optional<std::vector<std::string>> list(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_array()) throw wrong_type(key, *node, "an array of strings");
    std::vector<std::string> values;
    for (const auto& element : *node->as_array()) {
      if (!element.is_string()) throw wrong_type(key, element, "an array of strings");
      if (auto value = expand(key, element, **element.as_string())) values.push_back(std::move(*value));
    }
    return values;
  }

  std::optional<bool> flag(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_boolean()) throw wrong_type(key, *node, "true or false");
    return **node->as_boolean();
  }

  std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const bool fits = node->is_integer() && **node->as_integer() >= least && **node->as_integer() <= most;
    if (!fits) throw wrong_type(key, *node, fmt::format("a whole number from {} to {}", least, most));
    return **node->as_integer();
  }

  /// Reads the string with `parse`, whose usage Errors get the place.
  template <class Parse>
  auto parsed(std::string_view key, Parse parse) const -> std::optional<decltype(parse(std::string()))> {
    const auto value = text(key);
    if (!value) return std::nullopt;
    try {
      return parse(*value);
    } catch (const Error& error) {
      throw error_for(key, error.message(), error.hint());
    }
  }

  const toml::node* find(std::string_view key) const { return table_.get(key); }
  const std::string& name() const { return name_; }
  Error error_for(std::string_view key, const std::string& message, std::string hint = {}) const {
    return error_at(source_, table_.get(key)->source().begin, fmt::format("{}{}: {}", prefix(), key, message),
                    std::move(hint));
  }

 private:
  std::string prefix() const { return name_.empty() ? std::string() : name_ + "."; }

  void require_known(const toml::key& key, const Keys& keys) const {
    const std::string word(key.str());
    if (std::find(keys.begin(), keys.end(), word) != keys.end()) return;
    const auto near = nearest(word, keys);
    throw error_at(
        source_, key.source().begin,
        fmt::format("unknown {} '{}'{}", name_.empty() ? "section" : "key", printable(word),
                    name_.empty() ? "" : fmt::format(" in [{}]", name_)),
        near ? fmt::format("did you mean {}?", *near) : fmt::format("known here: {}", join(keys, ", ")));
  }

  Error wrong_type(std::string_view key, const toml::node& node, const std::string& expected) const {
    return error_at(source_, node.source().begin, fmt::format("{}{} must be {}", prefix(), key, expected),
                    {});
  }

  std::optional<std::string> expand(std::string_view key, const toml::node& node,
                                    const std::string& written) const {
    auto expanded = expand_variables(written, source_.variables);
    if (!expanded.missing) return std::move(expanded.text);
    if (!needed_) return std::nullopt;
    throw error_at(source_, node.source().begin,
                   fmt::format("{}{} needs the environment variable {}, which is not set", prefix(), key,
                               *expanded.missing),
                   fmt::format("set {0}, put it into .env beside dunlin.toml, or write ${{{0}:-otherwise}}",
                               *expanded.missing));
  }

  const toml::table& table_;
  std::string name_;
  const Source& source_;
  bool needed_;
};

std::uint64_t parse_size(const std::string& text) {
  const std::string_view trimmed = trim(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  std::string unit = to_lower(trim(trimmed.substr(static_cast<std::size_t>(end - trimmed.data()))));
  if (unit.ends_with("ib")) unit.erase(unit.size() - 2, 1);
  int shift = -1;
  if (unit.empty() || unit == "b") shift = 0;
  if (unit == "kb" || unit == "k") shift = 10;
  if (unit == "mb" || unit == "m") shift = 20;
  if (unit == "gb" || unit == "g") shift = 30;
  if (unit == "tb" || unit == "t") shift = 40;
  if (error != std::errc{} || shift < 0 || number == 0 || number > (std::uint64_t{1} << 60) >> shift) {
    throw usage_error(fmt::format("'{}' is not a size", printable(text)), "write it like 512KB, 20MB or 1GB");
  }
  return number << shift;
}

model::ChecksumMode parse_checksums(const std::string& text) {
  if (text == "exact") return model::ChecksumMode::exact;
  if (text == "ignore-white-space") return model::ChecksumMode::ignore_white_space;
  if (text == "ignore-comments") return model::ChecksumMode::ignore_comments;
  const auto near = nearest(text, {"exact", "ignore-white-space", "ignore-comments"});
  throw usage_error(
      fmt::format("'{}' is not a way to compare files", printable(text)),
      near ? fmt::format("did you mean {}?", *near) : "exact, ignore-white-space or ignore-comments");
}

template <class T, class V>
void assign(T& to, std::optional<V>&& value) {
  if (value) to = static_cast<T>(std::move(*value));
}

void read_policy(const Section& section, model::Policy& policy) {
  const auto duration = [](const std::string& text) { return parse_duration(text); };
  assign(policy.lock_timeout, section.parsed("lock_timeout", duration));
  assign(policy.lock_retries, section.number("lock_retries", 0, 1'000'000));
  assign(policy.statement_timeout, section.parsed("statement_timeout", duration));
  assign(policy.concurrent_timeout, section.parsed("concurrent_timeout", duration));
  assign(policy.cancel_blockers, section.flag("cancel_blockers"));
  assign(policy.cancel_blockers_after, section.parsed("cancel_blockers_after", duration));
  assign(policy.checksums, section.parsed("checksums", parse_checksums));
  assign(policy.require_rollback, section.flag("require_rollback"));
}

/// What dunlin.toml says, before environment variables and flags.
class ConfigFile {
 public:
  ConfigFile(const toml::table& table, const Source& source)
      : source_(source),
        top_(table, "", source, {"project", "placeholders", "hooks", "policy", "environments"}) {
    if (const auto* project = top_.table("project")) {
      project_.emplace(*project, "project", source,
                       Keys{"migrations", "dialect", "repeatables", "rollbacks", "seed", "max_file_size",
                            "default_environment"});
    }
  }

  const std::optional<Section>& project() const { return project_; }

  std::map<std::string, std::string> placeholders() const {
    std::map<std::string, std::string> values;
    const auto* table = top_.table("placeholders");
    if (table == nullptr) return values;
    Keys keys;
    for (const auto& [key, node] : *table) keys.emplace_back(key.str());
    const Section section(*table, "placeholders", source_, keys);
    for (const auto& key : keys) values[key] = *section.text(key);
    return values;
  }

  model::Hooks hooks() const {
    model::Hooks hooks;
    const auto* table = top_.table("hooks");
    if (table == nullptr) return hooks;
    const Section section(*table, "hooks", source_,
                          {"before_run", "after_run", "before_migration", "after_migration"});
    assign(hooks.before_run, section.text("before_run"));
    assign(hooks.after_run, section.text("after_run"));
    assign(hooks.before_migration, section.text("before_migration"));
    assign(hooks.after_migration, section.text("after_migration"));
    return hooks;
  }

  model::Policy policy() const {
    model::Policy policy;
    if (const auto* table = top_.table("policy"))
      read_policy(Section(*table, "policy", source_, k_policy_keys), policy);
    return policy;
  }

  /// Calls `visit` with the written name and the table of each environment.
  void each_environment(
      const std::function<void(const std::string&, const toml::table&, const toml::key&)>& visit) const {
    const auto* tables = top_.table("environments");
    if (tables == nullptr) return;
    for (const auto& [key, node] : *tables) {
      if (!node.is_table()) {
        throw error_at(source_, node.source().begin,
                       fmt::format("environments.{} must be a table", printable(key.str())), {});
      }
      visit(std::string(key.str()), *node.as_table(), key);
    }
  }

  const Source& source() const { return source_; }

 private:
  const Source& source_;
  Section top_;
  std::optional<Section> project_;
};

std::string canonical_name(const std::string& name) {
  return name == "dev" ? "development" : name == "prod" ? "production" : name;
}

int default_pool_size(const std::string& name) {
  return name == "production" ? 100 : name == "staging" ? 25 : 10;
}

/// An environment and whether a URL was configured for it (an empty one counts: it chooses the private
/// PostgreSQL).
struct Configured {
  model::Environment environment;
  std::optional<std::string> url;
};

void read_environment(const Section& section, const Source& source, bool in_force, Configured& configured) {
  assign(configured.environment.pool_size, section.number("pool_size", 1, 100'000));
  if (const auto* table = section.table("policy")) {
    read_policy(Section(*table, section.name() + ".policy", source, k_policy_keys, in_force),
                configured.environment.policy);
  }
  // Whether an unset variable matters is known only when flags and environment variables were looked at.
  configured.url = section.raw("url");
}

std::vector<Configured> read_environments(const ConfigFile& file, const std::string& chosen) {
  std::vector<Configured> all;
  for (const char* name : {"development", "staging", "production"}) {
    all.push_back({{name, {}, default_pool_size(name), file.policy()}, std::nullopt});
  }
  std::map<std::string, std::string> written;
  file.each_environment([&](const std::string& key, const toml::table& table, const toml::key& place) {
    const std::string name = canonical_name(key);
    const auto [other, fresh] = written.emplace(name, key);
    if (!fresh) {
      throw error_at(
          file.source(), place.source().begin,
          fmt::format("[environments.{}] and [environments.{}] are the same environment", other->second, key),
          "write it once");
    }
    auto found =
        std::find_if(all.begin(), all.end(), [&](const Configured& c) { return c.environment.name == name; });
    if (found == all.end()) {
      found = all.insert(all.end(), {{name, {}, default_pool_size(name), file.policy()}, std::nullopt});
    }
    const Section section(table, "environments." + key, file.source(), {"url", "pool_size", "policy"},
                          name == chosen);
    read_environment(section, file.source(), name == chosen, *found);
  });
  return all;
}

Configured& require_environment(std::vector<Configured>& all, const std::string& chosen,
                                const std::string& said_by) {
  Keys names;
  for (auto& configured : all) {
    if (configured.environment.name == chosen) return configured;
    names.push_back(configured.environment.name);
  }
  const auto near = nearest(chosen, names);
  throw usage_error(fmt::format("there is no environment '{}' ({})", printable(chosen), said_by),
                    fmt::format("{}environments: {}", near ? fmt::format("did you mean {}? ", *near) : "",
                                join(names, ", ")));
}

std::optional<std::string> set_variable(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

/// --db-url, DUNLIN_DATABASE_URL, the environment's own url, DATABASE_URL: the first that is there.
std::string choose_url(const ConfigInputs& inputs, const Source& source, const Configured& configured) {
  if (inputs.db_url) return *inputs.db_url;
  if (auto url = set_variable(source.variables, "DUNLIN_DATABASE_URL")) return *url;
  if (!configured.url) return set_variable(source.variables, "DATABASE_URL").value_or("");
  const std::string& name = configured.environment.name;
  auto expanded = expand_variables(*configured.url, source.variables);
  if (!expanded.missing && (configured.url->empty() || !trim(expanded.text).empty())) return expanded.text;
  // An empty variable must not quietly turn production into a private server.
  Error error = usage_error(
      expanded.missing
          ? fmt::format("the url of environment {} needs the environment variable {}, which is not set", name,
                        *expanded.missing)
          : fmt::format("the url of environment {} is {}, which is set to nothing", name, *configured.url),
      "set it, put it into .env beside dunlin.toml, or name the database with --db-url");
  error.set_fact("file", source.file);
  throw error;
}

fs::path find_file(const ConfigInputs& inputs, const fs::path& start) {
  if (inputs.config) return fs::weakly_canonical(start / *inputs.config);
  for (fs::path folder = start;; folder = folder.parent_path()) {
    std::error_code error;
    if (fs::is_regular_file(folder / "dunlin.toml", error)) return folder / "dunlin.toml";
    if (folder == folder.parent_path()) return {};
  }
}

toml::table parse(const Source& source, const std::string& text) {
  try {
    return toml::parse(text, source.file);
  } catch (const toml::parse_error& error) {
    throw error_at(source, error.source().begin, std::string(error.description()),
                   "docs/configuration.md shows every key");
  }
}

Variables read_variables(const fs::path& root, const Variables& process) {
  const fs::path file = root / ".env";
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return process;
  return read_dot_env(read_file(file, k_longest_file), file.string(), process);
}

model::Dialect parse_dialect(const std::string& text) {
  if (const auto dialect = model::parse_dialect(text)) return *dialect;
  Keys names;
  for (int i = 0; i <= static_cast<int>(model::Dialect::sqitch); ++i)
    names.push_back(to_string(static_cast<model::Dialect>(i)));
  const auto near = nearest(text, names);
  throw usage_error(fmt::format("'{}' is not a layout", printable(text)),
                    near ? fmt::format("did you mean {}?", *near) : join(names, ", "));
}

std::string absolute(const fs::path& base, const std::string& path) {
  const fs::path normal = (base / path).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).string();
}

migrate::RecognisedLayout find_layout(const ConfigInputs& inputs, const ConfigFile& file,
                                      const fs::path& start, const fs::path& root) {
  if (inputs.directory) return migrate::recognise_folder(root, absolute(start, *inputs.directory));
  const auto& project = file.project();
  const auto dialect = project ? project->parsed("dialect", parse_dialect) : std::nullopt;
  if (const auto folder = project ? project->text("migrations") : std::nullopt) {
    return migrate::recognise_folder(root, absolute(root, *folder), dialect);
  }
  try {
    auto layout = migrate::recognise(root);
    return dialect && *dialect != layout.dialect ? migrate::recognise_folder(root, layout.migrations, dialect)
                                                 : layout;
  } catch (const Error&) {
    if (inputs.project_required) throw;
    return migrate::recognise_folder(root, root / "migrations", dialect);
  }
}

void set_layout(const migrate::RecognisedLayout& layout, const ConfigFile& file, model::Config& config) {
  config.dialect = layout.dialect;
  config.migrations = layout.migrations.string();
  for (const auto& folder : layout.repeatables) config.repeatables.push_back(folder.string());
  config.rollbacks = layout.rollbacks.string();
  config.seed = layout.seed.string();
  const auto& project = file.project();
  if (!project) return;
  if (const auto folders = project->list("repeatables")) {
    config.repeatables.clear();
    for (const auto& folder : *folders) config.repeatables.push_back(absolute(config.root, folder));
  }
  if (const auto folder = project->text("rollbacks")) config.rollbacks = absolute(config.root, *folder);
  if (const auto seed = project->text("seed")) config.seed = absolute(config.root, *seed);
  const auto* size = project->find("max_file_size");
  if (size != nullptr && size->is_integer()) {
    config.max_file_size =
        static_cast<std::uint64_t>(*project->number("max_file_size", 1, std::int64_t{1} << 60));
  } else {
    assign(config.max_file_size, project->parsed("max_file_size", parse_size));
  }
}

void set_environments(const ConfigInputs& inputs, const ConfigFile& file, model::Config& config) {
  std::string chosen = "development";
  std::string said_by = "by default";
  if (const auto name = file.project() ? file.project()->text("default_environment") : std::nullopt) {
    chosen = *name;
    said_by = "default_environment in " + file.source().file;
  }
  if (const auto name = set_variable(file.source().variables, "DUNLIN_ENV")) {
    chosen = *name;
    said_by = "DUNLIN_ENV";
  }
  if (inputs.environment) {
    chosen = *inputs.environment;
    said_by = "--env";
  }
  auto all = read_environments(file, canonical_name(chosen));
  auto& in_force = require_environment(all, canonical_name(chosen), said_by);
  for (auto& configured : all) {
    const auto expanded = expand_variables(configured.url.value_or(""), file.source().variables);
    configured.environment.url = Secret(expanded.missing ? *configured.url : expanded.text);
  }
  in_force.environment.url = Secret(choose_url(inputs, file.source(), in_force));
  config.environment = in_force.environment;
  for (auto& configured : all) config.environments.push_back(std::move(configured.environment));
}

}  // namespace

model::Config load_config(const ConfigInputs& inputs) {
  const fs::path start = fs::weakly_canonical(inputs.start);
  const fs::path path = find_file(inputs, start);
  const fs::path root = path.empty() ? start : path.parent_path();
  const Source source{path.string(), read_variables(root, inputs.variables)};
  const toml::table table = path.empty() ? toml::table{} : parse(source, read_file(path, k_longest_file));
  const ConfigFile file(table, source);

  model::Config config;
  config.root = root.string();
  if (!path.empty()) config.file = path.string();
  config.placeholders = file.placeholders();
  config.hooks = file.hooks();
  set_environments(inputs, file, config);
  set_layout(find_layout(inputs, file, start, root), file, config);
  return config;
}

}  // namespace dunlin::cli
