#include "packs/PackToml.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <toml++/toml.h>

#include "base/Text.hpp"
#include "packs/Values.hpp"

namespace dunlin::packs {
namespace {

using Keys = std::vector<std::string>;

/// pack.toml of one pack, for messages with places.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  Error wrong(const toml::node& node, const std::string& message) const {
    const auto& place = node.source().begin;
    Error error =
        usage_error(fmt::format("{}:{}:{}: {}", printable(file_), place.line, place.column, message),
                    "docs/packs.md has the format");
    error.set_fact("file", file_);
    error.set_fact("line", std::to_string(place.line));
    error.set_fact("column", std::to_string(place.column));
    return error;
  }

  void require_known(const toml::table& table, const Keys& keys) const {
    for (const auto& [key, node] : table) {
      if (std::find(keys.begin(), keys.end(), std::string(key.str())) == keys.end())
        throw wrong(node,
                    fmt::format("unknown key '{}'; known here: {}", printable(key.str()), join(keys, ", ")));
    }
  }

  const toml::node& need(const toml::table& table, const char* key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) throw wrong(table, fmt::format("{} is missing", key));
    return *node;
  }

  std::string text(const toml::node& node) const {
    if (!node.is_string()) throw wrong(node, "must be a string, in quotes");
    return **node.as_string();
  }

  std::string text_or_empty(const toml::table& table, const char* key) const {
    const toml::node* node = table.get(key);
    return node == nullptr ? "" : text(*node);
  }

  std::vector<std::string> list(const toml::table& table, const char* key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    if (!node->is_array()) throw wrong(*node, fmt::format("{} must be an array of strings", key));
    std::vector<std::string> values;
    for (const auto& element : *node->as_array()) values.push_back(text(element));
    return values;
  }

  // "text", 30, true, or an array of strings
  Value value(const toml::node& node) const {
    if (const auto* number = node.as_integer()) return {std::to_string(**number)};
    if (const auto* flag = node.as_boolean()) return {**flag ? "true" : "false"};
    if (!node.is_array()) return {text(node)};
    Value values;
    for (const auto& element : *node.as_array()) values.push_back(value(element).front());
    return values;
  }

  const toml::table& table(const toml::node& node) const {
    if (!node.is_table()) throw wrong(node, "must be a table");
    return *node.as_table();
  }

 private:
  std::string file_;
};

// Names and versions stand in file names, comments and templates as they are.
std::string plain_word(const Reader& reader, const toml::node& node) {
  std::string word = reader.text(node);
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  if (!plain)
    throw reader.wrong(
        node, fmt::format("'{}' is empty or has other characters than a-z, 0-9, _ and .", printable(word)));
  return word;
}

Need read_need(const Reader& reader, const toml::table& table) {
  reader.require_known(table, {"kind", "name", "why", "optional"});
  Need need;
  const toml::node& kind = reader.need(table, "kind");
  const std::string word = reader.text(kind);
  bool known = false;
  for (const NeedKind candidate :
       {NeedKind::extension, NeedKind::role, NeedKind::setting, NeedKind::privilege}) {
    if (word != to_string(candidate)) continue;
    need.kind = candidate;
    known = true;
  }
  if (!known)
    throw reader.wrong(kind,
                       fmt::format("'{}' isn't one of extension, role, setting, privilege", printable(word)));
  need.name = reader.text(reader.need(table, "name"));
  need.why = reader.text_or_empty(table, "why");
  need.optional = table["optional"].value_or(false);
  return need;
}

std::optional<std::int64_t> read_bound(const Reader& reader, const toml::table& table, const char* key,
                                       ParameterType type) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (type != ParameterType::integer || !node->is_integer())
    throw reader.wrong(*node, fmt::format("{} is a whole number, for a parameter of type integer", key));
  return **node->as_integer();
}

TextForm read_form(const Reader& reader, const toml::table& table, ParameterType type) {
  const toml::node* node = table.get("form");
  if (node == nullptr) return TextForm::any;
  const auto form = parse_text_form(reader.text(*node));
  if (!form || type != ParameterType::texts)
    throw reader.wrong(*node, fmt::format("form is \"{}\" or \"{}\", for a parameter of type texts",
                                          to_string(TextForm::column), to_string(TextForm::column_interval)));
  return *form;
}

bool read_primary_key(const Reader& reader, const toml::table& table, ParameterType type) {
  const toml::node* node = table.get("primary_key");
  if (node == nullptr) return false;
  if (element_of(type) != ParameterType::table || !node->is_boolean())
    throw reader.wrong(*node, "primary_key is true or false, for a parameter of type table or tables");
  return **node->as_boolean();
}

// The default, which has to be a value that could be given.
void read_default(const Reader& reader, const toml::node& node, Parameter& parameter) {
  parameter.default_value = reader.value(node);
  if (node.is_array() != is_list(parameter.type))
    throw reader.wrong(node, fmt::format("{} a list", is_list(parameter.type) ? "must be" : "can't be"));
  if (parameter.default_value == Value{""}) return;
  for (const std::string& element : *parameter.default_value) {
    try {
      check_value(parameter, element);
      check_bounds(parameter, element);
    } catch (const Error& error) {
      throw reader.wrong(node, error.message());
    }
  }
}

Parameter read_parameter(const Reader& reader, const std::string& name, const toml::table& table) {
  reader.require_known(table,
                       {"type", "default", "choices", "help", "minimum", "maximum", "form", "primary_key"});
  const toml::node& type = reader.need(table, "type");
  const auto parsed = parse_parameter_type(reader.text(type));
  if (!parsed)
    throw reader.wrong(type, fmt::format("'{}' isn't a type of parameter; known: {}",
                                         printable(reader.text(type)), join(parameter_types(), ", ")));
  Parameter parameter{name, *parsed, std::nullopt, reader.list(table, "choices"),
                      reader.text_or_empty(table, "help")};
  parameter.minimum = read_bound(reader, table, "minimum", *parsed);
  parameter.maximum = read_bound(reader, table, "maximum", *parsed);
  parameter.form = read_form(reader, table, *parsed);
  parameter.primary_key = read_primary_key(reader, table, *parsed);
  if (const toml::node* fallback = table.get("default")) read_default(reader, *fallback, parameter);
  return parameter;
}

// In the order of the file: a toml++ table is sorted by name.
std::vector<Parameter> read_parameters(const Reader& reader, const toml::table& table) {
  std::vector<std::pair<std::uint32_t, Parameter>> placed;
  for (const auto& [key, node] : table)
    placed.emplace_back(node.source().begin.line,
                        read_parameter(reader, std::string(key.str()), reader.table(node)));
  std::stable_sort(placed.begin(), placed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Parameter> parameters;
  for (auto& [line, parameter] : placed) parameters.push_back(std::move(parameter));
  return parameters;
}

Values read_test(const Reader& reader, const toml::table& table) {
  reader.require_known(table, {"parameters"});
  Values values;
  if (const toml::node* node = table.get("parameters"))
    for (const auto& [key, value] : reader.table(*node)) values[std::string(key.str())] = reader.value(value);
  return values;
}

void read_toml(const Reader& reader, const toml::table& table, Pack& pack) {
  reader.require_known(
      table, {"name", "version", "title", "minimum_server", "requires", "needs", "parameters", "test"});
  pack.name = plain_word(reader, reader.need(table, "name"));
  pack.version = plain_word(reader, reader.need(table, "version"));
  pack.title = reader.text(reader.need(table, "title"));
  pack.minimum_server = table["minimum_server"].value_or(0);
  pack.requires_packs = reader.list(table, "requires");
  if (const toml::node* needs = table.get("needs")) {
    if (!needs->is_array()) throw reader.wrong(*needs, "write each as [[needs]]");
    for (const auto& need : *needs->as_array()) pack.needs.push_back(read_need(reader, reader.table(need)));
  }
  if (const toml::node* parameters = table.get("parameters"))
    pack.parameters = read_parameters(reader, reader.table(*parameters));
  if (const toml::node* test = table.get("test"))
    pack.test_parameters = read_test(reader, reader.table(*test));
}

toml::table parse(const std::string& text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto& place = error.source().begin;
    throw usage_error(
        fmt::format("{}:{}:{}: {}", printable(file), place.line, place.column, error.description()),
        "docs/packs.md has the format");
  }
}

// "update/1.0-1.1.sql"
Update read_update(const std::string& folder, const std::string& path, const std::string& sql) {
  constexpr std::string_view k_prefix = "update/", k_suffix = ".sql";
  const std::string versions = path.substr(k_prefix.size(), path.size() - k_prefix.size() - k_suffix.size());
  const auto dash = versions.find('-');
  if (dash == std::string::npos || dash == 0 || dash + 1 == versions.size())
    throw usage_error(fmt::format("{}/{} isn't called FROM-TO.sql", printable(folder), printable(path)));
  return {versions.substr(0, dash), versions.substr(dash + 1), sql};
}

}  // namespace

Pack read_pack(const std::string& folder, const std::map<std::string, std::string>& files) {
  const std::string file = folder + "/pack.toml";
  const auto text_of = [&](const char* name) {
    const auto found = files.find(name);
    return found == files.end() ? std::string() : found->second;
  };
  Pack pack;
  const toml::table table = parse(text_of("pack.toml"), file);
  read_toml(Reader(file), table, pack);
  if (pack.name != folder)
    throw usage_error(fmt::format("{}: the pack is called {}, and its folder {}", printable(file), pack.name,
                                  printable(folder)));
  pack.up = text_of("up.sql");
  pack.down = text_of("down.sql");
  pack.test = text_of("test.sql");
  pack.test_setup = text_of("test_setup.sql");
  pack.readme = text_of("README.md");
  if (pack.up.empty() || pack.down.empty())
    throw usage_error(fmt::format("pack {} has no {}", pack.name, pack.up.empty() ? "up.sql" : "down.sql"));
  for (const auto& [path, sql] : files)
    if (path.starts_with("update/")) pack.updates.push_back(read_update(folder, path, sql));
  return pack;
}

}  // namespace dunlin::packs
