#include "transfer/Mapping.hpp"

#include <algorithm>

namespace dunlin::transfer {

std::string to_string(Conversion conversion) {
  switch (conversion) {
    case Conversion::bigint: return "bigint";
    case Conversion::integer: return "integer";
    case Conversion::smallint: return "smallint";
    case Conversion::double_precision: return "double_precision";
    case Conversion::real: return "real";
    case Conversion::numeric: return "numeric";
    case Conversion::text: return "text";
    case Conversion::bytea: return "bytea";
    case Conversion::boolean: return "boolean";
    case Conversion::boolean_text: return "boolean_text";
    case Conversion::uuid_text: return "uuid_text";
    case Conversion::uuid_blob: return "uuid_blob";
    case Conversion::json: return "json";
    case Conversion::jsonb: return "jsonb";
    case Conversion::date_text: return "date_text";
    case Conversion::time_text: return "time_text";
    case Conversion::timestamp_text: return "timestamp_text";
    case Conversion::timestamptz_text: return "timestamptz_text";
    case Conversion::timestamp_epoch_s: return "timestamp_epoch_s";
    case Conversion::timestamp_epoch_ms: return "timestamp_epoch_ms";
    case Conversion::timestamp_epoch_us: return "timestamp_epoch_us";
    case Conversion::timestamp_core_data: return "timestamp_core_data";
    case Conversion::timestamp_webkit: return "timestamp_webkit";
    case Conversion::timestamp_julian: return "timestamp_julian";
    case Conversion::timestamptz_epoch_s: return "timestamptz_epoch_s";
    case Conversion::timestamptz_epoch_ms: return "timestamptz_epoch_ms";
    case Conversion::timestamptz_epoch_us: return "timestamptz_epoch_us";
    case Conversion::timestamptz_core_data: return "timestamptz_core_data";
    case Conversion::timestamptz_webkit: return "timestamptz_webkit";
    case Conversion::timestamptz_julian: return "timestamptz_julian";
    case Conversion::enumeration: return "enumeration";
  }
  return "text";
}

Folding folding_of(const ColumnMapping& column) {
  if (column.conversion != Conversion::text) return Folding::none;
  if (column.type == "citext") return Folding::citext;
  return column.collation.empty() ? Folding::none : Folding::icu;
}

bool must_turn_back(const TableMapping& table, const ColumnMapping& column) {
  return table.key.empty() || std::find(table.key.begin(), table.key.end(), column.source) != table.key.end();
}

const TableMapping* Mapping::find(const std::string& source) const {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const TableMapping& table) { return table.source == source; });
  return found != tables.end() ? &*found : nullptr;
}

}  // namespace dunlin::transfer
