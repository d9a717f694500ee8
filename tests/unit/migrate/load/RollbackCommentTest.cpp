#include <gtest/gtest.h>
#include <vector>

#include "migrate/load/RollbackComment.hpp"
#include "unit/migrate/load/Loading.hpp"

namespace dunlin {
namespace {

struct Comment {
  std::string text;
  std::string rollback;  // "" for none
};

TEST(RollbackComment, TakesSqlAndLeavesProse) {
  const std::vector<Comment> cases{
      // the seeds' two forms
      {"BEGIN;\nCOMMIT;\n\n-- Add rollback instructions\n-- Rollback: DROP TABLE public.table_name "
       "CASCADE;\n",
       "DROP TABLE public.table_name CASCADE;"},
      {"SELECT 1;\n-- In migration file comments\n-- Rollback: \n-- DROP TABLE public.new_table CASCADE;\n"
       "-- ALTER TABLE public.existing_table DROP COLUMN new_column;\n",
       "DROP TABLE public.new_table CASCADE;\nALTER TABLE public.existing_table DROP COLUMN new_column;"},
      // at the beginning
      {"-- Rollback: DROP TABLE t\n-- Author: Ann\nSELECT 1;", "DROP TABLE t"},
      {"-- Rollback: DROP TABLE t\n-- Makes a table for users\nSELECT 1;", "DROP TABLE t"},
      {"-- Rollback: DROP TABLE a;\n--           DROP TABLE b;\n-- Author: Ann\nSELECT 1;",
       "DROP TABLE a;\n          DROP TABLE b;"},
      {"-- Rollback: ALTER TABLE t\n--   DROP COLUMN c;\nSELECT 1;", "ALTER TABLE t\n  DROP COLUMN c;"},
      {"-- Rollback:\n-- DROP TABLE a;\n--\n-- DROP TABLE b;\n--\n-- Then restart the workers.\nSELECT 1;",
       "DROP TABLE a;\n\nDROP TABLE b;"},
      {"-- Rollback:\n-- DROP TABLE a;\n\n-- DROP TABLE b;\nSELECT 1;", "DROP TABLE a;"},
      {"-- Rollback:\n-- DROP TABLE a;\n-- Author: Ann\n-- DROP TABLE b;\nSELECT 1;", "DROP TABLE a;"},
      {"/* Description: x\n   Rollback:\n     DROP TABLE a;\n     DROP TABLE b;\n*/\nSELECT 1;",
       "    DROP TABLE a;\n    DROP TABLE b;"},
      // at the end
      {"SELECT 1;\n-- ====================\n-- ROLLBACK SCRIPT\n-- ====================\n-- To undo this "
       "change, run:\n"
       "-- DROP TABLE a;\n-- DROP FUNCTION f();\n",
       "DROP TABLE a;\nDROP FUNCTION f();"},
      {"SELECT 1;\n/*\nROLLBACK:\nDROP TABLE a;\n*/\n", "DROP TABLE a;"},
      {"SELECT 1;\n-- **Rollback**: DROP TABLE a;", "DROP TABLE a;"},
      {"SELECT 1;\n-- Rollback:\n-- CREATE FUNCTION f() RETURNS void AS $$\n-- BEGIN\n--   PERFORM 1;\n-- "
       "END;\n"
       "-- $$ LANGUAGE plpgsql;\n-- Written by Ann\n",
       "CREATE FUNCTION f() RETURNS void AS $$\nBEGIN\n  PERFORM 1;\nEND;\n$$ LANGUAGE plpgsql;"},
      {"SELECT 1;\n-- Rollback:\n-- BEGIN;\n-- -- users first\n-- DELETE FROM users WHERE id = 1;\n-- UPDATE "
       "t SET a = 1;\n"
       "-- SELECT undo();\n-- COMMIT;\n",
       "BEGIN;\n-- users first\nDELETE FROM users WHERE id = 1;\nUPDATE t SET a = 1;\nSELECT "
       "undo();\nCOMMIT;"},
      {"-- Rollback: SELECT rollback_migration_001()\nSELECT 1;", "SELECT rollback_migration_001()"},
      {"SELECT 1;\r\n-- Rollback:\r\n-- DROP TABLE a;\r\n", "DROP TABLE a;"},
      // prose
      {"-- Rollback: not possible\nSELECT 1;", ""},
      {"-- Rollback: see below\nSELECT 1;", ""},
      {"-- Rollback: none\nSELECT 1;", ""},
      {"-- Rollback: drop the table by hand\nSELECT 1;", ""},
      {"-- Rollback: Select the last backup and restore it\nSELECT 1;", ""},
      {"-- Rollback: update not needed\nSELECT 1;", ""},
      {"-- Rollback: delete the file\nSELECT 1;", ""},
      {"-- Rollback is not needed: DROP TABLE t;\nSELECT 1;", ""},
      {"-- Rollback:\n-- restore from the backup\nSELECT 1;", ""},
      {"-- Rollback:\nDROP TABLE real_statement;\nSELECT 1;", ""},
      {"SELECT 1;\n-- Rollback: DROP TABLE t;\nSELECT 2;\n", ""},  // in the middle: nobody's
      {"/* Rollback: DROP TABLE t; */ SELECT 1; -- x */", "DROP TABLE t;"},
      {"", ""},
  };
  for (const auto& expected : cases) {
    const auto found = migrate::find_rollback_comment(expected.text);
    EXPECT_EQ(found ? found->text : "", expected.rollback) << expected.text;
  }
}

TEST(RollbackComment, KeepsItsPlace) {
  const test::TempFolder folder;
  folder.write("migrations/001_a.sql", "SELECT 1;\n\n-- Rollback:\n-- DROP TABLE a;\n--\n-- DROP TABLE b;\n");
  const auto script = test::load(folder)[0].rollback->script;
  EXPECT_EQ(script, (model::Script{folder.file("migrations/001_a.sql"), 27, 33, 4,
                                   "DROP TABLE a;\n\nDROP TABLE b;"}));
}

TEST(RollbackFunction, IsFoundByItsName) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"CREATE FUNCTION rollback_migration_001() RETURNS void", "SELECT rollback_migration_001();"},
      {"create or replace function public.Rollback_Migration_001 (",
       "SELECT public.Rollback_Migration_001();"},
      {"CREATE FUNCTION\n  app.rollback_migration_1()", "SELECT app.rollback_migration_1();"},
      {"DROP FUNCTION rollback_migration_001()", ""},
      {"SELECT rollback_migration_001();", ""},
      {"CREATE FUNCTION rollback_migration_0011()", ""},
      {"CREATE FUNCTION rollback_migration_001_old()", ""},
      {"DROP FUNCTION rollback_migration_001(); CREATE FUNCTION rollback_migration_001()",
       "SELECT rollback_migration_001();"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(migrate::find_rollback_function(text, "001").value_or(""), expected) << text;
  }
}

}  // namespace
}  // namespace dunlin
