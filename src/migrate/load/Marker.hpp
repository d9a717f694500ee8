#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace dunlin::migrate {

/// A comment line that steers a tool: `-- +goose Up`, `-- migrate:up transaction:false`, `-- dunlin:down`.
struct Marker {
  std::size_t begin = 0;      ///< of the line
  std::size_t end = 0;        ///< of the next line, or of the text
  bool indented = false;      ///< white space before the dashes
  std::string_view word;      ///< which of the words it is
  std::string_view argument;  ///< what follows the word, trimmed
};

/// The lines of `text` that read, after optional white space, dashes and optional white space, like one of
/// `words` (ASCII case-insensitive), in their order. One pass, however many words.
std::vector<Marker> find_markers(std::string_view text, std::initializer_list<std::string_view> words);

/// True when `text` is only white space and comments (line comments; block comments aren't looked into).
bool only_comments(std::string_view text);

}  // namespace dunlin::migrate
