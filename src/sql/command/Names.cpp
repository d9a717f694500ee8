#include "sql/command/Names.hpp"

#include "base/Text.hpp"

namespace dunlin::sql {

using model::ObjectKind;

model::QualifiedName name_of(const RangeVar* relation) {
  if (relation == nullptr) return {};
  return {text_of(relation->schemaname), text_of(relation->relname)};
}

model::QualifiedName name_of(const List* names) {
  return name_of(names, 0);
}

model::QualifiedName name_of(const List* names, std::size_t left_out) {
  model::QualifiedName name;
  const Nodes nodes(names);
  for (std::size_t i = 0; i + left_out < nodes.size(); ++i)
    name.schema = std::exchange(name.name, string_of(static_cast<const Node*>(nodes.begin()[i].ptr_value)));
  return name;
}

std::string string_of(const Node* node) {
  const auto* string = as<String>(node, T_String);
  return string == nullptr ? std::string() : text_of(string->sval);
}

std::vector<std::string> strings_of(const List* list) {
  std::vector<std::string> found;
  for (const ListCell& cell : Nodes(list))
    found.push_back(string_of(static_cast<const Node*>(cell.ptr_value)));
  return found;
}

namespace {

// Sizes such as (20) and (10,2); what isn't a plain integer is left out.
std::vector<int> modifiers_of(const List* typmods) {
  std::vector<int> found;
  for (const ListCell& cell : Nodes(typmods)) {
    const auto* constant = as<A_Const>(cell.ptr_value, T_A_Const);
    if (constant != nullptr && !constant->isnull && nodeTag(&constant->val) == T_Integer)
      found.push_back(constant->val.ival.ival);
  }
  return found;
}

std::string canonical(const std::string& name) {
  if (name == "serial" || name == "serial4") return "serial4";
  if (name == "bigserial" || name == "serial8") return "serial8";
  if (name == "smallserial" || name == "serial2") return "serial2";
  return name;
}

}  // namespace

model::TypeName type_of(const TypeName* type) {
  model::TypeName found;
  if (type == nullptr) return found;
  const model::QualifiedName name = name_of(type->names);
  found.schema = name.schema == "pg_catalog" ? "" : name.schema;
  found.name = name.schema.empty() ? canonical(name.name) : name.name;
  found.modifiers = modifiers_of(type->typmods);
  found.array = type->arrayBounds != nullptr;
  found.set_of = type->setof;
  return found;
}

std::string role_of(const Node* role) {
  const auto* spec = as<RoleSpec>(role, T_RoleSpec);
  if (spec == nullptr) return string_of(role);
  switch (spec->roletype) {
    case ROLESPEC_PUBLIC: return "public";
    case ROLESPEC_CURRENT_ROLE:
    case ROLESPEC_CURRENT_USER: return "current_user";
    case ROLESPEC_SESSION_USER: return "session_user";
    case ROLESPEC_CSTRING: break;
  }
  return text_of(spec->rolename);
}

std::vector<std::string> roles_of(const List* roles) {
  std::vector<std::string> found;
  for (const ListCell& cell : Nodes(roles))
    found.push_back(role_of(static_cast<const Node*>(cell.ptr_value)));
  return found;
}

std::vector<model::QualifiedName> relations_of(const List* range_vars) {
  std::vector<model::QualifiedName> found;
  for (const ListCell& cell : Nodes(range_vars))
    if (const auto* relation = as<RangeVar>(cell.ptr_value, T_RangeVar)) found.push_back(name_of(relation));
  return found;
}

model::Persistence persistence_of(char relpersistence) {
  if (relpersistence == 't') return model::Persistence::temporary;
  if (relpersistence == 'u') return model::Persistence::unlogged;
  return model::Persistence::permanent;
}

ObjectKind kind_of(ObjectType type) {
  switch (type) {
    case OBJECT_TABLE: return ObjectKind::table;
    case OBJECT_INDEX: return ObjectKind::index;
    case OBJECT_VIEW: return ObjectKind::view;
    case OBJECT_MATVIEW: return ObjectKind::materialized_view;
    case OBJECT_SEQUENCE: return ObjectKind::sequence;
    case OBJECT_FUNCTION: return ObjectKind::function;
    case OBJECT_PROCEDURE: return ObjectKind::procedure;
    case OBJECT_ROUTINE: return ObjectKind::routine;
    case OBJECT_AGGREGATE: return ObjectKind::aggregate;
    case OBJECT_TRIGGER: return ObjectKind::trigger;
    case OBJECT_RULE: return ObjectKind::rule;
    case OBJECT_POLICY: return ObjectKind::policy;
    case OBJECT_TYPE: return ObjectKind::type;
    case OBJECT_DOMAIN: return ObjectKind::domain;
    case OBJECT_SCHEMA: return ObjectKind::schema;
    case OBJECT_EXTENSION: return ObjectKind::extension;
    case OBJECT_COLUMN: return ObjectKind::column;
    case OBJECT_TABCONSTRAINT:
    case OBJECT_DOMCONSTRAINT: return ObjectKind::constraint;
    case OBJECT_ROLE: return ObjectKind::role;
    case OBJECT_DATABASE: return ObjectKind::database;
    case OBJECT_PUBLICATION: return ObjectKind::publication;
    case OBJECT_SUBSCRIPTION: return ObjectKind::subscription;
    case OBJECT_FOREIGN_TABLE: return ObjectKind::foreign_table;
    case OBJECT_TABLESPACE: return ObjectKind::tablespace;
    case OBJECT_COLLATION: return ObjectKind::collation;
    case OBJECT_CAST: return ObjectKind::cast;
    case OBJECT_OPERATOR: return ObjectKind::operator_;
    case OBJECT_EVENT_TRIGGER: return ObjectKind::event_trigger;
    case OBJECT_ATTRIBUTE: return ObjectKind::attribute;
    default: return ObjectKind::other;
  }
}

namespace {

model::ObjectName function_name(const ObjectWithArgs* object) {
  model::ObjectName found;
  found.name = name_of(object->objname);
  found.arguments_given = !object->args_unspecified;
  // objfuncargs has the modes too; where it is set, only input arguments tell functions apart.
  if (object->objfuncargs != nullptr) {
    for (const ListCell& cell : Nodes(object->objfuncargs)) {
      const auto* parameter = as<FunctionParameter>(cell.ptr_value, T_FunctionParameter);
      if (parameter != nullptr && parameter->mode != FUNC_PARAM_OUT && parameter->mode != FUNC_PARAM_TABLE)
        found.arguments.push_back(type_of(parameter->argType));
    }
    return found;
  }
  for (const ListCell& cell : Nodes(object->objargs))
    if (const auto* type = as<TypeName>(cell.ptr_value, T_TypeName)) found.arguments.push_back(type_of(type));
  return found;
}

// trigger, rule, policy, constraint, column: the last name is its own, those before it the table's.
bool belongs_to_table(ObjectType type) {
  return type == OBJECT_TRIGGER || type == OBJECT_RULE || type == OBJECT_POLICY ||
         type == OBJECT_TABCONSTRAINT || type == OBJECT_COLUMN;
}

}  // namespace

model::ObjectName object_of(ObjectType type, const Node* object) {
  model::ObjectName found;
  if (object == nullptr) return found;
  if (const auto* function = as<ObjectWithArgs>(object, T_ObjectWithArgs)) return function_name(function);
  if (const auto* type_name = as<TypeName>(object, T_TypeName)) {
    const model::TypeName named = type_of(type_name);
    found.name = {named.schema, named.name};
    return found;
  }
  if (const auto* relation = as<RangeVar>(object, T_RangeVar)) {
    found.name = name_of(relation);
    return found;
  }
  if (const auto* list = as<List>(object, T_List)) {
    if (!belongs_to_table(type)) {
      found.name = name_of(list);
      return found;
    }
    const Nodes nodes(list);
    if (nodes.size() > 0)
      found.name.name = string_of(static_cast<const Node*>(nodes.begin()[nodes.size() - 1].ptr_value));
    found.table = name_of(list, 1);
    return found;
  }
  found.name.name = string_of(object);
  return found;
}

std::string value_of(const DefElem* option) {
  const Node* value = option->arg;
  if (value == nullptr) return "true";
  switch (nodeTag(value)) {
    case T_String: return string_of(value);
    case T_Integer: return std::to_string(intVal(value));
    case T_Boolean: return boolVal(value) ? "true" : "false";
    case T_Float: return text_of(castNode(Float, const_cast<Node*>(value))->fval);
    case T_TypeName: return type_of(reinterpret_cast<const TypeName*>(value)).name;
    case T_List: return join(strings_of(reinterpret_cast<const List*>(value)), ",");
    default: return "";
  }
}

model::Options options_of(const List* options) {
  model::Options found;
  for (const ListCell& cell : Nodes(options))
    if (const auto* option = as<DefElem>(cell.ptr_value, T_DefElem)) {
      const std::string prefix = option->defnamespace == nullptr ? "" : text_of(option->defnamespace) + ".";
      found.emplace_back(prefix + to_lower(text_of(option->defname)), value_of(option));
    }
  return found;
}

}  // namespace dunlin::sql
