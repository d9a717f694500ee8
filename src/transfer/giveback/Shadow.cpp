#include "transfer/giveback/Shadow.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/Identifier.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/ReadSchema.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

// Entries that the instant `earlier` didn't see, whatever their numbers: those are in the order of insertion,
// not of commits. The first term is for the index.
std::string unseen_since(const std::string& earlier) {
  if (earlier.empty()) return "true";
  return fmt::format("xid >= {} AND NOT pg_catalog.pg_visible_in_snapshot(xid, {})",
                     quote_literal(earlier.substr(0, earlier.find(':'))), quote_literal(earlier));
}

// The target's name of a key's only column.
std::string column_of_key(const TableMapping& table) {
  return std::find_if(table.columns.begin(), table.columns.end(),
                      [&](const ColumnMapping& column) { return column.source == table.key.front(); })
      ->target;
}

// Numbers that PostgreSQL has given out don't come twice.
void raise_sequence(postgres::Connection& connection, const Mapping& mapping, const TableMapping& mapped,
                    const sqlite::Schema& schema, sqlite::Database& shadow) {
  const sqlite::Table* table = schema.find(mapped.source);
  if (table == nullptr || !table->autoincrement || mapped.key.size() != 1) return;
  const auto found =
      connection.exec("SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass), 0)",
                      {followed_table(mapping, mapped).name, column_of_key(mapped)});
  const std::int64_t given_out = found.is_null(0, 0) ? 0 : found.number(0, 0);
  auto exists = shadow.prepare("SELECT count(*) FROM sqlite_sequence WHERE name = ?");
  exists.bind(1, sqlite::Value::text(mapped.source));
  exists.step();
  auto raise =
      shadow.prepare(exists.integer(0) > 0 ? "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = ?2"
                                           : "INSERT INTO sqlite_sequence (seq, name) VALUES (?1, ?2)");
  raise.bind(1, sqlite::Value::of(given_out));
  raise.bind(2, sqlite::Value::text(mapped.source));
  raise.step();
}

// Nothing of it has to outlive a crash: it is made anew then.
void prepare_for_feeding(sqlite::Database& shadow, const std::string& original) {
  shadow.exec("PRAGMA journal_mode = MEMORY");
  shadow.exec("PRAGMA synchronous = OFF");
  shadow.exec("PRAGMA foreign_keys = OFF");
  shadow.silence_triggers();
  auto attach = shadow.prepare("ATTACH ? AS original");
  attach.bind(1, sqlite::Value::text(original));
  attach.step();
}

}  // namespace

Shadow::Shadow(const Mapping& mapping, const Workplace& workplace, std::string source)
    : mapping_(mapping),
      source_(std::move(source)),
      path_(unfinished_file(source_)),
      growth_(mapping.tables.size(), 0) {
  sqlite::copy_source(workplace.snapshot().string(), path_, 0);
  // Our copy may have been made while the source had dunlin's triggers.
  sqlite::remove_capture(path_, 0);
  database_.emplace(sqlite::Database::open(path_, sqlite::Database::Mode::read_write));
  schema_ = sqlite::read_schema(*database_);
  prepare_for_feeding(*database_, workplace.snapshot().string());
  virtual_tables_.emplace(*database_, schema_);
}

Shadow::~Shadow() {
  if (path_.empty()) return;
  virtual_tables_.reset();
  database_.reset();
  sqlite::remove_copy(path_);
}

Shadow::Drained Shadow::drain(postgres::Connection& connection) {
  Drained drained;
  const std::string unseen = unseen_since(instant_);
  std::string now = connection.exec("SELECT pg_catalog.pg_current_snapshot()::text").string(0, 0);
  const auto written = connection.exec(Sql::trusted(
      fmt::format("SELECT source_table, count(*) FROM dunlin.transfer_outbox WHERE {} GROUP BY 1", unseen)));
  std::set<std::string> tables;
  for (int i = 0; i < written.rows(); ++i) {
    tables.insert(written.string(i, 0));
    drained.entries += written.number(i, 1);
  }
  database_->exec("BEGIN");
  for (std::size_t i = 0; i < mapping_.tables.size(); ++i) {
    const TableMapping& table = mapping_.tables[i];
    if (!tables.contains(table.source)) continue;
    const auto rows = drain_table(connection, mapping_, table, unseen, *database_);
    growth_[i] += rows.inserted - rows.deleted;
    if (rows.inserted + rows.deleted > 0) {
      virtual_tables_->note_changed(table.source);
      touched_.insert(table.source);
    }
    drained.rows += rows;
  }
  database_->exec("COMMIT");
  instant_ = std::move(now);
  return drained;
}

std::vector<FileKey> Shadow::take_touched_keys() {
  return keys_of_tables(schema_, std::exchange(touched_, {}));
}

std::vector<std::string> Shadow::finish(postgres::Connection& connection) {
  database_->exec("BEGIN");
  auto stale = virtual_tables_->finish();
  for (const TableMapping& table : mapping_.tables)
    raise_sequence(connection, mapping_, table, schema_, *database_);
  database_->exec("COMMIT");
  return stale;
}

void Shadow::flush() const {
  sqlite::make_durable(path_);
}

void Shadow::settle() {
  virtual_tables_.reset();
  database_.reset();
  settle_unfinished(source_);
  path_.clear();
}

}  // namespace dunlin::transfer
