#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Error.hpp"

namespace dunlin::sql {

/// Where a directive may stand.
enum class DirectivePlace : std::uint8_t {
  file,       ///< in the comments before the first statement; says something about the whole file
  statement,  ///< on a line of its own directly before the statement it is about
  anywhere,
  section,  ///< begins the file's rollback: cut off before the rest is split, so it is misplaced wherever we
            ///< see it
};

/// A comment `-- dunlin:NAME ARGUMENT`. A known name is spelled as in the list, whatever its case; the
/// argument is a view into the comment.
struct DirectiveText {
  std::string_view name;
  std::string_view argument;
};

/// A wish of the file as a whole, such as {"lock_timeout", "5s", 3}.
struct Directive {
  std::string name;
  std::string argument;
  int line = 1;
  friend bool operator==(const Directive&, const Directive&) = default;
};

/// Reads a line comment as a directive, known or not; nothing for a comment that isn't addressed to dunlin.
std::optional<DirectiveText> read_directive(std::string_view comment);

/// Where the directive of that name may stand; nothing when there is none of that name.
std::optional<DirectivePlace> directive_place(std::string_view name);

/// The error for a directive that doesn't exist, with the nearest one that does.
Error unknown_directive(std::string_view name);

/// The directives in the comments before the first statement of `text`, without those that are about one
/// statement. Ends at `assert`, which is a statement. Throws a usage Error with fact line for an unknown
/// directive.
std::vector<Directive> leading_directives(std::string_view text, int first_line = 1);

}  // namespace dunlin::sql
