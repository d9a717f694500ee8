#include "model/Version.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::model {
namespace {

bool in_range(std::string_view digits, std::size_t at, int low, int high) {
  if (digits.size() < at + 2) return true;  // the shorter forms end before this part
  const int value = (digits[at] - '0') * 10 + (digits[at + 1] - '0');
  return value >= low && value <= high;
}

constexpr std::size_t k_date_digits = 14;
constexpr std::size_t k_longest_number = 19;  // every number of 19 digits fits in 64 bits

// YYYYMMDD, optionally followed by HH, MM, SS, and then by any digits.
bool looks_dated(std::string_view digits) {
  if (digits.size() < 8 || digits.size() > k_longest_number) return false;
  if (digits.size() < k_date_digits && digits.size() % 2 != 0) return false;
  const int year =
      (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + (digits[3] - '0');
  if (year < 1970 || year > 2199) return false;
  if (digits.size() == k_date_digits) return true;
  return in_range(digits, 4, 1, 12) && in_range(digits, 6, 1, 31) && in_range(digits, 8, 0, 23) &&
         in_range(digits, 10, 0, 59) && in_range(digits, 12, 0, 60);
}

std::uint64_t to_number(std::string_view digits, const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    throw usage_error(fmt::format("'{}' is not a version", printable(text)),
                      "versions are numbers (007), dotted numbers (1.2) or dates (20240115, 20240115123000)");
  }
  return number;
}

}  // namespace

Version parse_version(const std::string& text) {
  Version version{text, Numbering::sequential, {}, {}};
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
      looks_dated(text)) {
    version.numbering = Numbering::dated;
    const std::string padded = text + std::string(k_longest_number - text.size(), '0');
    version.numbers = {to_number(padded.substr(0, k_date_digits), text)};
    if (text.size() > k_date_digits) version.numbers.push_back(to_number(padded.substr(k_date_digits), text));
    return version;
  }
  std::string dotted = text;
  std::replace(dotted.begin(), dotted.end(), '_', '.');
  std::string_view rest = dotted;
  while (true) {
    const auto dot = rest.find('.');
    version.numbers.push_back(to_number(rest.substr(0, dot), text));
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  while (version.numbers.size() > 1 && version.numbers.back() == 0) version.numbers.pop_back();
  return version;
}

Version parse_named_version(const std::string& text) {
  const auto underscore = text.find('_');
  Version version = parse_version(text.substr(0, underscore));
  version.text = text;
  if (underscore != std::string::npos) version.name = text.substr(underscore + 1);
  return version;
}

bool names_version(const std::string& typed, const Version& version) {
  if (typed == version.text) return true;
  if (version.numbering == Numbering::planned || typed.empty() || typed.front() < '0' || typed.front() > '9')
    return false;
  try {
    return parse_version(typed) == version;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace dunlin::model
