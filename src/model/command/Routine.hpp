#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/command/Object.hpp"

namespace dunlin::model {

enum class Volatility : std::uint8_t { volatile_, stable, immutable };

struct FunctionArgument {
  std::string name;
  TypeName type;
  char mode = 'i';  ///< i in, o out, b inout, v variadic, t table column
  bool has_default = false;
  friend bool operator==(const FunctionArgument&, const FunctionArgument&) = default;
};

struct CreateFunction {
  QualifiedName name;
  bool procedure = false;
  bool or_replace = false;
  std::vector<FunctionArgument> arguments;
  TypeName returns;
  std::string language;  ///< lower case
  std::string body;      ///< source text of AS '...' without quoting; of BEGIN ATOMIC and RETURN as written
  Range body_range;      ///< in the statement, quotes included
  bool atomic_body = false;
  bool security_definer = false;
  bool leakproof = false;
  bool strict = false;
  Volatility volatility = Volatility::volatile_;
  Options settings;      ///< SET name = value; "from current" for that
  Range security_range;  ///< the words SECURITY DEFINER
};

/// ALTER FUNCTION, PROCEDURE: what it changes.
struct AlterFunction {
  ObjectName function;
  std::optional<bool> security_definer;
  std::string volatility;  ///< "immutable", "stable", "volatile"; "" when it isn't changed
  Options settings;        ///< SET name = value
  Options resets;          ///< RESET name; "all"
};

struct CreateTrigger {
  std::string name;
  QualifiedName table;
  bool or_replace = false;
  bool constraint_trigger = false;
  char timing = 'a';                 ///< b before, a after, i instead of
  std::vector<std::string> events;   ///< "insert", "update", "delete", "truncate"
  std::vector<std::string> columns;  ///< UPDATE OF
  bool for_each_row = false;
  QualifiedName function;
  Expression when;
};

/// DO.
struct DoBlock {
  std::string language = "plpgsql";
  std::string body;
  Range body_range;
};

struct Call {
  QualifiedName procedure;
};

/// EXECUTE of PL/pgSQL with a text that is known only when it runs.
struct DynamicSql {
  std::string expression;  ///< as written
  std::string constant;    ///< its constant parts, with spaces for what is put between them
};

}  // namespace dunlin::model
