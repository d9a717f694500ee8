#include <algorithm>

#include "base/Text.hpp"
#include "lint/PartitionProof.hpp"
#include "lint/Volatility.hpp"
#include "lint/effects/Forms.hpp"
#include "lint/effects/TypeForms.hpp"

namespace dunlin::lint {
namespace {

using model::AlterKind;
using model::ConstraintKind;

std::string default_form(const model::Column& column, const FormContext& context) {
  if (column.generated == model::Generated::identity_always ||
      column.generated == model::Generated::identity_by_default)
    return "-identity";
  if (column.generated == model::Generated::stored) return "-stored";
  if (column.generated == model::Generated::virtual_) return "-virtual";
  if (column.type.is_serial()) return "-serial";
  const model::CatalogType* type = context.catalog.find_type({column.type.schema, column.type.name});
  if (type != nullptr && type->domain && (type->not_null || !type->constraints.empty()))
    return "-checked-domain";
  if (!column.default_value || column.default_value->is_null) return "";
  if (is_volatile(context.catalog, *column.default_value)) return "-volatile-default";
  return "-constant-default";
}

void add_column_forms(const model::QualifiedName& table, const model::Column& column,
                      const FormContext& context, std::vector<FormUse>& forms) {
  const std::string start = "alter-table-add-column";
  forms.push_back(on_table(start + default_form(column, context), table, context));
  // DEFAULT NULL counts: PostgreSQL validates the key as soon as there is a default (measured on 15)
  const bool with_default = column.default_value.has_value();
  for (const model::Constraint& constraint : column.constraints) {
    if (constraint.not_enforced) continue;
    if (constraint.kind == ConstraintKind::check) forms.push_back(on_table(start + "-check", table, context));
    if (constraint.kind == ConstraintKind::unique || constraint.kind == ConstraintKind::primary_key)
      forms.push_back(on_table(start + "-unique", table, context));
    if (constraint.kind != ConstraintKind::foreign_key) continue;
    FormUse use =
        on_table(start + (with_default ? "-references-constant-default" : "-references"), table, context);
    use.roles.emplace_back("referenced", constraint.references);
    forms.push_back(std::move(use));
  }
}

bool nullable(const model::CatalogRelation* table, const std::vector<std::string>& columns) {
  if (table == nullptr) return false;
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const model::CatalogColumn* column = table->find_column(name);
    return column != nullptr && !column->not_null;
  });
}

bool proved_not_null(const model::CatalogRelation* table, const std::string& column) {
  if (table == nullptr) return false;
  return std::any_of(
      table->constraints.begin(), table->constraints.end(), [&](const model::CatalogConstraint& constraint) {
        const bool proves =
            constraint.kind == ConstraintKind::check && is_among(constraint.not_null_columns, column);
        const bool is = constraint.kind == ConstraintKind::not_null && is_among(constraint.columns, column);
        return (proves || is) && constraint.valid && constraint.enforced;
      });
}

std::vector<std::string> index_columns(const model::Catalog& catalog, const model::QualifiedName& table,
                                       const std::string& index) {
  std::vector<std::string> names;
  const model::CatalogIndex* found = catalog.find_index({catalog.qualified(table).schema, index});
  if (found != nullptr)
    for (const auto& column : found->columns) names.push_back(column.name);
  return names;
}

FormUse primary_key_form(const model::QualifiedName& table, const model::Constraint& constraint,
                         const FormContext& context) {
  const model::CatalogRelation* relation = context.catalog.find_relation(table);
  const bool using_index = !constraint.using_index.empty();
  const auto columns =
      using_index ? index_columns(context.catalog, table, constraint.using_index) : constraint.columns;
  std::string form = "alter-table-add-primary-key";
  if (using_index) form += "-using-index";
  if (nullable(relation, columns)) {
    const bool proved = std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return !nullable(relation, {column}) || proved_not_null(relation, column);
    });
    form += proved ? "-proved" : "-nullable";
  }
  return on_table(form, table, context);
}

FormUse foreign_key_form(const model::QualifiedName& table, const model::Constraint& constraint,
                         const FormContext& context) {
  std::string form = "alter-table-add-foreign-key";
  if (context.catalog.qualified(table) == context.catalog.qualified(constraint.references) &&
      !constraint.not_valid)
    return on_table(form + "-to-self", table, context);
  if (constraint.not_enforced)
    form += "-not-enforced";
  else if (constraint.not_valid)
    form += "-not-valid";
  FormUse use = on_table(form, table, context);
  use.roles.emplace_back("referenced", constraint.references);
  return use;
}

FormUse constraint_form(const model::QualifiedName& table, const model::Constraint& constraint,
                        const FormContext& context) {
  const std::string weak = constraint.not_enforced ? "-not-enforced"
                           : constraint.not_valid  ? "-not-valid"
                                                   : "";
  switch (constraint.kind) {
    case ConstraintKind::check: return on_table("alter-table-add-check" + weak, table, context);
    case ConstraintKind::foreign_key: return foreign_key_form(table, constraint, context);
    case ConstraintKind::primary_key: return primary_key_form(table, constraint, context);
    case ConstraintKind::exclusion: return on_table("alter-table-add-exclude", table, context);
    case ConstraintKind::unique:
      return on_table(
          constraint.using_index.empty() ? "alter-table-add-unique" : "alter-table-add-unique-using-index",
          table, context);
    case ConstraintKind::not_null: {
      const model::CatalogRelation* relation = context.catalog.find_relation(table);
      const bool proved = weak.empty() && !constraint.columns.empty() &&
                          proved_not_null(relation, constraint.columns.front());
      return on_table("alter-table-add-not-null-constraint" + (proved ? "-proved" : weak), table, context);
    }
  }
  return on_table("alter-table-add-check", table, context);
}

// The parents that a column's or the named foreign keys reference.
void add_referenced(const model::CatalogRelation* relation, const std::string& name, bool is_column,
                    FormUse& use) {
  if (relation == nullptr) return;
  for (const model::CatalogConstraint& constraint : relation->constraints) {
    if (constraint.kind != ConstraintKind::foreign_key) continue;
    if (is_column ? is_among(constraint.columns, name) : constraint.name == name)
      use.roles.emplace_back("referenced", constraint.references);
  }
}

bool has_role(const FormUse& use, std::string_view role) {
  return std::any_of(use.roles.begin(), use.roles.end(),
                     [&](const auto& entry) { return entry.first == role; });
}

FormUse drop_column_form(const model::QualifiedName& table, const std::string& column,
                         const FormContext& context) {
  FormUse use = on_table("alter-table-drop-column", table, context);
  add_referenced(context.catalog.find_relation(table), column, true, use);
  if (has_role(use, "referenced")) use.form = "alter-table-drop-column-foreign-key";
  return use;
}

FormUse drop_constraint_form(const model::QualifiedName& table, const std::string& name,
                             const FormContext& context) {
  const model::CatalogRelation* relation = context.catalog.find_relation(table);
  const model::CatalogConstraint* constraint =
      relation == nullptr ? nullptr : relation->find_constraint(name);
  if (constraint == nullptr) return on_table("alter-table-drop-check", table, context);
  if (constraint->kind == ConstraintKind::primary_key)
    return on_table("alter-table-drop-primary-key", table, context);
  if (constraint->kind == ConstraintKind::unique) return on_table("alter-table-drop-unique", table, context);
  if (constraint->kind != ConstraintKind::foreign_key)
    return on_table("alter-table-drop-check", table, context);
  FormUse use = on_table("alter-table-drop-foreign-key", table, context);
  add_referenced(relation, name, false, use);
  return use;
}

FormUse validate_form(const model::QualifiedName& table, const std::string& name,
                      const FormContext& context) {
  const model::CatalogRelation* relation = context.catalog.find_relation(table);
  const model::CatalogConstraint* constraint =
      relation == nullptr ? nullptr : relation->find_constraint(name);
  if (constraint == nullptr) return on_table("alter-table-validate-check", table, context);
  if (constraint->kind == ConstraintKind::not_null)
    return on_table("alter-table-validate-not-null", table, context);
  if (constraint->kind != ConstraintKind::foreign_key)
    return on_table(
        constraint->valid ? "alter-table-validate-check-already-valid" : "alter-table-validate-check", table,
        context);
  FormUse use = on_table("alter-table-validate-foreign-key", table, context);
  use.roles.emplace_back("referenced", constraint->references);
  return use;
}

// The table and the default partition are each read unless a CHECK of theirs proves the bound.
void add_attach_forms(const model::QualifiedName& table, const model::AlterAction& action,
                      const FormContext& context, std::vector<FormUse>& forms) {
  const model::CatalogRelation* parent = context.catalog.find_relation(table);
  const model::CatalogRelation* attached = context.catalog.find_relation(action.relation);
  const bool proven = attached != nullptr && proves_bound(*attached, parent, action.bound);
  forms.push_back({proven ? "alter-table-attach-partition-proved" : "alter-table-attach-partition",
                   {{"table", table}, {"attached", action.relation}}});
  const model::CatalogRelation* fallback =
      context.catalog.default_partition_of(context.catalog.qualified(table));
  if (fallback == nullptr || action.bound.is_default) return;
  const bool excluded = parent != nullptr && excludes_bound(*fallback, *parent, action.bound);
  forms.push_back({excluded ? "alter-table-attach-partition-with-default-both-proved"
                            : "alter-table-attach-partition-with-default",
                   {{"default_partition", fallback->name}}});
}

FormUse detach_form(const model::QualifiedName& table, const model::AlterAction& action,
                    const FormContext& context) {
  const model::CatalogRelation* fallback =
      context.catalog.default_partition_of(context.catalog.qualified(table));
  std::string form = "alter-table-detach-partition";
  if (action.finalize)
    form += "-finalize";
  else if (action.concurrently)
    form += "-concurrently";
  else if (fallback != nullptr)
    form += "-with-default";
  FormUse use{form, {{"table", table}, {"partition", action.relation}}};
  if (fallback != nullptr) use.roles.emplace_back("default_partition", fallback->name);
  return use;
}

std::string not_null_form(const model::QualifiedName& table, const std::string& column,
                          const FormContext& context) {
  const model::CatalogRelation* relation = context.catalog.find_relation(table);
  const model::CatalogColumn* found = relation == nullptr ? nullptr : relation->find_column(column);
  if (found != nullptr && found->not_null) return "alter-table-set-not-null-already";
  return proved_not_null(relation, column) ? "alter-table-set-not-null-proved" : "alter-table-set-not-null";
}

// Actions of which the form is their name alone.
const char* plain_form(AlterKind kind) {
  switch (kind) {
    case AlterKind::set_default: return "alter-table-set-default";
    case AlterKind::drop_default: return "alter-table-drop-default";
    case AlterKind::drop_not_null: return "alter-table-drop-not-null";
    case AlterKind::set_expression: return "alter-table-set-expression";
    case AlterKind::drop_expression: return "alter-table-drop-expression";
    case AlterKind::add_identity: return "alter-table-add-identity";
    case AlterKind::set_identity: return "alter-table-set-generated";
    case AlterKind::drop_identity: return "alter-table-drop-identity";
    case AlterKind::set_statistics: return "alter-table-set-statistics";
    case AlterKind::set_storage: return "alter-table-set-storage";
    case AlterKind::set_compression: return "alter-table-set-compression";
    case AlterKind::set_column_options: return "alter-table-set-column-options";
    case AlterKind::alter_constraint: return "alter-table-alter-foreign-key-deferrable";
    case AlterKind::enable_rls: return "alter-table-enable-row-level-security";
    case AlterKind::disable_rls: return "alter-table-disable-row-level-security";
    case AlterKind::force_rls: return "alter-table-force-row-level-security";
    case AlterKind::no_force_rls: return "alter-table-no-force-row-level-security";
    case AlterKind::enable_trigger: return "alter-table-enable-trigger";
    case AlterKind::disable_trigger: return "alter-table-disable-trigger";
    case AlterKind::enable_rule: return "alter-table-enable-rule";
    case AlterKind::disable_rule: return "alter-table-disable-rule";
    case AlterKind::set_logged: return "alter-table-set-logged";
    case AlterKind::set_unlogged: return "alter-table-set-unlogged";
    case AlterKind::set_tablespace: return "alter-table-set-tablespace";
    case AlterKind::set_access_method: return "alter-table-set-access-method";
    case AlterKind::set_options: return "alter-table-set-fillfactor";
    case AlterKind::reset_options: return "alter-table-reset-reloption";
    case AlterKind::replica_identity: return "alter-table-replica-identity-full";
    case AlterKind::cluster_on: return "alter-table-cluster-on";
    case AlterKind::set_without_cluster: return "alter-table-set-without-cluster";
    case AlterKind::owner: return "alter-table-owner-to";
    default:
      return "alter-table-set-default";  // AccessExclusiveLock, as ALTER TABLE takes where the docs name no
                                         // weaker one
  }
}

}  // namespace

std::vector<FormUse> forms_of_action(const model::AlterTable& alter, const model::AlterAction& action,
                                     const FormContext& context) {
  std::vector<FormUse> forms;
  const model::QualifiedName& table = alter.name;
  switch (action.kind) {
    case AlterKind::add_column: add_column_forms(table, *action.column, context, forms); break;
    case AlterKind::set_type: add_type_forms(table, action, context, forms); break;
    case AlterKind::set_not_null:
      forms.push_back(on_table(not_null_form(table, action.name, context), table, context));
      break;
    case AlterKind::add_constraint:
      forms.push_back(constraint_form(table, *action.constraint, context));
      break;
    case AlterKind::drop_column: forms.push_back(drop_column_form(table, action.name, context)); break;
    case AlterKind::drop_constraint:
      forms.push_back(drop_constraint_form(table, action.name, context));
      break;
    case AlterKind::validate_constraint: forms.push_back(validate_form(table, action.name, context)); break;
    case AlterKind::attach_partition: add_attach_forms(table, action, context, forms); break;
    case AlterKind::detach_partition: forms.push_back(detach_form(table, action, context)); break;
    case AlterKind::inherit:
      forms.push_back({"alter-table-inherit", {{"other_child", table}, {"table", action.relation}}});
      break;
    case AlterKind::no_inherit:
      forms.push_back({"alter-table-no-inherit", {{"child", table}, {"table", action.relation}}});
      break;
    default: forms.push_back(on_table(plain_form(action.kind), table, context)); break;
  }
  return forms;
}

}  // namespace dunlin::lint
