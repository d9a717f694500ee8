#include "cli/test/RlsToml.hpp"

#include <fmt/format.h>
#include <optional>

#include "base/Json.hpp"
#include "base/Text.hpp"
#include "cli/TomlSection.hpp"

namespace dunlin::cli {
namespace {

using trial::Command;
using trial::Expectation;
using trial::Expectations;
using trial::Expected;

const Keys k_top_keys{"fixtures", "client_roles", "accept", "identities", "tables"};
const Keys k_identity_keys{"role", "claims", "settings", "bypass_rls"};
const Keys k_table_keys{"key", "select", "insert", "update", "delete"};

Json to_json(const TomlSource& source, const toml::node& node) {
  if (const auto* text = node.as_string()) return Json(**text);
  if (const auto* number = node.as_integer()) return Json(**number);
  if (const auto* real = node.as_floating_point()) return Json(**real);
  if (const auto* flag = node.as_boolean()) return Json(**flag);
  if (const auto* array = node.as_array()) {
    Json list = Json::array();
    for (const auto& element : *array) list.add(to_json(source, element));
    return list;
  }
  if (const auto* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) object.set(key.str(), to_json(source, value));
    return object;
  }
  throw error_at(source, node.source().begin, "a date can't be part of a claim or a row here",
                 "write it as a string");
}

// A value for a column or a setting, as text. Tables and arrays are JSON.
std::string value_text(const TomlSource& source, const toml::node& node) {
  if (const auto* text = node.as_string()) return **text;
  return to_json(source, node).dump(-1);
}

// PostgREST's tokens always say the role, and auth.role() reads it from there.
void read_claims(const toml::table& table, const TomlSource& source, trial::Identity& identity) {
  Json claims = to_json(source, table);
  if (claims.find("role") == nullptr) claims.set("role", identity.role);
  const Json* subject = claims.find("sub");
  if (subject != nullptr && subject->string() != nullptr) identity.subject = *subject->string();
  identity.claims = claims.dump(-1);
}

trial::Identity read_identity(const std::string& name, const toml::node& node, const TomlSource& source) {
  if (!node.is_table())
    throw error_at(source, node.source().begin, fmt::format("identities.{} must be a table", printable(name)),
                   "write { role = \"authenticated\", claims = { sub = \"...\" } }");
  const TomlSection section(*node.as_table(), "identities." + name, source, k_identity_keys);
  trial::Identity identity{.name = name};
  const auto role = section.raw("role");
  if (!role || role->empty())
    throw error_at(source, node.source().begin, fmt::format("identity {} has no role", printable(name)), {});
  identity.role = *role;
  identity.bypasses = section.flag("bypass_rls").value_or(false);
  if (const auto* claims = section.table("claims")) read_claims(*claims, source, identity);
  if (const auto* settings = section.table("settings"))
    for (const auto& [key, value] : *settings)
      identity.settings.emplace_back(key.str(), value_text(source, value));
  return identity;
}

trial::RowValues read_values(const toml::node& node, const TomlSource& source) {
  if (!node.is_table())
    throw error_at(source, node.source().begin, "a row is a table of columns", "write { title = \"x\" }");
  trial::RowValues values;
  for (const auto& [column, value] : *node.as_table())
    values.emplace_back(column.str(), value_text(source, value));
  return values;
}

Expected read_expected(const toml::node& node, const TomlSource& source) {
  if (const auto* count = node.as_integer(); count != nullptr && **count >= 0)
    return {.kind = Expected::Kind::count, .count = **count};
  if (!node.is_string())
    throw error_at(source, node.source().begin, "an expectation is a condition, a word or a number of rows",
                   "such as \"owner = 7\", \"all\", \"none\", \"denied\" or 3");
  try {
    return trial::parse_expected(**node.as_string());
  } catch (const Error& error) {
    throw error_at(source, node.source().begin, error.message(), error.hint());
  }
}

// One table, or each element of an array of tables.
template <class Each>
void for_each_row(const toml::node& node, const TomlSource& source, Each each) {
  if (const auto* array = node.as_array()) {
    for (const auto& element : *array) each(read_values(element, source));
  } else {
    each(read_values(node, source));
  }
}

Expected word_of(Expected::Kind kind) {
  return {.kind = kind};
}

// alice = "denied", { allow = {...} }, { deny = {...} }, or an array of the last two.
void read_insert(const std::string& identity, const toml::node& node, const TomlSource& source,
                 std::vector<Expectation>& out) {
  if (const auto* array = node.as_array()) {
    for (const auto& element : *array) read_insert(identity, element, source, out);
    return;
  }
  const auto* table = node.as_table();
  if (table == nullptr) {
    const Expected expected = read_expected(node, source);
    if (expected.kind != Expected::Kind::denied)
      throw error_at(source, node.source().begin, "an insert needs the row that is tried",
                     "{ allow = { id = 1 } }, { deny = { id = 2 } }, or \"denied\" for want of a privilege");
    out.push_back({identity, Command::insert, expected, {}});
    return;
  }
  const TomlSection section(*table, "insert", source, {"allow", "deny"});
  const auto add = [&](const char* key, Expected::Kind kind) {
    if (const auto* rows = section.find(key))
      for_each_row(*rows, source, [&](trial::RowValues values) {
        out.push_back({identity, Command::insert, word_of(kind), std::move(values)});
      });
  };
  add("allow", Expected::Kind::allowed);
  add("deny", Expected::Kind::denied);
}

// alice = "condition", or { rows = "condition", set = {...}, deny_set = {...} }.
void read_update(const std::string& identity, const toml::node& node, const TomlSource& source,
                 std::vector<Expectation>& out) {
  const auto* table = node.as_table();
  if (table == nullptr) {
    out.push_back({identity, Command::update, read_expected(node, source), {}});
    return;
  }
  const TomlSection section(*table, "update", source, {"rows", "set", "deny_set"});
  const auto* rows = section.find("rows");
  const auto* set = section.find("set");
  if (rows != nullptr)
    out.push_back({identity, Command::update, read_expected(*rows, source),
                   set != nullptr ? read_values(*set, source) : trial::RowValues()});
  if (const auto* denied = section.find("deny_set"))
    for_each_row(*denied, source, [&](trial::RowValues values) {
      out.push_back({identity, Command::update, word_of(Expected::Kind::denied), std::move(values)});
    });
  if (rows == nullptr && section.find("deny_set") == nullptr)
    throw error_at(source, node.source().begin, "an update needs rows or deny_set", {});
}

void read_command(Command command, const toml::table& table, const TomlSource& source,
                  const Expectations& expectations, std::vector<Expectation>& out) {
  for (const auto& [key, node] : table) {
    const std::string identity(key.str());
    try {
      trial::identity_of(expectations, identity);
    } catch (const Error& error) {
      throw error_at(source, key.source().begin, error.message(), error.hint());
    }
    if (command == Command::insert) {
      read_insert(identity, node, source, out);
    } else if (command == Command::update) {
      read_update(identity, node, source, out);
    } else {
      out.push_back({identity, command, read_expected(node, source), {}});
    }
  }
}

trial::TableExpectations read_table(const std::string& name, const toml::node& node, const TomlSource& source,
                                    const Expectations& expectations) {
  if (!node.is_table())
    throw error_at(source, node.source().begin, fmt::format("tables.{} must be a table", printable(name)),
                   "[tables.\"public.documents\".select]");
  const TomlSection section(*node.as_table(), "tables." + name, source, k_table_keys);
  trial::TableExpectations table{.table = name};
  table.key = section.list("key").value_or(std::vector<std::string>());
  for (const Command command : {Command::select, Command::insert, Command::update, Command::remove})
    if (const auto* part = section.table(to_string(command)))
      read_command(command, *part, source, expectations, table.expectations);
  return table;
}

}  // namespace

trial::Expectations read_rls_toml(const std::string& text, const std::string& file) {
  const Variables variables;
  const TomlSource source{file, variables};
  const toml::table table =
      parse_toml(source, text,
                 "docs/testing.md shows every key; a table's name has quotes: [tables.\"public.documents\"]");
  const TomlSection top(table, "", source, k_top_keys);
  Expectations expectations;
  expectations.fixtures = top.raw("fixtures").value_or("");
  expectations.client_roles = top.list("client_roles").value_or(std::vector<std::string>());
  expectations.accepted = top.list("accept").value_or(std::vector<std::string>());
  if (const auto* identities = top.table("identities"))
    for (const auto& [key, node] : *identities)
      expectations.identities.push_back(read_identity(std::string(key.str()), node, source));
  if (const auto* tables = top.table("tables"))
    for (const auto& [key, node] : *tables)
      expectations.tables.push_back(read_table(std::string(key.str()), node, source, expectations));
  if (expectations.identities.empty() || expectations.tables.empty())
    throw usage_error(fmt::format("{} has no {}", printable(file),
                                  expectations.identities.empty() ? "identities" : "tables"),
                      "docs/testing.md shows how expectations are written");
  return expectations;
}

}  // namespace dunlin::cli
