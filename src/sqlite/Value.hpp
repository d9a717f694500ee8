#pragma once

#include <cstdint>
#include <string_view>

namespace dunlin::sqlite {

/// The five storage classes (SQLite docs, "Datatypes In SQLite", 2).
enum class Storage : std::uint8_t { null, integer, real, text, blob };

/// One value as SQLite stores it. Text is UTF-8 as SQLite hands it over, which may be invalid or hold NUL
/// bytes. `bytes` points into the row that was read and is good until the next one.
struct Value {
  Storage storage = Storage::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view bytes;  ///< of text and blob

  static Value of(std::int64_t value) { return {Storage::integer, value, 0, {}}; }
  static Value of(double value) { return {Storage::real, 0, value, {}}; }
  static Value text(std::string_view value) { return {Storage::text, 0, 0, value}; }
  static Value blob(std::string_view value) { return {Storage::blob, 0, 0, value}; }

  friend bool operator==(const Value&, const Value&) = default;
};

}  // namespace dunlin::sqlite
