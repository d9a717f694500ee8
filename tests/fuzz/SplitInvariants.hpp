#pragma once

#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Error.hpp"
#include "sql/Procedure.hpp"
#include "sql/PsqlCommand.hpp"
#include "sql/Split.hpp"

namespace dunlin::sql {

/// What a statement's own text has to be when it is split by itself. An assertion is found in a comment, and
/// a unit is marked by one, so they come back as what they are without it.
inline std::optional<std::string> broken_alone(const std::string& text, const model::Statement& statement) {
  using model::StatementKind;
  const std::string own = text.substr(statement.offset, statement.length);
  if (own.starts_with("\xEF\xBB\xBF")) return std::nullopt;  // a byte order mark at the beginning only
  if (statement.kind == StatementKind::include) include_path(own);
  const auto again = split({own});
  if (again.size() != 1) return fmt::format("a statement became {}: {}", again.size(), own);
  if (again[0].offset != 0 || again[0].length != own.size())
    return "a statement has other borders by itself: " + own;
  const bool comparable = statement.kind != StatementKind::assertion &&
                          statement.kind != StatementKind::unit && statement.kind != StatementKind::batch;
  if (comparable && again[0].kind != statement.kind) return "a statement has another kind by itself: " + own;
  if (statement.directives_length > statement.offset) return "directives before the text begins: " + own;
  if (token_checksum(own) != token_checksum(" " + own + "\n"))
    return "white space changed a checksum: " + own;
  return std::nullopt;
}

/// Splits `text` and says which promise of split() doesn't hold for it, if any.
inline std::optional<std::string> broken_invariant(const std::string& text) {
  std::vector<model::Statement> statements;
  try {
    statements = split({text, "fuzz.sql"});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::usage || error.fact("line").empty() || error.fact("column").empty()) {
      return "an error without its place: " + error.message();
    }
    return std::nullopt;
  }
  std::size_t end = 0;
  std::size_t line = 1;
  for (const auto& statement : statements) {
    if (statement.offset < end || statement.length == 0 || statement.line < line)
      return "statements out of order";
    end = statement.offset + statement.length;
    if (statement.data_offset != 0) {
      if (statement.data_offset < end) return "data before its statement";
      end = statement.data_offset + statement.data_length;
    }
    if (end > text.size()) return "a statement reaches behind the text";
    line = statement.line;
    if (auto broken = broken_alone(text, statement)) return broken;
  }
  token_checksum(text);
  one_line(text, 60);
  body_commits(text);
  created_procedure(text);
  return std::nullopt;
}

}  // namespace dunlin::sql
