#include <gtest/gtest.h>
#include <string>

#include "sql/IndexStatement.hpp"

namespace dunlin::sql {
namespace {

TEST(IndexStatement, ReadsItsParts) {
  const auto index = parse_create_index(
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I x\" ON s.T (lower(a)) WHERE b > 1");
  ASSERT_TRUE(index);
  EXPECT_EQ(index->name, "I x");
  EXPECT_EQ(index->table, (QualifiedName{"s", "t"}));
  EXPECT_TRUE(index->concurrently);
  EXPECT_TRUE(index->if_not_exists);
  const auto unnamed = parse_create_index("CREATE INDEX ON ONLY t (a)");
  ASSERT_TRUE(unnamed);
  EXPECT_EQ(unnamed->name, "");
  EXPECT_EQ(unnamed->table, (QualifiedName{"", "t"}));
  EXPECT_FALSE(unnamed->concurrently || unnamed->if_not_exists);
}

TEST(IndexStatement, IsNothingForOtherText) {
  for (const std::string text :
       {"", "CREATE TABLE t (a int)", "CREATE INDEX i ON", "DROP INDEX i", "SELECT 1",
        "CREATE INDEX i ON t (a); SELECT 1", "CREATE INDEX i ON t (\xff)"}) {
    EXPECT_FALSE(parse_create_index(text)) << text;
    EXPECT_FALSE(create_index_like(text, "x", {"", "y"})) << text;
  }
}

TEST(IndexStatement, BuildsOneLikeIt) {
  const QualifiedName table{"s\"x", "T 2"};
  EXPECT_EQ(create_index_like(
                "create unique index concurrently if not exists i on only public.t using btree (a desc)",
                "I 1", table),
            "CREATE UNIQUE INDEX \"I 1\" ON \"s\"\"x\".\"T 2\" using btree (a desc)");
  EXPECT_EQ(create_index_like("CREATE INDEX \"on\" ON t * (a)", "i", {"", "y"}),
            "CREATE INDEX \"i\" ON \"y\" (a)");
  EXPECT_EQ(create_index_like("CREATE INDEX ON ONLY (s.t) (a)", "i", {"", "y"}),
            "CREATE INDEX \"i\" ON \"y\" (a)");
}

TEST(IndexStatement, NamesObjects) {
  const auto drop = parse_named_objects("DROP TABLE IF EXISTS a, S.b, \"C\" CASCADE");
  ASSERT_TRUE(drop);
  EXPECT_EQ(drop->names, (std::vector<QualifiedName>{{"", "a"}, {"s", "b"}, {"", "C"}}));
  EXPECT_TRUE(drop->if_exists && drop->cascade);
  const auto index = parse_named_objects("DROP INDEX CONCURRENTLY s.i");
  ASSERT_TRUE(index);
  EXPECT_EQ(index->names, (std::vector<QualifiedName>{{"s", "i"}}));
  EXPECT_FALSE(index->if_exists || index->cascade);
  for (const std::string text : {"REINDEX TABLE CONCURRENTLY s.t", "REINDEX (VERBOSE) INDEX s.t"}) {
    const auto reindex = parse_named_objects(text);
    ASSERT_TRUE(reindex) << text;
    EXPECT_EQ(reindex->names, (std::vector<QualifiedName>{{"s", "t"}}));
  }
  for (const std::string end : {"", " CONCURRENTLY", " FINALIZE"}) {
    const auto detach = parse_named_objects("ALTER TABLE IF EXISTS s.t DETACH PARTITION p" + end);
    ASSERT_TRUE(detach) << end;
    EXPECT_EQ(detach->names, (std::vector<QualifiedName>{{"s", "t"}, {"", "p"}}));
    EXPECT_TRUE(detach->if_exists);
  }
  for (const std::string text :
       {"DROP VIEW v", "REINDEX SCHEMA s", "ALTER TABLE t ADD COLUMN a int", "SELECT 1", "DROP"}) {
    EXPECT_FALSE(parse_named_objects(text)) << text;
  }
}

TEST(IndexStatement, SurvivesDeepNesting) {
  const auto deep = [](int terms) {
    std::string text = "CREATE INDEX i ON t ((1";
    for (int i = 0; i < terms; ++i) text += "+1";
    return text + "))";
  };
  EXPECT_TRUE(parse_create_index(deep(5'000)));
  EXPECT_FALSE(parse_create_index(deep(500'000))) << "over the limit: not analysed, never a crash";
  EXPECT_FALSE(parse_create_index("CREATE INDEX i ON t (" + std::string(18'000, '(') + "a" +
                                  std::string(1'000, ')') + ")"));
}

}  // namespace
}  // namespace dunlin::sql
