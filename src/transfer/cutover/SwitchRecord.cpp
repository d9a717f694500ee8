#include "transfer/cutover/SwitchRecord.hpp"

namespace dunlin::transfer {

void begin_switch(postgres::Connection& connection, std::int64_t transfer, const std::string& catalog) {
  connection.exec(
      "CREATE TABLE IF NOT EXISTS dunlin.transfer_switch (transfer bigint PRIMARY KEY REFERENCES "
      "dunlin.transfer "
      "(id) ON DELETE CASCADE, phase text NOT NULL, catalog text NOT NULL, "
      "switched_at timestamptz NOT NULL DEFAULT clock_timestamp())");
  connection.exec(
      "INSERT INTO dunlin.transfer_switch (transfer, phase, catalog) VALUES ($1::bigint, 'committed', $2)",
      {std::to_string(transfer), catalog});
}

void confirm_switch(postgres::Connection& connection, std::int64_t transfer) {
  connection.exec("UPDATE dunlin.transfer_switch SET phase = 'confirmed' WHERE transfer = $1::bigint",
                  {std::to_string(transfer)});
}

void forget_switch(postgres::Connection& connection, std::int64_t transfer) {
  connection.exec("DELETE FROM dunlin.transfer_switch WHERE transfer = $1::bigint",
                  {std::to_string(transfer)});
}

std::optional<SwitchRecord> find_switch(postgres::Connection& connection, std::int64_t transfer) {
  if (!connection.exec("SELECT to_regclass('dunlin.transfer_switch') IS NOT NULL").boolean(0, 0))
    return std::nullopt;
  const auto rows =
      connection.exec("SELECT phase, catalog FROM dunlin.transfer_switch WHERE transfer = $1::bigint",
                      {std::to_string(transfer)});
  if (rows.rows() == 0) return std::nullopt;
  return SwitchRecord{rows.text(0, 0) == "confirmed" ? SwitchPhase::confirmed : SwitchPhase::committed,
                      rows.string(0, 1)};
}

}  // namespace dunlin::transfer
