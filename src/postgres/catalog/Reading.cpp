#include "postgres/catalog/Reading.hpp"

#include <algorithm>
#include <charconv>

namespace dunlin::postgres {

std::string Reading::column(Oid relation, std::int64_t number) const {
  const auto found = columns.find(relation);
  if (found == columns.end() || number < 1 || number > static_cast<std::int64_t>(found->second.size()))
    return "";
  return found->second[static_cast<std::size_t>(number - 1)];
}

std::vector<std::string> Reading::columns_of(Oid relation, std::string_view numbers) const {
  std::vector<std::string> names;
  for (const std::int64_t number : numbers_in(numbers)) names.push_back(column(relation, number));
  return names;
}

std::vector<std::int64_t> numbers_in(std::string_view text) {
  std::vector<std::int64_t> numbers;
  if (text.starts_with('[')) text.remove_prefix(std::min(text.size(), text.find('=')));  // [0:1]={1,2}
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    std::int64_t number = 0;
    const auto [behind, error] = std::from_chars(at, end, number);
    if (error == std::errc{}) numbers.push_back(number);
    at = error == std::errc{} ? behind : at + 1;
  }
  return numbers;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  if (text.empty()) return lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

namespace {

constexpr std::int64_t k_varlena_header = 4;       // VARHDRSZ is part of the modifiers of varlena types
constexpr std::int64_t k_full_precision = 0xFFFF;  // of interval: INTERVAL_FULL_PRECISION

// numeric(10,2): precision in the upper half, scale in the lower 11 bits, signed (numeric.c).
std::vector<int> numeric_sizes(std::int64_t modifier) {
  const std::int64_t packed = modifier - k_varlena_header;
  const auto scale = static_cast<int>(((packed & 0x7FF) ^ 1024) - 1024);
  const auto precision = static_cast<int>((packed >> 16) & 0xFFFF);
  if (scale == 0) return {precision};
  return {precision, scale};
}

std::vector<int> interval_sizes(std::int64_t modifier) {
  const auto fields = static_cast<int>((modifier >> 16) & 0x7FFF);
  const std::int64_t precision = modifier & 0xFFFF;
  if (precision == k_full_precision) return {fields};
  return {fields, static_cast<int>(precision)};
}

std::vector<int> sizes_of(std::string_view name, std::int64_t modifier) {
  if (modifier < 0) return {};
  if (name == "varchar" || name == "bpchar") return {static_cast<int>(modifier - k_varlena_header)};
  if (name == "numeric") return numeric_sizes(modifier);
  if (name == "interval") return interval_sizes(modifier);
  return {static_cast<int>(modifier)};
}

}  // namespace

model::TypeName type_of(std::string_view schema, std::string_view name, bool array, std::int64_t modifier) {
  model::TypeName type;
  if (schema != "pg_catalog") type.schema = schema;
  type.name = name;
  type.array = array;
  type.modifiers = sizes_of(name, modifier);
  return type;
}

model::Options options_of(std::string_view lines) {
  model::Options options;
  for (const std::string& line : lines_of(lines)) {
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) options.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  return options;
}

}  // namespace dunlin::postgres
