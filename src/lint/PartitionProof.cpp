#include "lint/PartitionProof.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

using model::CatalogConstraint;
using model::CatalogRelation;

// Tokens in lower case without casts and parentheses, each between two spaces.
std::string normal(std::string_view expression) {
  const sql::Source source(expression);
  std::string text = " ";
  for (std::size_t i = 0; i < source.tokens().size(); ++i) {
    if (source.is(i, '(') || source.is(i, ')')) continue;
    const std::string_view token = source.text(source.tokens()[i]);
    const bool is_literal = token.front() == '\'' || token.front() == '"';
    text += (is_literal ? std::string(token) : to_lower(token)) + " ";
  }
  return text;
}

// `value` stands in the normal text as whole tokens.
bool mentions(const std::string& text, const std::string& value) {
  return text.find(normal(value)) != std::string::npos;
}

bool is_limit(const std::string& value) {
  return equal_ignoring_case(value, "minvalue") || equal_ignoring_case(value, "maxvalue");
}

bool mentions_values(const std::string& text, const model::PartitionBound& bound) {
  const auto all = [&](const std::vector<std::string>& values) {
    return std::all_of(values.begin(), values.end(), [&](const std::string& value) {
      return is_limit(value) || equal_ignoring_case(value, "null") || mentions(text, value);
    });
  };
  return all(bound.lower) && all(bound.upper) && all(bound.list);
}

bool holds(const CatalogConstraint& constraint) {
  return constraint.kind == model::ConstraintKind::check && constraint.valid && constraint.enforced;
}

bool has_null(const model::PartitionBound& bound) {
  return std::any_of(bound.list.begin(), bound.list.end(),
                     [](const std::string& value) { return equal_ignoring_case(value, "null"); });
}

bool is_not_null(const CatalogRelation& table, const std::string& column) {
  const model::CatalogColumn* found = table.find_column(column);
  if (found != nullptr && found->not_null) return true;
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const auto& constraint) {
    const auto& columns = constraint.not_null_columns;
    return holds(constraint) && std::find(columns.begin(), columns.end(), column) != columns.end();
  });
}

std::optional<std::string> range_check(const std::string& column, const model::PartitionBound& bound) {
  if (bound.lower.size() != 1 || bound.upper.size() != 1) return std::nullopt;
  std::string check = column + " IS NOT NULL";
  if (!is_limit(bound.lower.front())) check += " AND " + column + " >= " + bound.lower.front();
  if (!is_limit(bound.upper.front())) check += " AND " + column + " < " + bound.upper.front();
  return check;
}

std::optional<std::string> list_check(const std::string& column, const model::PartitionBound& bound) {
  if (bound.list.empty() || has_null(bound)) return std::nullopt;
  return column + " IS NOT NULL AND " + column + " IN (" + join(bound.list, ", ") + ")";
}

// DETACH CONCURRENTLY leaves the bound itself as a CHECK; so the text of a bound counts too.
bool says(const CatalogConstraint& constraint, const model::PartitionBound& bound) {
  const std::string text = normal(constraint.expression_text);
  return text == normal(bound.text) || (text.find(" not ( ") == std::string::npos &&
                                        mentions_values(text, bound) && !text.starts_with(" not "));
}

}  // namespace

std::optional<std::string> bound_check(const model::PartitionKey& key, const model::PartitionBound& bound) {
  if (key.columns.size() != 1 || key.columns.front().empty() || bound.is_default) return std::nullopt;
  const std::string column = sql_name(key.columns.front());
  if (bound.strategy == 'r') return range_check(column, bound);
  if (bound.strategy == 'l') return list_check(column, bound);
  return std::nullopt;
}

bool proves_bound(const CatalogRelation& table, const CatalogRelation* parent,
                  const model::PartitionBound& bound) {
  if (bound.is_default || bound.strategy == 'h') return false;
  return std::any_of(
      table.constraints.begin(), table.constraints.end(), [&](const CatalogConstraint& constraint) {
        if (!holds(constraint) || !says(constraint, bound)) return false;
        const bool knows_key = parent != nullptr && parent->partition_key.strategy != 0;
        const auto& key = knows_key ? parent->partition_key.columns : constraint.columns;
        return has_null(bound) || std::all_of(key.begin(), key.end(), [&](const std::string& column) {
                 return column.empty() || is_not_null(table, column);
               });
      });
}

bool excludes_bound(const CatalogRelation& fallback, const CatalogRelation& parent,
                    const model::PartitionBound& bound) {
  const auto check = bound_check(parent.partition_key, bound);
  return std::any_of(fallback.constraints.begin(), fallback.constraints.end(),
                     [&](const CatalogConstraint& constraint) {
                       if (!holds(constraint)) return false;
                       const std::string text = normal(constraint.expression_text);
                       if (check && text == normal("NOT " + *check)) return true;
                       return text.starts_with(" not ") && mentions_values(text, bound);
                     });
}

}  // namespace dunlin::lint
