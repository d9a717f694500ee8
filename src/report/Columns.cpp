#include "report/Columns.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/Text.hpp"

namespace dunlin::report {
namespace {

using Range = std::pair<std::uint32_t, std::uint32_t>;

// The blocks that are wide as a whole; the scattered single ones aren't worth a table of Unicode's.
constexpr std::array<Range, 12> k_wide{{{0x1100, 0x115F},
                                        {0x2E80, 0x303E},
                                        {0x3041, 0xA4CF},
                                        {0xA960, 0xA97F},
                                        {0xAC00, 0xD7A3},
                                        {0xF900, 0xFAFF},
                                        {0xFE30, 0xFE6F},
                                        {0xFF00, 0xFF60},
                                        {0xFFE0, 0xFFE6},
                                        {0x1F300, 0x1F64F},
                                        {0x1F680, 0x1FAFF},
                                        {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 7> k_combining{{{0x0300, 0x036F},
                                            {0x1AB0, 0x1AFF},
                                            {0x1DC0, 0x1DFF},
                                            {0x200B, 0x200D},
                                            {0x20D0, 0x20FF},
                                            {0xFE00, 0xFE0F},
                                            {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool within(std::uint32_t code, const std::array<Range, N>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return code >= range.first && code <= range.second; });
}

std::size_t sequence_length(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  return lead >= 0xC2 ? 2 : 1;
}

std::uint32_t code_of(std::string_view sequence) {
  if (sequence.size() == 1) return static_cast<unsigned char>(sequence[0]);
  std::uint32_t code = static_cast<unsigned char>(sequence[0]) & (0x7FU >> sequence.size());
  for (const char byte : sequence.substr(1)) code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  return code;
}

}  // namespace

Glyph glyph_at(std::string_view text, std::size_t offset) {
  const char first = text[offset];
  if (first == '\t') return {" ", 1, 1};
  if (first >= 0x20 && first < 0x7F) return {std::string(1, first), 1, 1};
  auto sequence = text.substr(offset, sequence_length(static_cast<unsigned char>(first)));
  if (find_invalid_utf8(sequence)) sequence = sequence.substr(0, 1);
  Glyph glyph{printable(sequence), sequence.size(), 0};
  if (glyph.shown != sequence) {
    glyph.columns = glyph.shown.size();
  } else {
    const auto code = code_of(sequence);
    glyph.columns = within(code, k_combining) ? 0 : within(code, k_wide) ? 2 : 1;
  }
  return glyph;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto glyph = glyph_at(text, i);
    columns += glyph.columns;
    i += glyph.bytes;
  }
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
  constexpr std::string_view k_cut = "...";
  std::string out;
  std::size_t used = 0, keep = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto glyph = glyph_at(text, i);
    if (used + glyph.columns > columns) {
      out.resize(keep);
      return out.append(k_cut);
    }
    out += glyph.shown;
    used += glyph.columns;
    i += glyph.bytes;
    if (used + k_cut.size() <= columns) keep = out.size();
  }
  return out;
}

}  // namespace dunlin::report
