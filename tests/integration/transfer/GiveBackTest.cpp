#include <fmt/format.h>
#include <functional>
#include <utility>

#include "integration/transfer/LiveTransfer.hpp"
#include "postgres/Copy.hpp"
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
                     {row_, mapping_, workplace_, target(), 2, std::chrono::seconds(1), dry_run, {}});
  }
  // Something happens after the comparison, and before PostgreSQL's writers are kept out.
  GivenBack give_while(const std::function<void()>& happens) {
    return give_back(connection_, {row_, mapping_, workplace_, target(), 2, std::chrono::seconds(1), false,
                                   [&](const GiveBackProgress& progress) {
                                     if (progress.step == GiveBackProgress::Step::compared) happens();
                                   }});
  }
  // Writes that the outbox doesn't see, of which the catalog shows nothing afterwards.
  void past_the_triggers(postgres::Connection& session, const std::string& table,
                         const std::vector<std::string>& writes) {
    session.exec("BEGIN");
    session.exec(postgres::Sql::trusted("ALTER TABLE " + table + " DISABLE TRIGGER USER"));
    for (const auto& sql : writes) session.exec(postgres::Sql::trusted(sql));
    for (const char* event : {"insert", "update", "delete", "truncate"})
      session.exec(postgres::Sql::trusted(
          fmt::format("ALTER TABLE {} ENABLE ALWAYS TRIGGER zz_dunlin_outbox_{}", table, event)));
    session.exec("COMMIT");
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
  EXPECT_GT(given.entries, 0);
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

// Of keys that PostgreSQL holds nothing is asked again under the lock, of others it is.
TEST_F(GivingBack, ParentsThatGoAtTheLastMomentAreMissed) {
  const auto foreign_key =
      value("SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'app.orders'::regclass");
  ASSERT_NE(foreign_key, "");
  const auto error = test::error_of([&] {
    give_while([&] {
      auto session = connect();
      session.exec(postgres::Sql::trusted("ALTER TABLE app.orders DROP CONSTRAINT " + foreign_key));
      session.exec("INSERT INTO app.orders (id, customer_id) VALUES (9001, 9999)");
    });
  });
  EXPECT_EQ(error.code(), ErrorCode::findings);
  EXPECT_NE(error.message().find("orders.customer_id: 1 row refers to rows of customer that aren't there "
                                 "(id=9001)"),
            std::string::npos)
      << error.message();
  EXPECT_EQ(value("SELECT stage FROM dunlin.transfer"), "switched");
  exec("UPDATE app.orders SET customer_id = 1 WHERE id = 9001");
  EXPECT_TRUE(give().lost.empty());
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
  EXPECT_EQ(give(true).rows.deleted, 300);
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
  const Error error = test::error_of([&] { give(); });
  EXPECT_EQ(error.code(), ErrorCode::lock_timeout);
  EXPECT_NE(error.message().find("doesn't end: process "), std::string::npos) << error.message();
  other.exec("ROLLBACK");
  give();
}

TEST_F(GivingBack, WritesPastTheTriggersAreFound) {
  past_the_triggers(connection_, "app.customer", {"UPDATE app.customer SET name = 'unseen' WHERE id = 5"});
  const Error error = test::error_of([&] { give(); });
  EXPECT_EQ(error.code(), ErrorCode::findings);
  EXPECT_NE(error.message().find("customer (300 rows"), std::string::npos) << error.message();
  EXPECT_EQ(value("SELECT stage FROM dunlin.transfer"), "switched");
  EXPECT_FALSE(fs::exists(unfinished_file(source_)));
}

// After the comparison too, of whatever kind they are: an update, a deletion, a row for another, without a
// key.
TEST_F(GivingBack, WritesPastTheTriggersAfterTheComparisonAreFound) {
  auto other = connect();
  const std::vector<std::pair<std::string, std::string>> writes = {
      {"app.orders", "DELETE FROM app.orders WHERE id = 5"},
      {"app.orders",
       "WITH gone AS (DELETE FROM app.orders WHERE id = 6 RETURNING *) INSERT INTO app.orders "
       "SELECT id + 5000, customer_id, total, doc FROM gone"},
      {"app.line", "UPDATE app.line SET doc = '[3]' WHERE ctid = (SELECT min(ctid) FROM app.line)"},
      {"app.pair", "TRUNCATE app.pair"},
      // The last: what puts it back takes the orders along.
      {"app.customer", "UPDATE app.customer SET name = 'unseen' WHERE id = 5"}};
  for (const auto& [table, sql] : writes) {
    SCOPED_TRACE(sql);
    const std::string name = table.substr(4);
    other.exec("BEGIN");
    other.exec(postgres::Sql::trusted("CREATE TEMP TABLE kept AS TABLE " + table));
    other.exec("COMMIT");
    const Error error =
        test::error_of([&] { give_while([&, &t = table, &s = sql] { past_the_triggers(other, t, {s}); }); });
    EXPECT_EQ(error.code(), ErrorCode::findings);
    EXPECT_NE(error.message().find(name), std::string::npos) << error.message();
    past_the_triggers(other, table, {"DELETE FROM " + table, "INSERT INTO " + table + " TABLE kept"});
    other.exec("DROP TABLE kept");
  }
  give();
}

TEST_F(GivingBack, ReplicationRoleIsNoWayRoundTheOutbox) {
  exec("SET session_replication_role = replica");
  exec("UPDATE app.customer SET name = 'seen' WHERE id = 5");
  exec("RESET session_replication_role");
  give();
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT name FROM customer WHERE id = 5"), "seen");
}

// A transaction, with a subtransaction, that began before all rounds and commits after the comparison; others
// wrote between. Its entries have the smaller numbers.
TEST_F(GivingBack, ALongTransactionIsBroughtWhenItCommits) {
  auto other = connect();
  other.exec("BEGIN");
  other.exec("INSERT INTO app.customer VALUES (5000, 'early', 'late')");
  other.exec("SAVEPOINT inner_one");
  other.exec("UPDATE app.customer SET name = 'within' WHERE id = 7");
  other.exec("INSERT INTO app.line VALUES ('in a long one', NULL)");
  other.exec("RELEASE inner_one");
  exec("INSERT INTO app.customer VALUES (6000, 'quick', 'x')");
  exec("UPDATE app.customer SET name = 'meanwhile' WHERE id = 8");
  const GivenBack given = give_while([&] {
    exec("COMMIT");  // of nothing: the session is between two transactions
    other.exec("UPDATE app.customer SET name = 'last' WHERE id = 9");
    other.exec("COMMIT");
  });
  EXPECT_EQ(given.compared_at_the_end, 1) << "line has no key and was written";
  finish_return(row_);
  EXPECT_EQ(
      in_file("SELECT group_concat(name) FROM (SELECT name FROM customer WHERE id IN (5000, 6000, 7, 8, 9) "
              "ORDER BY id)"),
      "within,meanwhile,last,late,x");
  EXPECT_EQ(in_file("SELECT count(*) FROM line WHERE at = 'in a long one'"), "1");
}

TEST_F(GivingBack, WhateverIsWrittenAfterTheComparisonIsBrought) {
  auto other = connect();
  const GivenBack given = give_while([&] {
    other.exec("TRUNCATE app.pair");
    other.exec("INSERT INTO app.pair VALUES ('after', 1, '\\x01')");
    other.exec("TRUNCATE app.line");
    other.exec("INSERT INTO app.line VALUES ('one', NULL), ('two', NULL)");
    other.exec("DELETE FROM app.line WHERE at = 'one'");
    other.exec(
        "INSERT INTO app.customer VALUES (5, 'again', 'new') ON CONFLICT (id) DO UPDATE SET name = "
        "'upserted'");
    other.exec("UPDATE app.orders SET id = id + 10000 WHERE id < 3");
  });
  EXPECT_EQ(given.compared_at_the_end, 1);
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT group_concat(k1) FROM pair"), "after");
  EXPECT_EQ(in_file("SELECT group_concat(at) FROM line"), "two");
  EXPECT_EQ(in_file("SELECT name FROM customer WHERE id = 5"), "upserted");
  EXPECT_EQ(
      in_file("SELECT group_concat(id) FROM (SELECT id FROM orders WHERE id < 3 OR id > 9999 ORDER BY id)"),
      "10001,10002");
}

// Rows that a foreign key's action writes, and COPY.
TEST_F(GivingBack, CascadesAndCopyAreBrought) {
  exec("ALTER TABLE app.orders DROP CONSTRAINT orders_customer_id_fkey");
  exec(
      "ALTER TABLE app.orders ADD CONSTRAINT down FOREIGN KEY (customer_id) REFERENCES app.customer (id) ON "
      "DELETE CASCADE ON UPDATE CASCADE");
  const std::string expected = value("SELECT count(*) FROM app.orders WHERE customer_id NOT IN (1, 2)") +
                               "," + value("SELECT count(*) FROM app.orders WHERE customer_id = 2");
  exec("DELETE FROM app.customer WHERE id = 1");
  exec("UPDATE app.customer SET id = 7000 WHERE id = 2");
  postgres::CopyIn copy(connection_, "COPY app.pair FROM STDIN");
  copy.put("copied\t1\t\\\\x02\ncopied\t2\t\\N\n");
  copy.finish();
  give();
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT sum(customer_id <> 7000) || ',' || sum(customer_id = 7000) FROM orders"),
            expected);
  EXPECT_EQ(in_file("SELECT group_concat(k2 || coalesce(hex(v), '-')) FROM pair WHERE k1 = 'copied'"),
            "102,2");
}

TEST_F(GivingBack, DdlAfterTheComparisonIsRefused) {
  auto other = connect();
  const Error error = test::error_of(
      [&] { give_while([&] { other.exec("ALTER TABLE app.customer ADD COLUMN extra int"); }); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("altered since the switch"), std::string::npos) << error.message();
  EXPECT_EQ(value("SELECT stage FROM dunlin.transfer"), "switched");
}

TEST_F(GivingBack, IsNotOfferedAfterDdl) {
  EXPECT_EQ(reasons(), std::vector<std::string>{});
  exec("ALTER TABLE app.customer DISABLE TRIGGER zz_dunlin_outbox_update");
  EXPECT_EQ(reasons().size(), 1U);
  exec("ALTER TABLE app.customer ENABLE ALWAYS TRIGGER zz_dunlin_outbox_update");
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
  give_back(connection_, {row_, mapping, workplace_, target(), 2, std::chrono::seconds(1), false, {}});
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
    give_back(connection_, {row_, mapping, workplace_, target(), 2, std::chrono::seconds(1), false, {}});
  });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("customer id=2000"), std::string::npos) << error.message();
}

// Nor taken away: PostgreSQL never had it.
TEST_F(GivingBack, ARowThatTheLoadLeftOutStays) {
  Mapping mapping = mapping_;
  mapping.tables[0].columns[1].misfit = model::MisfitPolicy::reject;
  in_snapshot("INSERT INTO customer VALUES (2000, CAST(x'ff' AS TEXT), 'left out')");
  exec("INSERT INTO app.customer VALUES (2000, 'x', 'another')");
  exec("DELETE FROM app.customer WHERE id = 2000");
  give_back(connection_, {row_, mapping, workplace_, target(), 2, std::chrono::seconds(1), false, {}});
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT name FROM customer WHERE id = 2000"), "left out");
}

// A value that was another for a while, in one round, and is what it was in the next one.
TEST_F(GivingBack, KeepsTheBytesOfWhatIsAsItWas) {
  Mapping mapping = mapping_;
  mapping.tables[0].columns[1].misfit = model::MisfitPolicy::latin1;
  in_snapshot("UPDATE customer SET code = CAST(x'e9' || id AS TEXT) WHERE id = 4");
  exec("UPDATE app.customer SET code = 'else' WHERE id = 4");
  bool first = true;
  give_back(connection_, {row_, mapping, workplace_, target(), 2, std::chrono::seconds(1), false,
                          [&](const GiveBackProgress& progress) {
                            if (progress.step == GiveBackProgress::Step::round && std::exchange(first, false))
                              exec("UPDATE app.customer SET code = U&'\\00e94' WHERE id = 4");
                          }});
  EXPECT_FALSE(first);
  finish_return(row_);
  EXPECT_EQ(in_file("SELECT hex(code) FROM customer WHERE id = 4"), "E934");
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
  EXPECT_EQ(give().stale, std::vector<std::string>{"areas"});
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
