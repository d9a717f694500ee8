#include "transfer/RowEncoder.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "transfer/values/NumberText.hpp"
#include "transfer/values/TextBytes.hpp"

namespace dunlin::transfer {
namespace {

using model::MisfitPolicy;
using sqlite::Storage;
using sqlite::Value;

// A row is built in one allocation of less than 1 GB, with up to 8 bytes of alignment a column.
constexpr std::size_t k_longest_row = 0x3fffffff;
// What a row may take in a page of 8 KB when everything that can lies outside of it (MaxHeapTupleSize).
constexpr std::size_t k_longest_in_page = 8160;
constexpr std::size_t k_pointer_outside = 18;  // a value that lies outside leaves this much in the row
constexpr std::size_t k_few_columns = 400;     // with so many pointers a row always fits into its page

constexpr std::array<char, 19> k_header{'P', 'G', 'C', 'O', 'P', 'Y', '\n', '\xff', '\r', '\n',
                                        0,   0,   0,   0,   0,   0,   0,    0,      0};
constexpr std::array<char, 2> k_trailer{'\xff', '\xff'};

// The value as a text, for policy `text`: numbers spelled, blobs taken as they are.
std::string as_text(const Value& value) {
  const bool bytes = value.storage == Storage::text || value.storage == Storage::blob;
  if (bytes) return std::string(value.bytes);
  NumberBuffer buffer;
  return std::string(spell_number(value, buffer));
}

}  // namespace

RowEncoder::RowEncoder(const TableMapping& table, Values values) : table_(&table) {
  fields_.reserve(table.columns.size());
  for (const auto& column : table.columns) {
    fields_.push_back(make_field(column));
    fields_.back().tried = values == Values::tried && column.misfit == MisfitPolicy::refuse;
  }
}

bool RowEncoder::encode(std::span<const Value> row, std::string& out) {
  if (row.size() != fields_.size()) {
    throw Error(ErrorCode::failed, fmt::format("{}: a row of {} values for {} columns",
                                               printable(table_->source), row.size(), fields_.size()));
  }
  misfits_.clear();
  image_.clear();
  image_.ensure(2);
  image_.int16(static_cast<std::uint16_t>(fields_.size()));
  bool stored = true;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Field& field = fields_[i];
    const char* fault = nullptr;
    if (row[i].storage == Storage::null) {
      if (!field.not_null) {
        image_.null();
        continue;
      }
      fault = "NULL in a NOT NULL column";
    } else {
      fault = field.encode(field, row[i], image_);
    }
    if (fault != nullptr && !settle(i, row[i], fault)) stored = false;
  }
  if (stored && !fits_a_row(row)) stored = false;
  if (stored) out.append(image_.view());
  return stored;
}

// What the policy makes of a value that doesn't fit: true when there is a field for it now.
bool RowEncoder::settle(std::size_t column, const Value& value, const char* fault) {
  const Field& field = fields_[column];
  Misfit misfit{column, value, fault, field.misfit};
  bool stored = false;
  switch (field.misfit) {
    case MisfitPolicy::refuse:
    case MisfitPolicy::reject: break;
    case MisfitPolicy::null:
      stored = !field.not_null;
      misfit.taken = stored ? MisfitPolicy::null : MisfitPolicy::reject;
      if (stored) image_.null();
      break;
    case MisfitPolicy::text:
    case MisfitPolicy::latin1:
      stored = store_otherwise(field, value);
      if (!stored) misfit.taken = MisfitPolicy::refuse;
      break;
  }
  misfits_.push_back(misfit);
  return stored;
}

bool RowEncoder::store_otherwise(const Field& field, const Value& value) {
  if (value.storage == Storage::null) return false;
  if (field.conversion == Conversion::bytea && field.stored == StoredAs::usual &&
      field.misfit == MisfitPolicy::text && value.storage == Storage::text) {
    image_.field_bytes(value.bytes);
    return true;
  }
  if (field.conversion != Conversion::text) return false;
  std::string text;
  if (field.misfit == MisfitPolicy::text) {
    text = as_text(value);
  } else if (value.storage == Storage::text && find_text_fault(value.bytes) == TextFault::invalid_utf8) {
    append_windows_1252(value.bytes, text);
  } else {
    return false;
  }
  Field as_is = field;
  as_is.stored = StoredAs::usual;
  return as_is.encode(as_is, Value::text(text), image_) == nullptr;
}

bool RowEncoder::fits_a_row(std::span<const Value> row) {
  const char* fault = nullptr;
  if (image_.size() + 8 * row.size() > k_longest_row) fault = "row of 1 GB or more";
  if (row.size() > k_few_columns && size_in_page() > k_longest_in_page)
    fault = "row with more columns than fit into a page of PostgreSQL (8 KB)";
  if (fault == nullptr) return true;
  misfits_.push_back({0, row[0], fault, MisfitPolicy::refuse});
  return false;
}

// The least that the row takes, when every long value lies outside of it.
std::size_t RowEncoder::size_in_page() const {
  const std::string_view image = image_.view();
  std::size_t size = 24 + fields_.size() / 8;  // header and NULL bitmap
  std::size_t at = 2;
  for (const Field& field : fields_) {
    const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(image[at + i])}; };
    const std::size_t length = byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
    at += 4;
    if (length == 0xffffffff) continue;
    const bool varies = field.conversion == Conversion::text || field.conversion == Conversion::bytea ||
                        field.conversion == Conversion::json || field.conversion == Conversion::jsonb ||
                        field.conversion == Conversion::numeric;
    size += varies ? std::min(length + 1, k_pointer_outside) : (length + 7) / 8 * 8;
    at += length;
  }
  return size;
}

std::string_view copy_header() {
  return {k_header.data(), k_header.size()};
}

std::string_view copy_trailer() {
  return {k_trailer.data(), k_trailer.size()};
}

}  // namespace dunlin::transfer
