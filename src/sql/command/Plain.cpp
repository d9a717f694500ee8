#include "sql/command/Plain.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::sql {
namespace {

template <typename Node_>
const Node_* cast_to(const Node* node) {
  return reinterpret_cast<const Node_*>(node);
}

model::Command drop(const DropStmt* statement) {
  model::Drop drop;
  drop.kind = kind_of(statement->removeType);
  for (const ListCell& cell : Nodes(statement->objects))
    drop.objects.push_back(object_of(statement->removeType, static_cast<const Node*>(cell.ptr_value)));
  drop.if_exists = statement->missing_ok;
  drop.cascade = statement->behavior == DROP_CASCADE;
  drop.concurrently = statement->concurrent;
  return drop;
}

model::Command drop_named(model::ObjectKind kind, std::string name, bool if_exists) {
  model::Drop drop;
  drop.kind = kind;
  drop.objects.push_back({{"", std::move(name)}, {}, {}, false});
  drop.if_exists = if_exists;
  return drop;
}

model::Command drop_roles(const List* roles, model::ObjectKind kind, bool if_exists, bool cascade) {
  model::Drop drop;
  drop.kind = kind;
  drop.if_exists = if_exists;
  drop.cascade = cascade;
  for (const std::string& role : roles_of(roles)) drop.objects.push_back({{"", role}, {}, {}, false});
  return drop;
}

model::Command rename(const RenameStmt* statement) {
  model::Rename rename;
  rename.kind = kind_of(statement->renameType);
  rename.if_exists = statement->missing_ok;
  rename.old_name = text_of(statement->subname);
  rename.new_name = text_of(statement->newname);
  if (statement->relation != nullptr) {
    rename.object.name = name_of(statement->relation);
    const bool part = rename.kind == model::ObjectKind::column ||
                      rename.kind == model::ObjectKind::constraint ||
                      rename.kind == model::ObjectKind::trigger || rename.kind == model::ObjectKind::rule ||
                      rename.kind == model::ObjectKind::policy || rename.kind == model::ObjectKind::attribute;
    if (part) rename.object = {{"", rename.old_name}, name_of(statement->relation), {}, false};
  } else if (statement->object != nullptr) {
    rename.object = object_of(statement->renameType, statement->object);
  } else {
    rename.object.name.name = rename.old_name;  // ALTER ROLE, SCHEMA, DATABASE a RENAME TO b
  }
  return rename;
}

template <typename Statement>
model::ObjectName altered_object(const Statement* statement) {
  if (statement->relation != nullptr) return {name_of(statement->relation), {}, {}, false};
  return object_of(statement->objectType, statement->object);
}

model::Command set_schema(const AlterObjectSchemaStmt* statement) {
  return model::SetSchema{kind_of(statement->objectType), altered_object(statement),
                          text_of(statement->newschema)};
}

model::Command change_owner(const AlterOwnerStmt* statement) {
  return model::ChangeOwner{kind_of(statement->objectType), altered_object(statement),
                            role_of(reinterpret_cast<const Node*>(statement->newowner))};
}

model::Command create_composite(const CompositeTypeStmt* statement, const Reading& reading) {
  model::CreateType type;
  type.name = name_of(statement->typevar);
  type.kind = model::TypeKind::composite;
  for (const ListCell& cell : Nodes(statement->coldeflist))
    if (const auto* column = as<ColumnDef>(cell.ptr_value, T_ColumnDef))
      type.attributes.push_back(column_of(column, reading, {}));
  return type;
}

model::Command sequence(const RangeVar* name, const List* options, bool alters, bool if_not_exists) {
  model::CreateSequence sequence;
  sequence.name = name_of(name);
  sequence.alters = alters;
  sequence.if_not_exists = if_not_exists;
  for (const ListCell& cell : Nodes(options)) {
    const auto* option = as<DefElem>(cell.ptr_value, T_DefElem);
    if (option != nullptr && std::string_view(option->defname) == "owned_by")
      sequence.owned_by = strings_of(as<List>(option->arg, T_List));
  }
  return sequence;
}

model::Command extension(const char* name, const List* options, bool if_not_exists, bool alters) {
  model::CreateExtension extension;
  extension.name = text_of(name);
  extension.if_not_exists = if_not_exists;
  extension.alters = alters;
  for (const auto& [option, value] : options_of(options)) {
    if (option == "schema") extension.schema = value;
    if (option == "new_version") extension.version = value;
  }
  return extension;
}

std::string setting_value(const Node* node) {
  if (const auto* cast = as<TypeCast>(node, T_TypeCast)) node = cast->arg;
  const auto* constant = as<A_Const>(node, T_A_Const);
  if (constant == nullptr || constant->isnull) return "";
  switch (nodeTag(&constant->val)) {
    case T_String: return text_of(constant->val.sval.sval);
    case T_Integer: return std::to_string(constant->val.ival.ival);
    case T_Float: return text_of(constant->val.fval.fval);
    case T_Boolean: return constant->val.boolval.boolval ? "true" : "false";
    default: return "";
  }
}

model::Command set_variable(const VariableSetStmt* statement) {
  if (statement->kind == VAR_SET_MULTI) return model::TransactionControl{model::TransactionKind::set};
  model::SetVariable set;
  set.name = statement->kind == VAR_RESET_ALL ? "all" : to_lower(text_of(statement->name));
  set.local = statement->is_local;
  set.reset =
      statement->kind == VAR_RESET || statement->kind == VAR_RESET_ALL || statement->kind == VAR_SET_DEFAULT;
  for (const ListCell& cell : Nodes(statement->args))
    set.values.push_back(setting_value(static_cast<const Node*>(cell.ptr_value)));
  return set;
}

model::Command transaction(const TransactionStmt* statement) {
  switch (statement->kind) {
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START: return model::TransactionControl{model::TransactionKind::begin};
    case TRANS_STMT_COMMIT:
    case TRANS_STMT_COMMIT_PREPARED: return model::TransactionControl{model::TransactionKind::commit};
    case TRANS_STMT_ROLLBACK:
    case TRANS_STMT_ROLLBACK_PREPARED: return model::TransactionControl{model::TransactionKind::rollback};
    case TRANS_STMT_SAVEPOINT: return model::TransactionControl{model::TransactionKind::savepoint};
    case TRANS_STMT_RELEASE: return model::TransactionControl{model::TransactionKind::release};
    case TRANS_STMT_ROLLBACK_TO: return model::TransactionControl{model::TransactionKind::rollback_to};
    case TRANS_STMT_PREPARE: return model::TransactionControl{model::TransactionKind::prepare};
  }
  return model::TransactionControl{};
}

bool has_option(const List* options, std::string_view name) {
  for (const auto& [option, value] : options_of(options))
    if (option == name) return value != "false" && value != "off" && value != "0";
  return false;
}

model::Command vacuum(const VacuumStmt* statement) {
  model::Maintenance maintenance;
  maintenance.kind = !statement->is_vacuumcmd                 ? model::MaintenanceKind::analyze
                     : has_option(statement->options, "full") ? model::MaintenanceKind::vacuum_full
                                                              : model::MaintenanceKind::vacuum;
  for (const ListCell& cell : Nodes(statement->rels))
    if (const auto* relation = as<VacuumRelation>(cell.ptr_value, T_VacuumRelation))
      maintenance.objects.push_back(name_of(relation->relation));
  return maintenance;
}

model::Command cluster(const ClusterStmt* statement) {
  model::Maintenance maintenance;
  maintenance.kind = model::MaintenanceKind::cluster;
  if (statement->relation != nullptr) maintenance.objects.push_back(name_of(statement->relation));
  return maintenance;
}

model::Command reindex(const ReindexStmt* statement) {
  model::Maintenance maintenance;
  maintenance.kind = model::MaintenanceKind::reindex;
  maintenance.concurrently = has_option(statement->params, "concurrently");
  switch (statement->kind) {
    case REINDEX_OBJECT_INDEX: maintenance.object_kind = model::ObjectKind::index; break;
    case REINDEX_OBJECT_TABLE: maintenance.object_kind = model::ObjectKind::table; break;
    case REINDEX_OBJECT_SCHEMA: maintenance.object_kind = model::ObjectKind::schema; break;
    default: maintenance.object_kind = model::ObjectKind::database;
  }
  if (statement->relation != nullptr) maintenance.objects.push_back(name_of(statement->relation));
  if (statement->name != nullptr) maintenance.objects.push_back({"", statement->name});
  return maintenance;
}

model::Command refresh(const RefreshMatViewStmt* statement) {
  model::Maintenance maintenance;
  maintenance.kind = model::MaintenanceKind::refresh;
  maintenance.object_kind = model::ObjectKind::materialized_view;
  maintenance.objects.push_back(name_of(statement->relation));
  maintenance.concurrently = statement->concurrent;
  maintenance.with_data = !statement->skipData;
  return maintenance;
}

model::Command publication(const char* name, const List* objects, bool all_tables, bool alters) {
  model::CreatePublication publication;
  publication.name = text_of(name);
  publication.alters = alters;
  publication.all_tables = all_tables;
  for (const ListCell& cell : Nodes(objects)) {
    const auto* object = as<PublicationObjSpec>(cell.ptr_value, T_PublicationObjSpec);
    if (object != nullptr && object->pubtable != nullptr)
      publication.tables.push_back(name_of(object->pubtable->relation));
  }
  return publication;
}

model::Command alter_function(const AlterFunctionStmt* statement) {
  model::AlterFunction alter;
  alter.function = object_of(statement->objtype, reinterpret_cast<const Node*>(statement->func));
  for (const ListCell& cell : Nodes(statement->actions)) {
    const auto* option = as<DefElem>(cell.ptr_value, T_DefElem);
    if (option == nullptr) continue;
    const std::string_view name = option->defname;
    if (name == "security") alter.security_definer = boolVal(option->arg);
    if (name == "volatility") alter.volatility = value_of(option);
    const auto* set = name == "set" ? as<VariableSetStmt>(option->arg, T_VariableSetStmt) : nullptr;
    if (set == nullptr) continue;
    std::vector<std::string> values;
    for (const ListCell& value : Nodes(set->args))
      values.push_back(setting_value(static_cast<const Node*>(value.ptr_value)));
    const bool reset = set->kind == VAR_RESET || set->kind == VAR_SET_DEFAULT;
    (reset ? alter.resets : alter.settings).emplace_back(to_lower(text_of(set->name)), join(values, ", "));
  }
  return alter;
}

model::Command alter_publication(const AlterPublicationStmt* statement) {
  model::Command command =
      publication(statement->pubname, statement->pubobjects, statement->for_all_tables, true);
  auto& altered = std::get<model::CreatePublication>(command);
  altered.change = statement->action == AP_AddObjects    ? model::PublicationChange::add
                   : statement->action == AP_DropObjects ? model::PublicationChange::drop
                                                         : model::PublicationChange::set;
  return command;
}

model::Command comment(const CommentStmt* statement) {
  return model::Comment{kind_of(statement->objtype), object_of(statement->objtype, statement->object),
                        text_of(statement->comment)};
}

model::Command lock(const LockStmt* statement) {
  return model::LockTable{relations_of(statement->relations), static_cast<model::LockLevel>(statement->mode)};
}

model::Command enumeration(const CreateEnumStmt* statement) {
  return model::CreateType{
      name_of(statement->typeName), model::TypeKind::enumeration, strings_of(statement->vals), {}};
}

model::Command alter_enum(const AlterEnumStmt* statement) {
  const std::string neighbour = text_of(statement->newValNeighbor);
  return model::AlterEnum{name_of(statement->typeName),
                          text_of(statement->newVal),
                          text_of(statement->oldVal),
                          statement->skipIfNewValExists,
                          neighbour,
                          !neighbour.empty() && !statement->newValIsAfter};
}

model::Command truncate(const TruncateStmt* statement) {
  return model::Truncate{relations_of(statement->relations), statement->behavior == DROP_CASCADE,
                         statement->restart_seqs};
}

// The first words in upper case: what PostgreSQL would call the command.
model::Command other(const Reading& reading) {
  std::string tag;
  for (std::size_t i = 0; i < reading.source.tokens().size() && i < 3; ++i) {
    if (reading.source.tokens()[i].kind != TokenKind::word) break;
    std::string word(reading.source.text(reading.source.tokens()[i]));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    tag += (tag.empty() ? "" : " ") + word;
  }
  return model::Other{tag, {}};
}

model::Command statistics(const CreateStatsStmt* statement) {
  return model::Other{"CREATE STATISTICS", relations_of(statement->relations)};
}

}  // namespace

model::Command plain_command(const Node* node, const Reading& reading) {
  switch (nodeTag(node)) {
    case T_DropStmt: return drop(cast_to<DropStmt>(node));
    case T_DropdbStmt:
      return drop_named(model::ObjectKind::database, text_of(cast_to<DropdbStmt>(node)->dbname),
                        cast_to<DropdbStmt>(node)->missing_ok);
    case T_DropRoleStmt:
      return drop_roles(cast_to<DropRoleStmt>(node)->roles, model::ObjectKind::role,
                        cast_to<DropRoleStmt>(node)->missing_ok, false);
    case T_DropOwnedStmt:
      return drop_roles(cast_to<DropOwnedStmt>(node)->roles, model::ObjectKind::owned, false,
                        cast_to<DropOwnedStmt>(node)->behavior == DROP_CASCADE);
    case T_DropTableSpaceStmt:
      return drop_named(model::ObjectKind::tablespace,
                        text_of(cast_to<DropTableSpaceStmt>(node)->tablespacename),
                        cast_to<DropTableSpaceStmt>(node)->missing_ok);
    case T_DropSubscriptionStmt:
      return drop_named(model::ObjectKind::subscription,
                        text_of(cast_to<DropSubscriptionStmt>(node)->subname),
                        cast_to<DropSubscriptionStmt>(node)->missing_ok);
    case T_TruncateStmt: return truncate(cast_to<TruncateStmt>(node));
    case T_RenameStmt: return rename(cast_to<RenameStmt>(node));
    case T_AlterObjectSchemaStmt: return set_schema(cast_to<AlterObjectSchemaStmt>(node));
    case T_AlterOwnerStmt: return change_owner(cast_to<AlterOwnerStmt>(node));
    case T_CreateEnumStmt: return enumeration(cast_to<CreateEnumStmt>(node));
    case T_AlterEnumStmt: return alter_enum(cast_to<AlterEnumStmt>(node));
    case T_CompositeTypeStmt: return create_composite(cast_to<CompositeTypeStmt>(node), reading);
    case T_CreateRangeStmt:
      return model::CreateType{
          name_of(cast_to<CreateRangeStmt>(node)->typeName), model::TypeKind::range, {}, {}};
    case T_CreateSeqStmt:
      return sequence(cast_to<CreateSeqStmt>(node)->sequence, cast_to<CreateSeqStmt>(node)->options, false,
                      cast_to<CreateSeqStmt>(node)->if_not_exists);
    case T_AlterSeqStmt:
      return sequence(cast_to<AlterSeqStmt>(node)->sequence, cast_to<AlterSeqStmt>(node)->options, true,
                      false);
    case T_CreateSchemaStmt:
      return model::CreateSchema{text_of(cast_to<CreateSchemaStmt>(node)->schemaname),
                                 cast_to<CreateSchemaStmt>(node)->if_not_exists};
    case T_CreateExtensionStmt:
      return extension(cast_to<CreateExtensionStmt>(node)->extname,
                       cast_to<CreateExtensionStmt>(node)->options,
                       cast_to<CreateExtensionStmt>(node)->if_not_exists, false);
    case T_AlterExtensionStmt:
      return extension(cast_to<AlterExtensionStmt>(node)->extname, cast_to<AlterExtensionStmt>(node)->options,
                       false, true);
    case T_CreateRoleStmt: return create_role(cast_to<CreateRoleStmt>(node), reading);
    case T_AlterRoleStmt: return alter_role(cast_to<AlterRoleStmt>(node), reading);
    case T_GrantStmt: return grant(cast_to<GrantStmt>(node));
    case T_GrantRoleStmt: return grant_role(cast_to<GrantRoleStmt>(node));
    case T_AlterDefaultPrivilegesStmt: return default_privileges(cast_to<AlterDefaultPrivilegesStmt>(node));
    case T_VariableSetStmt: return set_variable(cast_to<VariableSetStmt>(node));
    case T_TransactionStmt: return transaction(cast_to<TransactionStmt>(node));
    case T_CallStmt: return model::Call{name_of(cast_to<CallStmt>(node)->funccall->funcname)};
    case T_LockStmt: return lock(cast_to<LockStmt>(node));
    case T_VacuumStmt: return vacuum(cast_to<VacuumStmt>(node));
    case T_ClusterStmt: return cluster(cast_to<ClusterStmt>(node));
    case T_ReindexStmt: return reindex(cast_to<ReindexStmt>(node));
    case T_RefreshMatViewStmt: return refresh(cast_to<RefreshMatViewStmt>(node));
    case T_RuleStmt:
      return model::CreateRule{text_of(cast_to<RuleStmt>(node)->rulename),
                               name_of(cast_to<RuleStmt>(node)->relation)};
    case T_CreatePublicationStmt:
      return publication(cast_to<CreatePublicationStmt>(node)->pubname,
                         cast_to<CreatePublicationStmt>(node)->pubobjects,
                         cast_to<CreatePublicationStmt>(node)->for_all_tables, false);
    case T_AlterPublicationStmt: return alter_publication(cast_to<AlterPublicationStmt>(node));
    case T_CommentStmt: return comment(cast_to<CommentStmt>(node));
    case T_AlterFunctionStmt: return alter_function(cast_to<AlterFunctionStmt>(node));
    case T_CreateStatsStmt: return statistics(cast_to<CreateStatsStmt>(node));
    default: return other(reading);
  }
}

}  // namespace dunlin::sql
