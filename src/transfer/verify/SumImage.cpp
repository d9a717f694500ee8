#include "transfer/verify/SumImage.hpp"

#include <algorithm>
#include <cstdint>

#include "transfer/assess/Declared.hpp"
#include "transfer/verify/CanonicalJson.hpp"
#include "transfer/verify/RowImage.hpp"

namespace dunlin::transfer {
namespace {

// Of a numeric: 2 bytes each for the number of digits, the weight, the sign and the scale, then the digits.
constexpr std::size_t k_scale_at = 6;

// Of a numeric without a declared scale each value has its own in PostgreSQL (1.10), and none in SQLite.
bool has_free_scale(const ColumnMapping& column) {
  return column.conversion == Conversion::numeric && (column.computed || column.type == "numeric");
}

int int16_at(std::string_view bytes, std::size_t at) {
  const auto high = static_cast<std::uint8_t>(bytes[at]), low = static_cast<std::uint8_t>(bytes[at + 1]);
  return static_cast<std::int16_t>(high << 8 | low);
}

// As many digits behind the point as the value needs, which is what a number of SQLite is loaded with.
// Digits are of base 10,000, the first one times 10,000^weight.
int least_scale(std::string_view numeric) {
  const int digits = int16_at(numeric, 0), weight = int16_at(numeric, 2);
  const auto last_at = k_scale_at + 2 * static_cast<std::size_t>(std::max(digits, 0));
  if (digits <= 0 || numeric.size() < last_at + 2) return 0;
  int scale = (digits - 1 - weight) * 4;
  for (int last = int16_at(numeric, last_at); scale > 0 && last % 10 == 0; last /= 10) --scale;
  return std::max(scale, 0);
}

void set_scale(std::string& bytes, std::size_t numeric_at, int scale) {
  bytes[numeric_at + k_scale_at] = static_cast<char>(scale >> 8);
  bytes[numeric_at + k_scale_at + 1] = static_cast<char>(scale);
}

// Whole numbers are stored as integers, -0.0 as 0 (measured: SQLite 3.40).
bool has_one_zero(const ColumnMapping& column) {
  if (column.conversion != Conversion::double_precision && column.conversion != Conversion::real)
    return false;
  const Declared declared = read_declared(column.declared);
  if (declared.family == Family::any) return !column.affinity.empty();
  return declared.affinity != Affinity::text && declared.affinity != Affinity::blob;
}

bool is_minus_zero(std::string_view field) {
  return field.starts_with('\x80') && field.find_first_not_of('\0', 1) == std::string_view::npos;
}

}  // namespace

SumImage::Way SumImage::way_of(const ColumnMapping& column) {
  if (column.conversion == Conversion::jsonb) return Way::canonical_json;
  if (has_free_scale(column)) return column.computed ? Way::no_scale : Way::least_scale;
  return has_one_zero(column) ? Way::plain_zero : Way::as_it_is;
}

std::optional<std::string> SumImage::comparable(Way way, std::optional<std::string_view> field) {
  if (!field) return std::nullopt;
  // jsonb's image is a version byte and the text.
  if (way == Way::canonical_json) return canonical_json(field->substr(1));
  std::string bytes(*field);
  if (way == Way::plain_zero && is_minus_zero(bytes)) bytes.front() = '\0';
  if ((way == Way::least_scale || way == Way::no_scale) && bytes.size() >= k_scale_at + 2)
    set_scale(bytes, 0, way == Way::no_scale ? 0 : least_scale(bytes));
  return bytes;
}

std::optional<std::string> comparable_field(const ColumnMapping& column,
                                            std::optional<std::string_view> field) {
  return SumImage::comparable(SumImage::way_of(column), field);
}

SumImage::SumImage(const TableMapping& table) {
  for (const auto& column : table.columns) {
    const Way way = way_of(column);
    ways_.push_back(way);
    if (way != Way::as_it_is) looked_at_ = ways_.size();
    encoded_anew_ = encoded_anew_ || way == Way::canonical_json || way == Way::no_scale;
  }
}

std::string_view SumImage::of(std::string_view image) {
  if (looked_at_ == 0) return image;
  return encoded_anew_ ? anew(image) : changed_in_place(image);
}

std::string_view SumImage::changed_in_place(std::string_view image) {
  bool changed = false;
  const auto begin_to_change = [&] {
    if (!changed) changed_ = image;
    changed = true;
  };
  RowImage row(image);
  row.fields();
  for (std::size_t i = 0; i < looked_at_; ++i) {
    const Way way = ways_[i];
    const auto field = row.next();
    if (!field || way == Way::as_it_is) continue;
    const auto at = static_cast<std::size_t>(field->data() - image.data());
    if (way == Way::plain_zero && is_minus_zero(*field)) {
      begin_to_change();
      changed_[at] = '\0';
    } else if (way == Way::least_scale && field->size() >= k_scale_at + 2) {
      begin_to_change();
      set_scale(changed_, at, least_scale(*field));
    }
  }
  return changed ? std::string_view(changed_) : image;
}

std::string_view SumImage::anew(std::string_view image) {
  RowImage row(image);
  row.fields();
  changed_.clear();
  for (const Way way : ways_) {
    const auto field = comparable(way, row.next());
    changed_ += field ? 'v' : 'n';
    const std::uint64_t size = field ? field->size() : 0;
    changed_.append(reinterpret_cast<const char*>(&size), sizeof size);
    if (field) changed_ += *field;
  }
  return changed_;
}

}  // namespace dunlin::transfer
