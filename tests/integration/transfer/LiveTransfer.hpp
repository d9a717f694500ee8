#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "integration/Server.hpp"
#include "integration/transfer/ColumnOf.hpp"
#include "migrate/LedgerSchema.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Fingerprint.hpp"
#include "sqlite/Snapshot.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Workplace.hpp"
#include "transfer/verify/CompareTables.hpp"

namespace dunlin::test {

/// A small application's file, its tables in PostgreSQL, and a transfer between them that has reached `moved`
/// with no rows yet: the first round brings them all.
class LiveTransfer : public DatabaseTest {
 protected:
  LiveTransfer() : workplace_{folder_.path() / "work"}, live_(make_source()) {
    std::filesystem::create_directories(workplace_.folder);
    const auto snapshot = sqlite::take_snapshot(source_, workplace_.snapshot().string());
    migrate::install_ledger(connection_);
    transfer::install_transfer_ledger(connection_);
    make_target();
    row_.source = source_;
    row_.snapshot_sha256 = snapshot.sha256;
    row_.schema_hash = "s";
    row_.target_schema = "app";
    row_.stage = transfer::Stage::moved;
    row_ = transfer::begin_transfer(connection_, row_);
  }

  static transfer::Mapping mapping() {
    using transfer::Conversion;
    const auto id = column("id", "INTEGER", "bigint", Conversion::bigint);
    transfer::Mapping mapping;
    mapping.schema_hash = "s";
    mapping.target_schema = "app";
    mapping.tables = {{.source = "customer",
                       .target = "customer",
                       .columns = {id, column("code", "TEXT", "text", Conversion::text),
                                   column("name", "TEXT", "text", Conversion::text)},
                       .key = {"id"},
                       .rowid_name = "rowid"},
                      {.source = "orders",
                       .target = "orders",
                       .columns = {id, column("customer_id", "INTEGER", "bigint", Conversion::bigint),
                                   column("total", "REAL", "double precision", Conversion::double_precision),
                                   column("doc", "JSON", "json", Conversion::json)},
                       .key = {"id"},
                       .rowid_name = "rowid"},
                      {.source = "pair",
                       .target = "pair",
                       .columns = {column("k1", "TEXT", "text", Conversion::text),
                                   column("k2", "INTEGER", "bigint", Conversion::bigint),
                                   column("v", "BLOB", "bytea", Conversion::bytea)},
                       .kind = transfer::KeyKind::primary_key,
                       .key = {"k2", "k1"}},
                      {.source = "line",
                       .target = "line",
                       .columns = {column("at", "TEXT", "text", Conversion::text),
                                   column("doc", "JSON", "json", Conversion::json)},
                       .rowid_name = "rowid"}};
    return mapping;
  }

  void live(const std::string& sql) { live_.exec(sql); }

  void fill() {
    live("INSERT INTO customer SELECT value, 'c' || value, 'name ' || value FROM numbers");
    live(
        "INSERT INTO orders SELECT value, value % 50 + 1, value / 7.0, '{\"a\": ' || value || '}' FROM "
        "numbers");
    live("INSERT INTO pair SELECT 'key' || value, value % 9, randomblob(value * 40) FROM numbers");
    live("INSERT INTO line SELECT 'at ' || (value % 20), '[1]' FROM numbers");
  }

  /// Every table of the target holds what the copy has, and the ledger knows it.
  void expect_equal() {
    const auto tables =
        transfer::compare_tables({workplace_.snapshot().string(), mapping_, {target(), "app", 0}, 1}, {});
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto& name = mapping_.tables[i].source;
      EXPECT_EQ(tables[i].source, tables[i].target) << name;
      EXPECT_EQ(tables[i].source, transfer::table_sum(connection_, row_.id, name)) << name;
    }
  }

  ServerFolder folder_;
  const std::string source_ = folder_.file("app.db");
  const transfer::Workplace workplace_;
  const transfer::Mapping mapping_ = mapping();
  sqlite::Database live_;
  transfer::TransferRow row_;

 private:
  sqlite::Database make_source() const {
    auto database = sqlite::Database::open(source_, sqlite::Database::Mode::create);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = OFF");
    database.exec("CREATE TABLE customer (id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT)");
    database.exec(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER REFERENCES customer "
        "ON DELETE CASCADE, total REAL, doc JSON)");
    database.exec("CREATE TABLE pair (k1 TEXT, k2 INTEGER, v BLOB, PRIMARY KEY (k2, k1)) WITHOUT ROWID");
    database.exec("CREATE TABLE line (at TEXT, doc JSON)");
    database.exec(
        "CREATE VIEW numbers AS WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE "
        "value < 300) SELECT value FROM n");
    return database;
  }

  void make_target() {
    exec("CREATE SCHEMA app");
    exec(
        "CREATE TABLE app.customer (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, code text "
        "UNIQUE, "
        "name text)");
    exec(
        "CREATE TABLE app.orders (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, customer_id bigint "
        "REFERENCES app.customer ON DELETE CASCADE, total double precision, doc json)");
    exec("CREATE TABLE app.pair (k1 text, k2 bigint, v bytea, PRIMARY KEY (k2, k1))");
    exec("CREATE TABLE app.line (at text, doc json)");
  }
};

}  // namespace dunlin::test
