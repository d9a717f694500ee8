#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/Decisions.hpp"
#include "transfer/schema/TableContext.hpp"

namespace dunlin::transfer {
namespace {

int integer_rank(const std::string& type) {
  return type == "smallint" ? 1 : type == "integer" ? 2 : type == "bigint" ? 3 : 0;
}

// A collation that folds has to be the same on both sides; a text is no citext without a cast.
bool fold_alike(const PromisedColumn& child, const PromisedColumn& parent) {
  if (child.folding == parent.folding) return true;
  return child.folding == Folding::citext && parent.folding == Folding::none;
}

// Can values of a child's type be looked up in an index of the parent's (PostgreSQL docs, CREATE TABLE,
// REFERENCES: an equality operator in the index's operator family, or an implicit cast to its type)?
bool can_refer(const std::string& child, const std::string& parent) {
  const std::string from = bare_type(child);
  const std::string to = bare_type(parent);
  if (from == to || (is_text_type(from) && is_text_type(to))) return true;
  return integer_rank(from) > 0 &&
         (integer_rank(to) > 0 || to == "numeric" || to == "double precision" || to == "real");
}

bool same_set(std::vector<std::string> left, std::vector<std::string> right) {
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

bool is_plainly_unique(const PromisedTable& parent, const std::vector<std::string>& columns) {
  if (parent.primary_key && same_set(parent.primary_key->columns, columns)) return true;
  for (const auto& unique : parent.uniques)
    if (same_set(unique.columns, columns)) return true;
  std::vector<std::string> terms;
  terms.reserve(columns.size());
  for (const auto& column : columns) terms.push_back(sql::readable_identifier(column));
  return std::any_of(parent.indexes.begin(), parent.indexes.end(), [&](const PromisedIndex& index) {
    return index.unique && index.where.empty() && same_set(index.terms, terms);
  });
}

// Unique there by whatever collation: then the columns are unique byte by byte as well.
bool is_unique_in_source(const sqlite::Table& parent, const std::vector<std::string>& columns) {
  std::vector<std::string> wanted;
  wanted.reserve(columns.size());
  for (const auto& column : columns) wanted.push_back(to_lower(column));
  return std::any_of(parent.indexes.begin(), parent.indexes.end(), [&](const sqlite::Index& index) {
    std::vector<std::string> names;
    for (const auto& term : index.terms) names.push_back(to_lower(term.column));
    return index.unique && !index.where_sql && same_set(names, wanted);
  });
}

const PromisedColumn* find_source(const PromisedTable& table, const std::string& source) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const PromisedColumn& column) { return sqlite::same_name(column.source, source); });
  return found != table.columns.end() ? &*found : nullptr;
}

PromisedTable* find_table(TargetSchema& target, const std::string& source) {
  const auto found =
      std::find_if(target.tables.begin(), target.tables.end(),
                   [&](const PromisedTable& table) { return sqlite::same_name(table.source, source); });
  return found != target.tables.end() ? &*found : nullptr;
}

struct Unfit {
  const char* rule = "";
  std::string why;
};

// Fills in both sides' columns, or says why the key can't be.
std::optional<Unfit> match_columns(const TableContext& context, const sqlite::ForeignKey& key,
                                   const PromisedTable& parent, PromisedForeignKey& target) {
  if (key.parent_columns.size() != key.columns.size())
    return Unfit{"foreign-key-without-parent-key", key.parent + " has no primary key of that many columns"};
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const PromisedColumn* child_column = find_source(context.target, key.columns[i]);
    const PromisedColumn* parent_column = find_source(parent, key.parent_columns[i]);
    if (child_column == nullptr)
      return Unfit{"foreign-key-column-left-out", key.columns[i] + " isn't transferred"};
    if (parent_column == nullptr)
      return Unfit{"foreign-key-without-parent", key.parent + "." + key.parent_columns[i] + " isn't there"};
    if (has_no_order(parent_column->type))
      return Unfit{"foreign-key-without-order", key.parent + "." + key.parent_columns[i] + " is " +
                                                    parent_column->type + ", which has no order"};
    if (!can_refer(child_column->type, parent_column->type))
      return Unfit{"foreign-key-types-differ", key.columns[i] + " is " + child_column->type + ", " +
                                                   key.parent + "." + key.parent_columns[i] + " is " +
                                                   parent_column->type};
    if (!fold_alike(*child_column, *parent_column))
      return Unfit{"foreign-key-folds-differ", key.columns[i] + " and " + key.parent + "." +
                                                   key.parent_columns[i] + " don't fold letters alike"};
    target.columns.push_back(child_column->name);
    target.parent_columns.push_back(parent_column->name);
  }
  return std::nullopt;
}

std::string hint_for(const std::string& rule) {
  if (rule == "foreign-key-types-differ")
    return "give both columns the same type by [[transfer.column]] in dunlin.toml";
  if (rule == "foreign-key-folds-differ")
    return "give both columns the same nocase by [[transfer.column]] in dunlin.toml";
  if (rule == "foreign-key-not-unique")
    return "PostgreSQL refers to unique columns only: make them UNIQUE in the source, or do without";
  if (rule == "foreign-key-without-order")
    return "keep both columns as text with to = \"text\" in [[transfer.column]] of dunlin.toml";
  if (rule == "foreign-key-to-widened-key") return "place the parent by a column of the key, or do without";
  return "SQLite accepts such a key and fails when it is used";
}

// There are rows without a parent, and the configuration lets them be.
bool is_contradicted(const TableContext& context, const sqlite::ForeignKey& key) {
  const auto& listed = context.mapping.unvalidated;
  return std::any_of(listed.begin(), listed.end(), [&](const std::string& columns) {
    return sqlite::same_name(columns, join(key.columns, ", "));
  });
}

std::optional<Unfit> decide(const TableContext& context, const sqlite::ForeignKey& key,
                            TargetSchema& target) {
  PromisedTable* parent = find_table(target, key.parent);
  if (parent == nullptr) return Unfit{"foreign-key-without-parent", "there is no table " + key.parent};
  PromisedForeignKey made{.parent = parent->name,
                          .on_update = key.on_update,
                          .on_delete = key.on_delete,
                          .initially_deferred = key.initially_deferred,
                          .validated = !is_contradicted(context, key)};
  if (auto unfit = match_columns(context, key, *parent, made)) return unfit;
  if (!is_plainly_unique(*parent, made.parent_columns)) {
    const auto placing = placing_columns(*parent);
    if (!std::all_of(placing.begin(), placing.end(), [&](const std::string& column) {
          return std::find(made.parent_columns.begin(), made.parent_columns.end(), column) !=
                 made.parent_columns.end();
        }))
      return Unfit{"foreign-key-to-widened-key",
                   fmt::format("PostgreSQL doesn't keep {} ({}) unique, as its rows are placed by {}",
                               key.parent, join(key.parent_columns, ", "), join(placing, ", "))};
    const sqlite::Table* source = context.schema.find(key.parent);
    if (source == nullptr || !is_unique_in_source(*source, key.parent_columns))
      return Unfit{"foreign-key-not-unique",
                   key.parent + " (" + join(key.parent_columns, ", ") + ") isn't unique"};
    const std::string name = context.names.claim(parent->name, made.parent_columns, "key");
    parent->uniques.push_back({.name = name, .columns = made.parent_columns});  // not proven: it may fold
  }
  if (const Conflict conflict = placement_conflict(target, context.target, *parent, made);
      !conflict.why.empty()) {
    context.problems.push_back(
        {.rule = "foreign-key-across-servers",
         .weight = Weight::refused,
         .object = context.table.name + " (" + join(key.columns, ", ") + ")",
         .message = "the foreign key to " + key.parent + " can't be there: " + conflict.why,
         .hint = conflict.hint});
    return std::nullopt;
  }
  made.name = key.name.empty() ? context.names.claim(context.target.name, made.columns, "fkey")
                               : context.names.claim(target_name(key.name, context.config.identifiers, {}));
  context.target.foreign_keys.push_back(std::move(made));
  return std::nullopt;
}

}  // namespace

void decide_foreign_keys(const TableContext& context, TargetSchema& target) {
  for (const auto& key : context.table.foreign_keys) {
    const auto unfit = decide(context, key, target);
    if (!unfit) continue;
    context.changed(unfit->rule, context.table.name + " (" + join(key.columns, ", ") + ")",
                    "the foreign key to " + key.parent + " isn't in the target: " + unfit->why,
                    hint_for(unfit->rule));
  }
}

}  // namespace dunlin::transfer
