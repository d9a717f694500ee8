#include "packs/Values.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "base/Text.hpp"
#include "packs/QualifiedName.hpp"

namespace dunlin::packs {
namespace {

constexpr std::size_t k_longest_name = 63;  // NAMEDATALEN - 1
constexpr std::size_t k_longest_text = 10'000;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 128;
}

// $$ or $tag$: inside of a function body in dollar quotes it would end the body, whatever surrounds it.
bool has_dollar_quote(const std::string& text) {
  for (auto begin = text.find('$'); begin != std::string::npos; begin = text.find('$', begin + 1)) {
    auto end = begin + 1;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end < text.size() && text[end] == '$') return true;
  }
  return false;
}

Error bad_value(const Parameter& parameter, const std::string& value, const std::string& why) {
  return usage_error(fmt::format("{} = '{}': {}", parameter.name, printable(value), why),
                     parameter.help.empty() ? "" : fmt::format("{}: {}", parameter.name, parameter.help));
}

void check_name(const Parameter& parameter, const std::string& whole, const std::string& name) {
  if (name.empty()) throw bad_value(parameter, whole, "a name has at least one character");
  if (name.size() > k_longest_name)
    throw bad_value(parameter, whole,
                    fmt::format("PostgreSQL's names have at most {} bytes", k_longest_name));
}

bool is_integer(const std::string& text) {
  const std::size_t digits = text.starts_with('-') ? 1 : 0;
  return text.size() > digits && text.size() <= digits + 18 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(digits), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// "30 days", "1 year 6 mons", "P1Y", "02:30": the server reads it; here it is kept from being anything else.
bool is_interval(const std::string& text) {
  constexpr std::string_view k_others = " +-.:";
  return text.size() <= 64 &&
         std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return (std::isalnum(static_cast<unsigned char>(c)) != 0) ||
                  k_others.find(c) != std::string_view::npos;
         });
}

// "-30 days", "1 day -2 hours", "P-1D", "30 days ago": how long something is kept or takes is none of these,
// and what is older than in a month is everything. "1-2" is a year and two months.
bool is_negative_interval(const std::string& text) {
  for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1))
    if (at == 0 || std::isdigit(static_cast<unsigned char>(text[at - 1])) == 0) return true;
  return to_lower(text).ends_with("ago");
}

// As SQL reads it: three parts, and outside of double quotes nothing that needs them.
bool is_column(const std::string& name) {
  const auto parts = parts_of_name(name);
  if (!parts || parts->size() != 3) return false;
  bool inside = false, begins = true;
  for (const char c : name) {
    if (c == '"') inside = !inside;
    const bool digit = c >= '0' && c <= '9';
    if (!inside && c != '"' && c != '.' && c != '$' && (!is_word(c) || (begins && digit))) return false;
    begins = !inside && c == '.';
  }
  return true;
}

bool has_form(TextForm form, const std::string& value) {
  const auto equals = value.find('=');
  switch (form) {
    case TextForm::any: return true;
    case TextForm::column: return is_column(value);
    case TextForm::column_interval:
      return equals != std::string::npos && is_column(value.substr(0, equals)) &&
             is_interval(value.substr(equals + 1)) && !is_negative_interval(value.substr(equals + 1));
  }
  return true;
}

void check_everywhere(const Parameter& parameter, const std::string& value) {
  if (value.size() > k_longest_text)
    throw bad_value(parameter, value.substr(0, 40) + "...",
                    fmt::format("longer than {} bytes", k_longest_text));
  if (find_invalid_utf8(value)) throw bad_value(parameter, value, "isn't UTF-8");
  if (printable(value) != value)
    throw bad_value(parameter, value, "holds a line break or another control character");
  if (has_dollar_quote(value))
    throw bad_value(parameter, value, "holds a dollar quote ($...$), which could end a function's body");
}

// " from 1 to 120"
std::string range_of(const Parameter& parameter) {
  return (parameter.minimum ? fmt::format(" from {}", *parameter.minimum) : "") +
         (parameter.maximum ? fmt::format(" to {}", *parameter.maximum) : "");
}

Error unknown_parameter(const Pack& pack, const std::string& name) {
  std::vector<std::string> names;
  for (const Parameter& parameter : pack.parameters) names.push_back(parameter.name);
  const auto near = nearest(name, names);
  return usage_error(fmt::format("pack {} has no parameter '{}'", pack.name, printable(name)),
                     near            ? fmt::format("did you mean {}?", *near)
                     : names.empty() ? "it has none"
                                     : "its parameters:\n" + describe_parameters(pack));
}

// Commas separate elements, but not inside of a quoted name: public."a,b".
std::vector<std::string> split_elements(const std::string& typed) {
  std::vector<std::string> elements;
  std::string element;
  bool quoted_name = false;
  for (const char c : typed) {
    if (c == '"') quoted_name = !quoted_name;
    if (c == ',' && !quoted_name) {
      elements.emplace_back(trim(element));
      element.clear();
    } else {
      element += c;
    }
  }
  elements.emplace_back(trim(element));
  std::erase(elements, "");
  return elements;
}

// A list may also be written as a JSON array: for elements with commas.
Value elements_of(const Parameter& parameter, const std::string& typed) {
  if (!typed.starts_with('[')) return split_elements(typed);
  Value elements;
  const Json json = Json::parse(typed);
  for (const Json& element : *json.elements()) {
    if (element.string() == nullptr) throw bad_value(parameter, typed, "isn't an array of strings");
    elements.push_back(*element.string());
  }
  return elements;
}

Values typed_values(const Pack& pack, const std::vector<std::string>& typed) {
  Values values;
  for (const std::string& pair : typed) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos)
      throw usage_error(fmt::format("--param {}: a parameter is given as name=value", printable(pair)),
                        describe_parameters(pack));
    const std::string name = pair.substr(0, equals), value = pair.substr(equals + 1);
    const Parameter* parameter = pack.find_parameter(name);
    if (parameter == nullptr) throw unknown_parameter(pack, name);
    const bool list = is_list(parameter->type);
    if (!list && values.contains(name))
      throw usage_error(fmt::format("--param {} is given twice, and isn't a list", name));
    Value& into = values[name];
    const Value more = list ? elements_of(*parameter, value) : Value{value};
    into.insert(into.end(), more.begin(), more.end());
  }
  return values;
}

}  // namespace

std::string quoted(ParameterType type, const std::string& value) {
  switch (type) {
    case ParameterType::name:
    case ParameterType::column:
    case ParameterType::role: return quote_identifier(value);
    case ParameterType::table: {
      const auto [schema, table] = split_table(value);
      return quote_identifier(schema, table);
    }
    case ParameterType::integer:
    case ParameterType::boolean: return value;
    default: return quote_literal(value);
  }
}

std::string plain(ParameterType type, const std::string& value) {
  if (type != ParameterType::table) return value;
  const auto bare_where_possible = [](const std::string& name) {
    const bool bare = !name.empty() && (name[0] < '0' || name[0] > '9') &&
                      std::all_of(name.begin(), name.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                      });
    return bare ? name : quote_identifier(name);
  };
  const auto [schema, table] = split_table(value);
  return bare_where_possible(schema) + "." + bare_where_possible(table);
}

void check_value(const Parameter& parameter, const std::string& value) {
  check_everywhere(parameter, value);
  switch (element_of(parameter.type)) {
    case ParameterType::name:
    case ParameterType::column: return check_name(parameter, value, value);
    case ParameterType::role:
      check_name(parameter, value, value);
      // PostgreSQL takes these for keywords even in quotes (PostgreSQL docs, GRANT)
      if (value == "public" || value == "none")
        throw bad_value(parameter, value, "means everybody or nobody; packs grant to roles by name");
      return;
    case ParameterType::table: {
      const auto [schema, table] = split_table(value);
      check_name(parameter, value, schema);
      return check_name(parameter, value, table);
    }
    case ParameterType::integer:
      if (!is_integer(value)) throw bad_value(parameter, value, "isn't a whole number");
      return;
    case ParameterType::boolean:
      if (value != "true" && value != "false") throw bad_value(parameter, value, "is neither true nor false");
      return;
    case ParameterType::interval:
      if (!is_interval(value)) throw bad_value(parameter, value, "isn't an interval, such as '30 days'");
      if (is_negative_interval(value)) throw bad_value(parameter, value, "is an interval before now");
      return;
    case ParameterType::choice:
      if (std::find(parameter.choices.begin(), parameter.choices.end(), value) == parameter.choices.end())
        throw bad_value(parameter, value, "isn't one of " + join(parameter.choices, ", "));
      return;
    case ParameterType::text:
      if (!has_form(parameter.form, value))
        throw bad_value(parameter, value, "isn't " + to_string(parameter.form));
      return;
    default: return;
  }
}

void check_bounds(const Parameter& parameter, const std::string& value) {
  if (parameter.type != ParameterType::integer || value.empty()) return;
  const std::int64_t number = std::stoll(value);
  if (parameter.minimum && number < *parameter.minimum)
    throw bad_value(parameter, value,
                    fmt::format("is less than {}, the least that makes sense", *parameter.minimum));
  if (parameter.maximum && number > *parameter.maximum)
    throw bad_value(parameter, value,
                    fmt::format("is more than {}, the most that makes sense", *parameter.maximum));
}

Values complete_values(const Pack& pack, Values values) {
  std::vector<std::string> missing;
  for (const auto& [name, value] : values)
    if (pack.find_parameter(name) == nullptr) throw unknown_parameter(pack, name);
  for (const Parameter& parameter : pack.parameters) {
    const auto given = values.find(parameter.name);
    if (given == values.end()) {
      if (!parameter.default_value) missing.push_back(parameter.name);
      if (parameter.default_value) values[parameter.name] = *parameter.default_value;
      continue;
    }
    // An optional one may be given as nothing, as its default is.
    const bool left_out = given->second == Value{""} && parameter.default_value == Value{""};
    if (left_out) continue;
    for (const std::string& element : given->second) check_value(parameter, element);
  }
  if (!missing.empty())
    throw usage_error(fmt::format("pack {} needs {}", pack.name, join(missing, ", ")),
                      fmt::format("dunlin pack add {} --param {}=...\n{}", pack.name, missing.front(),
                                  describe_parameters(pack)));
  return values;
}

Values read_values(const Pack& pack, const std::vector<std::string>& typed, Values known) {
  const Values given = typed_values(pack, typed);
  for (const auto& [name, value] : given) known[name] = value;
  Values values = complete_values(pack, std::move(known));
  for (const auto& [name, value] : given)
    for (const std::string& element : value) check_bounds(*pack.find_parameter(name), element);
  return values;
}

std::string describe_parameters(const Pack& pack) {
  std::vector<std::string> lines;
  for (const Parameter& parameter : pack.parameters) {
    std::string rest = to_string(parameter.type);
    rest += range_of(parameter);
    if (!parameter.choices.empty()) rest += fmt::format(" ({})", join(parameter.choices, ", "));
    const std::string shown = parameter.default_value ? join(*parameter.default_value, ",") : std::string();
    rest += !parameter.default_value ? ", required"
            : shown.empty()          ? ", default: none"
                                     : ", default: " + shown;
    lines.push_back(fmt::format("  {:<16} {:<34} {}", parameter.name, rest, parameter.help));
  }
  return join(lines, "\n");
}

}  // namespace dunlin::packs
