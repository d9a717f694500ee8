#include "transfer/schema/TableContext.hpp"

#include <algorithm>
#include <array>

#include "base/Text.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::transfer {
std::string bare_type(const std::string& type) {
  return std::string(trim(to_lower(type).substr(0, type.find('('))));
}

const ColumnMapping* TableContext::mapped(const std::string& column) const {
  const auto found = std::find_if(
      mapping.columns.begin(), mapping.columns.end(),
      [&](const ColumnMapping& candidate) { return sqlite::same_name(candidate.source, column); });
  return found != mapping.columns.end() ? &*found : nullptr;
}

const PromisedColumn* TableContext::arrived(const std::string& column) const {
  const ColumnMapping* from = mapped(column);
  const auto found =
      std::find_if(target.columns.begin(), target.columns.end(), [&](const PromisedColumn& candidate) {
        return from != nullptr
                   ? candidate.name == from->target
                   : !candidate.generated_sql.empty() && sqlite::same_name(candidate.source, column);
      });
  return found != target.columns.end() ? &*found : nullptr;
}

bool TableContext::is_left_out(const std::string& object) const {
  return std::find(mapping.left_out.begin(), mapping.left_out.end(), object) != mapping.left_out.end();
}

void TableContext::changed(const char* rule, const std::string& object, const std::string& message,
                           const std::string& hint) const {
  problems.push_back(
      {.rule = rule, .weight = Weight::changed, .object = object, .message = message, .hint = hint});
}

void TableContext::note(const char* rule, const std::string& object, const std::string& message,
                        const std::string& hint) const {
  problems.push_back(
      {.rule = rule, .weight = Weight::note, .object = object, .message = message, .hint = hint});
}

bool is_text_type(const std::string& type) {
  static constexpr std::array k_types{"text", "varchar", "character varying", "char", "character", "citext"};
  return std::find(k_types.begin(), k_types.end(), bare_type(type)) != k_types.end();
}

bool has_no_order(const std::string& type) {
  static constexpr std::array k_types{"json", "xml", "point", "box", "path", "polygon", "line", "lseg"};
  return std::find(k_types.begin(), k_types.end(), bare_type(type)) != k_types.end();
}

}  // namespace dunlin::transfer
