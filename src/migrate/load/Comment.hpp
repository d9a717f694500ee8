#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dunlin::migrate {

/// One line of a comment, without its dashes, stars and the space after them.
struct CommentLine {
  std::string_view content;  ///< trimmed at its end; leading spaces beyond the first stay
  std::size_t offset = 0;    ///< of `content` in the text
  bool after_gap = false;    ///< an empty line that isn't part of a comment stands before it
};

/// The comments at the beginning of `text`, up to the first thing that is neither comment nor white space.
std::vector<CommentLine> leading_comments(std::string_view text);

/// The comments at the end of `text`: nothing but white space stands between and after them.
std::vector<CommentLine> trailing_comments(std::string_view text);

}  // namespace dunlin::migrate
