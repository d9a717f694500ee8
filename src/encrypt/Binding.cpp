#include "encrypt/Binding.hpp"

#include <cstdint>

#include "base/Text.hpp"

namespace dunlin::encrypt {

std::string bound_to(std::string_view purpose, std::string_view context) {
  std::string out(purpose);
  if (context.empty()) return out;
  out += '|';
  out += context;
  return out;
}

std::string row_context(std::string_view column_context, const std::vector<std::string_view>& key) {
  std::string out(column_context);
  for (const auto part : key) {
    out += '|';
    for (const char c : part) {
      if (c == '|' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

std::string normalise(std::string_view value, std::string_view normaliser) {
  if (normaliser == "phone") {
    std::string out;
    for (const char c : value) {
      if ((c >= '0' && c <= '9') || c == '+') out += c;
    }
    return out;
  }
  if (normaliser == "email") {
    constexpr std::string_view k_space = " \t\r\n";
    const auto begin = value.find_first_not_of(k_space);
    if (begin == std::string_view::npos) return "";
    return to_lower(value.substr(begin, value.find_last_not_of(k_space) - begin + 1));
  }
  return std::string(value);
}

std::string index_mark(int kid, bool is_first) {
  std::string out;
  if (is_first) return out;
  const auto number = static_cast<std::uint32_t>(kid);
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(number >> shift & 0xFF);
  return out;
}

std::string blind_index(IndexKey& key, std::string_view value, std::string_view normaliser, int bits) {
  std::string out = key.mark;
  out += key.hmac.of({normalise(value, normaliser)}).substr(0, static_cast<std::size_t>(bits) / 8);
  return out;
}

}  // namespace dunlin::encrypt
