#include "lint/BulkWrite.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {

using model::DmlKind;

namespace {

bool is_table(const Scene& scene, const model::QualifiedName& name) {
  const auto* relation = scene.relation(name);
  return relation == nullptr || relation->kind == model::RelationKind::table ||
         relation->kind == model::RelationKind::partitioned_table;
}

bool is_literal(const sql::Source& source, std::size_t token) {
  if (token >= source.tokens().size()) return false;
  switch (source.tokens()[token].kind) {
    case sql::TokenKind::string:
    case sql::TokenKind::dollar_string:
    case sql::TokenKind::number:
    case sql::TokenKind::parameter: return true;
    default: return false;
  }
}

bool is_text(const sql::Source& source, std::size_t token, std::string_view text) {
  return token < source.tokens().size() && source.text(source.tokens()[token]) == text;
}

// (1, 2, 'x'): literals and commas only.
bool is_literal_list(const sql::Source& source, std::size_t token) {
  if (!source.is(token, '(')) return false;
  const std::size_t behind = source.behind_group(token);
  for (std::size_t i = token + 1; i + 1 < behind; ++i)
    if (!is_literal(source, i) && !source.is(i, ',')) return false;
  return behind > token + 2;
}

// The column at `token` is held to constants: = 5, IN (1, 2), BETWEEN 1 AND 9.
bool held_to_constants(const sql::Source& source, std::size_t token) {
  if (is_text(source, token + 1, "=") && is_literal(source, token + 2)) return true;
  if (source.is(token + 1, "in")) return is_literal_list(source, token + 2);
  return source.is(token + 1, "between") && is_literal(source, token + 2) && source.is(token + 3, "and") &&
         is_literal(source, token + 4);
}

std::string name_at(const sql::Source& source, const sql::Token& token) {
  const std::string_view text = source.text(token);
  if (token.kind == sql::TokenKind::quoted_name && text.size() > 2)
    return std::string(text.substr(1, text.size() - 2));
  return to_lower(text);
}

// Columns that the outermost AND of the condition holds to constants.
std::set<std::string> pinned_columns(std::string_view where) {
  const sql::Source source(where);
  std::set<std::string> pinned;
  for (std::size_t i = 0; i < source.tokens().size();) {
    const sql::Token& token = source.tokens()[i];
    if (source.is(i, "or")) return {};
    if (source.is(i, '(')) {
      i = source.behind_group(i);
      continue;
    }
    const bool name = token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::quoted_name;
    if (name && held_to_constants(source, i)) pinned.insert(name_at(source, token));
    ++i;
  }
  return pinned;
}

bool has_word(std::string_view text, std::string_view word) {
  const sql::Source source(text);
  for (std::size_t i = 0; i < source.tokens().size(); ++i)
    if (source.is(i, word)) return true;
  return false;
}

bool covers_key(const Scene& scene, const model::QualifiedName& table, const std::set<std::string>& pinned) {
  if (pinned.empty()) return false;
  const auto* relation = scene.relation(table);
  // Of a table that isn't known well, the usual name of its key.
  if ((relation == nullptr || !relation->complete) && (pinned.contains("id") || pinned.contains("uuid")))
    return true;
  if (relation == nullptr) return false;
  const auto indexes = scene.catalog().indexes_of(relation->name);
  return std::any_of(indexes.begin(), indexes.end(), [&](const model::CatalogIndex* index) {
    return index->unique && std::all_of(index->columns.begin(), index->columns.end(),
                                        [&](const auto& column) { return pinned.contains(column.name); });
  });
}

}  // namespace

bool runs_in_batches(const JudgedStatement& statement) {
  return statement.source.kind == model::StatementKind::batch || statement.source.batched;
}

bool is_bulk_write(const Scene& scene, const model::Dml& dml) {
  if (dml.kind != DmlKind::update && dml.kind != DmlKind::delete_) return false;
  if (!scene.is_live(dml.target) || !is_table(scene, dml.target)) return false;
  if (!dml.query.has_where || dml.query.where_always_true) return true;
  if (has_word(dml.where.text, "limit") || has_word(dml.where.text, "current")) return false;
  return !covers_key(scene, dml.target, pinned_columns(dml.where.text));
}

bool is_bulk_copy(const Scene& scene, const model::Dml& dml) {
  const bool copies = dml.kind == DmlKind::merge || (dml.kind == DmlKind::insert && dml.from_query);
  if (!copies || dml.query.has_limit) return false;
  const auto target = scene.catalog().qualified(dml.target);
  return std::any_of(
      dml.query.relations.begin(), dml.query.relations.end(), [&](const model::RelationUse& use) {
        return !use.written && scene.catalog().qualified(use.name) != target && scene.is_live(use.name);
      });
}

namespace {

// Whole and decimal numbers, uuid, text, dates and timestamps (docs/layouts.md, Batches).
bool can_be_walked(const model::TypeName& type) {
  static constexpr std::array<std::string_view, 13> k_types{
      "int2", "int4", "int8",    "serial2", "serial4",   "serial8",    "numeric",
      "uuid", "text", "varchar", "date",    "timestamp", "timestamptz"};
  return !type.array && std::find(k_types.begin(), k_types.end(), type.name) != k_types.end();
}

bool fits(const model::CatalogRelation& table, const std::vector<std::string>& columns,
          const model::Dml& dml) {
  return !columns.empty() && std::all_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const auto* column = table.find_column(name);
    return column != nullptr && column->not_null && can_be_walked(column->type) &&
           !is_among(dml.columns, name);
  });
}

}  // namespace

std::string batch_directive(const Scene& scene, const model::Dml& dml) {
  const auto* table = scene.relation(dml.target);
  if (table == nullptr || table->kind != model::RelationKind::table || dml.has_returning) return {};
  const sql::Source source(scene.text());
  if (source.is(0, "with")) return {};
  const auto* key = table->primary_key();
  if (key == nullptr || !fits(*table, key->columns, dml)) return {};
  std::vector<std::string> names;
  for (const std::string& column : key->columns) names.push_back(sql_name(column));
  return "-- dunlin:batch table=" + sql_name(table->name) + " key=" + join(names, ",") + " size=10000";
}

}  // namespace dunlin::lint
