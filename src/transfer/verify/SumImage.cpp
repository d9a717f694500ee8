#include "transfer/verify/SumImage.hpp"

#include <algorithm>

#include "transfer/verify/CanonicalJson.hpp"
#include "transfer/verify/RowImage.hpp"

namespace dunlin::transfer {
namespace {

// Of a numeric: 2 bytes each for the number of digits, the weight, the sign and the scale, then the digits.
constexpr std::size_t k_scale_at = 6;

bool is_spelled_freely(const ColumnMapping& column) {
  return column.conversion == Conversion::jsonb ||
         (column.computed && column.conversion == Conversion::numeric);
}

}  // namespace

std::optional<std::string> comparable_field(const ColumnMapping& column,
                                            std::optional<std::string_view> field) {
  if (!field) return std::nullopt;
  // jsonb's image is a version byte and the text.
  if (column.conversion == Conversion::jsonb) return canonical_json(field->substr(1));
  std::string bytes(*field);
  if (is_spelled_freely(column) && bytes.size() >= k_scale_at + 2) bytes.replace(k_scale_at, 2, 2, '\0');
  return bytes;
}

SumImage::SumImage(const TableMapping& table)
    : table_(&table),
      as_it_is_(std::none_of(table.columns.begin(), table.columns.end(), is_spelled_freely)) {}

std::string_view SumImage::of(std::string_view image) {
  if (as_it_is_) return image;
  RowImage row(image);
  row.fields();
  changed_.clear();
  for (const auto& column : table_->columns) {
    const auto field = comparable_field(column, row.next());
    changed_ += field ? 'v' : 'n';
    const std::uint64_t size = field ? field->size() : 0;
    changed_.append(reinterpret_cast<const char*>(&size), sizeof size);
    if (field) changed_ += *field;
  }
  return changed_;
}

}  // namespace dunlin::transfer
