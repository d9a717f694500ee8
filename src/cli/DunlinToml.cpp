#include "cli/DunlinToml.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/TomlSection.hpp"
#include "cli/TransferToml.hpp"

namespace dunlin::cli {
namespace {

const Keys k_project_keys{"migrations", "dialect",       "repeatables",        "rollbacks",
                          "seed",       "max_file_size", "default_environment"};
const Keys k_lint_keys{"profile", "pg_version", "fail_on", "off", "exposed_schemas"};
const Keys k_hook_keys{"before_run", "after_run", "before_migration", "after_migration"};
const Keys k_policy_keys{"lock_timeout",        "lock_retries",     "statement_timeout",
                         "concurrent_timeout",  "cancel_blockers",  "cancel_blockers_after",
                         "checksums",           "require_rollback", "additive_only",
                         "idempotent",          "require_rls",      "require_metadata",
                         "require_index_on_fk", "non_blocking",     "window"};

const Keys k_encryption_keys{"key", "rate", "batch_time", "max_lag", "backup_retention"};

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

void read_policy(const TomlSection& section, model::Policy& policy) {
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
  assign(policy.window, section.parsed("window", [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(model::parse_window(text));
  }));
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

void read_project(const TomlSection& section, DunlinToml& out) {
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

void read_placeholders(const toml::table& table, const TomlSource& source, DunlinToml& out) {
  Keys keys;
  for (const auto& [key, node] : table) keys.emplace_back(key.str());
  const TomlSection section(table, "placeholders", source, keys);
  for (const auto& key : keys) out.placeholders[key] = *section.text(key);
}

// What stands there may be a key by mistake: it isn't repeated.
std::string parse_key_source(const std::string& text) {
  for (const char* scheme : {"env:", "file:", "cmd:"}) {
    if (text.starts_with(scheme) && text.size() > std::string_view(scheme).size()) return text;
  }
  throw usage_error("a key is never written into dunlin.toml",
                    "say where it is: env:NAME, file:/path or cmd:COMMAND");
}

std::chrono::hours parse_age(const std::string& text) {
  const std::string_view trimmed = trim(text);
  long long number = 0;
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  std::string unit = to_lower(trim(trimmed.substr(static_cast<std::size_t>(end - trimmed.data()))));
  if (unit.size() > 1 && unit.ends_with('s')) unit.pop_back();
  int hours = 0;
  if (unit == "h" || unit == "hour") hours = 1;
  if (unit == "d" || unit == "day") hours = 24;
  if (unit == "w" || unit == "week") hours = 7 * 24;
  if (unit == "month") hours = 31 * 24;
  if (unit == "y" || unit == "year") hours = 366 * 24;
  if (error != std::errc{} || hours == 0 || number < 0 || number > 100'000)
    throw usage_error(fmt::format("'{}' is not an age", printable(text)),
                      "write it like 35 days, 6 weeks, 13 months or 7 years");
  return std::chrono::hours(number * hours);
}

void read_encryption(const TomlSection& section, model::EncryptionConfig& encryption) {
  assign(encryption.key, section.parsed("key", parse_key_source));
  assign(encryption.rate, section.number("rate", 1, 1'000'000'000));
  assign(encryption.batch_time, section.parsed("batch_time", [](const std::string& text) {
    const auto time = parse_duration(text);
    if (time.count() <= 0) throw usage_error("a batch must take longer than nothing", "200ms, 1s, ...");
    return time;
  }));
  assign(encryption.max_lag,
         section.parsed("max_lag", [](const std::string& text) { return parse_duration(text); }));
  assign(encryption.backup_retention, section.parsed("backup_retention", parse_age));
}

void read_hooks(const TomlSection& section, model::Hooks& hooks) {
  assign(hooks.before_run, section.text("before_run"));
  assign(hooks.after_run, section.text("after_run"));
  assign(hooks.before_migration, section.text("before_migration"));
  assign(hooks.after_migration, section.text("after_migration"));
}

void read_lint(const TomlSection& section, model::LintConfig& lint) {
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

void read_test(const toml::table& table, const TomlSource& source, model::TestConfig& test) {
  const TomlSection section(table, "test", source, {"rls", "performance", "security"});
  if (const auto* rls = section.table("rls"))
    assign(test.rls, TomlSection(*rls, "test.rls", source, {"path"}).text("path"));
  if (const auto* performance = section.table("performance"))
    assign(test.performance, TomlSection(*performance, "test.performance", source, {"path"}).text("path"));
  if (const auto* security = section.table("security")) {
    const TomlSection checks(*security, "test.security", source, {"client_roles", "accept", "exclude"});
    assign(test.client_roles, checks.list("client_roles"));
    assign(test.accept, checks.list("accept"));
    assign(test.exclude, checks.list("exclude"));
  }
}

WrittenEnvironment read_environment(const TomlSection& section, const TomlSource& source,
                                    const DunlinToml& shared, bool needed) {
  WrittenEnvironment environment;
  environment.policy = shared.policy;
  environment.encryption = shared.encryption;
  environment.url = section.raw("url");
  assign(environment.pool_size, section.number("pool_size", 1, 100'000));
  if (const auto* table = section.table("policy")) {
    read_policy(TomlSection(*table, section.name() + ".policy", source, k_policy_keys, needed),
                environment.policy);
  }
  if (const auto* table = section.table("encryption")) {
    read_encryption(TomlSection(*table, section.name() + ".encryption", source, k_encryption_keys, needed),
                    environment.encryption);
  }
  return environment;
}

void read_environments(const toml::table& tables, const TomlSource& source, const std::string& in_force,
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
    const TomlSection section(*node.as_table(), "environments." + spelled, source,
                              {"url", "pool_size", "policy", "encryption"}, needed);
    auto environment = read_environment(section, source, out, needed);
    environment.name = name;
    out.environments.push_back(std::move(environment));
  }
}

}  // namespace

std::string canonical_environment(const std::string& name) {
  return name == "dev" ? "development" : name == "prod" ? "production" : name;
}

DunlinToml read_dunlin_toml(const std::string& text, const std::string& file, const Variables& variables,
                            const std::optional<std::string>& chosen) {
  const TomlSource source{file, variables};
  const toml::table table = parse_toml(source, text, "docs/configuration.md shows every key");
  const TomlSection top(table, "", source,
                        {"project", "placeholders", "hooks", "lint", "policy", "transfer", "test",
                         "encryption", "environments"});
  DunlinToml out;
  if (const auto* project = top.table("project"))
    read_project(TomlSection(*project, "project", source, k_project_keys), out);
  if (const auto* placeholders = top.table("placeholders")) read_placeholders(*placeholders, source, out);
  if (const auto* hooks = top.table("hooks"))
    read_hooks(TomlSection(*hooks, "hooks", source, k_hook_keys), out.hooks);
  if (const auto* lint = top.table("lint"))
    read_lint(TomlSection(*lint, "lint", source, k_lint_keys), out.lint);
  if (const auto* transfer = top.table("transfer")) read_transfer(*transfer, source, out.transfer);
  if (const auto* test = top.table("test")) read_test(*test, source, out.test);
  if (const auto* policy = top.table("policy"))
    read_policy(TomlSection(*policy, "policy", source, k_policy_keys), out.policy);
  if (const auto* encryption = top.table("encryption"))
    read_encryption(TomlSection(*encryption, "encryption", source, k_encryption_keys), out.encryption);
  if (const auto* environments = top.table("environments")) {
    const std::string in_force = chosen.value_or(out.default_environment.value_or("development"));
    read_environments(*environments, source, canonical_environment(in_force), out);
  }
  return out;
}

}  // namespace dunlin::cli
