#include <fmt/format.h>

#include "integration/transfer/LiveTransfer.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/cutover/Cutover.hpp"
#include "transfer/cutover/Outbox.hpp"
#include "transfer/giveback/ClosedTables.hpp"
#include "transfer/giveback/GiveBack.hpp"
#include "transfer/giveback/Offer.hpp"
#include "transfer/giveback/SwapFile.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

class GivingBack : public test::LiveTransfer {
 protected:
  GivingBack() {
    fill();
    live("CREATE TABLE fired (n)");
    live("DROP TABLE fired");
    live("CREATE TRIGGER no AFTER INSERT ON customer BEGIN SELECT RAISE(FAIL, 'fired'); END");
    model::TransferConfig config;
    const Configuration configuration(config, folder_.path(), workplace_);
    Follower follower(connection_, row_, mapping_, workplace_);
    cut_over(follower, {configuration, target(), std::chrono::seconds(2)});
    row_ = *find_transfer(connection_, "app");
  }
  GivenBack give(bool dry_run = false) {
    return give_back(connection_,
                     {row_, mapping_, workplace_, target(), 2, std::chrono::seconds(1), dry_run});
  }
  std::vector<std::string> reasons() {
    auto copy = sqlite::Database::open(workplace_.snapshot().string(), sqlite::Database::Mode::read_only);
    return reasons_against_return(connection_, row_, mapping_, sqlite::read_schema(copy));
  }
  // Changes our copy of the source, which the shadow is made of.
  void in_snapshot(const std::string& sql) const {
    auto database =
        sqlite::Database::open(workplace_.snapshot().string(), sqlite::Database::Mode::read_write);
    database.silence_triggers();
    database.exec(sql);
  }
  std::string in_file(const std::string& query) const {
    auto database = sqlite::Database::open(source_, sqlite::Database::Mode::read_only);
    auto rows = database.prepare(query);
    if (!rows.step()) return "";
    const auto found = rows.value(0);
    return found.storage == sqlite::Storage::integer ? std::to_string(found.integer)
                                                     : std::string(found.bytes);
  }
};

TEST_F(GivingBack, BringsEveryWriteSinceTheSwitch) {
  exec("UPDATE app.customer SET code = 'swap' WHERE id = 1; ");
  exec("UPDATE app.customer SET code = 'c1' WHERE id = 2");
  exec("UPDATE app.customer SET code = 'c2' WHERE id = 1");
  exec("UPDATE app.orders SET id = id + 10000 WHERE id < 4");
  exec("DELETE FROM app.orders WHERE id BETWEEN 20 AND 29");
  exec("INSERT INTO app.orders (customer_id, total, doc) VALUES (1, 0.1, '{\"b\":  1}') RETURNING id");
  exec("TRUNCATE app.pair");
  exec("INSERT INTO app.pair VALUES ('after', 1, '\\x00ff')");
  exec("DELETE FROM app.line WHERE ctid IN (SELECT ctid FROM app.line WHERE at = 'at 5' LIMIT 3)");
  exec("INSERT INTO app.line VALUES (NULL, '[ 2]'), (NULL, '[ 2]'), ('x', NULL)");
  exec("UPDATE app.line SET at = 'y' WHERE at = 'x'");
  const GivenBack given = give();
  EXPECT_GT(given.drained.entries, 0);
  EXPECT_TRUE(finish_return(row_));
  EXPECT_FALSE(finish_return(row_));
  EXPECT_EQ(in_file("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(in_file("SELECT group_concat(code) FROM (SELECT code FROM customer WHERE id < 3 ORDER BY id)"),
            "c2,c1");
  EXPECT_EQ(in_file("SELECT count(*) || ',' || max(id) FROM orders"), "291,10003");
  EXPECT_EQ(in_file("SELECT doc FROM orders WHERE id = 301"), "{\"b\":  1}");
  EXPECT_EQ(in_file("SELECT seq FROM sqlite_sequence WHERE name = 'orders'"), "10003");
  EXPECT_EQ(in_file("SELECT count(*) || hex(v) FROM pair"), "100FF");
  EXPECT_EQ(in_file("SELECT count(*) FROM line WHERE at = 'at 5'"), "12");
  EXPECT_EQ(
      in_file("SELECT group_concat(coalesce(at, '-') || coalesce(doc, '-')) FROM line WHERE rowid > 300"),
      "-[ 2],-[ 2],y-");
  EXPECT_EQ(value("SELECT stage FROM dunlin.transfer"), "returned");
}

TEST_F(GivingBack, KeepsTheOriginalWithItsWal) {
  exec("DELETE FROM app.customer WHERE id > 100 AND id NOT IN (SELECT customer_id FROM app.orders)");
  ASSERT_TRUE(fs::exists(source_ + "-wal"));
  give();
  finish_return(row_);
  EXPECT_FALSE(fs::exists(source_ + "-wal"));
  auto original = sqlite::Database::open(kept_file(source_), sqlite::Database::Mode::read_write);
  EXPECT_EQ(original.number("SELECT count(*) FROM customer"), 300);
  EXPECT_EQ(in_file("SELECT count(*) FROM customer"), "100");
}

TEST_F(GivingBack, LaterWritesToPostgresqlAreErrors) {
  give();
  const Error error = test::error_of([&] { exec("DELETE FROM app.customer"); });
  EXPECT_NE(error.message().find("is in SQLite again"), std::string::npos);
  open_tables(connection_, mapping_);
  exec("DELETE FROM app.orders");
}

TEST_F(GivingBack, ARehearsalLeavesNothing) {
  exec("DELETE FROM app.line");
  EXPECT_EQ(give(true).drained.deleted, 300);
  EXPECT_EQ(value("SELECT stage FROM dunlin.transfer"), "switched");
  EXPECT_FALSE(fs::exists(returning_file(source_)));
  exec("DELETE FROM app.orders");
  give();
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT count(*) FROM orders"), "0");
}

TEST_F(GivingBack, AWriterThatDoesNotEndIsNamed) {
  auto other = connect();
  other.exec("BEGIN");
  other.exec("DELETE FROM app.line");
  EXPECT_EQ(test::error_of([&] { give(); }).code(), ErrorCode::lock_timeout);
  other.exec("ROLLBACK");
  give();
}

TEST_F(GivingBack, WritesPastTheTriggersAreFound) {
  exec("SET session_replication_role = replica");
  exec("UPDATE app.customer SET name = 'unseen' WHERE id = 5");
  exec("RESET session_replication_role");
  const Error error = test::error_of([&] { give(); });
  EXPECT_EQ(error.code(), ErrorCode::findings);
  EXPECT_NE(error.message().find("customer (300 rows"), std::string::npos) << error.message();
  EXPECT_EQ(value("SELECT stage FROM dunlin.transfer"), "switched");
}

TEST_F(GivingBack, IsNotOfferedAfterDdl) {
  EXPECT_EQ(reasons(), std::vector<std::string>{});
  exec("ALTER TABLE app.customer DISABLE TRIGGER zz_dunlin_outbox_update");
  EXPECT_EQ(reasons().size(), 1U);
  exec("ALTER TABLE app.customer ENABLE TRIGGER zz_dunlin_outbox_update");
  EXPECT_EQ(reasons(), std::vector<std::string>{});
  exec("ALTER TABLE app.customer ADD COLUMN extra int");
  EXPECT_EQ(reasons().size(), 1U);
}

TEST_F(GivingBack, IsNotOfferedForColumnsThatDoNotTurnBack) {
  Mapping mapping = mapping_;
  mapping.tables[1].columns[2].reversible = false;  // of a table with a key, and not part of it
  mapping.tables[2].columns[0].reversible = false;
  mapping.tables[3].columns[1].reversible = false;
  auto copy = sqlite::Database::open(workplace_.snapshot().string(), sqlite::Database::Mode::read_only);
  const auto found = reasons_against_return(connection_, row_, mapping, sqlite::read_schema(copy));
  const std::vector<std::string> expected{
      "pair.k1: text doesn't turn back into the same bytes, and it is part of the primary key",
      "line.doc: json doesn't turn back into the same bytes, and the table has no primary key to find a "
      "row's "
      "old bytes by"};
  EXPECT_EQ(found, expected);
}

// The file spells values in ways that PostgreSQL doesn't keep: those that nobody changed stay as they are.
TEST_F(GivingBack, KeepsTheBytesOfWhatNobodyChanged) {
  Mapping mapping = mapping_;
  mapping.tables[0].columns[1].misfit = model::MisfitPolicy::latin1;
  mapping.tables[0].columns[2].form = "number";
  in_snapshot("UPDATE customer SET code = CAST(x'e9' || id AS TEXT) WHERE id < 10");
  exec("SET session_replication_role = replica");
  exec("UPDATE app.customer SET code = U&'\\00e9' || id WHERE id < 10");
  exec("RESET session_replication_role");
  exec("UPDATE app.customer SET name = '17' WHERE id <= 5");
  exec("UPDATE app.customer SET code = U&'n\\00e9w' WHERE id = 5");
  exec("INSERT INTO app.customer (id, name) VALUES (1000, '18')");
  give_back(connection_, {row_, mapping, workplace_, target(), 2, std::chrono::seconds(1), false});
  finish_return(row_);
  EXPECT_EQ(
      in_file("SELECT group_concat(hex(code)) FROM (SELECT code FROM customer WHERE id < 6 ORDER BY id)"),
      "E931,E932,E933,E934,6EC3A977");
  EXPECT_EQ(in_file("SELECT count(*) FROM customer WHERE name = '17'"), "5");
}

TEST_F(GivingBack, ARowThatTheLoadLeftOutIsNotWrittenOver) {
  Mapping mapping = mapping_;
  mapping.tables[0].columns[1].misfit = model::MisfitPolicy::reject;
  in_snapshot("INSERT INTO customer VALUES (2000, CAST(x'ff' AS TEXT), 'left out')");
  exec("INSERT INTO app.customer VALUES (2000, 'x', 'another')");
  const Error error = test::error_of([&] {
    give_back(connection_, {row_, mapping, workplace_, target(), 2, std::chrono::seconds(1), false});
  });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("customer id=2000"), std::string::npos) << error.message();
}

// An index of another table is built anew, one with triggers is fed by them, and what nothing feeds is named.
TEST_F(GivingBack, FeedsVirtualTables) {
  in_snapshot("CREATE VIRTUAL TABLE names USING fts5(name, content='customer', content_rowid='id')");
  in_snapshot("INSERT INTO names (names) VALUES ('rebuild')");
  in_snapshot("CREATE VIRTUAL TABLE codes USING fts5(code)");
  in_snapshot("INSERT INTO codes (rowid, code) SELECT id, code FROM customer");
  in_snapshot(
      "CREATE TRIGGER codes_in AFTER INSERT ON customer BEGIN INSERT INTO codes (rowid, code) VALUES "
      "(new.id, new.code); END");
  in_snapshot(
      "CREATE TRIGGER codes_out AFTER DELETE ON customer BEGIN DELETE FROM codes WHERE rowid = old.id; END");
  in_snapshot(
      "CREATE TRIGGER codes_up AFTER UPDATE ON customer BEGIN UPDATE codes SET code = new.code WHERE rowid = "
      "new.id; END");
  in_snapshot("CREATE VIRTUAL TABLE areas USING rtree(id, low, high)");
  in_snapshot("INSERT INTO areas VALUES (1, 2, 3)");
  exec("UPDATE app.customer SET code = 'gruffalo', name = 'mouse' WHERE id = 5");
  exec("DELETE FROM app.customer WHERE id = 299");
  exec("INSERT INTO app.customer VALUES (999, 'owl', 'snake')");
  EXPECT_EQ(give().drained.stale, std::vector<std::string>{"areas"});
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT group_concat(rowid) FROM names WHERE names MATCH 'mouse OR snake'"), "5,999");
  EXPECT_EQ(
      in_file("SELECT group_concat(rowid) FROM codes WHERE codes MATCH 'gruffalo OR owl OR c5 OR c299'"),
      "5,999");
  EXPECT_EQ(in_file("SELECT count(*) FROM codes"), "300");
  EXPECT_EQ(in_file("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), "4");
}

// A role of the application needs no right on dunlin's schema.
TEST_F(GivingBack, TheOutboxIsFilledForAnyRole) {
  exec("DROP ROLE IF EXISTS app_writer");
  exec("CREATE ROLE app_writer");
  exec("GRANT USAGE ON SCHEMA app TO app_writer");
  exec("GRANT ALL ON ALL TABLES IN SCHEMA app TO app_writer");
  exec("SET ROLE app_writer");
  exec("SET datestyle = 'SQL, DMY'");
  exec("UPDATE app.customer SET name = 'by role' WHERE id = 3");
  exec("RESET ROLE");
  EXPECT_EQ(count_outbox(connection_), 2);
  give();
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT name FROM customer WHERE id = 3"), "by role");
}

}  // namespace
}  // namespace dunlin::transfer
