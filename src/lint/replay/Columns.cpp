#include "lint/replay/Columns.hpp"

#include <algorithm>
#include <cctype>

#include "base/Text.hpp"
#include "lint/Volatility.hpp"
#include "lint/replay/Constraints.hpp"
#include "lint/replay/Drops.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/replay/Names.hpp"
#include "lint/replay/Schemas.hpp"

namespace dunlin::lint {

using model::AlterKind;
using model::CatalogColumn;
using model::CatalogRelation;
using model::ColumnFact;
using model::Generated;
using model::QualifiedName;

namespace {

std::vector<std::string> last_names(const std::vector<std::vector<std::string>>& references) {
  std::vector<std::string> names;
  for (const auto& reference : references)
    if (!reference.empty()) names.push_back(reference.back());
  return names;
}

bool is_identity(Generated generated) {
  return generated == Generated::identity_always || generated == Generated::identity_by_default;
}

void give_default(const Site& site, CatalogColumn& column, const model::Expression& value) {
  column.default_text = value.is_null ? "" : value.text;
  column.default_volatile = is_volatile(site.catalog, value);
}

void make_serial(CatalogColumn& column) {
  column.type.name.replace(0, 6, "int");
  column.type.schema.clear();
  column.not_null = true;
  column.default_volatile = true;
}

}  // namespace

CatalogColumn made_column(const Site& site, const model::Column& column) {
  CatalogColumn made;
  made.name = column.name;
  made.type = site.catalog.qualified(column.type);
  made.not_null = column.not_null;
  for (const model::Constraint& constraint : column.constraints)
    if (constraint.kind == model::ConstraintKind::not_null) made.not_null = true;
  if (column.default_value) give_default(site, made, *column.default_value);
  if (column.type.is_serial()) make_serial(made);
  made.generated = column.generated;
  if (is_identity(column.generated)) made.not_null = true;
  made.generation_text = column.generation.text;
  made.generated_from = last_names(column.generation.columns);
  made.collation = column.collation;
  made.declared = true;
  made.origin = site.origin;
  return made;
}

void make_column_sequence(Site& site, const CatalogRelation& relation, CatalogColumn& column) {
  model::CatalogSequence sequence;
  const std::string& schema = relation.name.schema;
  sequence.name = {schema,
                   choose_relation_name(site.catalog, schema, relation.name.name, column.name, "seq", false)};
  sequence.owned_by_table = relation.name;
  sequence.owned_by_column = column.name;
  sequence.origin = site.origin;
  if (!is_identity(column.generated)) column.default_text = "nextval('" + to_string(sequence.name) + "')";
  site.catalog.add(std::move(sequence));
}

namespace {

void add_inherited_column(Site& site, const CatalogRelation& parent, const CatalogColumn& column) {
  for (const QualifiedName& name : names_of(site.catalog.children_of(parent.name))) {
    CatalogRelation& child = site.catalog.relations.at(name);
    if (CatalogColumn* merged = child.find_column(column.name)) {
      merged->inherited = true;
      continue;
    }
    CatalogColumn& copy = child.columns.emplace_back(column);
    copy.inherited = true;
    copy.local = false;
    copy.comment.clear();
    if (is_identity(copy.generated)) copy.forget(ColumnFact::generated);
    add_inherited_column(site, child, column);
  }
}

}  // namespace

namespace {

// ADD COLUMN IF NOT EXISTS over one that may have been made: it is there now, as the one or as the other.
void confirm_column(const Site& site, CatalogColumn& known) {
  if (!known.origin.condition.empty() && site.origin.condition.empty())
    for (const ColumnFact fact :
         {ColumnFact::type, ColumnFact::not_null, ColumnFact::default_value, ColumnFact::generated})
      known.forget(fact);
  confirm(site, known.origin);
}

}  // namespace

void add_column(Site& site, CatalogRelation& relation, const model::AlterAction& action) {
  if (!action.column) return;
  if (CatalogColumn* known = relation.find_column(action.column->name)) return confirm_column(site, *known);
  const model::Column& column = *action.column;
  CatalogColumn made = made_column(site, column);
  if (column.type.is_serial() || is_identity(column.generated)) make_column_sequence(site, relation, made);
  relation.columns.push_back(made);
  add_inherited_column(site, relation, made);
  std::vector<WrittenConstraint> written;
  collect_constraints(column, written);
  add_constraints(site, relation, written, {.new_columns = true});
}

namespace {

bool uses_column(const model::CatalogIndex& index, const std::string& column) {
  return is_among(index.used_columns, column) || is_among(index.include, column) ||
         std::any_of(index.columns.begin(), index.columns.end(),
                     [&](const model::CatalogIndexColumn& part) { return part.name == column; });
}

bool uses_column(const model::CatalogPolicy& policy, const std::string& column) {
  const auto uses = [&](const model::Expression& expression) {
    return expression.relations.empty() && is_among(last_names(expression.columns), column);
  };
  return uses(policy.using_) || uses(policy.check);
}

// What goes with a column (docs, ALTER TABLE, DROP COLUMN): constraints and indexes that involve it, its
// sequences; with CASCADE what else needs it.
void drop_dependents(Site& site, CatalogRelation& relation, const std::string& column) {
  std::vector<std::string> constraints;
  for (const model::CatalogConstraint& constraint : relation.constraints)
    if (is_among(constraint.columns, column)) constraints.push_back(constraint.name);
  for (const std::string& constraint : constraints) drop_constraint(site, relation, constraint);
  for (const model::CatalogIndex* index : site.catalog.indexes_of(relation.name))
    if (uses_column(*index, column)) drop_index(site, QualifiedName(index->name));
  for (const model::CatalogSequence* sequence : site.catalog.sequences_of(relation.name))
    if (sequence->owned_by_column == column) site.catalog.sequences.erase(QualifiedName(sequence->name));
  std::erase_if(relation.policies, [&](const auto& policy) { return uses_column(policy, column); });
  std::erase_if(relation.triggers,
                [&](const model::CatalogTrigger& trigger) { return is_among(trigger.columns, column); });
}

bool mentions(const std::string& text, const std::string& name) {
  const auto in_word = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
    if (!in_word(at - 1) && !in_word(at + name.size())) return true;
  return false;
}

// Which columns a view uses isn't known; that it has the name in its text is.
void drop_views_with(Site& site, const CatalogRelation& relation, const std::string& column) {
  for (const QualifiedName& name : names_of(site.catalog.views_on(relation.name))) {
    const CatalogRelation& view = site.catalog.relations.at(name);
    const bool by_star = view.query.selects_star && view.find_column(column) != nullptr;
    if (by_star || mentions(view.definition_text, column)) drop_relation(site, name);
  }
}

void drop_generated_from(Site& site, CatalogRelation& relation, const std::string& column) {
  std::vector<std::string> generated;
  for (const CatalogColumn& other : relation.columns)
    if (other.name != column && is_among(other.generated_from, column)) generated.push_back(other.name);
  for (const std::string& name : generated) drop_column(site, relation, name, {});
}

void drop_in_children(Site& site, const CatalogRelation& relation, const std::string& column, bool only) {
  for (const QualifiedName& name : names_of(site.catalog.children_of(relation.name))) {
    CatalogRelation& child = site.catalog.relations.at(name);
    CatalogColumn* inherited = child.find_column(column);
    if (inherited == nullptr) continue;
    if (!only && !inherited->local) {
      drop_column(site, child, column, {});
      continue;
    }
    inherited->inherited = false;
    inherited->local = true;
  }
}

}  // namespace

void drop_column(Site& site, CatalogRelation& relation, const std::string& column,
                 DropColumnContext context) {
  if (context.cascade && !relation.is_view()) drop_views_with(site, relation, column);
  drop_in_children(site, relation, column, context.only);
  std::erase_if(relation.columns, [&](const CatalogColumn& other) { return other.name == column; });
  drop_generated_from(site, relation, column);
  drop_dependents(site, relation, column);
}

namespace {

void add_identity(Site& site, CatalogRelation& relation, CatalogColumn& column,
                  const model::AlterAction& action) {
  if (action.kind == AlterKind::add_identity) {
    column.generated = Generated::identity_by_default;
    make_column_sequence(site, relation, column);
    column.declare(ColumnFact::not_null, site.origin, column.not_null);
    column.not_null = true;
  } else if (action.value.empty()) {
    return;  // SET of its sequence's options only
  }
  column.generated = action.value == "always" ? Generated::identity_always : Generated::identity_by_default;
  column.declare(ColumnFact::generated, site.origin, false);
}

void drop_identity(Site& site, CatalogRelation& relation, CatalogColumn& column) {
  if (!is_identity(column.generated)) return;
  column.generated = Generated::no;
  for (const model::CatalogSequence* sequence : site.catalog.sequences_of(relation.name))
    if (sequence->owned_by_column == column.name) site.catalog.sequences.erase(QualifiedName(sequence->name));
}

void set_type(Site& site, CatalogColumn& column, const model::AlterAction& action) {
  column.type = site.catalog.qualified(action.type);
  column.collation = action.value;
  column.declare(ColumnFact::type, site.origin, false);
}

void alter_one(Site& site, CatalogRelation& relation, CatalogColumn& column,
               const model::AlterAction& action) {
  switch (action.kind) {
    case AlterKind::set_type: return set_type(site, column, action);
    case AlterKind::set_default:
      column.declare(ColumnFact::default_value, site.origin, !column.default_text.empty());
      return give_default(site, column, action.expression);
    case AlterKind::drop_default:
      column.default_text.clear();
      column.default_volatile = false;
      return;
    case AlterKind::set_not_null:
      column.declare(ColumnFact::not_null, site.origin, column.not_null);
      column.not_null = true;
      return;
    case AlterKind::drop_not_null: column.not_null = false; return;
    case AlterKind::set_expression:
      column.generation_text = action.expression.text;
      column.generated_from = last_names(action.expression.columns);
      return;
    case AlterKind::drop_expression:
      column.generated = Generated::no;
      column.generation_text.clear();
      column.generated_from.clear();
      return;
    case AlterKind::add_identity:
    case AlterKind::set_identity: return add_identity(site, relation, column, action);
    case AlterKind::drop_identity: return drop_identity(site, relation, column);
    default: return;
  }
}

// The words that are in each statement which changes the fact.
constexpr std::pair<ColumnFact, std::string_view> k_words[] = {{ColumnFact::type, "type"},
                                                               {ColumnFact::not_null, "null"},
                                                               {ColumnFact::default_value, "default"},
                                                               {ColumnFact::generated, "identity"},
                                                               {ColumnFact::generated, "expression"}};

// Identity belongs to one table before PostgreSQL 17; its sequence always does.
bool reaches_children(AlterKind kind) {
  return kind != AlterKind::add_identity && kind != AlterKind::set_identity &&
         kind != AlterKind::drop_identity;
}

}  // namespace

void alter_column(Site& site, CatalogRelation& relation, const model::AlterAction& action, bool only) {
  if (CatalogColumn* column = column_for(relation, action.name)) alter_one(site, relation, *column, action);
  if (only || !reaches_children(action.kind)) return;
  for (const QualifiedName& child : names_of(site.catalog.children_of(relation.name)))
    alter_column(site, site.catalog.relations.at(child), action, only);
}

void forget_defaults(Site& site, const std::string& name) {
  const auto may_need = [&](const std::string& text) {
    if (!name.empty()) return mentions(text, name);
    return text.find_first_of("(:") != std::string::npos;
  };
  for (auto& [table, relation] : site.catalog.relations)
    for (CatalogColumn& column : relation.columns)
      if (may_need(column.default_text)) column.forget(ColumnFact::default_value);
}

void forget_altered(Site& site, const model::DynamicSql& statement) {
  const std::string text = to_lower(statement.constant);
  if (mentions(text, "drop") && mentions(text, "cascade")) forget_defaults(site, "");
  if (mentions(text, "comment")) forget_comments(site);
  if (!mentions(text, "alter")) return;
  for (const auto& [fact, word] : k_words)
    if (mentions(text, std::string(word)))
      for (auto& [table, relation] : site.catalog.relations)
        for (CatalogColumn& column : relation.columns) column.forget(fact);
}

}  // namespace dunlin::lint
