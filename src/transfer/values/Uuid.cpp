#include "transfer/values/Uuid.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_with_hyphens = 36, k_without = 32;

bool is_hyphen_place(std::size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string to_string(const UuidForm& form) {
  const std::string shape = form.braces ? "braces" : form.hyphens ? "" : "plain";
  if (shape.empty()) return form.capitals ? "upper" : "lower";
  return shape + (form.capitals ? " upper" : "");
}

std::optional<UuidForm> parse_uuid_form(std::string_view text) {
  for (const bool capitals : {false, true}) {
    for (const UuidForm form : {UuidForm{true, false, capitals}, UuidForm{false, false, capitals},
                                UuidForm{true, true, capitals}}) {
      if (text == to_string(form)) return form;
    }
  }
  return std::nullopt;
}

bool read_uuid(std::string_view text, std::array<char, 16>& bytes, UuidForm& form) {
  form = {};
  if (text.size() == k_with_hyphens + 2 && text.front() == '{' && text.back() == '}') {
    form.braces = true;
    text = text.substr(1, k_with_hyphens);
  }
  form.hyphens = text.size() == k_with_hyphens;
  if (!form.hyphens && (form.braces || text.size() != k_without)) return false;
  bool letter_seen = false;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (form.hyphens && is_hyphen_place(i)) {
      if (c != '-') return false;
      continue;
    }
    const int value = hex_value(c);
    if (value < 0) return false;
    if (value > 9 && !letter_seen) {
      letter_seen = true;
      form.capitals = c <= 'F';
    }
    const auto high = static_cast<unsigned char>(bytes[nibble / 2]);
    bytes[nibble / 2] = static_cast<char>(nibble % 2 == 0 ? value << 4 : high | value);
    ++nibble;
  }
  return true;
}

void spell_uuid(std::string_view bytes, const UuidForm& form, std::string& out) {
  const char* digits = form.capitals ? "0123456789ABCDEF" : "0123456789abcdef";
  if (form.braces) out += '{';
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (form.hyphens && (i == 4 || i == 6 || i == 8 || i == 10)) out += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  if (form.braces) out += '}';
}

}  // namespace dunlin::transfer
