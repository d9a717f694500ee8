#include "report/Excerpt.hpp"

#include <algorithm>

#include "base/SecretShape.hpp"
#include "report/Columns.hpp"

namespace dunlin::report {
namespace {

constexpr std::size_t k_tab = 4;

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

LineColumn advance(LineColumn place, std::string_view over) {
  for (const char byte : over) {
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if (!continues_character(byte)) {
      ++place.column;
    }
  }
  return place;
}

// A window of a long line that has the mark in it: a file may be one line of a megabyte.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool cut_left = false;
};

Window window_around(std::string_view text, std::size_t offset, std::size_t width) {
  const std::size_t reach = 4 * width;  // bytes of a character at most
  const std::size_t lowest = offset > reach ? offset - reach : 0;
  Window window;
  const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  window.begin = before == std::string_view::npos ? 0 : before + 1;
  window.end = std::min(text.find('\n', offset), text.size());
  if (window.end > offset && text[window.end - 1] == '\r') --window.end;
  const bool wide = window.end - window.begin > width;
  if (window.begin < lowest || (wide && offset - window.begin > width / 2)) {
    window.begin = std::max(window.begin, offset > width / 4 ? offset - width / 4 : 0);
    while (window.begin < offset && continues_character(text[window.begin])) ++window.begin;
    window.cut_left = true;
  }
  return window;
}

bool is_secret(const std::vector<SecretShape>& secrets, std::size_t offset) {
  return std::any_of(secrets.begin(), secrets.end(), [&](const SecretShape& secret) {
    return offset >= secret.offset && offset < secret.offset + secret.length;
  });
}

// The text from the line of `begin` to `end`, searched for what is never shown; offsets are those of `text`.
std::vector<SecretShape> secrets_in(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t line = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  const std::size_t first = line == std::string_view::npos ? 0 : line + 1;
  const std::size_t last = std::min(text.find('\n', end), text.size());
  std::vector<SecretShape> secrets = find_secrets(text.substr(first, last - first));
  for (SecretShape& secret : secrets) secret.offset += first;
  return secrets;
}

ExcerptLine show_line(std::string_view text, const Window& window, std::size_t mark_from, std::size_t mark_to,
                      std::size_t width, const std::vector<SecretShape>& secrets) {
  ExcerptLine line;
  line.text = window.cut_left ? "..." : "";
  std::size_t column = line.text.size();
  line.mark_begin = line.mark_end = column;
  for (std::size_t i = window.begin; i < window.end;) {
    auto glyph = glyph_at(text, i);
    if (text[i] == '\t') {
      glyph.columns = k_tab - column % k_tab;
      glyph.shown.assign(glyph.columns, ' ');
    } else if (is_secret(secrets, i)) {
      glyph.shown.assign(glyph.columns, '*');
    }
    if (column + glyph.columns > width) {
      line.text += "...";
      break;
    }
    if (i <= mark_from) line.mark_begin = column;
    line.text += glyph.shown;
    column += glyph.columns;
    if (i < mark_to) line.mark_end = column;
    i += glyph.bytes;
  }
  if (mark_from >= window.end) line.mark_begin = column;
  line.mark_end = std::max(line.mark_end, line.mark_begin + 1);
  return line;
}

}  // namespace

std::string_view text_of(const model::SourceSpan& span, std::string_view text) {
  return span.offset < text.size() ? text.substr(span.offset, span.length) : std::string_view();
}

LineColumn end_of(const model::SourceSpan& span, std::string_view text) {
  return advance({std::max(span.line, 1), std::max(span.column, 1)}, text_of(span, text));
}

LineColumn place_of(std::size_t offset, std::string_view text) {
  return advance({1, 1}, text.substr(0, offset));
}

Excerpt excerpt_of(const model::SourceSpan& span, std::string_view text, std::size_t width,
                   std::size_t max_lines) {
  Excerpt excerpt;
  if (span.line <= 0 || span.offset >= text.size()) return excerpt;
  const std::size_t end = span.offset + text_of(span, text).size();
  const std::vector<SecretShape> secrets = secrets_in(text, span.offset, end);
  std::size_t at = span.offset;
  for (int number = span.line;; ++number) {
    if (excerpt.lines.size() == max_lines) {
      excerpt.hidden_lines =
          1 + static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                  text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      return excerpt;
    }
    const auto window = window_around(text, at, width);
    auto line = show_line(text, window, at, end, width, secrets);
    line.number = number;
    excerpt.lines.push_back(std::move(line));
    const auto next = text.find('\n', at);
    if (next == std::string_view::npos || next + 1 >= end) return excerpt;
    at = next + 1;
  }
}

}  // namespace dunlin::report
