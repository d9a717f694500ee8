#include <algorithm>

#include "lint/replay/Columns.hpp"
#include "lint/replay/Constraints.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/replay/Partitions.hpp"
#include "lint/replay/Tables.hpp"
#include "lint/replay/Types.hpp"

namespace dunlin::lint {

using model::AlterAction;
using model::AlterKind;
using model::CatalogRelation;

namespace {

void set_options(model::Options& options, const AlterAction& action) {
  for (const auto& [name, value] : action.options) {
    std::erase_if(options, [&, &key = name](const auto& option) { return option.first == key; });
    if (action.kind == AlterKind::set_options) options.emplace_back(name, value);
  }
}

void enable_triggers(CatalogRelation& relation, const AlterAction& action) {
  const bool every = action.name == "all" || action.name == "user";
  for (model::CatalogTrigger& trigger : relation.triggers)
    if (every || trigger.name == action.name) trigger.enabled = action.kind == AlterKind::enable_trigger;
}

void add_one_constraint(Site& site, CatalogRelation& relation, const AlterAction& action, bool only) {
  if (!action.constraint) return;
  add_constraints(site, relation,
                  {{&*action.constraint, action.constraint->columns, action.constraint->name}},
                  {.only = only});
}

// The first statement that did it for sure counts.
void switch_on(const Site& site, CatalogRelation& relation, bool& row_security) {
  if (!row_security || !relation.row_security_origin.condition.empty())
    relation.row_security_origin = site.origin;
  row_security = true;
}

// Actions about the table as a whole; false for others.
bool change_property(const Site& site, CatalogRelation& relation, const AlterAction& action) {
  switch (action.kind) {
    case AlterKind::enable_rls: switch_on(site, relation, relation.row_security); return true;
    case AlterKind::disable_rls: relation.row_security = false; return true;
    case AlterKind::force_rls: switch_on(site, relation, relation.force_row_security); return true;
    case AlterKind::no_force_rls: relation.force_row_security = false; return true;
    case AlterKind::enable_trigger:
    case AlterKind::disable_trigger: enable_triggers(relation, action); return true;
    case AlterKind::set_logged: relation.persistence = model::Persistence::permanent; return true;
    case AlterKind::set_unlogged: relation.persistence = model::Persistence::unlogged; return true;
    case AlterKind::set_access_method: relation.access_method = action.name; return true;
    case AlterKind::set_options:
    case AlterKind::reset_options:
      if (relation.is_view() && !site.origin.condition.empty())
        relation.origin.condition = site.origin.condition;
      set_options(relation.options, action);
      return true;
    case AlterKind::replica_identity: relation.replica_identity = action.value; return true;
    case AlterKind::owner: relation.owner = action.name; return true;
    default: return false;
  }
}

void alter_relation(Site& site, CatalogRelation& relation, const AlterAction& action, bool only) {
  if (change_property(site, relation, action)) return;
  switch (action.kind) {
    case AlterKind::add_column: return add_column(site, relation, action);
    case AlterKind::drop_column:
      return drop_column(site, relation, action.name, {.only = only, .cascade = action.cascade});
    case AlterKind::add_constraint: return add_one_constraint(site, relation, action, only);
    case AlterKind::drop_constraint: return drop_constraint(site, relation, action.name);
    case AlterKind::validate_constraint: return validate_constraint(site, relation, action.name);
    case AlterKind::alter_constraint: return alter_constraint(site, relation, action);
    case AlterKind::attach_partition: return attach_partition(site, relation, action);
    case AlterKind::detach_partition: return detach_partition(site, relation, action);
    case AlterKind::inherit: return inherit(site, relation, action.relation);
    case AlterKind::no_inherit: return no_inherit(site, relation, action.relation);
    default: return alter_column(site, relation, action, only);
  }
}

bool concerns_column(AlterKind kind) {
  return kind >= AlterKind::set_type && kind <= AlterKind::drop_identity;
}

// PostgreSQL runs the actions of one ALTER TABLE in passes: what drops first, then types, then what adds
// (AlterTablePass in tablecmds.c).
int pass_of(AlterKind kind) {
  switch (kind) {
    case AlterKind::drop_column:
    case AlterKind::drop_constraint:
    case AlterKind::drop_not_null:
    case AlterKind::drop_expression:
    case AlterKind::drop_identity: return 0;
    case AlterKind::set_type: return 1;
    case AlterKind::add_column: return 2;
    case AlterKind::set_not_null:
    case AlterKind::add_identity:
    case AlterKind::set_identity:
    case AlterKind::set_default:
    case AlterKind::drop_default: return 3;
    case AlterKind::add_constraint: return 4;
    default: return 5;
  }
}

}  // namespace

void alter_table(Site& site, const model::AlterTable& statement) {
  if (statement.kind == model::ObjectKind::index) {
    for (const AlterAction& action : statement.actions)
      if (action.kind == AlterKind::attach_index) attach_index(site, statement.name, action.relation);
    return;
  }
  if (statement.kind == model::ObjectKind::type) return alter_composite(site, statement);
  CatalogRelation* relation = relation_for(site, statement.name, statement.if_exists);
  if (relation == nullptr) return;
  std::vector<const AlterAction*> actions;
  for (const AlterAction& action : statement.actions) actions.push_back(&action);
  std::stable_sort(actions.begin(), actions.end(), [](const AlterAction* a, const AlterAction* b) {
    return pass_of(a->kind) < pass_of(b->kind);
  });
  for (const AlterAction* action : actions) {
    if (concerns_column(action->kind) && action->name.empty()) continue;
    alter_relation(site, *relation, *action, statement.only);
  }
}

}  // namespace dunlin::lint
