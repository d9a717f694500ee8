#include "sqlite/pages/Record.hpp"

#include <array>
#include <bit>

#include "sqlite/pages/Varint.hpp"

namespace dunlin::sqlite {
namespace {

// Bytes of the serial types 0 to 11; 10 and 11 are never in a file.
constexpr std::array<std::uint8_t, 10> k_sizes{0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

std::uint64_t size_of(std::uint64_t type) {
  return type < k_sizes.size() ? k_sizes[type] : (type - 12) / 2;
}

std::uint64_t big_endian(std::string_view bytes) {
  // Sign-extended from the first byte.
  const bool negative = !bytes.empty() && (static_cast<std::uint8_t>(bytes[0]) & 0x80) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (const char c : bytes) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

StoredValue value_of(std::uint64_t type, std::string_view bytes) {
  if (type == 0) return {};
  if (type == 7) return {Storage::real, 0, std::bit_cast<double>(big_endian(bytes)), {}};
  if (type == 8 || type == 9) return {Storage::integer, static_cast<std::int64_t>(type - 8), 0, {}};
  if (type < 7) return {Storage::integer, static_cast<std::int64_t>(big_endian(bytes)), 0, {}};
  return {type % 2 == 0 ? Storage::blob : Storage::text, 0, 0, std::string(bytes)};
}

}  // namespace

std::vector<StoredValue> read_record(const PageFile& file, PageNumber page, std::string_view record,
                                     std::size_t columns) {
  std::size_t at = 0;
  const auto header = read_varint(record, at);
  if (!header || *header > record.size()) throw file.damaged(page, "the header of a record is impossible");
  const std::string_view types = record.substr(0, *header);
  std::size_t body = *header;
  std::vector<StoredValue> values;
  while (values.size() < columns) {
    const auto type = read_varint(types, at);
    if (!type || *type == 10 || *type == 11) throw file.damaged(page, "a record has an impossible type");
    const std::uint64_t size = size_of(*type);
    if (size > record.size() - body) throw file.damaged(page, "a record is shorter than its values");
    values.push_back(value_of(*type, record.substr(body, size)));
    body += size;
  }
  return values;
}

}  // namespace dunlin::sqlite
