#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::lint {

/// A column's type as format_type() spells it: name without modifiers, and the modifiers.
struct TypeSpelling {
  std::string
      name;  ///< "character varying", "timestamp without time zone", "numeric[]", "interval day to second"
  std::vector<int> modifiers;  ///< numeric(10,2): 10, 2; without: none
  auto operator<=>(const TypeSpelling&) const = default;
};

/// Reads a type as people and PostgreSQL write it: "varchar(10)", "int4", "pg_catalog.numeric(10)",
/// "timestamptz(3)", "text[]". Modifiers that mean the same as none or as others are brought to one form
/// (numeric(10) is numeric(10,0), char is character(1), time(6) is time). Types of users stay as they are.
TypeSpelling parse_type(std::string_view text);

/// The text that parse_type() reads back: "character varying(10)".
std::string to_string(const TypeSpelling& type);

}  // namespace dunlin::lint
