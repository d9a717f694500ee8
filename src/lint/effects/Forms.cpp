#include "lint/effects/Forms.hpp"

#include <algorithm>

#include "lint/PartitionProof.hpp"
#include "lint/truth/FormTruth.hpp"

namespace dunlin::lint {
namespace {

using model::ObjectKind;

void add_family(const model::QualifiedName& table, const FormContext& context, FormUse& use) {
  const model::QualifiedName name = context.catalog.qualified(table);
  for (const model::CatalogRelation* partition : context.catalog.partitions_of(name))
    use.roles.emplace_back(partition->bound.is_default ? "default_partition" : "partition", partition->name);
}

bool has_partitions(const model::QualifiedName& table, const FormContext& context) {
  const model::CatalogRelation* relation = context.catalog.find_relation(table);
  return relation != nullptr && relation->kind == model::RelationKind::partitioned_table;
}

// Which table an index belongs to; empty when it isn't known.
model::QualifiedName table_of_index(const model::QualifiedName& index, const FormContext& context) {
  const model::CatalogIndex* found = context.catalog.find_index(index);
  return found == nullptr ? model::QualifiedName{} : found->table;
}

std::vector<FormUse> one(std::string form, std::string role, const model::QualifiedName& relation) {
  if (relation.empty()) return {};
  return {{std::move(form), {{std::move(role), relation}}}};
}

// What DROP and TRUNCATE ... CASCADE reach.
void add_linked(const model::QualifiedName& table, const FormContext& context, bool views, FormUse& use) {
  const model::QualifiedName name = context.catalog.qualified(table);
  for (const model::CatalogRelation* child : context.catalog.referencing(name))
    use.roles.emplace_back("referencing", child->name);
  if (!views) return;
  for (const model::CatalogRelation* view : context.catalog.views_on(name))
    use.roles.emplace_back(view->kind == model::RelationKind::materialized_view ? "matview" : "view",
                           view->name);
}

struct FormsOf {
  const FormContext& context;

  std::vector<FormUse> operator()(const model::AlterTable& alter) const {
    if (alter.kind == ObjectKind::view) return one("alter-view-set-option", "view", alter.name);
    if (alter.kind == ObjectKind::materialized_view)
      return one("alter-materialized-view-rename", "matview", alter.name);
    if (alter.kind == ObjectKind::index) return {};
    if (alter.kind != ObjectKind::table && alter.kind != ObjectKind::foreign_table) return {};
    std::vector<FormUse> forms;
    for (const model::AlterAction& action : alter.actions)
      for (FormUse& use : forms_of_action(alter, action, context)) forms.push_back(std::move(use));
    return forms;
  }

  std::vector<FormUse> operator()(const model::CreateIndex& index) const {
    const model::CatalogRelation* table = context.catalog.find_relation(index.table);
    if (is_there(index, table))
      return one(index.concurrently ? "create-index-concurrently-if-not-exists-existing"
                                    : "create-index-if-not-exists-existing",
                 "table", index.table);
    std::string form = index.unique ? "create-unique-index" : "create-index";
    if (table != nullptr && table->kind == model::RelationKind::materialized_view)
      return one(index.concurrently ? "create-index-concurrently-on-materialized-view"
                                    : "create-index-on-materialized-view",
                 "matview", index.table);
    if (index.only && has_partitions(index.table, context))
      return one("create-index-on-only-partitioned", "table", index.table);
    if (index.concurrently) return one(form + "-concurrently", "table", index.table);
    if (!has_partitions(index.table, context)) return one(form, "table", index.table);
    const bool with_default =
        context.catalog.default_partition_of(context.catalog.qualified(index.table)) != nullptr;
    return {on_table(with_default ? "create-index-partitioned-default" : "create-index-partitioned",
                     index.table, context)};
  }

  // An index is made in the schema of its table.
  bool is_there(const model::CreateIndex& index, const model::CatalogRelation* table) const {
    return index.if_not_exists && table != nullptr &&
           context.catalog.find_index({table->name.schema, index.name}) != nullptr;
  }

  std::vector<FormUse> operator()(const model::CreateTable& table) const {
    std::vector<FormUse> forms;
    if (!table.partition_of.empty()) forms.push_back(partition_form(table));
    const auto add = [&](const model::Constraint& constraint) {
      if (constraint.kind == model::ConstraintKind::foreign_key &&
          context.catalog.qualified(constraint.references) != context.catalog.qualified(table.name))
        forms.push_back({"create-table-references", {{"referenced", constraint.references}}});
    };
    for (const model::Column& column : table.columns)
      std::for_each(column.constraints.begin(), column.constraints.end(), add);
    std::for_each(table.constraints.begin(), table.constraints.end(), add);
    for (const model::QualifiedName& parent : table.inherits)
      forms.push_back({"create-table-inherits", {{"table", parent}}});
    return forms;
  }

  FormUse partition_form(const model::CreateTable& table) const {
    FormUse use{"create-table-partition-of", {{"table", table.partition_of}}};
    const model::CatalogRelation* fallback =
        context.catalog.default_partition_of(context.catalog.qualified(table.partition_of));
    if (fallback == nullptr || table.bound.is_default) return use;
    const model::CatalogRelation* parent = context.catalog.find_relation(table.partition_of);
    const bool excluded = parent != nullptr && excludes_bound(*fallback, *parent, table.bound);
    use.form =
        excluded ? "create-table-partition-of-with-default-proved" : "create-table-partition-of-with-default";
    use.roles.emplace_back("default_partition", fallback->name);
    return use;
  }

  std::vector<FormUse> operator()(const model::CreateTableAs& table) const {
    return reading(table.query, table.with_data ? "create-table-as" : "create-table-as-with-no-data");
  }

  std::vector<FormUse> reading(const model::Query& query, const std::string& form) const {
    std::vector<FormUse> forms;
    for (const model::RelationUse& use : query.relations) forms.push_back({form, {{"table", use.name}}});
    return forms;
  }

  std::vector<FormUse> operator()(const model::Drop& drop) const {
    std::vector<FormUse> forms;
    for (const model::ObjectName& object : drop.objects) add_drop(drop, object, forms);
    return forms;
  }

  void add_drop(const model::Drop& drop, const model::ObjectName& object, std::vector<FormUse>& forms) const {
    switch (drop.kind) {
      case ObjectKind::table: forms.push_back(drop_table(object.name, drop.cascade)); break;
      case ObjectKind::index: {
        const model::QualifiedName table = table_of_index(object.name, context);
        if (!table.empty())
          forms.push_back(drop.concurrently ? FormUse{"drop-index-concurrently", {{"table", table}}}
                                            : on_table("drop-index", table, context));
        break;
      }
      case ObjectKind::view: forms.push_back(drop_view("drop-view", "view", drop, object)); break;
      case ObjectKind::materialized_view:
        forms.push_back(drop_view("drop-materialized-view", "matview", drop, object));
        break;
      case ObjectKind::function:
        if (drop.cascade) add_triggers_of(object.name, forms);
        break;
      case ObjectKind::trigger:
        if (!drop.if_exists || may_have_trigger(object))
          forms.push_back(on_table("drop-trigger", object.table, context));
        break;
      case ObjectKind::policy: forms.push_back({"drop-policy", {{"table", object.table}}}); break;
      case ObjectKind::rule: forms.push_back({"drop-rule", {{"table", object.table}}}); break;
      case ObjectKind::schema:
        for (const auto& [name, relation] : context.catalog.relations)
          if (drop.cascade && name.schema == object.name.name)
            forms.push_back({"drop-schema-cascade", {{"table", name}}});
        break;
      default: break;
    }
  }

  bool may_have_trigger(const model::ObjectName& trigger) const {
    const model::CatalogRelation* table = context.catalog.find_relation(trigger.table);
    return table == nullptr ||
           std::any_of(table->triggers.begin(), table->triggers.end(),
                       [&](const model::CatalogTrigger& known) { return known.name == trigger.name.name; });
  }

  FormUse drop_view(const char* form, const char* role, const model::Drop& drop,
                    const model::ObjectName& object) const {
    FormUse use{form, {{role, object.name}}};
    if (!drop.cascade) return use;
    add_linked(object.name, context, true, use);
    if (use.roles.size() > 1) use.form = "drop-table-viewed-cascade";
    return use;
  }

  // The tables whose triggers call a function that is dropped with what depends on it.
  void add_triggers_of(const model::QualifiedName& function, std::vector<FormUse>& forms) const {
    for (const auto& [name, relation] : context.catalog.relations)
      if (std::any_of(relation.triggers.begin(), relation.triggers.end(),
                      [&](const model::CatalogTrigger& trigger) {
                        return trigger.function.name == function.name &&
                               (function.schema.empty() || trigger.function.schema == function.schema);
                      }))
        forms.push_back({"drop-function-cascade-trigger", {{"table", name}}});
  }

  FormUse drop_table(const model::QualifiedName& table, bool cascade) const {
    FormUse use = on_table("drop-table", table, context);
    const model::CatalogRelation* relation = context.catalog.find_relation(table);
    if (relation != nullptr && !relation->partition_of.empty()) {
      use.form = "drop-table-of-partition";
      use.roles.emplace_back("parent", relation->partition_of);
      if (const auto* fallback = context.catalog.default_partition_of(relation->partition_of))
        use.roles.emplace_back("default_partition", fallback->name);
      return use;
    }
    if (relation != nullptr)
      for (const model::CatalogConstraint& constraint : relation->constraints)
        if (constraint.kind == model::ConstraintKind::foreign_key &&
            constraint.references != relation->name) {
          // The truth table calls the other side of a foreign key by what it is to the table that is dropped.
          use.form = "drop-table-referenced-cascade";
          use.roles.emplace_back("referenced", constraint.references);
        }
    if (!cascade) return use;
    FormUse linked = use;
    add_linked(table, context, true, linked);
    if (linked.roles.size() > use.roles.size())
      linked.form = context.catalog.referencing(context.catalog.qualified(table)).empty()
                        ? "drop-table-viewed-cascade"
                        : "drop-table-referenced-cascade";
    return linked;
  }

  std::vector<FormUse> operator()(const model::Truncate& truncate) const {
    std::vector<FormUse> forms;
    for (const model::QualifiedName& table : truncate.tables) {
      FormUse use = on_table("truncate", table, context);
      if (truncate.cascade) {
        use.form = "truncate-cascade";
        add_linked(table, context, false, use);
      }
      forms.push_back(std::move(use));
    }
    return forms;
  }

  std::vector<FormUse> operator()(const model::Rename& rename) const {
    switch (rename.kind) {
      case ObjectKind::table: return one("alter-table-rename", "table", rename.object.name);
      case ObjectKind::column: return {on_table("alter-table-rename-column", rename.object.table, context)};
      case ObjectKind::constraint: return one("alter-table-rename-constraint", "table", rename.object.table);
      case ObjectKind::trigger: return one("alter-trigger-rename", "table", rename.object.table);
      case ObjectKind::policy: return one("alter-policy-rename", "table", rename.object.table);
      case ObjectKind::view: return one("alter-view-rename", "view", rename.object.name);
      case ObjectKind::materialized_view:
        return one("alter-materialized-view-rename", "matview", rename.object.name);
      default: return {};
    }
  }

  std::vector<FormUse> operator()(const model::SetSchema& set) const {
    if (set.kind == ObjectKind::table) return one("alter-table-set-schema", "table", set.object.name);
    return set.kind == ObjectKind::view ? one("alter-view-set-schema", "view", set.object.name)
                                        : std::vector<FormUse>{};
  }

  std::vector<FormUse> operator()(const model::ChangeOwner& change) const {
    return change.kind == ObjectKind::table ? one("alter-table-owner-to", "table", change.object.name)
                                            : std::vector<FormUse>{};
  }

  std::vector<FormUse> operator()(const model::CreateTrigger& trigger) const {
    const model::CatalogRelation* table = context.catalog.find_relation(trigger.table);
    if (table != nullptr && table->kind == model::RelationKind::view)
      return one("create-trigger-on-view", "view", trigger.table);
    const char* form = trigger.constraint_trigger ? "create-constraint-trigger"
                       : trigger.or_replace       ? "create-or-replace-trigger"
                                                  : "create-trigger";
    return {on_table(form, trigger.table, context)};
  }

  std::vector<FormUse> operator()(const model::CreatePolicy& policy) const {
    return one(policy.alters ? "alter-policy" : "create-policy", "table", policy.table);
  }
  std::vector<FormUse> operator()(const model::CreateRule& rule) const {
    return one("create-rule", "table", rule.table);
  }

  std::vector<FormUse> operator()(const model::CreateView& view) const {
    const bool replaces = view.or_replace && context.catalog.find_relation(view.name) != nullptr;
    std::vector<FormUse> forms = reading(view.query, "create-view");
    if (replaces) forms.push_back({"create-or-replace-view", {{"view", view.name}}});
    return forms;
  }

  std::vector<FormUse> operator()(const model::AlterDomain& alter) const {
    std::string form;
    if (alter.kind == model::AlterDomainKind::set_not_null) form = "alter-domain-set-not-null";
    if (alter.kind == model::AlterDomainKind::add_constraint && alter.constraint &&
        !alter.constraint->not_valid)
      form = "alter-domain-add-constraint";
    if (alter.kind == model::AlterDomainKind::validate_constraint) form = "alter-domain-validate-constraint";
    std::vector<FormUse> forms;
    if (form.empty()) return forms;
    const char* role = alter.kind == model::AlterDomainKind::validate_constraint ? "using_domain" : "table";
    for (const auto& [name, relation] : context.catalog.relations)
      if (uses_type(relation, alter.name)) forms.push_back({form, {{role, name}}});
    return forms;
  }

  bool uses_type(const model::CatalogRelation& relation, const model::QualifiedName& type) const {
    const model::QualifiedName name = context.catalog.qualified(type);
    return std::any_of(relation.columns.begin(), relation.columns.end(),
                       [&](const model::CatalogColumn& column) {
                         return column.type.name == name.name &&
                                (column.type.schema.empty() || column.type.schema == name.schema);
                       });
  }

  std::vector<FormUse> operator()(const model::Dml& dml) const {
    static constexpr const char* k_forms[] = {"select", "insert",    "update", "delete",
                                              "merge",  "copy-from", "copy-to"};
    std::vector<FormUse> forms = reading(dml.query, "select");
    std::erase_if(forms, [&](const FormUse& use) { return use.roles.front().second == dml.target; });
    if (!dml.target.empty())
      forms.push_back({k_forms[static_cast<std::size_t>(dml.kind)], {{"table", dml.target}}});
    return forms;
  }

  std::vector<FormUse> operator()(const model::LockTable& lock) const {
    static constexpr const char* k_modes[] = {"",
                                              "-access-share",
                                              "-row-share",
                                              "-row-exclusive",
                                              "-share-update-exclusive",
                                              "-share",
                                              "-share-row-exclusive",
                                              "-exclusive",
                                              ""};
    std::vector<FormUse> forms;
    for (const model::QualifiedName& table : lock.tables)
      forms.push_back(
          on_table(std::string("lock-table") + k_modes[static_cast<std::size_t>(lock.mode)], table, context));
    return forms;
  }

  std::vector<FormUse> operator()(const model::Maintenance& work) const {
    std::vector<FormUse> forms;
    for (const model::QualifiedName& object : work.objects) {
      FormUse use = maintenance_form(work, object);
      if (!use.form.empty()) forms.push_back(std::move(use));
    }
    return forms;
  }

  FormUse maintenance_form(const model::Maintenance& work, const model::QualifiedName& object) const {
    switch (work.kind) {
      case model::MaintenanceKind::vacuum: return on_table("vacuum", object, context);
      case model::MaintenanceKind::vacuum_full: return on_table("vacuum-full", object, context);
      case model::MaintenanceKind::analyze: return on_table("analyze", object, context);
      case model::MaintenanceKind::cluster: return on_table("cluster", object, context);
      case model::MaintenanceKind::refresh:
        return {work.concurrently ? "refresh-materialized-view-concurrently" : "refresh-materialized-view",
                {{"matview", object}}};
      case model::MaintenanceKind::reindex: {
        const std::string suffix = work.concurrently ? "-concurrently" : "";
        if (work.object_kind == ObjectKind::index) {
          const model::QualifiedName table = table_of_index(object, context);
          return table.empty() ? FormUse{} : FormUse{"reindex-index" + suffix, {{"table", table}}};
        }
        return work.object_kind == ObjectKind::table ? on_table("reindex-table" + suffix, object, context)
                                                     : FormUse{};
      }
      default: return {};
    }
  }

  std::vector<FormUse> operator()(const model::Comment& comment) const {
    if (comment.kind == ObjectKind::table) return one("comment-on-table", "table", comment.object.name);
    return comment.kind == ObjectKind::column ? one("comment-on-column", "table", comment.object.table)
                                              : std::vector<FormUse>{};
  }

  std::vector<FormUse> operator()(const model::CreatePublication& publication) const {
    std::vector<FormUse> forms;
    for (const model::QualifiedName& table : publication.tables)
      forms.push_back({"create-publication", {{"table", table}}});
    return forms;
  }

  std::vector<FormUse> operator()(const model::Other& other) const {
    std::vector<FormUse> forms;
    if (other.tag == "CREATE STATISTICS")
      for (const model::QualifiedName& table : other.objects)
        forms.push_back({"create-statistics", {{"table", table}}});
    return forms;
  }

  template <typename Command>
  std::vector<FormUse> operator()(const Command&) const {
    return {};
  }
};

}  // namespace

FormUse on_table(std::string form, const model::QualifiedName& table, const FormContext& context) {
  FormUse use{std::move(form), {{"table", table}}};
  if (!has_partitions(table, context)) {
    const model::QualifiedName name = context.catalog.qualified(table);
    for (const auto* child : context.catalog.children_of(name)) use.roles.emplace_back("child", child->name);
    return use;
  }
  add_family(table, context, use);
  if (form_truth(context.major, use.form + "-partitioned") != nullptr) use.form += "-partitioned";
  return use;
}

std::vector<FormUse> forms_of(const model::Command& command, const FormContext& context) {
  return std::visit(FormsOf{context}, command);
}

}  // namespace dunlin::lint
