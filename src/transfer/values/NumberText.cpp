#include "transfer/values/NumberText.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace dunlin::transfer {
namespace {

using sqlite::Storage;
using sqlite::Value;

// `text` as one number of that type, all of it.
template <class T>
std::optional<Value> read_as(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return Value::of(number);
}

}  // namespace

std::string_view spell_number(const Value& number, NumberBuffer& buffer) {
  constexpr std::string_view k_zero = ".0";
  char* begin = buffer.data();
  char* limit = begin + buffer.size() - k_zero.size();
  if (number.storage == Storage::integer)
    return {begin, static_cast<std::size_t>(std::to_chars(begin, limit, number.integer).ptr - begin)};
  char* end = std::to_chars(begin, limit, number.real).ptr;
  const std::string_view text(begin, static_cast<std::size_t>(end - begin));
  if (text.find_first_not_of("-0123456789") == std::string_view::npos) {
    std::memcpy(end, k_zero.data(), k_zero.size());
    end += k_zero.size();
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::optional<Value> read_number(std::string_view text) {
  auto number = read_as<std::int64_t>(text);
  if (!number) number = read_as<double>(text);
  if (!number || (number->storage == Storage::real && !std::isfinite(number->real))) return std::nullopt;
  NumberBuffer buffer;
  return spell_number(*number, buffer) == text ? number : std::nullopt;
}

}  // namespace dunlin::transfer
