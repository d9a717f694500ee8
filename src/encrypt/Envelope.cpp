#include "encrypt/Envelope.hpp"

#include <algorithm>

#include "encrypt/Bytes.hpp"

namespace dunlin::encrypt {
namespace {

constexpr std::size_t k_prefix = 3;       // "v1."
constexpr std::size_t k_most_digits = 9;  // of a key's number: what an integer holds for certain

}  // namespace

std::optional<Envelope> parse_envelope(std::string_view text) {
  Envelope out;
  if (text.starts_with("v2.")) {
    out.format = Format::v2;
  } else if (!text.starts_with("v1.")) {
    return std::nullopt;
  }
  text.remove_prefix(k_prefix);
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot > k_most_digits || text[0] == '0') return std::nullopt;
  for (const char c : text.substr(0, dot)) {
    if (c < '0' || c > '9') return std::nullopt;
    out.kid = out.kid * 10 + (c - '0');
  }
  auto box = from_base64(text.substr(dot + 1));
  if (!box) return std::nullopt;
  out.box = std::move(*box);
  return out;
}

std::string to_text(const Envelope& envelope) {
  std::string out(to_string(envelope.format));
  out += '.';
  out += std::to_string(envelope.kid);
  out += '.';
  out += to_base64(envelope.box);
  return out;
}

std::string_view to_string(Format format) {
  return format == Format::v1 ? "v1" : "v2";
}

}  // namespace dunlin::encrypt
