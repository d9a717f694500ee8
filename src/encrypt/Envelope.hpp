#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::encrypt {

/// How a box is made. v1: AES-256-CBC, then HMAC-SHA256 (the pack's SQL functions know it); v2: AES-256-GCM
/// (clients only).
enum class Format : std::uint8_t { v1 = 1, v2 = 2 };

/// An encrypted value as it stands in a column: v1.<number of the data key>.<base64 of the box>.
struct Envelope {
  Format format = Format::v1;
  int kid = 0;
  std::string box;
  friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// Nothing for text that isn't an envelope; the same texts that the pack's decrypt() takes for one, and those
/// of v2.
std::optional<Envelope> parse_envelope(std::string_view text);
std::string to_text(const Envelope& envelope);

std::string_view to_string(Format format);

}  // namespace dunlin::encrypt
