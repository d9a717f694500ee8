#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::cli::lsp {

/// A place as editors say it: line and character from 0, characters in UTF-16 code units (LSP 3.17,
/// "Position").
struct Position {
  std::size_t line = 0;
  std::size_t character = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

/// The text of an open file, and its lines.
class TextDocument {
 public:
  explicit TextDocument(std::string text);

  const std::string& text() const { return text_; }
  /// The byte offset of a place. Beyond the end of a line it is that line's end, beyond the last line the
  /// text's end.
  std::size_t offset_of(Position position) const;
  /// The place of a byte offset.
  Position position_of(std::size_t offset) const;
  /// The text with what stands between two places replaced.
  TextDocument replaced(Position begin, Position end, std::string_view by) const;

 private:
  std::string text_;
  std::vector<std::size_t> lines_;  ///< offsets of the first bytes; a line ends with \n, \r\n or \r
};

}  // namespace dunlin::cli::lsp
