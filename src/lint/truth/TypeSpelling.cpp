#include "lint/truth/TypeSpelling.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "base/Text.hpp"

namespace dunlin::lint {
namespace {

using Alias = std::pair<std::string_view, std::string_view>;

// Other spellings of PostgreSQL's types (PostgreSQL docs, table 8.1, and the names in pg_type).
constexpr std::array<Alias, 29> k_aliases{{
    {"bool", "boolean"},
    {"char", "character"},
    {"char varying", "character varying"},
    {"dec", "numeric"},
    {"decimal", "numeric"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int", "integer"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"national char", "character"},
    {"national char varying", "character varying"},
    {"national character", "character"},
    {"national character varying", "character varying"},
    {"nchar", "character"},
    {"nchar varying", "character varying"},
    {"serial", "integer"},
    {"serial2", "smallint"},
    {"serial4", "integer"},
    {"serial8", "bigint"},
    {"smallserial", "smallint"},
    {"bigserial", "bigint"},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
}};

// "NUMERIC ( 10, 2 )" -> name "numeric", modifiers 10 and 2. What stands in quotes keeps its case.
TypeSpelling take_apart(std::string_view text) {
  TypeSpelling type;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '(') {
      const auto close = std::min(text.find(')', i), text.size());
      for (const auto& part : split_list(text.substr(i + 1, close - i - 1))) {
        int value = 0;
        std::from_chars(part.data(), part.data() + part.size(), value);
        type.modifiers.push_back(value);
      }
      i = close;
    } else if (quoted) {
      type.name += c;
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (!type.name.empty() && type.name.back() != ' ') type.name += ' ';
    } else {
      type.name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  type.name = trim(type.name);
  return type;
}

// Takes "[]", "[3][]" or " array" off the end: PostgreSQL knows one array type, whatever its dimensions.
bool take_array(std::string& name) {
  bool is_array = false;
  while (name.ends_with(']') && name.rfind('[') != std::string::npos) {
    name = trim(name.substr(0, name.rfind('[')));
    is_array = true;
  }
  constexpr std::string_view k_word = " array";
  if (name.ends_with(k_word)) {
    name.resize(name.size() - k_word.size());
    is_array = true;
  }
  return is_array;
}

// The name under which format_type() shows it.
std::string canonical_name(std::string name, bool has_modifiers) {
  constexpr std::string_view k_catalog = "pg_catalog.";
  if (name.starts_with(k_catalog)) {
    name.erase(0, k_catalog.size());
    if (name == "char") return "\"char\"";  // the one-byte type; SQL's CHAR is pg_catalog.bpchar
  }
  if (name == "bpchar") return has_modifiers ? "character" : "bpchar";
  for (const auto& [alias, official] : k_aliases)
    if (name == alias) return std::string(official);
  return name;
}

// Modifiers that say what none says, and the other way round.
void unify_modifiers(TypeSpelling& type) {
  auto& modifiers = type.modifiers;
  if (type.name == "float") {
    type.name = !modifiers.empty() && modifiers[0] <= 24 ? "real" : "double precision";
    modifiers.clear();
  }
  if ((type.name == "character" || type.name == "bit") && modifiers.empty()) modifiers = {1};
  if (type.name == "numeric" && modifiers.size() == 1) modifiers.push_back(0);
  const bool is_time = type.name.starts_with("time") || type.name.starts_with("interval");
  if (is_time && modifiers == std::vector{6}) modifiers.clear();
}

}  // namespace

TypeSpelling parse_type(std::string_view text) {
  TypeSpelling type = take_apart(text);
  const bool is_array = take_array(type.name);
  type.name = canonical_name(std::move(type.name), !type.modifiers.empty());
  unify_modifiers(type);
  if (is_array) type.name += "[]";
  return type;
}

std::string to_string(const TypeSpelling& type) {
  if (type.modifiers.empty()) return type.name;
  std::vector<std::string> numbers;
  for (const int modifier : type.modifiers) numbers.push_back(std::to_string(modifier));
  const std::string modifiers = "(" + join(numbers, ",") + ")";
  // "timestamp(3) with time zone", "numeric(10,2)[]": they stand behind the first word or before the
  // brackets.
  const bool is_time = type.name.starts_with("time");
  const auto at = is_time ? type.name.find(' ') : type.name.find("[]");
  if (at == std::string::npos) return type.name + modifiers;
  return type.name.substr(0, at) + modifiers + type.name.substr(at);
}

}  // namespace dunlin::lint
