#include "cli/TransferToml.hpp"

#include <utility>

#include "transfer/values/TargetType.hpp"

namespace dunlin::cli {
namespace {

const Keys k_transfer_keys{"directory",      "schema",      "identifiers", "only",           "skip",
                           "misfit",         "nocase",      "uuid_keys",   "enums",          "jsonb",
                           "soft_delete",    "timestamptz", "connections", "distribution",   "shards",
                           "switch_command", "switch_file", "switch_key",  "health_command", "orphans",
                           "column"};
const Keys k_rule_keys{"match", "type", "to", "from", "misfit", "rename", "skip"};
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
  assign(rule.skip, section.flag("skip"));
  return rule;
}

void read_rules(const toml::node& node, const TomlSource& source, model::TransferConfig& out) {
  const toml::array* rules = node.as_array();
  if (rules == nullptr || !rules->is_array_of_tables())
    throw error_at(source, node.source().begin, "transfer.column must be tables: [[transfer.column]]", {});
  for (const auto& element : *rules) {
    const TomlSection section(*element.as_table(), "transfer.column", source, k_rule_keys);
    out.rules.push_back(read_rule(section));
    const auto& rule = out.rules.back();
    if (!rule.match.empty() || !rule.type.empty()) continue;
    throw error_at(source, element.source().begin, "a rule of [[transfer.column]] says no column",
                   "give it match = \"table.column\" or type = \"DATETIME*\"; * and ? stand for anything");
  }
}

void read_options(const TomlSection& section, model::TransferConfig& out) {
  assign(out.uuid_keys, section.flag("uuid_keys"));
  assign(out.enums, section.flag("enums"));
  assign(out.jsonb, section.flag("jsonb"));
  assign(out.soft_delete, section.flag("soft_delete"));
  assign(out.timestamptz, section.flag("timestamptz"));
  assign(out.orphans, word(section, "orphans", {"refuse", "not_valid"}));
  assign(out.nocase, word(section, "nocase", {"index", "citext", "icu"}));
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
}

}  // namespace dunlin::cli
