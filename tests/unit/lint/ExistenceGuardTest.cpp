// What an IF looks for, and the statement below it makes.
#include <gtest/gtest.h>

#include "lint/ExistenceGuard.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::lint {
namespace {

bool makes(std::string_view condition, std::string_view statement) {
  return makes_what_is_missing(sql::parse_command(statement), condition);
}

TEST(ExistenceGuard, TheObjectIsThereBehindTheIfInAnyCase) {
  EXPECT_TRUE(
      makes("NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 't' AND policyname = 'own rows')",
            R"(CREATE POLICY "own rows" ON t USING (true))"));
  EXPECT_TRUE(
      makes("to_regclass('public.t') IS NULL /* new */", "CREATE TABLE t (id int PRIMARY KEY, a text)"));
  EXPECT_TRUE(makes("pg_catalog.to_regprocedure('auth.uid()') IS NULL",
                    "CREATE FUNCTION auth.uid() RETURNS int LANGUAGE sql AS 'SELECT 1'"));
  EXPECT_TRUE(makes(
      "NOT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 't' AND column_name = 'c')",
      "ALTER TABLE t ADD COLUMN c int"));
  EXPECT_TRUE(makes("not exists (select (1) from pg_constraint where conname = 't_check')",
                    "ALTER TABLE t ADD CONSTRAINT t_check CHECK (id > 0)"));
}

TEST(ExistenceGuard, ItMayNotBeThereWhereMoreDecides) {
  constexpr std::string_view k_table = "CREATE TABLE t (id int)";
  EXPECT_FALSE(makes("", k_table));
  EXPECT_FALSE(makes("false", k_table));
  EXPECT_FALSE(makes("to_regclass('t') IS NOT NULL", k_table));
  EXPECT_FALSE(makes("EXISTS (SELECT FROM pg_class WHERE relname = 't')", k_table));
  EXPECT_FALSE(makes("to_regclass('other') IS NULL", k_table));
  EXPECT_FALSE(makes("NOT EXISTS (SELECT FROM settings WHERE name = 't')", k_table));
  EXPECT_FALSE(makes("NOT EXISTS (SELECT FROM pg_class WHERE relname = 't') AND wanted", k_table));
  EXPECT_FALSE(makes("NOT EXISTS (SELECT FROM pg_class WHERE relname = 't') OR (wanted)", k_table));
  EXPECT_FALSE(makes("to_regclass('t') IS NULL", "GRANT SELECT ON t TO public"));
  EXPECT_FALSE(makes("to_regclass('t') IS NULL", "DROP TABLE t"));
  EXPECT_FALSE(makes("NOT EXISTS (SELECT FROM pg_attribute WHERE attname = 'c')",
                     "ALTER TABLE t ADD COLUMN c int, ADD COLUMN d int"));
  EXPECT_FALSE(makes("NOT EXISTS (SELECT FROM pg_attribute WHERE attname = 'c')",
                     "ALTER TABLE t ADD COLUMN c int, ALTER COLUMN d SET NOT NULL"));
}

}  // namespace
}  // namespace dunlin::lint
