#include "lint/replay/IndexNames.hpp"

#include <algorithm>
#include <string_view>

namespace dunlin::lint {
namespace {

bool is_name_character(char c) {
  return c == '_' || c == '$' || c == '.' || c == '"' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Place behind the group that opens at `open`.
std::size_t behind_group(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\'') {
      i = text.find('\'', i + 1);
      if (i == std::string_view::npos) return text.size();
    }
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1;
  }
  return text.size();
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() <= ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() <= ' ') text.remove_suffix(1);
  return text;
}

std::string_view last_name(std::string_view qualified) {
  const std::size_t point = qualified.rfind('.');
  std::string_view name = point == std::string_view::npos ? qualified : qualified.substr(point + 1);
  if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return name;
}

bool is_name(std::string_view text) {
  return !text.empty() && (text.front() < '0' || text.front() > '9') &&
         std::all_of(text.begin(), text.end(), is_name_character);
}

// A column, or a call to its closing parenthesis.
bool is_name_or_group(std::string_view text) {
  const std::size_t open = text.find('(');
  return is_name(text) || (open != std::string_view::npos && behind_group(text, open) == text.size());
}

std::string_view type_name(std::string_view type) {
  type = trimmed(type.substr(0, type.find_first_of("([")));
  if (type == "int" || type == "integer") return "int4";
  if (type == "bigint") return "int8";
  if (type == "boolean") return "bool";
  return last_name(type);
}

std::string_view name_of(std::string_view text);

// x::type is called as x is, or else as the type.
std::string_view name_of_cast(std::string_view value, std::string_view type) {
  const std::string_view inner = name_of(value);
  return inner.empty() ? type_name(type) : inner;
}

// "" where it has none.
std::string_view name_of(std::string_view text) {
  text = trimmed(text);
  while (text.size() > 1 && text.front() == '(' && behind_group(text, 0) == text.size())
    text = trimmed(text.substr(1, text.size() - 2));
  if (is_name(text)) return last_name(text);
  if (const std::size_t colons = text.rfind("::"); colons != std::string_view::npos) {
    const std::string_view value = trimmed(text.substr(0, colons));
    const std::string_view type = trimmed(text.substr(colons + 2));
    if (is_name_or_group(value) && is_name_or_group(type)) return name_of_cast(value, type);
  }
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || behind_group(text, open) != text.size()) return {};
  const std::string_view called = trimmed(text.substr(0, open));
  return is_name(called) ? last_name(called) : std::string_view();
}

std::string part_of(const model::CatalogIndexColumn& column) {
  if (!column.name.empty()) return column.name;
  std::string name(name_of(column.expression_text));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name.empty() ? "expr" : name;
}

}  // namespace

std::vector<std::string> index_name_parts(const model::CatalogIndex& index) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& part) {
    std::string name = part;
    for (int i = 1; std::find(parts.begin(), parts.end(), name) != parts.end(); ++i)
      name = part + std::to_string(i);
    parts.push_back(std::move(name));
  };
  for (const model::CatalogIndexColumn& column : index.columns) add(part_of(column));
  for (const std::string& column : index.include) add(column);
  return parts;
}

}  // namespace dunlin::lint
