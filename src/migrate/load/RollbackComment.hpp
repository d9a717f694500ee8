#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::migrate {

/// SQL taken out of a comment: line by line as in the file, so that line numbers of errors hold.
struct CommentedSql {
  std::string text;
  std::size_t begin = 0;  ///< of its first line's SQL in the searched text
  std::size_t end = 0;

  friend bool operator==(const CommentedSql&, const CommentedSql&) = default;
};

/// The rollback that a migration's comments spell out: `-- Rollback: DROP TABLE t;`, or `-- Rollback:` /
/// `-- ROLLBACK SCRIPT` and the commented SQL after it, among the first or the last comments of `text`. Prose
/// ("Rollback: not possible") is none.
std::optional<CommentedSql> find_rollback_comment(std::string_view text);

/// `SELECT schema.rollback_migration_001();` when `text` creates a function of that name for `version`.
std::optional<std::string> find_rollback_function(std::string_view text, std::string_view version);

}  // namespace dunlin::migrate
