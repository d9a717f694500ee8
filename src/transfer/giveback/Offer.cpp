#include "transfer/giveback/Offer.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/cutover/SwitchRecord.hpp"

namespace dunlin::transfer {
namespace {

void add_columns(const TableMapping& mapped, const sqlite::Schema& schema,
                 std::vector<std::string>& reasons) {
  for (const ColumnMapping& column : mapped.columns) {
    if (!column.reversible)
      reasons.push_back(fmt::format("{}.{}: {} doesn't turn back into the same bytes",
                                    printable(mapped.source), printable(column.source), column.type));
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

std::vector<std::string> reasons_against_return(postgres::Connection& connection, const TransferRow& row,
                                                const Mapping& mapping, const sqlite::Schema& schema) {
  std::vector<std::string> reasons;
  for (const TableMapping& mapped : mapping.tables) add_columns(mapped, schema, reasons);
  const auto record = find_switch(connection, row.id);
  if (!record || record->catalog != catalog_digest(connection, mapping))
    reasons.emplace_back(
        "the target's tables were altered since the switch, or the triggers of the outbox were switched off");
  return reasons;
}

}  // namespace dunlin::transfer
