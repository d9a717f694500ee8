// What a statement is said to lock and to cost, against what PostgreSQL 15 did (tools/suites/ground_truth).
#include <gtest/gtest.h>
#include <map>
#include <string>

#include "Replaying.hpp"
#include "lint/Effects.hpp"

namespace dunlin::lint {
namespace {

using model::Cost;
using model::LockLevel;

struct Said {
  LockLevel lock = LockLevel::none;
  Cost cost = Cost::metadata;
  friend bool operator==(const Said&, const Said&) = default;
};

std::map<std::string, Said> effects(const std::string& before, const std::string& statement) {
  std::map<std::string, Said> said;
  for (const Effect& effect :
       effects_of(test::commands_of(statement).front(), test::replayed(before), 15, true))
    said[effect.relation] = {effect.lock, effect.cost};
  return said;
}

const Said k_ax{LockLevel::access_exclusive, Cost::metadata};

TEST(Effects, AnIndexWithAnExpressionOrAPredicateIsBuiltAnewByAnyTypeChange) {
  const std::string before =
      "CREATE TABLE a (n varchar(10), m varchar(10), k varchar(10), o varchar(10));"
      "CREATE INDEX i ON a (m) WHERE n IS NOT NULL; CREATE INDEX l ON a (lower(k)); CREATE INDEX p ON a (o);";
  for (const char* column : {"n", "m", "k"})
    EXPECT_EQ(
        effects(before, "ALTER TABLE a ALTER " + std::string(column) + " TYPE varchar(20);")["public.a"],
        (Said{LockLevel::access_exclusive, Cost::index_build}))
        << column;
  EXPECT_EQ(effects(before, "ALTER TABLE a ALTER o TYPE varchar(20);")["public.a"], k_ax);
}

TEST(Effects, ANewForeignKeyColumnIsValidatedAsSoonAsItHasADefault) {
  const std::string before = "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE a (id int);";
  EXPECT_EQ(effects(before, "ALTER TABLE a ADD u int REFERENCES u (id);")["public.a"], k_ax);
  EXPECT_EQ(effects(before, "ALTER TABLE a ADD u int DEFAULT NULL REFERENCES u (id);")["public.a"],
            (Said{LockLevel::access_exclusive, Cost::scan}));
}

TEST(Effects, AnIndexThatIsThereIsNotBuiltButStillLocks) {
  const std::string before = "CREATE TABLE a (id int); CREATE INDEX i ON a (id);";
  EXPECT_EQ(effects(before, "CREATE INDEX IF NOT EXISTS i ON a (id);")["public.a"],
            (Said{LockLevel::share, Cost::metadata}));
  EXPECT_EQ(effects(before, "CREATE INDEX IF NOT EXISTS j ON a (id);")["public.a"],
            (Said{LockLevel::share, Cost::index_build}));
}

TEST(Effects, CascadeReachesMaterializedViewsAndTriggers) {
  const std::string before =
      "CREATE TABLE a (id int); CREATE VIEW v AS SELECT * FROM a;"
      "CREATE MATERIALIZED VIEW mv AS SELECT * FROM v;"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$;"
      "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();";
  EXPECT_EQ(effects(before, "DROP VIEW v CASCADE;")["public.mv"], k_ax);
  EXPECT_EQ(effects(before, "DROP FUNCTION f() CASCADE;")["public.a"], k_ax);
}

TEST(Effects, ATriggerThatIsNotThereLocksNothing) {
  const std::string before =
      "CREATE TABLE a (id int);"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$;"
      "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();";
  EXPECT_TRUE(effects(before, "DROP TRIGGER IF EXISTS other ON a;").empty());
  EXPECT_EQ(effects(before, "DROP TRIGGER IF EXISTS t ON a;")["public.a"], k_ax);
}

// The form with a default partition, unless a CHECK proves that none of its rows belongs into the new one.
TEST(Effects, AttachReadsNothingThatACheckProves) {
  const std::string before =
      "CREATE TABLE p (at date NOT NULL) PARTITION BY RANGE (at); CREATE TABLE d PARTITION OF p DEFAULT;"
      "CREATE TABLE c (at date NOT NULL);";
  const std::string in_c = "ALTER TABLE c ADD CHECK (at >= '2026-01-01' AND at < '2026-02-01');";
  const std::string not_in_d =
      "ALTER TABLE d ADD CHECK (NOT (at IS NOT NULL AND at >= '2026-01-01' AND at < '2026-02-01'));";
  const std::string attach =
      "ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');";
  const std::string create =
      "CREATE TABLE n PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');";
  const Said scanned{LockLevel::access_exclusive, Cost::scan};

  EXPECT_EQ(effects(before, attach)["public.c"], scanned);
  EXPECT_EQ(effects(before, attach)["public.d"], scanned);
  EXPECT_EQ(effects(before + in_c, attach)["public.c"], k_ax);
  EXPECT_EQ(effects(before + in_c, attach)["public.d"], scanned);
  EXPECT_EQ(effects(before + in_c + not_in_d, attach)["public.d"], k_ax);
  EXPECT_EQ(effects(before + not_in_d, attach)["public.c"], scanned);
  EXPECT_EQ(effects(before, attach)["public.p"].lock, LockLevel::share_update_exclusive);
  EXPECT_EQ(effects(before, create)["public.d"], scanned);
  EXPECT_EQ(effects(before + not_in_d, create)["public.d"], k_ax);
}

}  // namespace
}  // namespace dunlin::lint
