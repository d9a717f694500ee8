#include "transfer/Ledger.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "migrate/LedgerSchema.hpp"
#include "postgres/SqlError.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::array k_stages{
    std::pair{Stage::loading, "loading"},     std::pair{Stage::loaded, "loaded"},
    std::pair{Stage::moved, "moved"},         std::pair{Stage::following, "following"},
    std::pair{Stage::switched, "switched"},   std::pair{Stage::returned, "returned"},
    std::pair{Stage::finalized, "finalized"},
};

std::optional<std::string> number_or_null(const std::optional<std::int64_t>& value) {
  return value ? std::optional(std::to_string(*value)) : std::nullopt;
}

std::optional<std::int64_t> optional_number(const postgres::Result& rows, int row, int column) {
  return rows.is_null(row, column) ? std::nullopt : std::optional(rows.number(row, column));
}

TransferRow row_of(const postgres::Result& rows, int row) {
  return {.id = rows.number(row, 0),
          .source = rows.string(row, 1),
          .snapshot_sha256 = rows.string(row, 2),
          .schema_hash = rows.string(row, 3),
          .target_schema = rows.string(row, 4),
          .staging_schema = rows.string(row, 5),
          .stage = parse_stage(rows.string(row, 6)),
          .round = rows.number(row, 7),
          .began = rows.string(row, 8)};
}

constexpr const char* k_began = "to_char(began_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";

}  // namespace

std::string to_string(Stage stage) {
  for (const auto& [value, word] : k_stages) {
    if (value == stage) return word;
  }
  return "";
}

Stage parse_stage(const std::string& text) {
  for (const auto& [value, word] : k_stages) {
    if (text == word) return value;
  }
  throw refused(fmt::format("this transfer is in stage '{}', which this dunlin doesn't know", text),
                "install the newer dunlin");
}

void install_transfer_ledger(postgres::Connection& connection) {
  connection.exec_together({
      R"(CREATE TABLE IF NOT EXISTS dunlin.transfer (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source          text NOT NULL,
    snapshot_sha256 text NOT NULL,
    schema_hash     text NOT NULL,
    target_schema   text NOT NULL,
    staging_schema  text NOT NULL,
    stage           text NOT NULL,
    round           bigint NOT NULL DEFAULT 0,
    began_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp()))",
      R"(CREATE UNIQUE INDEX IF NOT EXISTS transfer_one_a_schema ON dunlin.transfer (target_schema)
         WHERE stage <> 'finalized')",
      R"(CREATE TABLE IF NOT EXISTS dunlin.transfer_chunk (
    transfer     bigint NOT NULL REFERENCES dunlin.transfer (id) ON DELETE CASCADE,
    source_table text NOT NULL,
    chunk        int NOT NULL,
    low          bigint,
    high         bigint,
    rows         bigint NOT NULL,
    sum          text NOT NULL,
    rejected     bigint NOT NULL,
    changed      bigint NOT NULL,
    loaded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transfer, source_table, chunk)))",
      R"(CREATE TABLE IF NOT EXISTS dunlin.transfer_reject (
    transfer     bigint NOT NULL REFERENCES dunlin.transfer (id) ON DELETE CASCADE,
    source_table text NOT NULL,
    chunk        int NOT NULL,
    number       bigint NOT NULL,
    line         text NOT NULL,
    PRIMARY KEY (transfer, source_table, chunk, number)))",
      R"(CREATE TABLE IF NOT EXISTS dunlin.transfer_table (
    transfer     bigint NOT NULL REFERENCES dunlin.transfer (id) ON DELETE CASCADE,
    source_table text NOT NULL,
    rows         bigint NOT NULL,
    sum          text NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transfer, source_table)))",
  });
}

std::vector<TransferRow> find_transfers(postgres::Connection& connection) try {
  if (!connection.exec("SELECT to_regclass('dunlin.transfer') IS NOT NULL").boolean(0, 0)) return {};
  const auto rows = connection.exec(postgres::Sql::trusted(fmt::format(
      "SELECT id, source, snapshot_sha256, schema_hash, target_schema, staging_schema, stage, round, {} "
      "FROM dunlin.transfer WHERE stage <> 'finalized' ORDER BY id",
      k_began)));
  std::vector<TransferRow> found;
  for (int row = 0; row < rows.rows(); ++row) found.push_back(row_of(rows, row));
  return found;
} catch (const postgres::SqlError& error) {
  if (error.sqlstate() == "42501" && !connection.in_transaction())  // insufficient_privilege
    throw migrate::ledger_denied(connection);
  throw;
}

std::optional<TransferRow> find_transfer(postgres::Connection& connection, const std::string& target_schema) {
  for (auto& row : find_transfers(connection))
    if (row.target_schema == target_schema) return std::move(row);
  return std::nullopt;
}

bool has_ended(postgres::Connection& connection, const std::string& target_schema,
               const std::string& source) {
  if (!connection.exec("SELECT to_regclass('dunlin.transfer') IS NOT NULL").boolean(0, 0)) return false;
  return connection
      .exec(
          R"(SELECT EXISTS (SELECT FROM dunlin.transfer WHERE target_schema = $1 AND source = $2 AND stage = 'finalized'))",
          {target_schema, source})
      .boolean(0, 0);
}

TransferRow begin_transfer(postgres::Connection& connection, TransferRow row) {
  const auto made = connection.exec(
      R"(INSERT INTO dunlin.transfer (source, snapshot_sha256, schema_hash, target_schema, staging_schema, stage, round)
         VALUES ($1, $2, $3, $4, $5, $6, $7::bigint)
         RETURNING id, to_char(began_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))",
      {row.source, row.snapshot_sha256, row.schema_hash, row.target_schema, row.staging_schema,
       to_string(row.stage), std::to_string(row.round)});
  row.id = made.number(0, 0);
  row.began = made.string(0, 1);
  return row;
}

void set_stage(postgres::Connection& connection, std::int64_t id, Stage stage) {
  connection.exec(
      "UPDATE dunlin.transfer SET stage = $2, changed_at = clock_timestamp() WHERE id = $1::bigint",
      {std::to_string(id), to_string(stage)});
}

void record_chunk(postgres::Connection& connection, std::int64_t id, const Chunk& chunk) {
  connection.exec(
      R"(INSERT INTO dunlin.transfer_chunk (transfer, source_table, chunk, low, high, rows, sum, rejected, changed)
         VALUES ($1::bigint, $2, $3::int, $4::bigint, $5::bigint, $6::bigint, $7, $8::bigint, $9::bigint))",
      {std::to_string(id), chunk.table, std::to_string(chunk.number), number_or_null(chunk.low),
       number_or_null(chunk.high), std::to_string(chunk.sum.rows), to_hex(chunk.sum),
       std::to_string(chunk.rejected), std::to_string(chunk.changed)});
}

void record_rejects(postgres::Connection& connection, std::int64_t id, const Chunk& chunk,
                    const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  connection.exec(
      R"(INSERT INTO dunlin.transfer_reject (transfer, source_table, chunk, number, line)
         SELECT $1::bigint, $2, $3::int, number, line FROM unnest($4::text[]) WITH ORDINALITY AS given (line, number))",
      {std::to_string(id), chunk.table, std::to_string(chunk.number), postgres::array_literal(lines)});
}

void read_rejects(postgres::Connection& connection, std::int64_t id,
                  const std::function<void(const std::string&)>& take) {
  constexpr int k_page = 1000;
  postgres::Parameters after{std::to_string(id), "", "-1", "-1"};
  while (true) {
    const auto rows = connection.exec(
        R"(SELECT source_table, chunk, number, line FROM dunlin.transfer_reject
           WHERE transfer = $1::bigint AND (source_table, chunk, number) > ($2, $3::int, $4::bigint)
           ORDER BY source_table, chunk, number LIMIT 1000)",
        after);
    for (int row = 0; row < rows.rows(); ++row) take(rows.string(row, 3));
    if (rows.rows() < k_page) return;
    for (int column = 0; column < 3; ++column)
      after[static_cast<std::size_t>(column) + 1] = rows.string(rows.rows() - 1, column);
  }
}

std::vector<Chunk> read_chunks(postgres::Connection& connection, std::int64_t id) {
  const auto rows = connection.exec(
      R"(SELECT source_table, chunk, low, high, rows, sum, rejected, changed FROM dunlin.transfer_chunk
         WHERE transfer = $1::bigint ORDER BY source_table, chunk)",
      {std::to_string(id)});
  std::vector<Chunk> chunks;
  chunks.reserve(static_cast<std::size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    chunks.push_back({.table = rows.string(row, 0),
                      .number = static_cast<int>(rows.number(row, 1)),
                      .low = optional_number(rows, row, 2),
                      .high = optional_number(rows, row, 3),
                      .sum = row_sum(rows.number(row, 4), rows.text(row, 5)),
                      .rejected = rows.number(row, 6),
                      .changed = rows.number(row, 7)});
  }
  return chunks;
}

void set_table_sum(postgres::Connection& connection, std::int64_t id, const std::string& table,
                   const RowSum& sum) {
  connection.exec(
      R"(INSERT INTO dunlin.transfer_table (transfer, source_table, rows, sum) VALUES ($1::bigint, $2, $3::bigint, $4)
         ON CONFLICT (transfer, source_table)
         DO UPDATE SET rows = excluded.rows, sum = excluded.sum, changed_at = clock_timestamp())",
      {std::to_string(id), table, std::to_string(sum.rows), to_hex(sum)});
}

RowSum table_sum(postgres::Connection& connection, std::int64_t id, const std::string& table) {
  const auto known = connection.exec(
      "SELECT rows, sum FROM dunlin.transfer_table WHERE transfer = $1::bigint AND source_table = $2",
      {std::to_string(id), table});
  if (known.rows() > 0) return row_sum(known.number(0, 0), known.text(0, 1));
  const auto chunks = connection.exec(
      "SELECT rows, sum FROM dunlin.transfer_chunk WHERE transfer = $1::bigint AND source_table = $2",
      {std::to_string(id), table});
  RowSum sum;
  for (int row = 0; row < chunks.rows(); ++row) sum += row_sum(chunks.number(row, 0), chunks.text(row, 1));
  return sum;
}

}  // namespace dunlin::transfer
