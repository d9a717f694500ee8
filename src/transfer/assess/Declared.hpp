#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dunlin::transfer {

/// What a column's declared type does to its values (SQLite docs, "Datatypes In SQLite", 3.1).
enum class Affinity : std::uint8_t { integer, text, blob, real, numeric };
std::string to_string(Affinity affinity);

/// What people mean by the declared type.
enum class Family : std::uint8_t {
  integer,
  real,
  text,
  blob,
  decimal,  ///< DECIMAL, NUMERIC, MONEY, NUMBER
  boolean,
  json,
  uuid,
  date,
  time,
  moment,  ///< DATETIME, TIMESTAMP
  any,     ///< no type, ANY
  unknown  ///< any other name: only its affinity is known
};

/// A declared type, read.
struct Declared {
  Affinity affinity = Affinity::blob;
  Family family = Family::any;
  std::optional<int> precision, scale;  ///< DECIMAL(p,s)
  bool with_zone = false;               ///< TIMESTAMPTZ, "timestamp with time zone"
  friend bool operator==(const Declared&, const Declared&) = default;
};

/// Reads a declared type. In a STRICT table ANY keeps values as they are, elsewhere it has NUMERIC affinity.
Declared read_declared(const std::string& type, bool strict = false);

}  // namespace dunlin::transfer
