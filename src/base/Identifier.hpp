#pragma once

#include <string>
#include <string_view>

namespace dunlin {

/// `name` as a double-quoted SQL identifier. Throws a usage Error for a name with a NUL byte.
std::string quote_identifier(std::string_view name);

/// `schema`.`name`, both quoted.
std::string quote_identifier(std::string_view schema, std::string_view name);

/// `value` as an SQL string literal that reads the same whatever standard_conforming_strings is
/// (PostgreSQL docs, 4.1.2.2: an E'' string when there is a backslash).
std::string quote_literal(std::string_view value);
/// The same without the blank that keeps an E'' apart from a word before it.
std::string quote_literal_alone(std::string_view value);

}  // namespace dunlin
