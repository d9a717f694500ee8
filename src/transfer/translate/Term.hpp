#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sqlite/language/Expression.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// What PostgreSQL takes a value for; widths and lengths left out.
enum class Family : std::uint8_t {
  null,
  boolean,
  integer,
  real,
  numeric,
  text,
  blob,
  uuid,
  json,
  date,
  time,
  timestamp,
  timestamptz,
  enumeration
};
std::string to_string(Family family);
Family family_of(Conversion conversion);
bool is_number(Family family);
bool is_moment(Family family);

/// SQLite's type affinity, which decides how two values are compared (SQLite docs, "Datatypes In SQLite" 3
/// and 4.2).
enum class Affinity : std::uint8_t { none, text, numeric };
Affinity affinity_of(const std::string& declared);

/// What a text made by a date function stands for.
enum class Clock : std::uint8_t { none, date, time, datetime, epoch };

/// How freely PostgreSQL may compute it ahead (PostgreSQL docs, 38.7).
enum class Volatility : std::uint8_t { immutable, stable, changing };

/// An expression of SQLite in PostgreSQL's words, and what is known of its value.
struct Term {
  std::string sql;
  Family family = Family::null;
  bool atom = true;     ///< can be an operand without parentheses
  bool narrow = false;  ///< of 32 bits at most
  bool constant_text = false, constant_number = false;
  std::string constant;  ///< of a literal: its value as text
  Affinity affinity = Affinity::none;
  std::string collation;  ///< "NOCASE", "RTRIM"; "" for SQLite's BINARY
  bool explicit_collation = false;
  Folding folding = Folding::none;        ///< of a column that PostgreSQL itself compares by folded letters:
  std::string native;                     ///< the column as such, while `sql` is its bytes
  const ColumnMapping* column = nullptr;  ///< where it is a stored column
  Clock clock = Clock::none;
  std::string moment;   ///< with a clock: the same as timestamp in UTC
  std::string extract;  ///< what json_extract() took, as json: its type is known at run time only
  Volatility volatility = Volatility::immutable;
};

/// As an operand: in parentheses unless it is one word or a call.
std::string operand(const Term& term);

Term make_term(Family family, std::string sql, bool atom = true);

/// Another spelling of the same column: `sql` is how it is called here. What is computed from a column that
/// folds sees its bytes, as in SQLite: functions, LIKE and || know no collation there.
void respell(Term& term, std::string sql);
/// A column that folds, and no COLLATE BINARY behind it.
bool folds_here(const Term& term);
/// As a result: a column that folds goes on doing so.
const std::string& as_result(const Term& term);

/// True for a column whose 16 bytes became a uuid.
bool is_uuid_of_blob(const Term& term);
/// Those 16 bytes; any other term as it is.
Term blob_of_uuid(Term term);

}  // namespace dunlin::transfer
