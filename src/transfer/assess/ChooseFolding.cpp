#include "transfer/assess/ChooseFolding.hpp"

#include <algorithm>
#include <functional>

#include "sqlite/language/Token.hpp"
#include "transfer/assess/Rules.hpp"

namespace dunlin::transfer {
namespace {

ColumnMapping* find_column(TableMapping& table, const std::string& name) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const ColumnMapping& column) { return sqlite::same_name(column.source, name); });
  return found != table.columns.end() ? &*found : nullptr;
}

TableMapping* find_table(Mapping& mapping, const std::string& name) {
  const auto found =
      std::find_if(mapping.tables.begin(), mapping.tables.end(),
                   [&](const TableMapping& table) { return sqlite::same_name(table.source, name); });
  return found != mapping.tables.end() ? &*found : nullptr;
}

// A text as SQLite has it: blobs that became texts are compared by their bytes, whatever the collation.
bool is_plain_text(const ColumnMapping& column) {
  return column.conversion == Conversion::text && column.form != "blob" &&
         folding_of(column) == Folding::none;
}

void fold(ColumnMapping& column, Folding folding) {
  if (folding == Folding::citext)
    column.type = "citext";
  else
    column.collation = k_folding_collation;
}

// What the configuration wants of a NOCASE column. A type that a rule names stays.
Folding wanted(const sqlite::Table& table, const ColumnMapping& column, const model::TransferConfig& config) {
  const auto rule = rule_for(table.name, column.source, column.declared, config);
  const std::string way = rule.nocase.value_or(config.nocase);
  if (way == "icu") return Folding::icu;
  return way == "citext" && column.type == "text" && !rule.to ? Folding::citext : Folding::none;
}

void fold_declared(const sqlite::Table& table, const model::TransferConfig& config, TableMapping& mapping) {
  for (const auto& declared : table.columns) {
    if (!sqlite::same_name(declared.collation, "NOCASE")) continue;
    ColumnMapping* column = find_column(mapping, declared.name);
    if (column == nullptr || !is_plain_text(*column)) continue;
    const Folding folding = wanted(table, *column, config);
    if (folding == Folding::none) continue;
    fold(*column, folding);
    column->reason += "; COLLATE NOCASE, as asked for";
  }
}

// Child and parent of each pair of columns that a foreign key names.
using Pair = std::function<void(TableMapping&, ColumnMapping&, const TableMapping&, const ColumnMapping&)>;
void each_reference(const sqlite::Schema& schema, Mapping& mapping, const Pair& take) {
  for (auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    if (source == nullptr) continue;
    for (const auto& key : source->foreign_keys) {
      TableMapping* parent = find_table(mapping, key.parent);
      if (parent == nullptr || key.parent_columns.size() != key.columns.size()) continue;
      for (std::size_t i = 0; i < key.columns.size(); ++i) {
        ColumnMapping* from = find_column(table, key.columns[i]);
        const ColumnMapping* to = find_column(*parent, key.parent_columns[i]);
        if (from != nullptr && to != nullptr) take(table, *from, *parent, *to);
      }
    }
  }
}

// A collation that folds has to be the same on both sides of a foreign key since PostgreSQL 18: a child of a
// parent that is compared by its bytes stays as it is, and its unique indexes fold.
bool unfold_children_of_plain(const sqlite::Schema& schema, Mapping& mapping) {
  bool changed = false;
  each_reference(
      schema, mapping,
      [&](TableMapping&, ColumnMapping& child, const TableMapping& table, const ColumnMapping& parent) {
        if (folding_of(child) != Folding::icu || folding_of(parent) != Folding::none) return;
        child.collation.clear();
        child.reason += "; but no ICU collation, because it refers to " + table.source + "." + parent.source +
                        ", which has none";
        changed = true;
      });
  return changed;
}

bool fold_children(const sqlite::Schema& schema, Mapping& mapping, std::vector<Problem>& problems) {
  bool changed = false;
  each_reference(
      schema, mapping,
      [&](TableMapping& table, ColumnMapping& child, const TableMapping& parent_table,
          const ColumnMapping& parent) {
        if (folding_of(parent) == Folding::none || !is_plain_text(child)) return;
        if (folding_of(parent) == Folding::citext && child.type != "text") return;
        fold(child, folding_of(parent));
        const std::string to = parent_table.source + "." + parent.source;
        child.reason += "; folds letters as " + to + " does, which it refers to";
        problems.push_back(
            {.rule = "letters-folded-by-reference",
             .weight = Weight::changed,
             .object = table.source + "." + child.source,
             .message = "it refers to " + to +
                        ", so it has to fold letters as that one does; in SQLite it is "
                        "compared by its bytes, or in another way",
             .hint = "nocase = \"index\" for " + to + " in [[transfer.column]] leaves both as they are"});
        changed = true;
      });
  return changed;
}

}  // namespace

std::vector<Problem> choose_folding(const sqlite::Schema& schema, const model::TransferConfig& config,
                                    Mapping& mapping) {
  std::vector<Problem> problems;
  for (auto& table : mapping.tables)
    if (const sqlite::Table* source = schema.find(table.source)) fold_declared(*source, config, table);
  while (unfold_children_of_plain(schema, mapping)) {
  }
  while (fold_children(schema, mapping, problems)) {
  }
  return problems;
}

}  // namespace dunlin::transfer
