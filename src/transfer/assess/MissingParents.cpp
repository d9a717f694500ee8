#include "transfer/assess/MissingParents.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/assess/RowsWhere.hpp"
#include "transfer/load/Chunks.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_most_children = 20;
constexpr const char* k_lost = "temp.\"dunlin lost\"";  // keys of parents that won't be there

// A foreign key whose both sides are transferred.
struct Reference {
  const sqlite::Table& child;
  const sqlite::ForeignKey& key;
  const sqlite::Table& parent;
  TableMapping& children;
  const TableMapping& parents;
};

// Where the columns of a table are in its mapping; nothing when one isn't transferred.
std::optional<std::vector<std::size_t>> places_of(const TableMapping& table,
                                                  const std::vector<std::string>& names) {
  std::vector<std::size_t> out;
  for (const auto& name : names) {
    const auto found =
        std::find_if(table.columns.begin(), table.columns.end(),
                     [&](const ColumnMapping& column) { return sqlite::same_name(column.source, name); });
    if (found == table.columns.end()) return std::nullopt;
    out.push_back(static_cast<std::size_t>(found - table.columns.begin()));
  }
  return out;
}

std::string qualified_column(const sqlite::Table& table, const std::string& column) {
  return sqlite::quote_name(table.name) + "." + sqlite::quote_name(column);
}

// SQLite's own answer for this key alone. The parent's column decides how the two are compared.
std::string without_parent(const Reference& reference) {
  constexpr const char* k_parent = "\"dunlin parent\"";  // hides no column of the child's
  std::vector<std::string> present, equal;
  for (std::size_t i = 0; i < reference.key.columns.size(); ++i) {
    const std::string from = qualified_column(reference.child, reference.key.columns[i]);
    present.push_back(from + " IS NOT NULL");
    equal.push_back(std::string(k_parent) + "." + sqlite::quote_name(reference.key.parent_columns[i]) +
                    " = " + from);
  }
  return fmt::format("{} AND NOT EXISTS (SELECT 1 FROM {} AS {} WHERE {})", join(present, " AND "),
                     sqlite::quote_name(reference.parent.name), k_parent, join(equal, " AND "));
}

bool may_lose_rows(const TableMapping& table, const std::vector<std::size_t>& key) {
  return table.rejected > 0 || std::any_of(key.begin(), key.end(), [&](std::size_t place) {
           return table.columns[place].misfit == model::MisfitPolicy::null &&
                  !table.columns[place].reversible;
         });
}

// Encodes rows as the load will, and tells what becomes of a key in them.
class FateOfKey {
 public:
  FateOfKey(const TableMapping& table, const std::vector<std::size_t>& key)
      : columns_(table.columns.size()), key_(key), encoder_(table) {}

  bool is_stored(SourceRow row) {
    image_.clear();
    if (!encoder_.encode(row.first(columns_), image_)) return false;
    return std::none_of(encoder_.misfits().begin(), encoder_.misfits().end(), [&](const Misfit& misfit) {
      return misfit.taken == model::MisfitPolicy::null &&
             std::find(key_.begin(), key_.end(), misfit.column) != key_.end();
    });
  }

 private:
  std::size_t columns_;
  const std::vector<std::size_t>& key_;
  RowEncoder encoder_;
  std::string image_;
};

// Makes the table of the parents' keys that won't be there.
void collect_lost(sqlite::Database& database, const Reference& reference,
                  const std::vector<std::size_t>& key) {
  std::vector<std::string> names, holes;
  for (std::size_t i = 0; i < key.size(); ++i) {
    names.push_back("k" + std::to_string(i));
    holes.push_back("?" + std::to_string(i + 1));
  }
  database.exec(std::string("DROP TABLE IF EXISTS ") + k_lost);
  database.exec(
      fmt::format("CREATE TABLE {} ({}, PRIMARY KEY ({}))", k_lost, join(names, ", "), join(names, ", ")));
  auto rows = database.prepare(select_chunk(reference.parents, {.table = reference.parents.source}));
  std::vector<sqlite::Value> row(static_cast<std::size_t>(rows.columns()));
  auto insert =
      database.prepare(fmt::format("INSERT OR IGNORE INTO {} VALUES ({})", k_lost, join(holes, ", ")));
  FateOfKey fate(reference.parents, key);
  while (rows.step()) {
    rows.read(row);
    if (fate.is_stored(row)) continue;
    for (std::size_t i = 0; i < key.size(); ++i) insert.bind(static_cast<int>(i + 1), row[key[i]]);
    insert.step();
    insert.reset();
  }
}

// Of the children that are stored themselves.
Problem children_of_lost(sqlite::Database& database, const Reference& reference,
                         const std::vector<std::size_t>& key) {
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < reference.key.columns.size(); ++i) {
    const auto& name = reference.key.parent_columns[i];
    const auto column =
        std::find_if(reference.parent.columns.begin(), reference.parent.columns.end(),
                     [&](const sqlite::Column& one) { return sqlite::same_name(one.name, name); });
    std::string text =
        fmt::format("k{} = {}", i, qualified_column(reference.child, reference.key.columns[i]));
    if (column != reference.parent.columns.end() && !column->collation.empty())
      text += " COLLATE " + sqlite::quote_name(column->collation);
    equal.push_back(std::move(text));
  }
  auto rows = database.prepare(fmt::format("{} WHERE EXISTS (SELECT 1 FROM {} WHERE {})",
                                           select_chunk(reference.children, {.table = reference.child.name}),
                                           k_lost, join(equal, " AND ")));
  std::vector<sqlite::Value> row(static_cast<std::size_t>(rows.columns()));
  FateOfKey fate(reference.children, key);
  Problem out;
  while (rows.step()) {
    rows.read(row);
    if (!fate.is_stored(row)) continue;
    ++out.count;
    if (out.keys.size() < k_most_children) out.keys.push_back(key_of(reference.children, row));
  }
  return out;
}

void say_missing(const Reference& reference, bool kept, Problem& problem) {
  const bool left_out = problem.rule == "parent-left-out";
  problem.weight = kept ? Weight::changed : Weight::refused;
  problem.object = reference.child.name + "." + join(reference.key.columns, ",");
  problem.message =
      fmt::format("{} {} to rows of {} that {}{}", with_thousands(problem.count),
                  problem.count == 1 ? "row refers" : "rows refer", reference.key.parent,
                  left_out ? "won't be there: a policy for misfits leaves them out" : "aren't there",
                  kept ? ": the foreign key holds for new rows only (NOT VALID)" : "");
  if (kept)
    problem.hint = "correct the rows in PostgreSQL, then: ALTER TABLE ... VALIDATE CONSTRAINT";
  else if (left_out)
    problem.hint =
        "another `misfit` keeps the parents, or correct their values in SQLite; or let the rows be with "
        "orphans = \"not_valid\" in [transfer] of dunlin.toml";
  else
    problem.hint =
        "add the parents, set the column to NULL or delete the rows in SQLite; or let them be with orphans = "
        "\"not_valid\" in [transfer] of dunlin.toml";
}

Problem find_missing(sqlite::Database& database, const Reference& reference, bool unchecked) {
  if (unchecked) {
    Problem found = rows_where(database, reference.children, without_parent(reference));
    found.rule = "orphan-rows";
    if (found.count > 0) return found;
  }
  const auto key = places_of(reference.parents, reference.key.parent_columns);
  const auto child_key = places_of(reference.children, reference.key.columns);
  if (!key || !child_key || !may_lose_rows(reference.parents, *key)) return {};
  collect_lost(database, reference, *key);
  Problem found = children_of_lost(database, reference, *child_key);
  found.rule = "parent-left-out";
  return found;
}

// A key that isn't in the target anyway says nothing about the rows.
bool is_promised(const TargetSchema& target, const Reference& reference) {
  const PromisedTable* promised = target.find(reference.child.name);
  const auto places = places_of(reference.children, reference.key.columns);
  if (promised == nullptr || !places) return false;
  std::vector<std::string> columns;
  for (const auto place : *places) columns.push_back(reference.children.columns[place].target);
  return std::any_of(promised->foreign_keys.begin(), promised->foreign_keys.end(),
                     [&](const PromisedForeignKey& key) {
                       return key.columns == columns && key.parent == reference.parents.target;
                     });
}

bool is_unchecked(const sqlite::ContentChecks& contents, const std::string& table) {
  return std::any_of(contents.orphans.begin(), contents.orphans.end(), [&](const sqlite::Orphans& orphans) {
    return orphans.table == table && !orphans.problem.empty();
  });
}

}  // namespace

std::vector<Problem> missing_parents(const std::string& snapshot, const sqlite::Schema& schema,
                                     const sqlite::ContentChecks& contents,
                                     const model::TransferConfig& config, Mapping& mapping) {
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  database.exec("PRAGMA temp_store = MEMORY");
  const TargetSchema target = make_target(schema, mapping, config);
  const bool kept = config.orphans == "not_valid";
  std::vector<Problem> out;
  for (auto& table : mapping.tables) {
    const sqlite::Table* child = schema.find(table.source);
    if (child == nullptr) continue;
    for (const auto& key : child->foreign_keys) {
      const sqlite::Table* parent = schema.find(key.parent);
      const TableMapping* parents = parent != nullptr ? mapping.find(parent->name) : nullptr;
      if (parents == nullptr) continue;
      const Reference reference{*child, key, *parent, table, *parents};
      if (!is_promised(target, reference)) continue;
      Problem problem = find_missing(database, reference, is_unchecked(contents, child->name));
      if (problem.count == 0) continue;
      say_missing(reference, kept, problem);
      if (kept) table.unvalidated.push_back(join(key.columns, ", "));
      out.push_back(std::move(problem));
    }
  }
  return out;
}

}  // namespace dunlin::transfer
