#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/Error.hpp"
#include "model/Statement.hpp"

namespace dunlin::sql {

/// A psql command read from a script.
struct PsqlCommand {
  model::StatementKind kind = model::StatementKind::ignored;  ///< include or ignored
  std::size_t length = 0;        ///< from the backslash to the end of its arguments
  std::optional<Error> refusal;  ///< why it can't be part of a migration, without its place
};

/// Reads the psql command at the beginning of `line` (which begins with a backslash and ends before the line
/// end). `database` is the one that we are connected to; "" accepts any name after \connect.
PsqlCommand read_psql_command(std::string_view line, std::string_view database);

/// The file that an include names.
struct IncludePath {
  std::string path;
  bool relative = false;  ///< \ir: to the folder of the file it stands in; otherwise as psql's \i does
  friend bool operator==(const IncludePath&, const IncludePath&) = default;
};

/// Reads the text of a StatementKind::include.
IncludePath include_path(std::string_view text);

}  // namespace dunlin::sql
