#include "transfer/Assess.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "transfer/assess/ChooseFolding.hpp"
#include "transfer/assess/ChooseMapping.hpp"
#include "transfer/assess/DryRun.hpp"
#include "transfer/assess/Placement.hpp"
#include "transfer/assess/ProfileTables.hpp"
#include "transfer/assess/RowProblems.hpp"
#include "transfer/assess/Rules.hpp"
#include "transfer/assess/SchemaProblems.hpp"
#include "transfer/schema/Enumerations.hpp"
#include "transfer/schema/Identifiers.hpp"
#include "transfer/schema/Scripts.hpp"

namespace dunlin::transfer {
namespace {

// The tables with their columns and keys, before anything is known of their values.
TableMapping outline(const sqlite::Table& table, const model::TransferConfig& config) {
  TableMapping out;
  out.source = table.name;
  out.kind = table.without_rowid ? KeyKind::primary_key : KeyKind::rowid;
  out.key = table.primary_key();
  out.rowid_name = table.rowid_name;
  for (const auto& column : table.columns) {
    if (column.generated_sql || rule_for(table.name, column.name, column.type, config).skip) continue;
    ColumnMapping mapping;
    mapping.source = mapping.target = column.name;
    mapping.type = "text";
    mapping.declared = column.type;
    out.columns.push_back(std::move(mapping));
  }
  return out;
}

Mapping outline(const sqlite::Schema& schema, const model::TransferConfig& config) {
  Mapping out;
  out.schema_hash = schema_hash(schema);
  out.target_schema = config.schema;
  for (const auto& table : schema.tables) {
    if (is_wanted(table.name, config)) out.tables.push_back(outline(table, config));
  }
  return out;
}

ColumnInfo info_of(const sqlite::Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (column.name != name) continue;
    return {table.name,
            column.name,
            column.type,
            read_declared(column.type, table.strict),
            column.not_null || column.key_position > 0,
            table.rowid_alias == i};
  }
  return {table.name, name, "", {}, false, false};
}

// A column of type ANY keeps numbers as they are in a STRICT table, and as NUMERIC does in any other.
std::string affinity_to_keep(const sqlite::Table& table, const std::string& declared) {
  const Declared read = read_declared(declared, table.strict);
  const bool is_numeric_any = read.family == Family::any && read.affinity == Affinity::numeric;
  return is_numeric_any ? to_string(read.affinity) : "";
}

void choose_columns(const sqlite::Table& table, const model::TransferConfig& config, TableProfile& profile,
                    TableMapping& mapping) {
  std::vector<ColumnMapping> columns;
  std::vector<ColumnProfile> profiles;
  std::vector<std::string> taken = system_columns();
  for (std::size_t i = 0; i < mapping.columns.size(); ++i) {
    const auto& outlined = mapping.columns[i];
    auto column = choose_mapping(info_of(table, outlined.source), profile.columns[i], config);
    column.affinity = affinity_to_keep(table, column.declared);
    column.target = column.target.empty() ? target_name(column.source, config.identifiers, taken)
                                          : target_name(column.target, "keep", taken);
    taken.push_back(column.target);
    columns.push_back(std::move(column));
    profiles.push_back(std::move(profile.columns[i]));
  }
  mapping.columns = std::move(columns);
  profile.columns = std::move(profiles);
}

// The words of each enum type that the mapping has so far.
using EnumTypes = std::map<std::string, std::vector<std::string>>;

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 63 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

bool names_one_of(const std::vector<std::string>& names, const std::string& name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& one) { return equal_ignoring_case(one, name); });
}

// An enum refers to nothing but the same enum: what is on either side of a foreign key stays text.
bool is_in_foreign_key(const sqlite::Schema& schema, const sqlite::Table& table, const std::string& column) {
  return std::any_of(schema.tables.begin(), schema.tables.end(), [&](const sqlite::Table& child) {
    return std::any_of(child.foreign_keys.begin(), child.foreign_keys.end(), [&](const auto& key) {
      return (&child == &table && names_one_of(key.columns, column)) ||
             (equal_ignoring_case(key.parent, table.name) && names_one_of(key.parent_columns, column));
    });
  });
}

// A column whose CHECK lists its words becomes an enum, unless another column's type has that name, or a
// table or view: the type of its rows is called like it.
void choose_enum(const sqlite::Table& table, const std::string& target,
                 const std::vector<std::string>& row_types, ColumnMapping& column, EnumTypes& types) {
  if (column.conversion != Conversion::text || !column.form.empty() || column.type != "text") return;
  const auto words = enumeration_of(table, column.source);
  if (!words) return;
  for (const auto& name : {enumeration_name(target, column.target), to_lower(target + "_" + column.target)}) {
    if (!is_plain_name(name) || names_one_of(row_types, name)) continue;
    const auto [known, fresh] = types.emplace(name, *words);
    if (!fresh && known->second != *words) continue;
    column.type = name;
    column.conversion = Conversion::enumeration;
    column.reason += fmt::format("; {} allowed by its CHECK", counted(words->size(), "word"));
    return;
  }
}

void choose_enums(const sqlite::Schema& schema, const std::vector<std::string>& row_types, Mapping& mapping) {
  EnumTypes types;
  for (auto& table : mapping.tables) {
    const sqlite::Table& source = *schema.find(table.source);
    for (auto& column : table.columns) {
      if (!is_in_foreign_key(schema, source, column.source))
        choose_enum(source, table.target, row_types, column, types);
    }
  }
}

void add(std::vector<Problem>& to, std::vector<Problem> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Counts and what follows from them: whether a column comes back as the same bytes.
void take_counts(const std::vector<TableTrial>& trials, Mapping& mapping) {
  for (std::size_t i = 0; i < trials.size(); ++i) {
    TableMapping& table = mapping.tables[i];
    table.rows = trials[i].rows;
    table.bytes = trials[i].bytes;
    table.rejected = trials[i].rejected;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      auto& column = table.columns[c];
      const bool misfits = std::any_of(trials[i].misfits.begin(), trials[i].misfits.end(),
                                       [&](const auto& one) { return one.first.column == c; });
      column.reversible =
          trials[i].respelled[c].count == 0 && !misfits && column.conversion != Conversion::jsonb;
    }
  }
}

void try_and_judge(const std::string& snapshot, const sqlite::Schema& schema, const AssessObserver& observer,
                   Assessment& out) {
  const auto trials = try_tables(snapshot, out.mapping, observer);
  take_counts(trials, out.mapping);
  for (std::size_t i = 0; i < trials.size(); ++i)
    add(out.problems, row_problems(out.mapping.tables[i], trials[i]));
  add(out.problems, schema_problems(snapshot, schema, out.mapping));
}

}  // namespace

Assessment assess(const std::string& snapshot, const sqlite::Schema& schema,
                  const model::TransferConfig& config, const AssessObserver& observer) {
  Assessment out;
  out.mapping = outline(schema, config);
  out.problems = width_problems(out.mapping);
  if (!out.problems.empty()) return out;
  out.profiles = profile_tables(snapshot, out.mapping, observer);
  std::vector<std::string> taken;
  for (std::size_t i = 0; i < out.mapping.tables.size(); ++i) {
    TableMapping& table = out.mapping.tables[i];
    table.rows = out.profiles[i].rows;
    table.target = table_name(table.source, config.identifiers, taken);
    taken.push_back(table.target);
    const sqlite::Table& source = *schema.find(table.source);
    choose_columns(source, config, out.profiles[i], table);
  }
  for (const auto& view : schema.views) taken.push_back(target_name(view.name, config.identifiers, {}));
  if (config.enums) choose_enums(schema, taken, out.mapping);
  add(out.problems, choose_folding(schema, config, out.mapping));
  add(out.problems, place_tables(snapshot, config, out.profiles, out.mapping));
  try_and_judge(snapshot, schema, observer, out);
  return out;
}

Assessment try_every_value(const std::string& snapshot, const sqlite::Schema& schema, const Mapping& mapping,
                           const AssessObserver& observer) {
  Assessment out;
  out.mapping = mapping;
  out.problems = width_problems(mapping);
  if (!out.problems.empty()) return out;
  try_and_judge(snapshot, schema, observer, out);
  return out;
}

std::string schema_hash(const sqlite::Schema& schema) {
  std::string all = schema.encoding;
  const auto add = [&](const std::string& part) { all += '\n' + part; };
  for (const auto& table : schema.tables) {
    add(table.sql);
    for (const auto& index : table.indexes) add(index.sql);
  }
  for (const auto& view : schema.views) add(view.sql);
  for (const auto& trigger : schema.triggers) add(trigger.sql);
  for (const auto& table : schema.virtual_tables) add(table.sql);
  return sha256(all);
}

}  // namespace dunlin::transfer
