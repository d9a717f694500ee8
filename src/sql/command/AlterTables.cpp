#include <algorithm>

#include "sql/command/Reading.hpp"

namespace dunlin::sql {
namespace {

using model::AlterAction;
using model::AlterKind;

AlterKind plain_kind(AlterTableType type) {
  switch (type) {
    case AT_AddColumn: return AlterKind::add_column;
    case AT_DropColumn: return AlterKind::drop_column;
    case AT_AlterColumnType: return AlterKind::set_type;
    case AT_SetNotNull: return AlterKind::set_not_null;
    case AT_DropNotNull: return AlterKind::drop_not_null;
    case AT_DropExpression: return AlterKind::drop_expression;
    case AT_AddIdentity: return AlterKind::add_identity;
    case AT_SetIdentity: return AlterKind::set_identity;
    case AT_DropIdentity: return AlterKind::drop_identity;
    case AT_SetStatistics: return AlterKind::set_statistics;
    case AT_SetStorage: return AlterKind::set_storage;
    case AT_SetCompression: return AlterKind::set_compression;
    case AT_SetOptions:
    case AT_ResetOptions: return AlterKind::set_column_options;
    case AT_AddConstraint: return AlterKind::add_constraint;
    case AT_AlterConstraint: return AlterKind::alter_constraint;
    case AT_ValidateConstraint: return AlterKind::validate_constraint;
    case AT_DropConstraint: return AlterKind::drop_constraint;
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize: return AlterKind::detach_partition;
    case AT_AddInherit: return AlterKind::inherit;
    case AT_DropInherit: return AlterKind::no_inherit;
    case AT_EnableRowSecurity: return AlterKind::enable_rls;
    case AT_DisableRowSecurity: return AlterKind::disable_rls;
    case AT_ForceRowSecurity: return AlterKind::force_rls;
    case AT_NoForceRowSecurity: return AlterKind::no_force_rls;
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser: return AlterKind::enable_trigger;
    case AT_EnableReplicaTrig:  // it doesn't fire in the sessions of an application
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser: return AlterKind::disable_trigger;
    case AT_EnableRule:
    case AT_EnableAlwaysRule:
    case AT_EnableReplicaRule: return AlterKind::enable_rule;
    case AT_DisableRule: return AlterKind::disable_rule;
    case AT_SetLogged: return AlterKind::set_logged;
    case AT_SetUnLogged: return AlterKind::set_unlogged;
    case AT_SetTableSpace: return AlterKind::set_tablespace;
    case AT_SetAccessMethod: return AlterKind::set_access_method;
    case AT_SetRelOptions: return AlterKind::set_options;
    case AT_ResetRelOptions: return AlterKind::reset_options;
    case AT_ReplicaIdentity: return AlterKind::replica_identity;
    case AT_ClusterOn: return AlterKind::cluster_on;
    case AT_DropCluster: return AlterKind::set_without_cluster;
    case AT_ChangeOwner: return AlterKind::owner;
    default: return AlterKind::other;
  }
}

// What follows `word` in the action, to its end.
model::Range behind_word(const Reading& reading, model::Range action, std::string_view word) {
  const std::size_t found = reading.source.find_word(reading.source.token_at(action.offset), word);
  std::size_t last = found + 1;
  while (last < reading.source.tokens().size() && reading.source.tokens()[last].end() <= action.end()) ++last;
  return reading.source.range(found + 1, last);
}

// Without ADD [COLUMN] [IF NOT EXISTS].
model::Range column_range(const Reading& reading, model::Range action) {
  std::size_t first = reading.source.token_at(action.offset) + 1;
  if (reading.source.is(first, "column")) ++first;
  if (reading.source.is(first, "if") && reading.source.is(first + 1, "not")) first += 3;
  std::size_t last = first;
  while (last < reading.source.tokens().size() && reading.source.tokens()[last].end() <= action.end()) ++last;
  return reading.source.range(first, last);
}

model::Range constraint_range(const Reading& reading, model::Range action) {
  const std::size_t first = reading.source.token_at(action.offset) + 1;
  std::size_t last = first;
  while (last < reading.source.tokens().size() && reading.source.tokens()[last].end() <= action.end()) ++last;
  return reading.source.range(first, last);
}

void read_default(const AlterTableCmd* command, const Reading& reading, AlterAction& action) {
  const bool is_expression = std::any_of(
      reading.newer.set_expression.begin(), reading.newer.set_expression.end(),
      [&](std::size_t offset) { return offset >= action.range.offset && offset < action.range.end(); });
  if (command->def == nullptr) {
    action.kind = AlterKind::drop_default;
    return;
  }
  action.kind = is_expression ? AlterKind::set_expression : AlterKind::set_default;
  action.expression = expression_of(command->def, reading.source,
                                    behind_word(reading, action.range, is_expression ? "as" : "default"));
}

void read_type_change(const ColumnDef* definition, const Reading& reading, AlterAction& action) {
  action.type = type_of(definition->typeName);
  action.type.collated = definition->collClause != nullptr;
  if (definition->collClause != nullptr) action.value = name_of(definition->collClause->collname).name;
  if (definition->raw_default != nullptr)
    action.expression =
        expression_of(definition->raw_default, reading.source, behind_word(reading, action.range, "using"));
}

void read_replica_identity(const ReplicaIdentityStmt* identity, AlterAction& action) {
  switch (identity->identity_type) {
    case 'n': action.value = "nothing"; break;
    case 'f': action.value = "full"; break;
    case 'd': action.value = "default"; break;
    default: action.value = text_of(identity->name);
  }
}

void read_partition(const PartitionCmd* partition, const Reading& reading, AlterAction& action,
                    bool finalize) {
  action.relation = name_of(partition->name);
  action.concurrently = partition->concurrent;
  action.finalize = finalize;
  action.bound = bound_of(partition->bound, reading);
}

std::string identity_word(int generated_when) {
  return generated_when == 'a' ? "always" : "by default";
}

// SET GENERATED among the options of SET; "" when only the sequence's own are set.
std::string identity_in(const List* options) {
  for (const ListCell& cell : Nodes(options)) {
    const auto* option = as<DefElem>(cell.ptr_value, T_DefElem);
    if (option != nullptr && std::string_view(option->defname) == "generated")
      return identity_word(intVal(option->arg));
  }
  return "";
}

void read_definition(const AlterTableCmd* command, const Reading& reading, AlterAction& action) {
  const Node* definition = command->def;
  if (const auto* column = as<ColumnDef>(definition, T_ColumnDef)) {
    if (action.kind == AlterKind::set_type) return read_type_change(column, reading, action);
    action.column = column_of(column, reading, column_range(reading, action.range));
    action.name = action.column->name;
  } else if (const auto* constraint = as<Constraint>(definition, T_Constraint)) {
    if (action.kind == AlterKind::add_identity) action.value = identity_word(constraint->generated_when);
    if (action.kind != AlterKind::add_constraint && action.kind != AlterKind::alter_constraint) return;
    action.constraint = constraint_of(constraint, reading, constraint_range(reading, action.range));
    action.name = action.constraint->name;
  } else if (const auto* partition = as<PartitionCmd>(definition, T_PartitionCmd)) {
    read_partition(partition, reading, action, command->subtype == AT_DetachPartitionFinalize);
  } else if (const auto* relation = as<RangeVar>(definition, T_RangeVar)) {
    action.relation = name_of(relation);
  } else if (const auto* identity = as<ReplicaIdentityStmt>(definition, T_ReplicaIdentityStmt)) {
    read_replica_identity(identity, action);
  } else if (const auto* list = as<List>(definition, T_List)) {
    action.options = options_of(list);
    if (action.kind == AlterKind::set_identity) action.value = identity_in(list);
  } else if (definition != nullptr && nodeTag(definition) == T_Integer) {
    action.value = std::to_string(intVal(definition));
  } else if (definition != nullptr && nodeTag(definition) == T_String) {
    action.value = string_of(definition);
  }
}

AlterAction action_of(const AlterTableCmd* command, ObjectType object, const Reading& reading,
                      model::Range range) {
  AlterAction action;
  action.kind = plain_kind(command->subtype);
  action.name = text_of(command->name);
  action.range = range;
  action.if_exists = command->missing_ok;
  action.cascade = command->behavior == DROP_CASCADE;
  if (command->subtype == AT_EnableTrigAll || command->subtype == AT_DisableTrigAll) action.name = "all";
  if (command->subtype == AT_EnableTrigUser || command->subtype == AT_DisableTrigUser) action.name = "user";
  if (command->subtype == AT_ColumnDefault) {
    read_default(command, reading, action);
    return action;
  }
  if (command->subtype == AT_AttachPartition)
    action.kind = object == OBJECT_INDEX ? AlterKind::attach_index : AlterKind::attach_partition;
  if (command->subtype == AT_ChangeOwner)
    action.name = role_of(reinterpret_cast<const Node*>(command->newowner));
  read_definition(command, reading, action);
  return action;
}

// Index of the first token behind the altered object's name.
std::size_t behind_name(const AlterTableStmt* statement, const Source& source) {
  std::size_t at = statement->relation->location < 0
                       ? 0
                       : source.token_at(static_cast<std::size_t>(statement->relation->location));
  if (source.is(at, "only")) ++at;
  const bool in_parentheses = source.is(at, '(');
  if (in_parentheses) ++at;
  ++at;
  while (source.is(at, '.')) at += 2;
  if (in_parentheses || source.is(at, '*')) ++at;
  return at;
}

}  // namespace

model::Command alter_table(const AlterTableStmt* statement, const Reading& reading) {
  model::AlterTable alter;
  alter.kind = kind_of(statement->objtype);
  alter.name = name_of(statement->relation);
  alter.only = !statement->relation->inh;
  alter.if_exists = statement->missing_ok;
  const auto pieces = reading.source.pieces(behind_name(statement, reading.source));
  const Nodes commands(statement->cmds);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const auto* command = as<AlterTableCmd>(commands.begin()[i].ptr_value, T_AlterTableCmd);
    if (command == nullptr) continue;
    alter.actions.push_back(
        action_of(command, statement->objtype, reading, i < pieces.size() ? pieces[i] : model::Range{}));
  }
  return alter;
}

}  // namespace dunlin::sql
