#include <fmt/format.h>

#include "integration/transfer/LiveTransfer.hpp"
#include "transfer/follow/Follower.hpp"

namespace dunlin::transfer {
namespace {

class Following : public test::LiveTransfer {
 protected:
  Round round() { return round_as(connection_); }
  Round round_as(postgres::Connection& connection) {
    const auto row = find_transfer(connection, "app");
    Follower follower(connection, *row, mapping_, workplace_);
    const Round round = follower.round();
    follower.record_digest();
    return round;
  }
};

TEST_F(Following, BringsWhatTheWritersDid) {
  fill();
  EXPECT_EQ(round().rows(), 4 * 300);
  expect_equal();
  live("UPDATE customer SET name = 'other' WHERE id IN (7, 8)");
  live("DELETE FROM orders WHERE id = 9");
  live("INSERT INTO pair VALUES ('new', 1, x'00ff')");
  live("UPDATE pair SET v = zeroblob(100000) WHERE k1 = 'key100'");
  const Round second = round();
  EXPECT_EQ(second.number, 2);
  const std::vector<AppliedTable> expected{{"customer", 2, 2, 0}, {"orders", 1, 0, 0}, {"pair", 1, 2, 0}};
  EXPECT_EQ(second.tables, expected);
  expect_equal();
  EXPECT_EQ(value("SELECT stage || round FROM dunlin.transfer"), "following2");
  EXPECT_EQ(round().rows(), 0);
}

TEST_F(Following, UniqueValuesSwap) {
  fill();
  round();
  live("UPDATE customer SET code = 'x' WHERE id = 1");
  live("UPDATE customer SET code = 'c1' WHERE id = 2");
  live("UPDATE customer SET code = 'c2' WHERE id = 1");
  round();
  EXPECT_EQ(value("SELECT string_agg(code, ',' ORDER BY id) FROM app.customer WHERE id < 3"), "c2,c1");
  expect_equal();
}

// ON DELETE CASCADE would take the children of a parent that only changes.
TEST_F(Following, ChildrenStayWhenTheirParentChanges) {
  fill();
  round();
  live("UPDATE customer SET name = upper(name)");
  const Round changed = round();
  EXPECT_EQ(changed.quiet, Quiet::replication_role);
  EXPECT_EQ(value("SELECT count(*) FROM app.orders"), "300");
  expect_equal();
}

// What stands between a row and its table, and can't be kept quiet, is found before the round is committed.
TEST_F(Following, RowsThatArriveOtherwiseAreFound) {
  fill();
  round();
  exec(
      "CREATE FUNCTION app.shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.name := upper(new.name); "
      "RETURN new; END $$");
  exec("CREATE TRIGGER shout BEFORE INSERT ON app.customer FOR EACH ROW EXECUTE FUNCTION app.shout()");
  exec("ALTER TABLE app.customer ENABLE ALWAYS TRIGGER shout");
  live("INSERT INTO customer VALUES (1000, 'new', 'quiet')");
  const Error error = test::error_of([&] { round(); });
  EXPECT_EQ(error.code(), ErrorCode::findings);
  EXPECT_NE(error.message().find("customer\" doesn't hold the rows"), std::string::npos) << error.message();
  EXPECT_EQ(value("SELECT count(*) FROM app.customer"), "300");
  exec("DROP TRIGGER shout ON app.customer");
  exec("CREATE RULE nothing AS ON INSERT TO app.line DO INSTEAD NOTHING");
  exec("ALTER TABLE app.line ENABLE ALWAYS RULE nothing");
  live("INSERT INTO line VALUES ('lost', '[]')");
  EXPECT_EQ(test::error_of([&] { round(); }).code(), ErrorCode::findings);
  exec("DROP RULE nothing ON app.line");
  round();
  expect_equal();
}

TEST_F(Following, RowsWithoutKeyGoAsOftenAsTheyWent) {
  fill();
  round();
  live("DELETE FROM line WHERE rowid IN (20, 40, 41)");
  live("INSERT INTO line VALUES ('at 3', '[1]'), ('at 3', '[ 1]'), (NULL, NULL), (NULL, NULL)");
  round();
  EXPECT_EQ(value("SELECT count(*) FROM app.line WHERE at = 'at 0'"), "13");
  EXPECT_EQ(value("SELECT count(*) FROM app.line WHERE at = 'at 1'"), "14");
  expect_equal();
  live("DELETE FROM line WHERE at IS NULL AND rowid = (SELECT max(rowid) FROM line)");
  round();
  expect_equal();
  live("VACUUM");
  EXPECT_EQ(round().rows(), 0);
}

// Without the right to session_replication_role.
TEST_F(Following, AnOwnerWithoutFurtherRightsFollowsToo) {
  fill();
  round();
  exec("CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'fired'; END$$");
  exec("CREATE TRIGGER t BEFORE DELETE OR INSERT ON app.customer FOR EACH ROW EXECUTE FUNCTION app.refuse()");
  exec("CREATE TRIGGER off BEFORE DELETE ON app.customer FOR EACH ROW EXECUTE FUNCTION app.refuse()");
  exec("ALTER TABLE app.customer DISABLE TRIGGER off");
  exec("DROP ROLE IF EXISTS plain");
  exec("CREATE ROLE plain");
  exec("GRANT ALL ON SCHEMA app, dunlin TO plain");
  exec("GRANT ALL ON ALL TABLES IN SCHEMA dunlin TO plain");
  for (const char* table : {"customer", "orders", "pair", "line"})
    exec(fmt::format("ALTER TABLE app.{} OWNER TO plain", table));
  exec("ALTER FUNCTION app.refuse() OWNER TO plain");
  live("UPDATE customer SET name = upper(name)");
  exec("SET ROLE plain");
  EXPECT_EQ(round().quiet, Quiet::constraints_anew);
  exec("RESET ROLE");
  expect_equal();
  EXPECT_EQ(value("SELECT count(*) FROM app.orders"), "300");
  EXPECT_EQ(value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = "
                  "'app.orders'::regclass AND contype = 'f'"),
            "FOREIGN KEY (customer_id) REFERENCES app.customer(id) ON DELETE CASCADE");
  EXPECT_EQ(
      value("SELECT string_agg(tgenabled::text, '' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal"),
      "DO");
}

TEST_F(Following, RowsWithoutParentAreRefused) {
  fill();
  round();
  live("PRAGMA foreign_keys = OFF");
  live("DELETE FROM customer WHERE id = 3");
  const Error error = test::error_of([&] { round(); });
  EXPECT_EQ(error.code(), ErrorCode::findings);
  EXPECT_NE(error.message().find("6 rows of \"app\".\"orders\" would have no parent"), std::string::npos)
      << error.message();
  EXPECT_EQ(value("SELECT count(*) FROM app.customer"), "300");
  live("DELETE FROM orders WHERE customer_id = 3");
  round();
  expect_equal();
}

TEST_F(Following, AValueThatDoesNotFitIsRefused) {
  fill();
  round();
  live("UPDATE orders SET customer_id = 'nobody' WHERE id = 5");
  const Error error = test::error_of([&] { round(); });
  EXPECT_EQ(error.code(), ErrorCode::findings);
  EXPECT_EQ(error.fact("column"), "customer_id");
  live("UPDATE orders SET customer_id = 1 WHERE id = 5");
  round();
  expect_equal();
}

TEST_F(Following, AnotherSchemaIsRefused) {
  fill();
  round();
  live("ALTER TABLE customer ADD COLUMN extra");
  EXPECT_EQ(test::error_of([&] { round(); }).code(), ErrorCode::findings);
}

TEST_F(Following, RowsThatSomebodyElseChangedAreRefused) {
  fill();
  round();
  exec("DELETE FROM app.customer WHERE id = 299");
  live("UPDATE customer SET name = 'x' WHERE id = 299");
  EXPECT_EQ(test::error_of([&] { round(); }).code(), ErrorCode::refused);
}

// The commit that was sent is answered when nobody listens any more: the ledger decides which copy counts.
TEST_F(Following, TheLedgerSaysWhichCopyCounts) {
  fill();
  round();
  live("DELETE FROM line WHERE rowid < 5");
  {
    SnapshotPair pair(workplace_, source_, 1);
    pair.take_next(1000);
    pair.announce(2);
  }
  // Killed before the commit: round 2 comes again.
  EXPECT_EQ(round().number, 2);
  expect_equal();
  live("DELETE FROM line WHERE rowid < 10");
  const auto old = sqlite::file_sha256(workplace_.snapshot().string());
  round();
  // Killed after the commit and before the files' exchange.
  SnapshotPair pair(workplace_, source_, 3);
  pair.advance();
  ASSERT_EQ(sqlite::file_sha256(workplace_.snapshot().string()), old);
  pair.announce(3);
  live("DELETE FROM line WHERE rowid < 15");
  EXPECT_EQ(round().number, 4);
  expect_equal();
}

}  // namespace
}  // namespace dunlin::transfer
