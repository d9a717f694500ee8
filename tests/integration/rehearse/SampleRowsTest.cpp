#include <gtest/gtest.h>

#include "base/Text.hpp"
#include "integration/Server.hpp"
#include "rehearse/SampleRows.hpp"

namespace dunlin::rehearse {
namespace {

class SampleRowsTest : public test::DatabaseTest {
 protected:
  SampleRowsTest() { exec("SET jit = off"); }
  std::string fill(int rows = 200) { return join(fill_tables(connection_, {.rows = rows}), "\n"); }
  int number(const std::string& query) { return std::stoi(value(query)); }
};

TEST_F(SampleRowsTest, TypesOfAllKinds) {
  exec("CREATE TYPE mood AS ENUM ('calm', 'it''s \"odd\"')");
  exec("CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100)");
  exec("CREATE DOMAIN code AS text NOT NULL CHECK (VALUE ~ '^[A-Z]{3}$')");
  exec("CREATE TYPE pair AS (a int, b text)");
  exec(R"(CREATE TABLE t (
    c1 smallint NOT NULL, c2 bigint NOT NULL, c3 numeric(4,2) NOT NULL, c4 numeric NOT NULL, c5 real NOT NULL, c6 money NOT NULL,
    c7 varchar(3) NOT NULL UNIQUE, c8 char(2) NOT NULL, c9 bytea NOT NULL, c10 uuid NOT NULL, c11 json NOT NULL, c12 jsonb NOT NULL,
    c13 date NOT NULL, c14 timestamptz NOT NULL, c15 time NOT NULL, c16 interval NOT NULL, c17 inet NOT NULL, c18 macaddr NOT NULL,
    c19 bit(5) NOT NULL, c20 varbit NOT NULL, c21 tsvector NOT NULL, c22 point NOT NULL, c23 polygon NOT NULL, c24 int4range NOT NULL,
    c25 tstzmultirange NOT NULL, c26 mood NOT NULL, c27 percent NOT NULL, c28 code, c29 pair NOT NULL, c30 int[] NOT NULL,
    c31 text[] NOT NULL, c32 mood[] NOT NULL, c33 numeric(3,3) NOT NULL, c34 xml NOT NULL, c35 daterange NOT NULL,
    EXCLUDE USING gist (c24 WITH &&)))");
  EXPECT_EQ(fill(), "");
  EXPECT_GE(number("SELECT count(*) FROM t"), 90);
}

TEST_F(SampleRowsTest, ChecksOnOneColumnAndOnSeveral) {
  exec(
      R"(CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, s serial, twice int GENERATED ALWAYS AS (rating * 2) STORED,
    status text NOT NULL CHECK (status IN ('draft', 'it''s done')), rating int NOT NULL CHECK (rating BETWEEN 1 AND 5),
    email text NOT NULL UNIQUE CHECK (email ~ '^[^@]+@[^@]+\.[a-z]+$'), year int NOT NULL CHECK (year >= 1990 AND year < 2000),
    pin text NOT NULL CHECK (length(pin) = 6), digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32), starts date NOT NULL, ends date NOT NULL, a int, b int,
    CHECK (ends > starts), CHECK ((a IS NULL) <> (b IS NULL))))");
  EXPECT_EQ(fill(), "");
  EXPECT_GE(number("SELECT count(*) FROM t"), 40);
  EXPECT_EQ(number("SELECT count(DISTINCT status) FROM t"), 2);
  EXPECT_EQ(number("SELECT count(DISTINCT rating) FROM t"), 5);
}

TEST_F(SampleRowsTest, ForeignKeysOfAllShapes) {
  exec("CREATE TABLE teams (id bigserial PRIMARY KEY, lead bigint, parent bigint REFERENCES teams)");
  exec("CREATE TABLE people (id uuid PRIMARY KEY, team bigint NOT NULL REFERENCES teams, UNIQUE (team, id))");
  exec("ALTER TABLE teams ADD COLUMN owner uuid REFERENCES people");
  exec("CREATE TABLE a_profiles (person uuid PRIMARY KEY REFERENCES people)");
  exec(
      "CREATE TABLE a_members (team bigint, person uuid, at date, PRIMARY KEY (team, person), "
      "FOREIGN KEY (team, person) REFERENCES people (team, id), FOREIGN KEY (person) REFERENCES a_profiles)");
  exec("CREATE TABLE hens (id int PRIMARY KEY, egg int NOT NULL)");
  exec(
      "CREATE TABLE eggs (id int PRIMARY KEY, hen int NOT NULL REFERENCES hens DEFERRABLE INITIALLY "
      "DEFERRED)");
  exec("ALTER TABLE hens ADD FOREIGN KEY (egg) REFERENCES eggs DEFERRABLE INITIALLY DEFERRED");
  EXPECT_EQ(fill(), "");
  for (const auto* table : {"teams", "people", "a_profiles", "hens", "eggs"})
    EXPECT_EQ(number(std::string("SELECT count(*) FROM ") + table), 200) << table;
  EXPECT_GE(number("SELECT count(*) FROM a_members"), 50);
  EXPECT_GE(number("SELECT count(parent) FROM teams"), 50);
  EXPECT_GE(number("SELECT count(owner) FROM teams"), 50);
  // The server agrees: validating anew looks at every row.
  exec(
      "UPDATE pg_constraint SET convalidated = false WHERE contype = 'f' AND connamespace = "
      "'public'::regnamespace");
  const auto keys = connection_.exec(
      "SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname) FROM "
      "pg_constraint "
      "WHERE contype = 'f' AND connamespace = 'public'::regnamespace");
  EXPECT_EQ(keys.rows(), 8);
  for (int i = 0; i < keys.rows(); ++i) EXPECT_NO_THROW(exec(keys.string(i, 0))) << keys.string(i, 0);
}

TEST_F(SampleRowsTest, RowsInEveryPartition) {
  exec(
      "CREATE TABLE events (id bigint, at timestamptz NOT NULL, region text NOT NULL, PRIMARY KEY (id, at, "
      "region)) "
      "PARTITION BY RANGE (at)");
  exec(
      "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2023-02-01') PARTITION BY "
      "LIST (region)");
  exec("CREATE TABLE e1_eu PARTITION OF e1 FOR VALUES IN ('eu', 'it''s')");
  exec("CREATE TABLE e1_us PARTITION OF e1 FOR VALUES IN ('us')");
  exec(
      "CREATE TABLE e2 PARTITION OF events FOR VALUES FROM ('2023-02-01') TO (MAXVALUE) PARTITION BY HASH "
      "(id)");
  exec("CREATE TABLE e2_0 PARTITION OF e2 FOR VALUES WITH (modulus 2, remainder 0)");
  exec("CREATE TABLE e2_1 PARTITION OF e2 FOR VALUES WITH (modulus 2, remainder 1)");
  exec("CREATE TABLE numbers (n int, m int) PARTITION BY RANGE (n, m)");
  exec("CREATE TABLE n1 PARTITION OF numbers FOR VALUES FROM (-50, 5) TO (-40, 5)");
  exec("CREATE TABLE n2 PARTITION OF numbers DEFAULT");
  EXPECT_EQ(fill(), "");
  for (const auto* table : {"e1_eu", "e1_us", "e2_0", "e2_1", "n1", "n2"})
    EXPECT_GE(number(std::string("SELECT count(*) FROM ") + table), 20) << table;
}

TEST_F(SampleRowsTest, MorePartitionsThanRows) {
  exec("CREATE TABLE p (n int PRIMARY KEY) PARTITION BY RANGE (n)");
  exec(
      "DO $$ BEGIN FOR i IN 0..39 LOOP EXECUTE format('CREATE TABLE p%s PARTITION OF p FOR VALUES FROM (%s) "
      "TO (%s)', "
      "i, i * 10, i * 10 + 10); END LOOP; END $$");
  EXPECT_EQ(fill(5), "");
  EXPECT_EQ(number("SELECT count(DISTINCT tableoid) FROM p"), 40);
}

TEST_F(SampleRowsTest, SaysWhatStaysEmpty) {
  exec("CREATE TABLE never (n int CHECK (n > 0 AND n < 0) NOT NULL)");
  exec("ALTER TABLE never ADD PRIMARY KEY (n)");
  exec("CREATE TABLE not_either (n int NOT NULL REFERENCES never)");
  exec("CREATE TABLE fine (n int)");
  exec("CREATE TABLE none ()");
  const auto unfilled = fill();
  EXPECT_EQ(unfilled.rfind("\"public\".\"never\": ", 0), 0U) << unfilled;
  EXPECT_EQ(unfilled.substr(unfilled.find('\n') + 1),
            R"("public"."not_either": there is no row to refer to in public.never)");
  EXPECT_EQ(number("SELECT count(*) FROM none"), 200);
}

TEST_F(SampleRowsTest, TheSameRowsEveryTimeAndNullsWhereTheyMayBe) {
  exec("CREATE TABLE t (id int PRIMARY KEY, a text, b timestamptz DEFAULT now())");
  const std::string rows = "SELECT string_agg(t::text, ' ' ORDER BY id) FROM t";
  fill();
  const auto once = value(rows);
  EXPECT_GE(number("SELECT count(*) FROM t WHERE a IS NULL"), 5);
  EXPECT_GE(number("SELECT count(*) FROM t WHERE b IS NULL"), 5);
  exec("TRUNCATE t");
  fill();
  EXPECT_EQ(value(rows), once);
}

}  // namespace
}  // namespace dunlin::rehearse
