#include "cli/TransferToml.hpp"

#include <utility>

#include "transfer/values/TargetType.hpp"

namespace dunlin::cli {
namespace {

const Keys k_transfer_keys{"directory",      "schema",      "identifiers", "only",           "skip",
                           "misfit",         "nocase",      "uuid_keys",   "enums",          "jsonb",
                           "soft_delete",    "timestamptz", "connections", "distribution",   "shards",
                           "switch_command", "switch_file", "switch_key",  "health_command", "orphans",
                           "column",         "partition",   "distribute"};
const Keys k_rule_keys{"match", "type", "to", "from", "misfit", "rename", "skip", "nocase"};
const Keys k_ways_to_fold{"index", "citext", "icu"};
const Keys k_partition_keys{"table",    "by",   "column", "columns",   "partitions",
                            "interval", "from", "to",     "widen_keys"};
const Keys k_distribute_keys{"table", "column", "reference", "colocate_with", "widen_keys"};
constexpr std::int64_t k_most_partitions = 1000;
const Keys k_ways_to_read{"text",     "integer",  "blob",      "hex",    "iso",   "epoch_s",
                          "epoch_ms", "epoch_us", "core_data", "webkit", "julian"};
constexpr std::int64_t k_most_connections = 64;

template <class T>
void assign(T& to, std::optional<T>&& value) {
  if (value) to = std::move(*value);
}

// A value that is one of these words.
std::optional<std::string> word(const TomlSection& section, const char* key, const Keys& words) {
  return section.parsed(key, [&](const std::string& text) { return one_of(words, text); });
}

std::optional<model::MisfitPolicy> policy(const TomlSection& section) {
  return section.parsed("misfit", [](const std::string& text) {
    one_of({"refuse", "reject", "null", "text", "latin1"}, text);
    if (text == "reject") return model::MisfitPolicy::reject;
    if (text == "null") return model::MisfitPolicy::null;
    if (text == "text") return model::MisfitPolicy::text;
    return text == "latin1" ? model::MisfitPolicy::latin1 : model::MisfitPolicy::refuse;
  });
}

// A type is judged here, where the line can be named; whether it fits the values, the assessment says.
std::optional<std::string> target_type(const TomlSection& section, const std::optional<std::string>& from) {
  return section.parsed("to", [&](const std::string& text) {
    transfer::conversion_for(text, from.value_or(""));
    return text;
  });
}

model::TransferRule read_rule(const TomlSection& section) {
  model::TransferRule rule;
  assign(rule.match, section.text("match"));
  assign(rule.type, section.text("type"));
  rule.from = word(section, "from", k_ways_to_read);
  rule.to = target_type(section, rule.from);
  rule.misfit = policy(section);
  rule.rename = section.text("rename");
  rule.nocase = word(section, "nocase", k_ways_to_fold);
  assign(rule.skip, section.flag("skip"));
  return rule;
}

// The tables of [[name]].
const toml::array& tables_in(const toml::node& node, const TomlSource& source, const std::string& name) {
  const toml::array* tables = node.as_array();
  if (tables == nullptr || !tables->is_array_of_tables())
    throw error_at(source, node.source().begin, name + " must be tables: [[" + name + "]]", {});
  return *tables;
}

void read_rules(const toml::node& node, const TomlSource& source, model::TransferConfig& out) {
  for (const auto& element : tables_in(node, source, "transfer.column")) {
    const TomlSection section(*element.as_table(), "transfer.column", source, k_rule_keys);
    out.rules.push_back(read_rule(section));
    const auto& rule = out.rules.back();
    if (!rule.match.empty() || !rule.type.empty()) continue;
    throw error_at(source, element.source().begin, "a rule of [[transfer.column]] says no column",
                   "give it match = \"table.column\" or type = \"DATETIME*\"; * and ? stand for anything");
  }
}

std::string named_table(const TomlSection& section) {
  auto table = section.text("table");
  if (!table || table->empty())
    throw section.error_for("table", "isn't said", "table = \"orders\": a table's name in SQLite");
  return std::move(*table);
}

// What each way of partitioning needs, and what it has no use for.
void require_sense(const TomlSection& section, const model::PartitionRule& rule) {
  if (rule.columns.empty())
    throw section.error_for("column", "isn't said", "column = \"created_at\", or for hash columns = [...]");
  if (rule.by != "hash" && rule.columns.size() > 1)
    throw section.error_for("columns", "are several: only hash takes more than one", "name one column");
  if ((rule.by == "hash") != (rule.partitions > 0))
    throw section.error_for("partitions", "belongs to by = \"hash\", which needs it", "partitions = 16");
  if ((rule.by == "range") == rule.interval.empty())
    throw section.error_for("interval", "belongs to by = \"range\", which needs it",
                            "day, week, month, year, or for whole numbers a width: \"1000000\"");
  if (rule.by != "range" && !(rule.from + rule.to).empty())
    throw section.error_for(rule.from.empty() ? "to" : "from", "belongs to by = \"range\"", "leave it out");
}

void read_partitions(const toml::node& node, const TomlSource& source, model::TransferConfig& out) {
  for (const auto& element : tables_in(node, source, "transfer.partition")) {
    const TomlSection section(*element.as_table(), "transfer.partition", source, k_partition_keys);
    model::PartitionRule rule{.table = named_table(section), .by = "hash"};
    assign(rule.by, word(section, "by", {"hash", "range", "list"}));
    assign(rule.columns, section.list("columns"));
    if (auto column = section.text("column")) rule.columns.push_back(std::move(*column));
    rule.partitions = static_cast<int>(section.number("partitions", 1, k_most_partitions).value_or(0));
    assign(rule.interval, section.text("interval"));
    assign(rule.from, section.text("from"));
    assign(rule.to, section.text("to"));
    assign(rule.widen_keys, section.flag("widen_keys"));
    require_sense(section, rule);
    out.partitions.push_back(std::move(rule));
  }
}

void read_distributed(const toml::node& node, const TomlSource& source, model::TransferConfig& out) {
  for (const auto& element : tables_in(node, source, "transfer.distribute")) {
    const TomlSection section(*element.as_table(), "transfer.distribute", source, k_distribute_keys);
    model::DistributeRule rule{.table = named_table(section)};
    assign(rule.column, section.text("column"));
    assign(rule.reference, section.flag("reference"));
    assign(rule.colocate_with, section.text("colocate_with"));
    assign(rule.widen_keys, section.flag("widen_keys"));
    if (rule.reference != rule.column.empty())
      throw section.error_for(
          rule.reference ? "column" : "table", "needs a column or reference = true, not both",
          "column = \"tenant_id\" spreads the rows, reference = true copies all to each server");
    out.distributed.push_back(std::move(rule));
  }
  if (out.distribution.empty() && out.shards.empty())
    throw error_at(source, node.source().begin, "[[transfer.distribute]] needs servers to distribute to",
                   "add distribution = \"citus\" or shards = [URLs] to [transfer]");
}

void read_options(const TomlSection& section, model::TransferConfig& out) {
  assign(out.uuid_keys, section.flag("uuid_keys"));
  assign(out.enums, section.flag("enums"));
  assign(out.jsonb, section.flag("jsonb"));
  assign(out.soft_delete, section.flag("soft_delete"));
  assign(out.timestamptz, section.flag("timestamptz"));
  assign(out.orphans, word(section, "orphans", {"refuse", "not_valid"}));
  assign(out.nocase, word(section, "nocase", k_ways_to_fold));
  assign(out.distribution, word(section, "distribution", {"", "citus"}));
  assign(out.shards, section.list("shards"));
  if (const auto number = section.number("connections", 0, k_most_connections))
    out.connections = static_cast<int>(*number);
}

void read_switch(const TomlSection& section, model::TransferConfig& out) {
  assign(out.switch_command, section.text("switch_command"));
  assign(out.switch_file, section.text("switch_file"));
  assign(out.switch_key, section.text("switch_key"));
  assign(out.health_command, section.text("health_command"));
  if (!out.switch_command.empty() && !out.switch_file.empty())
    throw section.error_for("switch_command", "stands beside switch_file: only one of them can switch",
                            "leave one of them away");
}

}  // namespace

void read_transfer(const toml::table& table, const TomlSource& source, model::TransferConfig& out) {
  const TomlSection section(table, "transfer", source, k_transfer_keys);
  assign(out.directory, section.text("directory"));
  assign(out.schema, section.text("schema"));
  assign(out.identifiers, word(section, "identifiers", {"keep", "lower", "snake"}));
  assign(out.only, section.list("only"));
  assign(out.skip, section.list("skip"));
  assign(out.misfit, policy(section));
  read_options(section, out);
  read_switch(section, out);
  if (const toml::node* rules = section.find("column")) read_rules(*rules, source, out);
  if (const toml::node* rules = section.find("partition")) read_partitions(*rules, source, out);
  if (const toml::node* rules = section.find("distribute")) read_distributed(*rules, source, out);
}

}  // namespace dunlin::cli
