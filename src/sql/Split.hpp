#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/SourceSpan.hpp"
#include "model/Statement.hpp"

namespace dunlin::sql {

/// The text to split and how its places are counted in messages.
struct SplitInput {
  std::string_view text;
  std::string file;      ///< for error messages
  int first_line = 1;    ///< line of the file at which `text` begins
  std::string database;  ///< for \connect: the database we are connected to; "" refuses none by name
};

/// Splits SQL into statements after PostgreSQL's lexical rules (PostgreSQL docs, 4.1) and psql's scanner:
/// dollar quotes, nested comments, E'', U&'', BEGIN ATOMIC bodies, CREATE RULE (a; b), COPY ... FROM STDIN
/// data, \i and \ir. Each statement is classified (model::StatementKind). Linear in the text; the text may
/// hold many megabytes. Throws a usage Error with facts file, line, column for an unterminated quote or
/// comment (the place where it began), for a psql command that can't be part of a migration (by name, with
/// what to do), and for a misplaced directive.
std::vector<model::Statement> split(const SplitInput& input);

/// What kind of statement `text` is: one statement, of which the first words decide. Doesn't know of
/// directives, and CALL is `ordinary`: whether the procedure commits is for the database to say
/// (sql/Procedure.hpp helps to ask).
model::StatementKind classify(std::string_view text);

/// SHA-256 of the tokens of `text` (a statement or a script): equal for texts that differ only in white space
/// and comments outside of quotes. Keywords and unquoted names are compared in lower case, COPY data byte by
/// byte.
/// `-- dunlin:assert ...` is a statement, so it counts.
std::string token_checksum(std::string_view text);

/// The text with comments taken out and runs of white space between tokens made one space, for one-line
/// display.
std::string one_line(std::string_view text, std::size_t max_length);

}  // namespace dunlin::sql
