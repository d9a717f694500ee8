#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dunlin::report {

/// One character of a text as a terminal shows it.
struct Glyph {
  std::string shown;        ///< printable: a control character is \xNN
  std::size_t bytes = 0;    ///< of the text
  std::size_t columns = 0;  ///< 2 for East Asian wide ones, 0 for marks that combine (Unicode TR11)
};

/// The character that begins at `offset` of `text`; bytes that aren't UTF-8 come one at a time. A tab is one
/// space.
Glyph glyph_at(std::string_view text, std::size_t offset);

/// How many columns of a terminal `text` takes.
std::size_t columns_of(std::string_view text);

/// `text` with control characters shown and cut to `columns` columns, with "..." where it was cut.
std::string fitted(std::string_view text, std::size_t columns);

}  // namespace dunlin::report
