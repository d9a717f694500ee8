#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/SourceSpan.hpp"

namespace dunlin::report {

/// A place in a text as editors count it: from 1, columns in characters.
struct LineColumn {
  int line = 1;
  int column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// The bytes of a span; fewer (or none) when the text is shorter than the span says.
std::string_view text_of(const model::SourceSpan& span, std::string_view text);

/// Where a span ends: the place after its last character. Counted from the span's own line and column.
LineColumn end_of(const model::SourceSpan& span, std::string_view text);

/// The place of a byte offset, counted from the beginning of the text.
LineColumn place_of(std::size_t offset, std::string_view text);

/// A source line as it is shown, and which columns of it belong to the span.
struct ExcerptLine {
  int number = 0;
  std::string text;  ///< printable, tabs as spaces, cut to the width
  std::size_t mark_begin = 0;
  std::size_t mark_end = 0;
};

/// The first lines of a span's text.
struct Excerpt {
  std::vector<ExcerptLine> lines;
  std::size_t hidden_lines = 0;  ///< lines of the span that aren't among `lines`
};

/// At most `max_lines` lines of a span, each at most `width` columns wide; no lines when the text is unknown.
/// What has the shape of a secret (base/SecretShape) is shown as asterisks.
Excerpt excerpt_of(const model::SourceSpan& span, std::string_view text, std::size_t width,
                   std::size_t max_lines);

}  // namespace dunlin::report
