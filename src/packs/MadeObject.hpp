#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/command/Command.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::packs {

/// Something that a statement creates, and by what name the catalog knows it.
struct MadeObject {
  enum class Kind { relation, function, type, trigger, policy, column };
  Kind kind = Kind::relation;
  std::string name;        ///< for people and unique: "table public.audit_logs", "policy own on public.docs"
  std::string identifier;  ///< quoted; of a function with its argument types
  std::string table;       ///< quoted, of a trigger, policy or column
  std::string bare;        ///< a trigger's, policy's or column's own name
  bool tolerant = false;   ///< IF NOT EXISTS: the statement is content with another object of that name
  friend bool operator==(const MadeObject&, const MadeObject&) = default;
};

/// What a statement creates. Schemas, extensions and roles aren't among it: they are shared.
std::vector<MadeObject> made_by(const model::Command& command);

/// The object's definition as the catalog has it, by lines; nothing when there is no such object.
std::optional<std::string> definition_of(postgres::Connection& connection, const MadeObject& object);

/// Drops it and what depends on it: for transactions that are rolled back.
void drop_cascade(postgres::Connection& connection, const MadeObject& object);

}  // namespace dunlin::packs
