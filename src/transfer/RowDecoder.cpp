#include "transfer/RowDecoder.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::uint32_t k_null = 0xffffffffU;

std::uint32_t read_length(const char* at) {
  std::uint32_t out = 0;
  for (int i = 0; i < 4; ++i) out = out << 8 | static_cast<unsigned char>(at[i]);
  return out;
}

}  // namespace

RowDecoder::RowDecoder(const TableMapping& table)
    : table_(&table), values_(table.columns.size()), texts_(table.columns.size()) {
  fields_.reserve(table.columns.size());
  for (const auto& column : table.columns) fields_.push_back(make_field(column));
}

const std::vector<sqlite::Value>& RowDecoder::decode(std::string_view image) {
  const auto malformed = [&](std::string_view what) {
    return Error(ErrorCode::failed,
                 fmt::format("{}: what PostgreSQL sent isn't a row of this table: {}",
                             printable(table_->target), what),
                 "was the table altered? dunlin transfer verify compares it");
  };
  if (image.size() < 2) throw malformed("it is too short");
  const auto count = static_cast<std::size_t>(static_cast<unsigned char>(image[0]) << 8 |
                                              static_cast<unsigned char>(image[1]));
  if (count != fields_.size())
    throw malformed(fmt::format("{} instead of {}", counted(count, "column"), fields_.size()));
  std::size_t at = 2;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (image.size() - at < 4) throw malformed("it ends too early");
    const std::uint32_t length = read_length(image.data() + at);
    at += 4;
    values_[i] = {};
    if (length == k_null) continue;
    if (image.size() - at < length) throw malformed("it ends too early");
    if (!fields_[i].decode(fields_[i], image.substr(at, length), texts_[i], values_[i]))
      throw malformed(fmt::format("column {} isn't of type {}", printable(table_->columns[i].target),
                                  printable(table_->columns[i].type)));
    at += length;
  }
  if (at != image.size()) throw malformed("it goes on behind its last column");
  return values_;
}

}  // namespace dunlin::transfer
