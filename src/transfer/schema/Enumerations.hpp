#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"

namespace dunlin::transfer {

/// The words that a CHECK allows in one column.
struct AllowedWords {
  std::string column;  ///< as the table spells it
  std::vector<std::string> words;
  friend bool operator==(const AllowedWords&, const AllowedWords&) = default;
};

/// What CHECK (column IN ('a', 'b')) says, when that is all that it says.
std::optional<AllowedWords> allowed_words(const sqlite::Check& check, const sqlite::Table& table);

/// The words that a CHECK of its own allows in `column`, by their bytes, so that the enum is ordered as
/// SQLite orders the texts; nothing when there is no such CHECK or two of them, or when a word can't be a
/// label of an enum (more than 63 bytes, empty ones are fine), or when an index's WHERE or expression or a
/// generated column asks for the column: PostgreSQL's text of an enum isn't immutable, as it has to be there.
std::optional<std::vector<std::string>> enumeration_of(const sqlite::Table& table, const std::string& column);

/// What the enum type of a column is called: "user_status" for users.status, "kyc_status" for
/// users.kyc_status, which says by itself what it is.
std::string enumeration_name(const std::string& table, const std::string& column);

}  // namespace dunlin::transfer
