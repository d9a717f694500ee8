#include "lint/ConstraintUnits.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "lint/replay/Names.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {

using model::ConstraintKind;

namespace {

// Names that other actions of the statement give.
bool named_in_statement(const model::AlterTable& alter, const std::string& name) {
  return std::any_of(alter.actions.begin(), alter.actions.end(), [&](const model::AlterAction& action) {
    if (action.constraint && action.constraint->name == name) return true;
    return action.column &&
           std::any_of(action.column->constraints.begin(), action.column->constraints.end(),
                       [&](const model::Constraint& constraint) { return constraint.name == name; });
  });
}

std::string chosen_name(const Scene& scene, const model::QualifiedName& table, ConstraintKind kind,
                        const std::vector<std::string>& columns) {
  const model::Catalog& catalog = scene.catalog();
  switch (kind) {
    case ConstraintKind::check:
      return choose_constraint_name(catalog, table.schema, table.name,
                                    columns.size() == 1 ? columns.front() : "", "check");
    case ConstraintKind::not_null:
      return choose_constraint_name(catalog, table.schema, table.name, joined_names(columns), "not_null");
    case ConstraintKind::foreign_key:
      return choose_constraint_name(catalog, table.schema, table.name, joined_names(columns), "fkey");
    case ConstraintKind::primary_key:
      return choose_relation_name(catalog, table.schema, table.name, "", "pkey", true);
    case ConstraintKind::unique:
      return choose_relation_name(catalog, table.schema, table.name, joined_names(columns), "key", true);
    case ConstraintKind::exclusion: break;
  }
  return choose_relation_name(catalog, table.schema, table.name, joined_names(columns), "excl", true);
}

}  // namespace

const model::AlterTable* live_alter(const Scene& scene) {
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || alter->kind != model::ObjectKind::table || !scene.is_live(alter->name))
    return nullptr;
  const auto* table = scene.relation(alter->name);
  const bool rows = table == nullptr || table->kind == model::RelationKind::table ||
                    table->kind == model::RelationKind::partitioned_table;
  return rows ? alter : nullptr;
}

bool is_partitioned(const Scene& scene, const model::QualifiedName& table) {
  const auto* relation = scene.relation(table);
  return relation != nullptr && relation->kind == model::RelationKind::partitioned_table;
}

std::string constraint_name(const Scene& scene, const model::AlterTable& alter,
                            const model::Constraint& constraint, const std::vector<std::string>& columns) {
  if (!constraint.name.empty()) return constraint.name;
  const std::string first =
      chosen_name(scene, scene.catalog().qualified(alter.name), constraint.kind, columns);
  std::string name = first;
  for (int i = 1; named_in_statement(alter, name); ++i) name = first + std::to_string(i);
  return name;
}

std::string named_constraint(const Scene& scene, const model::Constraint& constraint,
                             const std::string& name) {
  const std::string text(scene.text(constraint.range));
  return constraint.name.empty() ? "CONSTRAINT " + sql_name(name) + " " + text : text;
}

std::string with_pieces(const Scene& scene, std::vector<std::pair<model::Range, std::string>> pieces) {
  std::sort(pieces.begin(), pieces.end(),
            [](const auto& a, const auto& b) { return a.first.offset > b.first.offset; });
  std::string text(scene.text());
  for (const auto& [range, by] : pieces) text.replace(range.offset, range.length, by);
  return text;
}

std::string column_without(const Scene& scene, const model::AlterAction& action,
                           const model::Constraint& constraint) {
  const std::string_view text = scene.text();
  const std::string_view before =
      text.substr(action.range.offset, constraint.range.offset - action.range.offset);
  const std::string_view behind =
      text.substr(constraint.range.end(), action.range.end() - constraint.range.end());
  std::string left(trim(before));
  if (!trim(behind).empty()) left.append(" ").append(trim(behind));
  return left;
}

bool adds_surely(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action) {
  if (!action.if_exists) return true;
  const auto* table = scene.relation(alter.name);
  return table != nullptr && table->complete && table->find_column(action.name) == nullptr;
}

std::string validate_text(const std::string& prefix, const std::string& name) {
  return prefix + " VALIDATE CONSTRAINT " + sql_name(name);
}

bool is_unproved_nullable(const model::CatalogRelation& table, const std::string& column) {
  const auto* known = table.find_column(column);
  if (known == nullptr || known->not_null) return false;
  return std::none_of(
      table.constraints.begin(), table.constraints.end(), [&](const model::CatalogConstraint& one) {
        const bool proves = one.kind == ConstraintKind::check && is_among(one.not_null_columns, column);
        const bool is = one.kind == ConstraintKind::not_null && is_among(one.columns, column);
        return (proves || is) && one.valid && one.enforced;
      });
}

namespace {

// From 18 on SET NOT NULL makes a constraint of this name, so that it can be made NOT VALID under it first.
std::vector<UnitText> not_null_constraint_units(const Scene& scene, const model::AlterTable& alter,
                                                const std::vector<std::string>& columns) {
  const std::string prefix = alter_prefix(scene, alter);
  std::vector<std::string> adds, validations;
  for (const std::string& column : columns) {
    const std::string name = sql_name(
        chosen_name(scene, scene.catalog().qualified(alter.name), ConstraintKind::not_null, {column}));
    adds.push_back("ADD CONSTRAINT " + name + " NOT NULL " + sql_name(column) + " NOT VALID");
    validations.push_back("VALIDATE CONSTRAINT " + name);
  }
  return {{prefix + " " + join(adds, ", ")}, {prefix + " " + join(validations, ", ")}};
}

// Those that the statement itself adds are known, too.
bool knows_all(const Scene& scene, const model::AlterTable& alter, const std::vector<std::string>& columns) {
  const auto* relation = scene.relation(alter.name);
  const auto added = [&](const std::string& column) {
    return std::any_of(alter.actions.begin(), alter.actions.end(), [&](const model::AlterAction& action) {
      return action.kind == model::AlterKind::add_column && action.name == column;
    });
  };
  return relation != nullptr && relation->complete &&
         std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
           return relation->find_column(column) != nullptr || added(column);
         });
}

}  // namespace

std::vector<UnitText> not_null_units(const Scene& scene, const model::AlterTable& alter,
                                     const std::vector<std::string>& columns) {
  // Where a NOT NULL constraint may be there already, 18 refuses another one: then a CHECK, as before it.
  if (scene.settings().major >= 18 && knows_all(scene, alter, columns))
    return not_null_constraint_units(scene, alter, columns);
  const std::string prefix = alter_prefix(scene, alter);
  std::vector<std::string> adds, validations, sets, drops;
  for (const std::string& column : columns) {
    const model::QualifiedName table = scene.catalog().qualified(alter.name);
    const std::string name =
        sql_name(choose_constraint_name(scene.catalog(), table.schema, table.name, column, "nn"));
    adds.push_back("ADD CONSTRAINT " + name + " CHECK (" + sql_name(column) + " IS NOT NULL) NOT VALID");
    validations.push_back("VALIDATE CONSTRAINT " + name);
    sets.push_back("ALTER COLUMN " + sql_name(column) + " SET NOT NULL");
    drops.push_back("DROP CONSTRAINT " + name);
  }
  return {{prefix + " " + join(adds, ", ")},
          {prefix + " " + join(validations, ", ")},
          {{prefix + " " + join(sets, ", "), prefix + " " + join(drops, ", ")}}};
}

namespace {

// WITH (...) and USING INDEX TABLESPACE would have to move to the index.
bool has_index_parameters(const Scene& scene, const model::Constraint& constraint) {
  const sql::Source source(scene.text(constraint.range));
  const std::size_t none = source.tokens().size();
  return source.find_word(0, "with") != none || source.find_word(0, "tablespace") != none;
}

std::string column_list(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const std::string& column : columns) names.push_back(sql_name(column));
  return "(" + join(names, ", ") + ")";
}

}  // namespace

std::vector<UnitText> index_constraint_units(const Scene& scene, const model::AlterTable& alter,
                                             const model::Constraint& constraint,
                                             const std::vector<std::string>& columns) {
  if (has_index_parameters(scene, constraint) || columns.empty()) return {};
  const std::string name = sql_name(constraint_name(scene, alter, constraint, columns));
  std::string index =
      "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + sql_name(alter.name) + " " + column_list(columns);
  if (!constraint.include.empty()) index += " INCLUDE " + column_list(constraint.include);
  if (constraint.nulls_not_distinct) index += " NULLS NOT DISTINCT";
  std::string add = alter_prefix(scene, alter) + " ADD CONSTRAINT " + name;
  add += constraint.kind == ConstraintKind::primary_key ? " PRIMARY KEY" : " UNIQUE";
  add += " USING INDEX " + name;
  if (constraint.deferrable) add += " DEFERRABLE";
  if (constraint.initially_deferred) add += " INITIALLY DEFERRED";
  return {{index}, {add}};
}

}  // namespace dunlin::lint
