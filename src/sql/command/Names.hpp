#pragma once

#include "model/command/Command.hpp"
#include "sql/command/PostgresNodes.hpp"

namespace dunlin::sql {

model::QualifiedName name_of(const RangeVar* relation);
/// A list of String nodes: [database,] schema, name.
model::QualifiedName name_of(const List* names);
/// The same without its last `left_out` names (schema.table of schema.table.column).
model::QualifiedName name_of(const List* names, std::size_t left_out);
std::string string_of(const Node* node);
std::vector<std::string> strings_of(const List* list);
model::TypeName type_of(const TypeName* type);
/// "public", "current_user", or the role's name.
std::string role_of(const Node* role);
std::vector<std::string> roles_of(const List* roles);
std::vector<model::QualifiedName> relations_of(const List* range_vars);
model::Persistence persistence_of(char relpersistence);
model::ObjectKind kind_of(ObjectType type);
/// An object as DROP, COMMENT, RENAME and the like name it.
model::ObjectName object_of(ObjectType type, const Node* object);
/// name = value of DefElem nodes.
model::Options options_of(const List* options);
/// The value of a DefElem as text: "true" when it has none.
std::string value_of(const DefElem* option);

}  // namespace dunlin::sql
