#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dunlin::transfer {

/// Something that a statement of a transfer's migrations has made.
struct Definition {
  enum class Kind : std::uint8_t { table, view, function, trigger };
  Kind kind = Kind::table;
  std::string name;
  std::string schema;                ///< as named, of a trigger its table's; "" for none
  std::string table;                 ///< of a trigger
  std::vector<std::string> columns;  ///< of a table
  std::string sql;                   ///< the statement
  bool star = false;                 ///< a view's query has columns that are named by a star
  bool in_place = true;              ///< no schema is named: it can be made in another one too
  friend bool operator==(const Definition&, const Definition&) = default;
};

/// What a statement makes, when it is one of these kinds. Pure.
std::optional<Definition> definition_in(const std::string& statement);

/// What a statement may change of what others have made.
struct DefinitionChange {
  enum class Reach : std::uint8_t {
    named,       ///< the object, or one part of it
    dependents,  ///< whatever hangs on others: CASCADE
    anything     ///< DO and CALL
  };
  Reach reach = Reach::named;
  std::string schema;  ///< as named; "" for none
  std::string object;  ///< table, view or function
  std::string part;  ///< column, trigger or rule of a table, "all" and "user" of DISABLE TRIGGER; "" for all
  friend bool operator==(const DefinitionChange&, const DefinitionChange&) = default;
};

/// What a statement changes, drops, renames, or defines anew. Statements that only add (columns, constraints,
/// indexes, tables) or write rows change nothing here. Pure.
std::vector<DefinitionChange> changes_in(const std::string& statement);

/// True when the change may be one of that definition; `column` of a table is looked at where it is given.
bool concerns(const DefinitionChange& change, const Definition& definition, const std::string& schema,
              const std::string& column = "");

/// True for SET search_path (not RESET): what is made behind it, is made in another schema.
bool leaves_schema(const std::string& statement);

/// "view recent", "trigger stamp ON orders".
std::string describe(const Definition& definition);

}  // namespace dunlin::transfer
