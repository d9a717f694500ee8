#include "transfer/giveback/Offer.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/SwitchRecord.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/structure/AlteredTables.hpp"

namespace dunlin::transfer {
namespace {

void add_columns(const TableMapping& mapped, const sqlite::Schema& schema,
                 std::vector<std::string>& reasons) {
  for (const ColumnMapping& column : mapped.columns) {
    if (!column.reversible && must_turn_back(mapped, column))
      reasons.push_back(fmt::format("{}.{}: {} doesn't turn back into the same bytes, and {}",
                                    printable(mapped.source), printable(column.source), column.type,
                                    mapped.key.empty()
                                        ? "the table has no primary key to find a row's old bytes by"
                                        : "it is part of the primary key"));
  }
  const sqlite::Table* table = schema.find(mapped.source);
  if (table == nullptr) return;
  for (const sqlite::Column& column : table->columns) {
    const bool known =
        column.generated_sql || std::any_of(mapped.columns.begin(), mapped.columns.end(),
                                            [&](const auto& c) { return c.source == column.name; });
    if (!known)
      reasons.push_back(
          fmt::format("{}.{}: wasn't transferred", printable(mapped.source), printable(column.name)));
  }
}

}  // namespace

std::vector<std::string> columns_against_return(const Mapping& mapping, const sqlite::Schema& schema) {
  std::vector<std::string> reasons;
  for (const TableMapping& mapped : mapping.tables) add_columns(mapped, schema, reasons);
  return reasons;
}

std::vector<std::string> reasons_against_return(postgres::Connection& connection, const TransferRow& row,
                                                const Mapping& mapping, const sqlite::Schema& schema) {
  std::vector<std::string> reasons = columns_against_return(mapping, schema);
  if (is_altered(connection, row, mapping)) reasons.push_back(describe_alteration(connection, mapping));
  return reasons;
}

bool is_altered(postgres::Connection& connection, const TransferRow& row, const Mapping& mapping) {
  for (const auto& table : target_names(mapping))
    if (connection.exec("SELECT pg_catalog.to_regclass($1)", {table}).is_null(0, 0)) return true;
  const auto record = find_switch(connection, row.id);
  return !record || record->catalog != catalog_digest(connection, mapping);
}

std::string describe_alteration(postgres::Connection& connection, const Mapping& mapping) {
  const auto altered = altered_tables(connection, mapping);
  return altered.empty()
             ? "the target's tables were altered since the switch, or the triggers of the outbox were "
               "switched off or dropped"
             : "the target's tables were altered since the switch: " + join(altered, "; ");
}

}  // namespace dunlin::transfer
