#include "lint/effects/TypeForms.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::lint {
namespace {

using model::ConstraintKind;

bool is_indexed(const model::Catalog& catalog, const model::QualifiedName& table, const std::string& column) {
  const auto indexes = catalog.indexes_of(catalog.qualified(table));
  return std::any_of(indexes.begin(), indexes.end(), [&](const model::CatalogIndex* index) {
    return std::any_of(index->columns.begin(), index->columns.end(), [&](const auto& part) {
      return part.name == column || part.expression_text.find(column) != std::string::npos;
    });
  });
}

bool uses(const model::CatalogIndex& index, const std::string& column) {
  return is_among(index.used_columns, column) || is_among(index.include, column) ||
         std::any_of(index.columns.begin(), index.columns.end(),
                     [&](const auto& part) { return part.name == column; });
}

// An index with an expression or a predicate is never kept, whatever the types (CheckIndexCompatible in
// PostgreSQL's source; measured on 15).
bool is_in_computed_index(const model::Catalog& catalog, const model::QualifiedName& table,
                          const std::string& column) {
  const auto indexes = catalog.indexes_of(catalog.qualified(table));
  return std::any_of(indexes.begin(), indexes.end(), [&](const model::CatalogIndex* index) {
    const bool computed =
        !index->predicate_text.empty() || std::any_of(index->columns.begin(), index->columns.end(),
                                                      [](const auto& part) { return part.name.empty(); });
    return computed && uses(*index, column);
  });
}

// A domain without constraints counts as its base; nothing for one with them.
std::optional<model::TypeName> without_domain(model::TypeName type, const model::Catalog& catalog) {
  for (int depth = 0; depth < 16; ++depth) {
    const model::CatalogType* found = catalog.find_type({type.schema, type.name});
    if (found == nullptr || !found->domain) return type;
    if (found->not_null || !found->constraints.empty()) return std::nullopt;
    const bool array = type.array;
    type = found->base;
    type.array = type.array || array;
  }
  return type;
}

// USING that does what would be done without: the column itself, or cast to the new type.
bool plain_using(const model::AlterAction& action) {
  const model::Expression& expression = action.expression;
  if (expression.empty()) return true;
  if (expression.is_column) return expression.columns.front().back() == action.name;
  return expression.is_cast_of_column && expression.columns.front().back() == action.name &&
         model::to_string(expression.casts.front()) == model::to_string(action.type);
}

// timestamp -> timestamptz USING c AT TIME ZONE 'UTC' and the way back: PostgreSQL sees through neither
// (docs/truth.md).
TypeChangeTruth using_truth(const model::AlterAction&) {
  return {TypeChange::rewrite, false, true};
}

}  // namespace

ColumnTypeChange column_type_change(const model::CatalogRelation* table, const model::AlterAction& action,
                                    const FormContext& context) {
  ColumnTypeChange change;
  change.to = model::to_string(action.type);
  const model::CatalogColumn* column = table == nullptr ? nullptr : table->find_column(action.name);
  if (column == nullptr) return change;
  change.known = true;
  change.from = model::to_string(column->type);
  change.indexed = is_indexed(context.catalog, table->name, action.name);
  if (!plain_using(action)) {
    change.truth = using_truth(action);
    return change;
  }
  const auto from = without_domain(column->type, context.catalog);
  const auto to = without_domain(action.type, context.catalog);
  const bool same = change.from == change.to;
  if (!to) {
    change.truth = {same ? TypeChange::keeps_all : TypeChange::rewrite, false, true};
    return change;
  }
  const model::TypeName& old_type = from ? *from : column->type;
  change.truth = model::to_string(old_type) == model::to_string(*to)
                     ? TypeChangeTruth{TypeChange::keeps_all, false, true}
                     : type_change(context.major, parse_type(model::to_string(old_type)),
                                   parse_type(model::to_string(*to)));
  // USING c::type is an explicit cast: there are more of them than automatic ones
  if (change.truth.change == TypeChange::no_cast && !action.expression.empty())
    change.truth.change = TypeChange::rewrite;
  const bool collation_changes = action.type.collated && action.value != column->collation;
  if (collation_changes && change.truth.change == TypeChange::keeps_all)
    change.truth.change = TypeChange::keeps_heap_rebuilds_index;
  if (change.truth.only_in_utc && !context.utc) change.truth.change = TypeChange::rewrite;
  if (change.truth.change == TypeChange::keeps_all &&
      is_in_computed_index(context.catalog, table->name, action.name)) {
    change.truth.change = TypeChange::keeps_heap_rebuilds_index;
    change.indexed = true;
  }
  return change;
}

void add_type_forms(const model::QualifiedName& table, const model::AlterAction& action,
                    const FormContext& context, std::vector<FormUse>& forms) {
  const model::CatalogRelation* relation = context.catalog.find_relation(table);
  const ColumnTypeChange change = column_type_change(relation, action, context);
  const bool rewrites = change.truth.change == TypeChange::rewrite ||
                        change.truth.change == TypeChange::no_cast || !change.known;
  std::string form = "alter-table-set-type-widen-varchar";
  if (rewrites)
    form = "alter-table-set-type-rewrite";
  else if (change.truth.change == TypeChange::keeps_heap_rebuilds_index && change.indexed)
    form = "alter-table-set-type-citext-indexed";
  forms.push_back(on_table(form, table, context));
  if (relation == nullptr) return;
  for (const model::CatalogConstraint& constraint : relation->constraints) {
    if (!is_among(constraint.columns, action.name)) continue;
    if (constraint.kind == ConstraintKind::check && !rewrites && model::to_string(action.type) != change.from)
      forms.push_back(on_table("alter-table-set-type-with-check", table, context));
    if (constraint.kind != ConstraintKind::foreign_key) continue;
    FormUse use = on_table(
        rewrites ? "alter-table-set-type-foreign-key-rewrite" : "alter-table-set-type-foreign-key-same",
        table, context);
    use.roles.emplace_back("referenced", constraint.references);
    forms.push_back(std::move(use));
  }
}

}  // namespace dunlin::lint
