#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sql/Dependencies.hpp"

namespace dunlin::sql {
namespace {

using Names = std::vector<QualifiedName>;

bool names(const Names& names, const QualifiedName& wanted) {
  return std::find(names.begin(), names.end(), wanted) != names.end();
}

TEST(Dependencies, KnowsWhatIsCreated) {
  struct Case {
    const char* text;
    Names created;
  };
  const std::vector<Case> cases{
      {"CREATE OR REPLACE VIEW s.v AS SELECT 1", {{"s", "v"}}},
      {"CREATE MATERIALIZED VIEW mv AS SELECT 1", {{"", "mv"}}},
      {"CREATE TABLE \"T\" (a int)", {{"", "T"}}},
      {"CREATE TABLE t AS SELECT 1", {{"", "t"}}},
      {"CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql RETURN a", {{"s", "f"}}},
      {"CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", {{"", "p"}}},
      {"CREATE AGGREGATE agg(int) (sfunc = f, stype = int)", {{"", "agg"}}},
      {"CREATE TYPE mood AS ENUM ('a')", {{"", "mood"}}},
      {"CREATE TYPE c AS (a int)", {{"", "c"}}},
      {"CREATE DOMAIN d AS int", {{"", "d"}}},
      {"CREATE SEQUENCE s.q", {{"s", "q"}}},
      {"CREATE TABLE a (); CREATE VIEW b AS SELECT 1", {{"", "a"}, {"", "b"}}},
      {"SELECT 1", {}},
      {"CREATE NONSENSE", {}},
      {"", {}},
  };
  for (const auto& [text, created] : cases) EXPECT_EQ(created_objects(text), created) << text;
}

TEST(Dependencies, KnowsWhatAViewUses) {
  const auto used = referenced_relations(
      "CREATE VIEW s.v AS WITH w AS (SELECT * FROM a) SELECT f(x.b), s.g(1)::my.typ, 'r.t'::regclass, "
      "nextval('q') "
      "FROM s.u x JOIN w ON true WHERE EXISTS (SELECT 1 FROM z)");
  for (const QualifiedName& name :
       Names{{"", "a"}, {"", "f"}, {"s", "g"}, {"my", "typ"}, {"r", "t"}, {"", "q"}, {"s", "u"}, {"", "z"}}) {
    EXPECT_TRUE(names(used, name)) << name.schema << "." << name.name;
  }
  for (const QualifiedName& name : Names{{"s", "v"}, {"", "w"}, {"", "x"}})
    EXPECT_FALSE(names(used, name)) << name.name;
}

TEST(Dependencies, KnowsWhatAFunctionUses) {
  const auto in_sql = referenced_relations(
      "CREATE FUNCTION f(a s.t, b u.c%TYPE) RETURNS SETOF v LANGUAGE sql AS $$ SELECT g(1) FROM z $$");
  for (const QualifiedName& name : Names{{"s", "t"}, {"", "u"}, {"", "v"}, {"", "g"}, {"", "z"}})
    EXPECT_TRUE(names(in_sql, name)) << name.name;
  const auto atomic =
      referenced_relations("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT * FROM q; SELECT h(); END");
  for (const QualifiedName& name : Names{{"", "q"}, {"", "h"}}) EXPECT_TRUE(names(atomic, name)) << name.name;
  const auto words = referenced_relations(
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE r t%ROWTYPE; BEGIN "
      "SELECT count(col) INTO r FROM a x, s.b WHERE c = 1; PERFORM g(1); INSERT INTO l VALUES (1); UPDATE m "
      "SET n = 1; END $$");
  for (const QualifiedName& name : Names{{"", "t"}, {"", "a"}, {"s", "b"}, {"", "g"}, {"", "l"}, {"", "m"}})
    EXPECT_TRUE(names(words, name)) << name.name;
  for (const QualifiedName& name : Names{{"", "col"}, {"", "c"}, {"", "n"}, {"", "f"}})
    EXPECT_FALSE(names(words, name)) << name.name;
}

TEST(Dependencies, KnowsWhatTablesAndTriggersUse) {
  const auto table = referenced_relations("CREATE TABLE t (a int REFERENCES o(id), b mood DEFAULT d())");
  for (const QualifiedName& name : Names{{"", "o"}, {"", "mood"}, {"", "d"}})
    EXPECT_TRUE(names(table, name)) << name.name;
  const auto trigger =
      referenced_relations("CREATE TRIGGER g BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.tf()");
  EXPECT_TRUE(names(trigger, {"s", "t"}) && names(trigger, {"s", "tf"}));
}

TEST(Dependencies, AreEmptyForWhatCantBeRead) {
  for (const std::string text : {"", "nonsense", "SELECT '", "SELECT \xff"})
    EXPECT_TRUE(referenced_relations(text).empty()) << text;
}

TEST(Dependencies, ReadDeepTreesUpToALimit) {
  const auto deep = [](int terms) {
    std::string text = "SELECT 1";
    for (int i = 0; i < terms; ++i) text += "+1";
    return referenced_relations(text + " FROM t\t--\x01\n");
  };
  EXPECT_EQ(deep(200), (Names{{"", "t"}}));
  EXPECT_TRUE(deep(9'000).empty());
  EXPECT_TRUE(deep(500'000).empty());
}

}  // namespace
}  // namespace dunlin::sql
