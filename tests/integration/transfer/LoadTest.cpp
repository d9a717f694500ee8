#include "base/Json.hpp"
#include "integration/transfer/Source.hpp"

namespace dunlin::transfer {
namespace {

class LoadTest : public test::TransferTest {
 protected:
  LoadTest() { make_tables(); }
  std::string keys_in(const std::string& schema) {
    return value(
        "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE connamespace = '" +
        schema + "'::regnamespace AND contype IN ('p', 'f')");
  }
};

TEST_F(LoadTest, RowsKeysAndSumsArrive) {
  const auto migration = test::migration("1", keys_sql());
  const auto keys = begin_keys(migration);
  const auto tables = load(&keys);
  keys.complete(connection_);
  ASSERT_EQ(tables.size(), 2U);
  for (const auto& table : tables) {
    EXPECT_EQ(table.source.rows, 1000);
    EXPECT_EQ(table.source, table.target);
  }
  EXPECT_EQ(value("SELECT count(*) FROM dunlin_load_app.log JOIN dunlin_load_app.people ON person = id"),
            "1000");
  EXPECT_EQ(keys_in("dunlin_load_app"), "log_person people_pkey");
  EXPECT_EQ(migrate::read_history(connection_).open_entry(), nullptr);
}

TEST_F(LoadTest, WhatIsRecordedIsNotCopiedAgain) {
  load();
  const auto again = load();
  EXPECT_EQ(value("SELECT count(*) FROM dunlin_load_app.people"), "1000");
  EXPECT_EQ(again.front().source, again.front().target);
  exec("DELETE FROM dunlin_load_app.log");
  exec("DELETE FROM dunlin.transfer_chunk WHERE source_table = 'log'");
  EXPECT_EQ(load().back().target.rows, 1000);
}

TEST_F(LoadTest, AWorkersErrorStopsTheOthersAndIsThrown) {
  mapping_.tables[1].columns[1].conversion = Conversion::bigint;  // its values are text
  mapping_.tables[1].columns[1].type = "bigint";
  const auto error = test::error_of([&] { load(); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("log.what, row rowid=1"), std::string::npos) << error.message();
  EXPECT_EQ(value("SELECT count(*) FROM dunlin_load_app.log"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM dunlin.transfer_chunk WHERE source_table = 'log'"), "0");
}

TEST_F(LoadTest, ATextThatIsntOneIsRefusedByTheServer) {
  {
    auto database = sqlite::Database::open(file(), sqlite::Database::Mode::read_write);
    database.exec("UPDATE log SET what = CAST(x'ff' AS TEXT) WHERE rowid = 900");
  }
  EXPECT_NE(test::error_of([&] { load(); }).message().find("invalid byte sequence"), std::string::npos);
  EXPECT_EQ(value("SELECT count(*) FROM dunlin_load_app.log"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM dunlin.transfer_chunk WHERE source_table = 'log'"), "0");
}

TEST_F(LoadTest, ABackendThatEndsLosesNothingThatIsRecorded) {
  exec(
      "CREATE FUNCTION public.ends() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.at = 500 THEN "
      "PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$");
  exec(
      "CREATE TRIGGER ends BEFORE INSERT ON dunlin_load_app.log FOR EACH ROW EXECUTE FUNCTION public.ends()");
  EXPECT_EQ(test::error_of([&] { load(); }).code(), ErrorCode::unreachable);
  exec("DROP TRIGGER ends ON dunlin_load_app.log");
  for (const auto& table : load()) {
    EXPECT_EQ(table.source.rows, 1000);
    EXPECT_EQ(table.source, table.target);
  }
}

TEST_F(LoadTest, RejectedRowsAreRecordedWithTheirChunk) {
  {
    auto database = sqlite::Database::open(file(), sqlite::Database::Mode::read_write);
    database.exec("UPDATE log SET at = 'soon' WHERE rowid = 7");
    database.exec("UPDATE log SET at = x'00ff' WHERE rowid = 9");
  }
  mapping_.tables[1].columns[0].misfit = model::MisfitPolicy::reject;
  const auto tables = load();
  EXPECT_EQ(tables[1].source.rows, 998);
  EXPECT_EQ(tables[1].rejected, 2);
  std::vector<std::string> lines;
  read_rejects(connection_, transfer_.id, [&](const std::string& line) { lines.push_back(line); });
  ASSERT_EQ(lines.size(), 2U);
  const Json line = Json::parse(lines[0]);
  EXPECT_EQ(*line.find("key")->string(), "rowid=7");
  EXPECT_EQ(*line.find("column")->string(), "at");
  EXPECT_EQ(*line.find("storage")->string(), "text");
  EXPECT_EQ(*line.find("value")->string(), "736f6f6e");
  EXPECT_EQ(*line.find("taken")->string(), "reject");
}

TEST_F(LoadTest, TablesTypesAndSequencesAreMovedTogether) {
  exec("CREATE TYPE dunlin_load_app.mood AS ENUM ('good', 'bad')");
  exec("CREATE SEQUENCE dunlin_load_app.numbers");
  exec("CREATE STATISTICS dunlin_load_app.both_columns ON at, what FROM dunlin_load_app.log");
  load();
  move_tables(connection_, transfer_);
  EXPECT_EQ(value("SELECT count(*) FROM app.people"), "1000");
  EXPECT_EQ(
      value("SELECT to_regclass('app.numbers') IS NOT NULL AND to_regtype('app.mood') IS NOT NULL AND "
            "to_regclass('app.people_id_seq') IS NOT NULL AND to_regnamespace('dunlin_load_app') IS NULL"),
      "t");
  EXPECT_EQ(find_transfer(connection_, "app")->stage, Stage::moved);
}

TEST_F(LoadTest, ATargetThatHoldsSomethingIsRefused) {
  exec("CREATE SCHEMA other");
  exec("CREATE TABLE other.mine (n int)");
  mapping_.target_schema = "other";
  const auto error = test::error_of([&] { begin_or_resume(connection_, "app.db", mapping_); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("mine"), std::string::npos);
  EXPECT_EQ(value("SELECT to_regnamespace('dunlin_load_other') IS NULL"), "t");
}

TEST_F(LoadTest, AnotherSnapshotIsRefusedWhileAnOlderOneIsHalfLoaded) {
  mapping_.source_sha256 = "another";
  const auto error = test::error_of([&] { begin_or_resume(connection_, "app.db", mapping_); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.hint().find("--restart"), std::string::npos);
}

}  // namespace
}  // namespace dunlin::transfer
