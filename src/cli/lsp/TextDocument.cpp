#include "cli/lsp/TextDocument.hpp"

#include <algorithm>
#include <utility>

namespace dunlin::cli::lsp {
namespace {

// UTF-16 code units of the character that begins with this byte; its other bytes count nothing.
std::size_t units_of(char byte) {
  const auto lead = static_cast<unsigned char>(byte);
  if ((lead & 0xC0U) == 0x80U) return 0;
  return lead >= 0xF0 ? 2 : 1;
}

}  // namespace

TextDocument::TextDocument(std::string text) : text_(std::move(text)), lines_{0} {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const bool lone_return = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
    if (text_[i] == '\n' || lone_return) lines_.push_back(i + 1);
  }
}

std::size_t TextDocument::offset_of(Position position) const {
  if (position.line >= lines_.size()) return text_.size();
  std::size_t offset = lines_[position.line];
  std::size_t units = 0;
  while (offset < text_.size() && text_[offset] != '\n' && text_[offset] != '\r') {
    const std::size_t next = units + units_of(text_[offset]);
    if (next > position.character) break;
    units = next;
    ++offset;
  }
  return offset;
}

Position TextDocument::position_of(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
  Position position{static_cast<std::size_t>(after - lines_.begin()) - 1, 0};
  for (std::size_t i = lines_[position.line]; i < offset; ++i) position.character += units_of(text_[i]);
  return position;
}

TextDocument TextDocument::replaced(Position begin, Position end, std::string_view by) const {
  const std::size_t from = offset_of(begin);
  const std::size_t to = std::max(offset_of(end), from);
  std::string text;
  text.reserve(text_.size() - (to - from) + by.size());
  text.append(text_, 0, from).append(by).append(text_, to);
  return TextDocument(std::move(text));
}

}  // namespace dunlin::cli::lsp
