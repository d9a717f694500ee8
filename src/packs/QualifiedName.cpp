#include "packs/QualifiedName.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::packs {

std::optional<std::vector<std::string>> parts_of_name(const std::string& value) {
  std::vector<std::string> parts{""};
  bool inside = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '"') {
      const bool doubled = inside && i + 1 < value.size() && value[i + 1] == '"';
      if (doubled) parts.back() += value[++i];
      if (!doubled) inside = !inside;
    } else if (c == '.' && !inside) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (inside || is_among(parts, "")) return std::nullopt;
  return parts;
}

std::pair<std::string, std::string> split_table(const std::string& value) {
  const auto parts = parts_of_name(value);
  if (!parts || parts->size() > 2)
    throw usage_error(fmt::format("'{}' isn't a table's name", printable(value)),
                      "write it as schema.table, with double quotes around a part that has a dot");
  if (parts->size() == 1) return {"public", parts->front()};
  return {parts->front(), parts->back()};
}

std::string table_of_column(const std::string& value) {
  bool inside = false;
  std::size_t last_dot = 0;
  for (std::size_t i = 0; i < value.size() && (inside || value[i] != '='); ++i) {
    if (value[i] == '"') inside = !inside;
    if (value[i] == '.' && !inside) last_dot = i;
  }
  return value.substr(0, last_dot);
}

}  // namespace dunlin::packs
