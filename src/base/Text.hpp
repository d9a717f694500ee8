#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// `text` without white space at both ends (space, tab, CR, LF, FF, VT).
std::string_view trim(std::string_view text);

/// ASCII lower case; other bytes unchanged.
std::string to_lower(std::string_view text);

/// ASCII case-insensitive equality.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Parts of `text` between separators, each trimmed; empty parts are dropped.
std::vector<std::string> split_list(std::string_view text, char separator = ',');

/// Lines without their line ends (LF or CRLF). A final line end makes no extra empty line.
std::vector<std::string_view> split_lines(std::string_view text);

/// Whether one of `words` is `word`, in the same letters.
bool is_among(const std::vector<std::string>& words, std::string_view word);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Offset of the first byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong forms), if any.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// `text` with control characters and those that turn the direction of writing shown as \xNN (tab and newline
/// stay when `keep_lines`), so that a hostile name can't move the cursor or change colours of a terminal.
std::string printable(std::string_view text, bool keep_lines = false);

/// The candidate nearest to `word` by edit distance, when it is near enough to be a slip of the fingers.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "1 migration", "3 migrations".
std::string counted(std::size_t count, std::string_view singular);

/// `count` rows, bytes, ... with thousands separated: 1,234,567.
std::string with_thousands(long long count);

}  // namespace dunlin
