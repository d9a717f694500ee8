#include "cli/DunlinToml.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <toml++/toml.h>
#include <utility>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

using Keys = std::vector<std::string>;

const Keys k_project_keys{"migrations", "dialect",       "repeatables",        "rollbacks",
                          "seed",       "max_file_size", "default_environment"};
const Keys k_lint_keys{"profile", "pg_version", "fail_on", "off", "exposed_schemas"};
const Keys k_hook_keys{"before_run", "after_run", "before_migration", "after_migration"};
const Keys k_policy_keys{"lock_timeout",        "lock_retries",     "statement_timeout",
                         "concurrent_timeout",  "cancel_blockers",  "cancel_blockers_after",
                         "checksums",           "require_rollback", "additive_only",
                         "idempotent",          "require_rls",      "require_metadata",
                         "require_index_on_fk", "non_blocking"};

// dunlin.toml, for messages and for the variables that its strings may name.
struct Source {
  const std::string& file;
  const Variables& variables;
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

// A table of dunlin.toml whose keys are known. `needed` is false for environments that aren't in force: what
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

  // The string as written.
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
  if (text == "ignore-comments") return model::ChecksumMode::ignore_comments;
  const auto near = nearest(text, {"exact", "ignore-comments"});
  throw usage_error(fmt::format("'{}' is not a way to compare files", printable(text)),
                    near ? fmt::format("did you mean {}?", *near) : "exact or ignore-comments");
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
  assign(policy.additive_only, section.flag("additive_only"));
  assign(policy.idempotent, section.flag("idempotent"));
  assign(policy.require_rls, section.flag("require_rls"));
  assign(policy.require_metadata, section.flag("require_metadata"));
  assign(policy.require_index_on_fk, section.flag("require_index_on_fk"));
  assign(policy.non_blocking, section.flag("non_blocking"));
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

void read_project(const Section& section, DunlinToml& out) {
  out.migrations = section.text("migrations");
  out.dialect = section.parsed("dialect", parse_dialect);
  out.repeatables = section.list("repeatables");
  out.rollbacks = section.text("rollbacks");
  out.seed = section.text("seed");
  out.default_environment = section.text("default_environment");
  const auto* size = section.find("max_file_size");
  if (size != nullptr && size->is_integer()) {
    assign(out.max_file_size, section.number("max_file_size", 1, std::int64_t{1} << 60));
  } else {
    out.max_file_size = section.parsed("max_file_size", parse_size);
  }
}

void read_placeholders(const toml::table& table, const Source& source, DunlinToml& out) {
  Keys keys;
  for (const auto& [key, node] : table) keys.emplace_back(key.str());
  const Section section(table, "placeholders", source, keys);
  for (const auto& key : keys) out.placeholders[key] = *section.text(key);
}

void read_hooks(const Section& section, model::Hooks& hooks) {
  assign(hooks.before_run, section.text("before_run"));
  assign(hooks.after_run, section.text("after_run"));
  assign(hooks.before_migration, section.text("before_migration"));
  assign(hooks.after_migration, section.text("after_migration"));
}

// The value, when it is one of these words.
std::string one_of(const Keys& words, const std::string& text) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return text;
  throw usage_error(fmt::format("'{}' isn't one of {}", printable(text), join(words, ", ")));
}

void read_lint(const Section& section, model::LintConfig& lint) {
  assign(lint.profile, section.parsed("profile", [](const std::string& text) {
    return one_of({"safe", "strict", "all"}, text);
  }));
  assign(lint.fail_on, section.parsed("fail_on", [](const std::string& text) {
    return one_of({"error", "warning", "note", "never"}, text);
  }));
  assign(lint.pg_version, section.number("pg_version", 10, 30));
  assign(lint.off, section.list("off"));
  lint.exposed_schemas = section.list("exposed_schemas");
}

WrittenEnvironment read_environment(const Section& section, const Source& source, const model::Policy& policy,
                                    bool needed) {
  WrittenEnvironment environment;
  environment.policy = policy;
  environment.url = section.raw("url");
  assign(environment.pool_size, section.number("pool_size", 1, 100'000));
  if (const auto* table = section.table("policy")) {
    read_policy(Section(*table, section.name() + ".policy", source, k_policy_keys, needed),
                environment.policy);
  }
  return environment;
}

void read_environments(const toml::table& tables, const Source& source, const std::string& in_force,
                       DunlinToml& out) {
  std::map<std::string, std::string> written;
  for (const auto& [key, node] : tables) {
    const std::string spelled(key.str());
    if (!node.is_table()) {
      throw error_at(source, node.source().begin,
                     fmt::format("environments.{} must be a table", printable(spelled)), {});
    }
    const std::string name = canonical_environment(spelled);
    const auto [other, fresh] = written.emplace(name, spelled);
    if (!fresh) {
      throw error_at(source, key.source().begin,
                     fmt::format("[environments.{}] and [environments.{}] are the same environment",
                                 other->second, spelled),
                     "write it once");
    }
    const bool needed = name == in_force;
    const Section section(*node.as_table(), "environments." + spelled, source, {"url", "pool_size", "policy"},
                          needed);
    auto environment = read_environment(section, source, out.policy, needed);
    environment.name = name;
    out.environments.push_back(std::move(environment));
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

}  // namespace

std::string canonical_environment(const std::string& name) {
  return name == "dev" ? "development" : name == "prod" ? "production" : name;
}

DunlinToml read_dunlin_toml(const std::string& text, const std::string& file, const Variables& variables,
                            const std::optional<std::string>& chosen) {
  const Source source{file, variables};
  const toml::table table = parse(source, text);
  const Section top(table, "", source,
                    {"project", "placeholders", "hooks", "lint", "policy", "environments"});
  DunlinToml out;
  if (const auto* project = top.table("project"))
    read_project(Section(*project, "project", source, k_project_keys), out);
  if (const auto* placeholders = top.table("placeholders")) read_placeholders(*placeholders, source, out);
  if (const auto* hooks = top.table("hooks"))
    read_hooks(Section(*hooks, "hooks", source, k_hook_keys), out.hooks);
  if (const auto* lint = top.table("lint")) read_lint(Section(*lint, "lint", source, k_lint_keys), out.lint);
  if (const auto* policy = top.table("policy"))
    read_policy(Section(*policy, "policy", source, k_policy_keys), out.policy);
  if (const auto* environments = top.table("environments")) {
    const std::string in_force = chosen.value_or(out.default_environment.value_or("development"));
    read_environments(*environments, source, canonical_environment(in_force), out);
  }
  return out;
}

}  // namespace dunlin::cli
