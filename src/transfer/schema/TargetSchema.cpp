#include "transfer/schema/TargetSchema.hpp"

#include <algorithm>

#include "sqlite/language/Token.hpp"
#include "transfer/schema/Decisions.hpp"
#include "transfer/schema/Enumerations.hpp"
#include "transfer/schema/Identifiers.hpp"

namespace dunlin::transfer {
namespace {

// Tables have the mapping's names. Sequences of identity columns get theirs from PostgreSQL, by the same
// rule.
void claim_names(SchemaNames& names, const sqlite::Schema& schema, const TargetSchema& target,
                 const model::TransferConfig& config) {
  for (const auto& table : target.tables) names.claim(table.name);
  for (const auto& type : target.enums) names.claim(type.name);
  for (const auto& table : target.tables)
    if (!table.identity.empty()) names.claim(table.name, {table.identity}, "seq");
  for (const auto& view : schema.views) names.claim(target_name(view.name, config.identifiers, {}));
}

// Enum types of one table's columns. Columns may share a type when they have the same words.
void decide_enums(const sqlite::Table& table, const TableMapping& mapping, TargetSchema& target) {
  for (const auto& column : mapping.columns) {
    if (column.conversion != Conversion::enumeration) continue;
    const auto words = enumeration_of(table, column.source);
    const auto known = std::find_if(target.enums.begin(), target.enums.end(),
                                    [&](const PromisedEnum& type) { return type.name == column.type; });
    const bool other_words = words && known != target.enums.end() && known->labels != *words;
    if (!words || other_words) {
      target.problems.push_back(
          {.rule = "enum-without-words",
           .weight = Weight::refused,
           .object = table.name + "." + column.source,
           .message = other_words ? "the type " + column.type + " has other words in another table"
                                  : "no CHECK (" + column.source + " IN (...)) says which words the type " +
                                        column.type + " has"});
    } else if (known == target.enums.end()) {
      target.enums.push_back({.name = column.type, .labels = *words});
    }
  }
}

void note_folding(TargetSchema& target) {
  for (const auto& table : target.tables) {
    for (const auto& column : table.columns) {
      if (column.folding == Folding::citext && target.extensions.empty())
        target.extensions.emplace_back("citext");
      target.folding_collation |= column.folding == Folding::icu;
    }
  }
}

// SQLite compares the bytes that the file has, and COLLATE "C" those of UTF-8.
void say_order_of_texts(const sqlite::Schema& schema, std::vector<Problem>& problems) {
  if (!schema.encoding.starts_with("UTF-16")) return;
  problems.push_back(
      {.rule = "text-order-differs",
       .weight = Weight::note,
       .object = schema.encoding,
       .message = "SQLite orders the texts of this file by their bytes in UTF-16, PostgreSQL by those in "
                  "UTF-8: ORDER BY, < and > may give another order beyond ASCII"});
}

// What dunlin.toml can say and this version doesn't do.
void refuse_unknown_options(const model::TransferConfig& config, std::vector<Problem>& problems) {
  const auto refuse = [&](const std::string& option, const std::string& hint) {
    problems.push_back({.rule = "option-not-supported",
                        .weight = Weight::refused,
                        .object = "[transfer] " + option,
                        .message = "this version doesn't do that",
                        .hint = hint});
  };
  if (!config.distribution.empty() && !config.shards.empty())
    refuse("distribution beside shards", "Citus has its own list of servers: leave one of them out");
}

}  // namespace

const PromisedTable* TargetSchema::find(const std::string& source) const {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const PromisedTable& table) { return table.source == source; });
  return found != tables.end() ? &*found : nullptr;
}

TargetSchema make_target(const sqlite::Schema& schema, const Mapping& mapping,
                         const model::TransferConfig& config) {
  TargetSchema target;
  SchemaNames names;
  refuse_unknown_options(config, target.problems);
  say_order_of_texts(schema, target.problems);
  std::vector<const sqlite::Table*> sources;
  for (const auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    if (source == nullptr) continue;
    sources.push_back(source);
    target.tables.push_back({.source = table.source, .name = table.target});
    decide_enums(*source, table, target);
  }
  const auto each_table = [&](const auto& decide) {
    for (std::size_t i = 0; i < sources.size(); ++i)
      decide(TableContext{.schema = schema,
                          .table = *sources[i],
                          .all = mapping,
                          .mapping = *mapping.find(target.tables[i].source),
                          .config = config,
                          .names = names,
                          .problems = target.problems,
                          .target = target.tables[i]});
  };
  each_table(decide_columns);
  note_folding(target);
  claim_names(names, schema, target, config);
  each_table(decide_placement);
  each_table(decide_indexes);
  each_table(decide_keys);
  each_table(fit_keys);
  each_table(decide_checks);
  each_table([&](const TableContext& context) { decide_foreign_keys(context, target); });
  return target;
}

void mark_missing_columns(const sqlite::Schema& schema, const TargetSchema& target, Mapping& mapping) {
  for (auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    const PromisedTable* promised = target.find(table.source);
    if (source == nullptr || promised == nullptr) continue;
    for (const auto& column : source->columns) {
      const bool there =
          std::any_of(promised->columns.begin(), promised->columns.end(),
                      [&](const PromisedColumn& candidate) { return candidate.source == column.name; });
      auto& lost = table.left_out;
      if (column.generated_sql && !there && std::find(lost.begin(), lost.end(), column.name) == lost.end())
        lost.push_back(column.name);
    }
  }
}

}  // namespace dunlin::transfer
