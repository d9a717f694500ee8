#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;

// "$.a.b[0]" as PostgreSQL's text[] of steps: {a,b,0}. Nothing for paths that have no counterpart.
std::optional<std::string> steps_of(const std::string& path) {
  if (path.empty() || path[0] != '$') return std::nullopt;
  std::string steps;
  const auto add = [&](const std::string& step) {
    steps += steps.empty() ? "\"" : ",\"";
    for (const char c : step) steps += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    steps += '"';
  };
  std::size_t i = 1;
  while (i < path.size()) {
    if (path[i] == '.') {
      ++i;
      std::string key;
      if (i < path.size() && path[i] == '"') {
        const std::size_t close = path.find('"', i + 1);
        if (close == std::string::npos) return std::nullopt;
        key = path.substr(i + 1, close - i - 1);
        i = close + 1;
      } else {
        while (i < path.size() && path[i] != '.' && path[i] != '[') key += path[i++];
      }
      // A number as a key would be taken for an element of an array.
      if (key.empty() || key.find_first_not_of("0123456789") == std::string::npos ||
          key.find('\\') != std::string::npos)
        return std::nullopt;
      add(key);
    } else if (path[i] == '[') {
      const std::size_t close = path.find(']', i);
      if (close == std::string::npos || close == i + 1) return std::nullopt;
      const std::string index = path.substr(i + 1, close - i - 1);
      if (index.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
      add(index);
      i = close + 1;
    } else {
      return std::nullopt;
    }
  }
  return "{" + steps + "}";
}

}  // namespace

std::string Translator::json_of(const Term& term) {
  if (!term.extract.empty()) return term.extract;
  if (term.family == Family::json) {
    const bool binary = term.column != nullptr && term.column->type == "jsonb";
    return operand(term) + (binary ? "::json" : "");
  }
  if (term.family != Family::text) throw Untranslatable("JSON of a " + to_string(term.family));
  return operand(term) + "::json";
}

std::string Translator::json_path(const Term& term, bool arrow) {
  if (arrow && term.constant_number && term.constant[0] != '-') return "'{" + term.constant + "}'";
  if (!term.constant_text) throw Untranslatable("a JSON path that isn't a literal");
  const bool key = arrow && (term.constant.empty() || term.constant[0] != '$');
  const auto steps = steps_of(key ? "$.\"" + term.constant + "\"" : term.constant);
  if (!steps) throw Untranslatable("JSON path " + term.constant);
  return quoted(*steps);
}

Term Translator::extracted(std::string json) {
  Term term = make_term(Family::text, "", true);
  term.extract = std::move(json);
  term.sql = json_text(term);
  return term;
}

// SQLite gives 1 and 0 for true and false, and what is in quotes without them.
std::string Translator::json_text(const Term& term) {
  const std::string& json = term.extract;
  return "CASE json_typeof(" + json + ") WHEN 'boolean' THEN ((" + json +
         " #>> '{}')::boolean)::int::text ELSE " + json + " #>> '{}' END";
}

Term Translator::json_number(const Term& term) {
  const std::string& json = term.extract;
  return make_term(Family::numeric, "CASE json_typeof(" + json + ") WHEN 'number' THEN (" + json +
                                        " #>> '{}')::numeric WHEN 'boolean' THEN ((" + json +
                                        " #>> '{}')::boolean)::int END");
}

// SQLite orders numbers before texts: beside a number every text is infinite, beside a text every number
// empty.
Term Translator::compared_json_number(const Term& term) {
  const std::string type = "json_typeof(" + term.extract + ")";
  return make_term(Family::numeric, "CASE WHEN " + type + " = 'number' THEN (" + term.extract +
                                        " #>> '{}')::numeric WHEN " + type + " = 'boolean' THEN ((" +
                                        term.extract + " #>> '{}')::boolean)::int WHEN " + type +
                                        " <> 'null' THEN numeric 'Infinity' END");
}

std::string Translator::compared_json_text(const Term& term) {
  return "CASE WHEN json_typeof(" + term.extract + ") IN ('number', 'boolean') THEN '' ELSE " + term.extract +
         " #>> '{}' END";
}

Term Translator::json_arrow(const Expression& e) {
  const std::string json =
      "(" + json_of(write(e.operands[0])) + " #> " + json_path(write(e.operands[1]), true) + ")";
  if (e.text == "->>") return extracted(json);
  return make_term(Family::json, json);
}

Term Translator::json_function(const Expression& e, bool& known) {
  const std::string name = fold(e.text);
  const std::size_t count = e.operands.size();
  known = true;
  const auto value = [&] {
    const std::string json = json_of(write(e.operands[0]));
    return count < 2 ? "(" + json + ")" : "(" + json + " #> " + json_path(write(e.operands[1]), false) + ")";
  };
  if (name == "json_extract" && count == 2) return extracted(value());
  if (name == "json_array_length" && (count == 1 || count == 2)) {
    const std::string json = value();
    return make_term(Family::integer, "CASE json_typeof(" + json + ") WHEN 'array' THEN json_array_length(" +
                                          json + ") ELSE CASE WHEN " + json + " IS NOT NULL THEN 0 END END");
  }
  if (name == "json_type" && (count == 1 || count == 2)) {
    const std::string json = value();
    return make_term(Family::text,
                     "CASE json_typeof(" + json + ") WHEN 'string' THEN 'text' WHEN 'boolean' THEN " + json +
                         " #>> '{}' WHEN 'number' THEN CASE WHEN (" + json +
                         " #>> '{}') ~ '[.eE]' THEN 'real' ELSE 'integer' END ELSE json_typeof(" + json +
                         ") END");
  }
  if (name == "json_valid" && count == 1) {
    const Term term = write(e.operands[0]);
    if (term.family != Family::json)
      throw Untranslatable("json_valid() of a text needs PostgreSQL 16 (IS JSON)");
    return make_term(Family::boolean, operand(term) + " IS NOT NULL", false);
  }
  if (name == "json" && count == 1) {
    note("JSON that is built has other spaces than SQLite's");
    return make_term(Family::json, json_of(write(e.operands[0])));
  }
  if ((name == "json_object" && count % 2 == 0) || name == "json_array") {
    note("JSON that is built has other spaces than SQLite's");
    std::string arguments;
    for (const Expression& operand : e.operands) {
      Term term = write(operand);
      if (!term.extract.empty()) term.sql = term.extract;
      if (term.family == Family::boolean) term = as_number(term);
      if (is_moment(term.family)) term.sql = as_text(term);
      arguments += (arguments.empty() ? "" : ", ") + term.sql + (term.constant_text ? "::text" : "");
    }
    volatility_ = std::max(volatility_, Volatility::stable);
    return make_term(
        Family::json,
        std::string(name == "json_array" ? "json_build_array(" : "json_build_object(") + arguments + ")");
  }
  known = false;
  return {};
}

}  // namespace dunlin::transfer
