#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/command/Table.hpp"

namespace dunlin::model {

enum class ObjectKind : std::uint8_t {
  table,
  index,
  view,
  materialized_view,
  sequence,
  function,
  procedure,
  routine,
  aggregate,
  trigger,
  rule,
  policy,
  type,
  domain,
  schema,
  extension,
  column,
  constraint,
  enum_value,
  role,
  database,
  publication,
  subscription,
  foreign_table,
  tablespace,
  collation,
  cast,
  operator_,
  event_trigger,
  owned,
  attribute,
  other
};
/// "table", "materialized view", ...
std::string_view to_string(ObjectKind kind);

/// A function, trigger, policy ... in a list of objects.
struct ObjectName {
  QualifiedName name;               ///< of a trigger, rule, policy: its own name
  QualifiedName table;              ///< of a trigger, rule, policy, constraint
  std::vector<TypeName> arguments;  ///< of a function
  bool arguments_given = false;
  friend bool operator==(const ObjectName&, const ObjectName&) = default;
};

struct Drop {
  ObjectKind kind = ObjectKind::table;
  std::vector<ObjectName> objects;
  bool if_exists = false;
  bool cascade = false;
  bool concurrently = false;
};

/// ALTER ... RENAME.
struct Rename {
  ObjectKind kind = ObjectKind::table;  ///< what gets the new name: table, column, constraint, index, type,
                                        ///< function, enum_value ...
  ObjectName object;                    ///< the table of a column or constraint
  std::string old_name;                 ///< of a column, constraint, enum value, attribute
  std::string new_name;
  bool if_exists = false;
};

struct SetSchema {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string schema;
};

struct ChangeOwner {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string owner;
};

struct Comment {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;
  std::string text;
};

}  // namespace dunlin::model
