#include "transfer/verify/SumImage.hpp"

#include <algorithm>

#include "transfer/verify/CanonicalJson.hpp"
#include "transfer/verify/RowImage.hpp"

namespace dunlin::transfer {

SumImage::SumImage(const TableMapping& table) {
  for (const auto& column : table.columns) is_jsonb_.push_back(column.conversion == Conversion::jsonb);
  if (std::find(is_jsonb_.begin(), is_jsonb_.end(), true) == is_jsonb_.end()) is_jsonb_.clear();
}

std::string_view SumImage::of(std::string_view image) {
  if (is_jsonb_.empty()) return image;
  RowImage row(image);
  row.fields();
  changed_.clear();
  for (const bool is_jsonb : is_jsonb_) {
    const auto field = row.next();
    changed_ += field ? 'v' : 'n';
    // jsonb's image is a version byte and the text.
    const std::string canonical =
        field && is_jsonb ? canonical_json(field->substr(1)) : std::string(field.value_or(""));
    const std::uint64_t size = canonical.size();
    changed_.append(reinterpret_cast<const char*>(&size), sizeof size);
    changed_ += canonical;
  }
  return changed_;
}

}  // namespace dunlin::transfer
