#include "transfer/assess/SpelledReferences.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/assess/RowsWhere.hpp"

namespace dunlin::transfer {
namespace {

// The parent's column has a collation in SQLite and is a text of bytes in PostgreSQL.
bool is_looser(const sqlite::Table& parent, const TableMapping& mapping, const std::string& name) {
  const auto declared =
      std::find_if(parent.columns.begin(), parent.columns.end(),
                   [&](const sqlite::Column& column) { return sqlite::same_name(column.name, name); });
  const auto mapped =
      std::find_if(mapping.columns.begin(), mapping.columns.end(),
                   [&](const ColumnMapping& column) { return sqlite::same_name(column.source, name); });
  return declared != parent.columns.end() && !declared->collation.empty() &&
         mapped != mapping.columns.end() && mapped->conversion == Conversion::text &&
         folding_of(*mapped) == Folding::none;
}

// A name of the parent that hides no child's: "p" may be one.
constexpr const char* k_parent = "\"dunlin parent\"";

// The child's rows that have a parent by the collations, and none by the bytes. The first comparison finds
// the parent by its index.
std::string condition(const sqlite::Table& child, const sqlite::ForeignKey& key) {
  std::vector<std::string> alike, equal;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::string from = sqlite::quote_name(child.name) + "." + sqlite::quote_name(key.columns[i]);
    const std::string to = std::string(k_parent) + "." + sqlite::quote_name(key.parent_columns[i]);
    alike.push_back(to + " = " + from);
    equal.push_back(to + " = " + from + " COLLATE BINARY");
  }
  const std::string exists = fmt::format("EXISTS (SELECT 1 FROM {} AS {} WHERE {}",
                                         sqlite::quote_name(key.parent), k_parent, join(alike, " AND "));
  return fmt::format("{}) AND NOT {} AND {})", exists, exists, join(equal, " AND "));
}

void describe(const sqlite::ForeignKey& key, bool kept, Problem& problem) {
  problem.rule = "reference-spelled-otherwise";
  problem.weight = kept ? Weight::changed : Weight::refused;
  problem.message = fmt::format(
      "{} {} to a row of {} that is spelled otherwise, which only a collation takes for "
      "the same{}",
      with_thousands(problem.count), problem.count == 1 ? "row refers" : "rows refer", key.parent,
      kept ? ": the foreign key holds for new rows only (NOT VALID)" : "");
  problem.hint =
      kept ? "correct the rows in PostgreSQL, then: ALTER TABLE ... VALIDATE CONSTRAINT"
           : "nocase = \"citext\" or \"icu\" in [transfer] of dunlin.toml lets PostgreSQL fold letters "
             "too; or spell these rows as their parents, or orphans = \"not_valid\"";
}

}  // namespace

std::vector<Problem> spelled_references(const std::string& snapshot, const sqlite::Schema& schema,
                                        const std::string& orphans, Mapping& mapping) {
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  const bool kept = orphans == "not_valid";
  std::vector<Problem> out;
  for (auto& table : mapping.tables) {
    const sqlite::Table* child = schema.find(table.source);
    if (child == nullptr) continue;
    for (const auto& key : child->foreign_keys) {
      const sqlite::Table* parent = schema.find(key.parent);
      const TableMapping* mapped = parent != nullptr ? mapping.find(parent->name) : nullptr;
      if (mapped == nullptr || key.parent_columns.size() != key.columns.size()) continue;
      const bool looser =
          std::any_of(key.parent_columns.begin(), key.parent_columns.end(),
                      [&](const std::string& column) { return is_looser(*parent, *mapped, column); });
      if (!looser) continue;
      Problem problem = rows_where(database, table, condition(*child, key));
      if (problem.count == 0) continue;
      problem.object = table.source + "." + join(key.columns, ",");
      describe(key, kept, problem);
      if (kept) table.unvalidated.push_back(join(key.columns, ", "));
      out.push_back(std::move(problem));
    }
  }
  return out;
}

}  // namespace dunlin::transfer
