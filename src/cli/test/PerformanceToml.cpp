#include "cli/test/PerformanceToml.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/TomlSection.hpp"
#include "sql/Split.hpp"

namespace dunlin::cli {
namespace {

using trial::k_most_sessions;
using trial::PerformanceContract;
using trial::PerformanceQuery;

const Keys k_contract_keys{"generate", "size",   "before", "clients",   "pool",   "sessions",
                           "rounds",   "repeat", "warmup", "tolerance", "queries"};
const Keys k_query_keys{"sql", "parameters", "role",       "claims",           "p50",
                        "p95", "rows",       "uses_index", "no_seq_scan_over", "improvement"};

// A number, whole or not.
std::optional<double> real(const TomlSection& section, const char* key) {
  const auto* node = section.find(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value<double>();
  if (!value || *value < 0) throw section.error_for(key, "must be a number from 0 on");
  return value;
}

// Milliseconds: a number, or a duration such as "200ms".
std::optional<double> milliseconds(const TomlSection& section, const char* key) {
  const auto* node = section.find(key);
  if (node == nullptr || !node->is_string()) return real(section, key);
  return section.parsed(
      key, [](const std::string& text) { return static_cast<double>(parse_duration(text).count()); });
}

std::vector<std::string> one_or_more(const TomlSection& section, const char* key) {
  const auto* node = section.find(key);
  if (node != nullptr && node->is_string()) return {**node->as_string()};
  return section.list(key).value_or(std::vector<std::string>());
}

std::vector<std::optional<std::string>> parameters_of(const TomlSection& section) {
  std::vector<std::optional<std::string>> values;
  const auto* node = section.find("parameters");
  if (node == nullptr) return values;
  const auto* array = node->as_array();
  if (array == nullptr) throw section.error_for("parameters", "must be an array");
  for (const auto& element : *array) {
    if (const auto* text = element.as_string()) {
      values.emplace_back(**text);
    } else if (const auto* number = element.as_integer()) {
      values.emplace_back(std::to_string(**number));
    } else if (const auto* value = element.as_floating_point()) {
      values.emplace_back(fmt::format("{}", **value));
    } else if (const auto* flag = element.as_boolean()) {
      values.emplace_back(**flag ? "true" : "false");
    } else {
      throw section.error_for("parameters", "has a value that is neither text, a number, true nor false");
    }
  }
  return values;
}

// What EXPLAIN takes (PostgreSQL docs, EXPLAIN), and one of it: others would be run, and not measured.
void require_one_query(const TomlSection& section, const std::string& sql) {
  const auto statements = section.parsed("sql", [](const std::string& text) {
    return sql::split({.text = text, .file = "sql", .first_line = 1, .database = ""}).size();
  });
  if (statements.value_or(0) > 1)
    throw section.error_for("sql", fmt::format("has {} statements: a query is one", *statements));
  std::string word = to_lower(sql::one_line(sql, sql.size()));
  word.erase(0, std::min(word.find_first_not_of('('), word.size()));
  word.resize(std::min(word.find_first_of(" (*'\""), word.size()));
  static const std::set<std::string, std::less<>> k_words{"select", "with",   "values", "table",
                                                          "insert", "update", "delete", "merge"};
  if (!k_words.contains(word))
    throw section.error_for("sql", "must be a SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE or MERGE");
}

PerformanceQuery read_query(const std::string& name, const toml::node& node, const TomlSource& source) {
  if (!node.is_table())
    throw error_at(source, node.source().begin, fmt::format("queries.{} must be a table", printable(name)),
                   "[queries.search] with sql = \"...\"");
  const TomlSection section(*node.as_table(), "queries." + name, source, k_query_keys);
  PerformanceQuery query{.name = name, .sql = std::string(trim(section.raw("sql").value_or("")))};
  if (query.sql.empty())
    throw error_at(source, node.source().begin, fmt::format("query {} has no sql", printable(name)), {});
  require_one_query(section, query.sql);
  query.parameters = parameters_of(section);
  query.role = section.raw("role").value_or("");
  query.claims = section.raw("claims").value_or("");
  query.p50_ms = milliseconds(section, "p50");
  query.p95_ms = milliseconds(section, "p95");
  query.rows = section.number("rows", 0, INT64_MAX);
  query.uses_index = one_or_more(section, "uses_index");
  query.no_seq_scan_over = real(section, "no_seq_scan_over");
  query.improvement = real(section, "improvement");
  if (query.improvement && *query.improvement >= 100)
    throw section.error_for("improvement", "must be less than 100: percent by which the median sinks");
  return query;
}

int small(const TomlSection& section, const char* key, int otherwise, int least, int most) {
  return static_cast<int>(section.number(key, least, most).value_or(otherwise));
}

}  // namespace

PerformanceContract read_performance_toml(const std::string& text, const std::string& file, int pool_size) {
  const Variables variables;
  const TomlSource source{file, variables};
  const toml::table table = parse_toml(source, text, "docs/testing.md shows every key");
  const TomlSection top(table, "", source, k_contract_keys);
  PerformanceContract contract;
  contract.generate = top.raw("generate").value_or("");
  contract.size = top.number("size", 1, 1'000'000'000).value_or(contract.size);
  contract.before = top.raw("before").value_or("");
  contract.clients = small(top, "clients", contract.clients, 1, 1000);
  // It was called pool once.
  const char* sessions = top.find("sessions") == nullptr ? "pool" : "sessions";
  contract.sessions = small(top, sessions, std::min(pool_size, k_most_sessions), 1, k_most_sessions);
  contract.rounds = small(top, "rounds", contract.rounds, 1, 1000);
  contract.repeat = small(top, "repeat", contract.repeat, 1, 100'000);
  contract.warmup = small(top, "warmup", contract.warmup, 0, 100'000);
  contract.tolerance = real(top, "tolerance").value_or(contract.tolerance);
  if (const auto* queries = top.table("queries"))
    for (const auto& [key, node] : *queries)
      contract.queries.push_back(read_query(std::string(key.str()), node, source));
  if (contract.queries.empty())
    throw usage_error(printable(file) + " names no query", "docs/testing.md shows how budgets are written");
  return contract;
}

}  // namespace dunlin::cli
