#include "transfer/values/Numeric.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace dunlin::transfer {
namespace {

// PostgreSQL's numeric on the wire: digits of base 10,000 after a header of four int16 (numeric_send).
constexpr std::uint16_t k_positive = 0x0000, k_negative = 0x4000, k_nan = 0xc000, k_infinity = 0xd000,
                        k_minus_infinity = 0xf000;
// PostgreSQL docs, table 8.2.
constexpr long k_most_digits_before_point = 131'072, k_most_digits_after_point = 16'383;
constexpr int k_group = 4;  // decimal digits of one digit

constexpr const char* k_not_a_number = "not a decimal number";
constexpr const char* k_too_large = "number too large for numeric";
constexpr const char* k_precision = "more digits before the point than the type has";
constexpr const char* k_scale = "more digits behind the point than the type has";

// A decimal: 0.d1d2d3... times 10^point, without zeros at either end of its digits.
struct Decimal {
  std::string_view digits;
  long point = 0;
  long shown = 0;  ///< digits behind the point that are kept, at least those that are there
  bool negative = false;
};

void strip(Decimal& decimal) {
  while (!decimal.digits.empty() && decimal.digits.front() == '0') {
    decimal.digits.remove_prefix(1);
    --decimal.point;
  }
  while (!decimal.digits.empty() && decimal.digits.back() == '0') decimal.digits.remove_suffix(1);
}

long digits_behind_point(const Decimal& decimal) {
  return std::max(0L, static_cast<long>(decimal.digits.size()) - decimal.point);
}

const char* apply_limits(Decimal& decimal, NumericLimits limits) {
  if (limits.scale >= 0) {
    if (digits_behind_point(decimal) > limits.scale) return k_scale;
    decimal.shown = limits.scale;
    if (!decimal.digits.empty() && decimal.point > limits.precision - limits.scale) return k_precision;
  }
  if (decimal.point > k_most_digits_before_point) return k_too_large;
  if (decimal.shown > k_most_digits_after_point) return k_scale;
  return nullptr;
}

// The digit of base 10,000 whose first decimal digit has place `at` (counted from the first one).
std::uint16_t group(std::string_view digits, long at) {
  int value = 0;
  for (long i = at; i < at + k_group; ++i) {
    const bool there = i >= 0 && i < static_cast<long>(digits.size());
    value = value * 10 + (there ? digits[static_cast<std::size_t>(i)] - '0' : 0);
  }
  return static_cast<std::uint16_t>(value);
}

const char* write(Decimal decimal, NumericLimits limits, ImageWriter& out) {
  strip(decimal);
  if (const char* fault = apply_limits(decimal, limits)) return fault;
  if (decimal.digits.empty()) {
    decimal.point = 0;
    decimal.negative = false;
  }
  // Places of the groups are multiples of four from the point.
  const long point = decimal.point;
  const long weight =
      decimal.digits.empty() ? 0 : (point > 0 ? (point - 1) / k_group : -(-point / k_group) - 1);
  const long first = point - (weight + 1) * k_group;
  const long size = static_cast<long>(decimal.digits.size());
  const long groups = decimal.digits.empty() ? 0 : (size - first + k_group - 1) / k_group;
  out.ensure(12 + 2 * static_cast<std::size_t>(groups));
  out.int32(static_cast<std::uint32_t>(8 + 2 * groups));
  out.int16(static_cast<std::uint16_t>(groups));
  out.int16(static_cast<std::uint16_t>(weight));
  out.int16(decimal.negative ? k_negative : k_positive);
  out.int16(static_cast<std::uint16_t>(decimal.shown));
  for (long i = 0; i < groups; ++i) out.int16(group(decimal.digits, first + i * k_group));
  return nullptr;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

const char* write_special(std::uint16_t sign, NumericLimits limits, ImageWriter& out) {
  if (limits.scale >= 0) return k_precision;
  out.ensure(12);
  out.int32(8);
  out.int16(0);
  out.int16(0);
  out.int16(sign);
  out.int16(0);
  return nullptr;
}

int read16(std::string_view bytes, std::size_t at) {
  return (static_cast<unsigned char>(bytes[at]) << 8) | static_cast<unsigned char>(bytes[at + 1]);
}

void append_group(int digit, std::string& out) {
  const std::array<char, 4> text{
      static_cast<char>('0' + digit / 1000), static_cast<char>('0' + digit / 100 % 10),
      static_cast<char>('0' + digit / 10 % 10), static_cast<char>('0' + digit % 10)};
  out.append(text.data(), text.size());
}

bool spell_special(int sign, std::string& out) {
  if (sign == k_nan) out += "NaN";
  if (sign == k_infinity) out += "Infinity";
  if (sign == k_minus_infinity) out += "-Infinity";
  return sign == k_nan || sign == k_infinity || sign == k_minus_infinity;
}

// Digits of base 10,000 from place `from` on: those before the point, then those behind it.
void append_digits(std::string_view field, int groups, int weight, long shown, std::string& out) {
  const auto digit_at = [&](long place) {
    return place >= 0 && place < groups ? read16(field, 8 + 2 * static_cast<std::size_t>(place)) : 0;
  };
  const std::size_t begin = out.size();
  for (long place = 0; place <= weight; ++place) append_group(digit_at(place), out);
  const std::size_t zeros =
      std::min(out.find_first_not_of('0', begin), out.size()) - begin;  // "0012" is spelled "12"
  out.erase(begin, zeros);
  if (out.size() == begin) out += '0';
  if (shown == 0) return;
  out += '.';
  const std::size_t fraction = out.size();
  for (long place = weight + 1; static_cast<long>(out.size() - fraction) < shown; ++place)
    append_group(digit_at(place), out);
  out.resize(fraction + static_cast<std::size_t>(shown));
}

}  // namespace

const char* write_numeric(std::int64_t value, NumericLimits limits, ImageWriter& out) {
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  std::string_view digits(text.data(), static_cast<std::size_t>(end - text.data()));
  if (value < 0) digits.remove_prefix(1);
  return write({digits, static_cast<long>(digits.size()), 0, value < 0}, limits, out);
}

const char* write_numeric(double value, NumericLimits limits, ImageWriter& out) {
  if (std::isnan(value)) return write_special(k_nan, {}, out);
  if (std::isinf(value)) return write_special(value < 0 ? k_minus_infinity : k_infinity, limits, out);
  std::array<char, 40> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
  const std::string_view spelled(text.data(), static_cast<std::size_t>(end - text.data()));
  return write_numeric(spelled, limits, out);
}

const char* write_numeric(std::string_view decimal, NumericLimits limits, ImageWriter& out) {
  std::string_view rest = decimal;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::size_t whole = count_digits(rest);
  std::size_t fraction = 0;
  if (rest.size() > whole && rest[whole] == '.') fraction = count_digits(rest.substr(whole + 1));
  if (whole + fraction == 0) return k_not_a_number;
  const bool point = rest.size() > whole && rest[whole] == '.';
  std::string_view tail = rest.substr(whole + fraction + (point ? 1 : 0));
  long exponent = 0;
  if (!tail.empty()) {
    if (tail.front() != 'e' && tail.front() != 'E') return k_not_a_number;
    tail.remove_prefix(1);
    if (tail.starts_with('+')) tail.remove_prefix(1);
    const auto [end, error] = std::from_chars(tail.data(), tail.data() + tail.size(), exponent);
    if (tail.empty() || end != tail.data() + tail.size() || tail.starts_with("+")) return k_not_a_number;
    if (error != std::errc() || exponent > 200'000 || exponent < -200'000) return k_too_large;
  }
  const long shown = std::max(0L, static_cast<long>(fraction) - exponent);
  const long places = static_cast<long>(whole) + exponent;
  if (fraction == 0) return write({rest.substr(0, whole), places, shown, negative}, limits, out);
  // The digits without the point between them.
  std::array<char, 64> few{};
  std::string many;
  std::string_view digits;
  if (whole + fraction <= few.size()) {
    std::copy_n(rest.data(), whole, few.data());
    std::copy_n(rest.data() + whole + 1, fraction, few.data() + whole);
    digits = {few.data(), whole + fraction};
  } else {
    many = std::string(rest.substr(0, whole)).append(rest.substr(whole + 1, fraction));
    digits = many;
  }
  Decimal value{digits, places, shown, negative};
  // A double's spelling ("1.5e+00") shows no zeros; a text's does ("1.50").
  return write(value, limits, out);
}

bool spell_numeric(std::string_view field, std::string& out) {
  if (field.size() < 8 || field.size() % 2 != 0) return false;
  const int groups = read16(field, 0);
  const int weight = static_cast<std::int16_t>(read16(field, 2));
  const int sign = read16(field, 4);
  const long shown = read16(field, 6) & 0x3fff;
  if (field.size() != 8 + 2 * static_cast<std::size_t>(groups)) return false;
  if (sign != k_positive && sign != k_negative) return spell_special(sign, out);
  for (int i = 0; i < groups; ++i) {
    if (read16(field, 8 + 2 * static_cast<std::size_t>(i)) > 9999) return false;
  }
  if (sign == k_negative && groups > 0) out += '-';
  append_digits(field, groups, weight, shown, out);
  return true;
}

}  // namespace dunlin::transfer
