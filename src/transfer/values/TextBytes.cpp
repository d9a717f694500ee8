#include "transfer/values/TextBytes.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace dunlin::transfer {
namespace {

constexpr std::uint64_t k_high_bits = 0x8080808080808080ULL;
constexpr std::uint64_t k_ones = 0x0101010101010101ULL;

// How many bytes at `at` form one character of more than one byte; 0 when they don't. RFC 3629, section 4.
std::size_t length_of_character(const unsigned char* at, const unsigned char* end) {
  const auto rest = static_cast<std::size_t>(end - at);
  const auto continued = [&](std::size_t i) { return (at[i] & 0xc0) == 0x80; };
  const unsigned char lead = at[0];
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return rest >= 2 && continued(1) ? 2 : 0;
  if (lead < 0xf0) {
    if (rest < 3 || !continued(1) || !continued(2)) return 0;
    if (lead == 0xe0 && at[1] < 0xa0) return 0;
    return lead == 0xed && at[1] > 0x9f ? 0 : 3;
  }
  if (lead > 0xf4 || rest < 4 || !continued(1) || !continued(2) || !continued(3)) return 0;
  if (lead == 0xf0 && at[1] < 0x90) return 0;
  return lead == 0xf4 && at[1] > 0x8f ? 0 : 4;
}

// Eight bytes at a time as long as all of them are ASCII and none is NUL.
const unsigned char* skip_plain(const unsigned char* at, const unsigned char* end) {
  while (end - at >= 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, 8);
    if (((eight | (eight - k_ones)) & k_high_bits) != 0) break;
    at += 8;
  }
  return at;
}

}  // namespace

TextFault find_text_fault(std::string_view bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* end = at + bytes.size();
  while ((at = skip_plain(at, end)) < end) {
    // Up to the end of these eight bytes, one by one: a character may reach beyond.
    const auto* stop = end - at >= 8 ? at + 8 : end;
    while (at < stop) {
      if (*at == 0) return TextFault::nul;
      if (*at < 0x80) {
        ++at;
        continue;
      }
      const std::size_t length = length_of_character(at, end);
      if (length == 0) return TextFault::invalid_utf8;
      at += length;
    }
  }
  return TextFault::none;
}

std::size_t count_characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return count;
}

void append_windows_1252(std::string_view bytes, std::string& out) {
  static constexpr std::array<std::uint16_t, 32> k_80_to_9f{
      0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
      0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const unsigned point = byte >= 0x80 && byte < 0xa0 ? k_80_to_9f[byte - 0x80] : byte;
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xc0 | (point >> 6));
      out += static_cast<char>(0x80 | (point & 0x3f));
    } else {
      out += static_cast<char>(0xe0 | (point >> 12));
      out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
      out += static_cast<char>(0x80 | (point & 0x3f));
    }
  }
}

}  // namespace dunlin::transfer
