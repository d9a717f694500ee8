#include <gtest/gtest.h>

#include "sqlite/ReadSchema.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::sqlite {
namespace {

class ReadSchemaTest : public ::testing::Test {
 protected:
  Schema schema_of(std::initializer_list<const char*> statements) {
    auto database = Database::open((folder_.path() / "a.db").string(), Database::Mode::create);
    for (const char* sql : statements) database.exec(sql);
    return read_schema(database);
  }
  test::TempFolder folder_;
};

TEST_F(ReadSchemaTest, ColumnsAndKeys) {
  const auto schema =
      schema_of({"CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, n VARCHAR \n (20) NOT NULL "
                 "DEFAULT 'x' COLLATE NOCASE, b, d TEXT DEFAULT (lower('A')))",
                 "CREATE TABLE w (x TEXT, y INT, PRIMARY KEY (y, x)) WITHOUT ROWID",
                 "INSERT INTO a (id) VALUES (41)", "DELETE FROM a"});
  const Table* a = schema.find("A");
  ASSERT_NE(a, nullptr);
  EXPECT_TRUE(a->autoincrement);
  EXPECT_EQ(a->rowid_alias, std::optional<std::size_t>(0));
  EXPECT_EQ(a->sequence, 41);
  EXPECT_EQ(a->columns[1].type, "VARCHAR (20)");
  EXPECT_TRUE(a->columns[1].not_null);
  EXPECT_EQ(a->columns[1].default_sql, "'x'");
  EXPECT_EQ(a->columns[1].collation, "NOCASE");
  EXPECT_EQ(a->columns[2].type, "");
  EXPECT_EQ(a->columns[3].default_sql, "lower('A')");
  const Table* w = schema.find("w");
  EXPECT_TRUE(w->without_rowid);
  EXPECT_EQ(w->rowid_name, "");
  EXPECT_EQ(w->primary_key(), (std::vector<std::string>{"y", "x"}));
  EXPECT_EQ(schema.tables.size(), 2U);
}

TEST_F(ReadSchemaTest, OnlyIntegerPrimaryKeyIsTheRowid) {
  const auto schema = schema_of(
      {"CREATE TABLE a (i INT PRIMARY KEY)", "CREATE TABLE b (i INTEGER PRIMARY KEY DESC)",
       "CREATE TABLE c (i inTeger, rowid, PRIMARY KEY (i DESC))", "CREATE TABLE d (rowid, oid, _rowid_)",
       "CREATE TABLE e (i INTEGER PRIMARY KEY) WITHOUT ROWID"});
  EXPECT_FALSE(schema.find("a")->rowid_alias);
  EXPECT_FALSE(schema.find("b")->rowid_alias);
  EXPECT_TRUE(schema.find("c")->rowid_alias);
  EXPECT_EQ(schema.find("c")->rowid_name, "oid");
  EXPECT_EQ(schema.find("d")->rowid_name, "");
  EXPECT_FALSE(schema.find("e")->rowid_alias);
}

TEST_F(ReadSchemaTest, IndexesAndForeignKeys) {
  const auto schema =
      schema_of({"CREATE TABLE p (a, B, PRIMARY KEY (a, B))",
                 "CREATE TABLE c (x REFERENCES nowhere, y, z, UNIQUE (z), FOREIGN KEY (x, y) REFERENCES P "
                 "ON DELETE CASCADE, FOREIGN KEY (y, z) REFERENCES p (b, A))",
                 "CREATE INDEX i ON c (y DESC, x COLLATE NOCASE)"});
  const Table* c = schema.find("c");
  ASSERT_EQ(c->foreign_keys.size(), 3U);
  EXPECT_TRUE(c->foreign_keys[0].parent_columns.empty());
  EXPECT_EQ(c->foreign_keys[1].parent_columns, (std::vector<std::string>{"a", "B"}));
  EXPECT_EQ(c->foreign_keys[1].on_delete, "CASCADE");
  EXPECT_EQ(c->foreign_keys[2].parent_columns, (std::vector<std::string>{"B", "a"}));
  ASSERT_EQ(c->indexes.size(), 2U);
  EXPECT_EQ(c->indexes[0].origin, Index::Origin::unique_constraint);
  EXPECT_EQ(c->indexes[1].terms[0].column, "y");
  EXPECT_TRUE(c->indexes[1].terms[0].descending);
  EXPECT_EQ(c->indexes[1].terms[1].collation, "NOCASE");
}

TEST_F(ReadSchemaTest, WhatOnlyTheTextsKnow) {
  const auto schema = schema_of(
      {"CREATE TABLE p (a PRIMARY KEY)",
       "CREATE TABLE c (x INT CONSTRAINT few CHECK (x < 10) REFERENCES p DEFERRABLE INITIALLY DEFERRED, "
       "y INT AS (x + 1) STORED, z TEXT, CONSTRAINT named FOREIGN KEY (x) REFERENCES p (a))",
       "CREATE INDEX i ON c (lower(z) COLLATE NOCASE DESC, x) WHERE x IS NOT NULL",
       "ALTER TABLE c ADD COLUMN n INT CHECK (n) REFERENCES p"});
  const Table* c = schema.find("c");
  EXPECT_EQ(c->text_problem, "");
  EXPECT_EQ(c->checks, (std::vector<Check>{{"few", "x < 10"}, {"", "n"}}));
  EXPECT_EQ(c->columns[1].generated_sql, "x + 1");
  EXPECT_TRUE(c->columns[1].stored);
  ASSERT_EQ(c->foreign_keys.size(), 3U);
  EXPECT_TRUE(c->foreign_keys[0].initially_deferred);
  // A column that was added later stands before the constraints of the table.
  EXPECT_EQ(c->foreign_keys[1].columns, (std::vector<std::string>{"n"}));
  EXPECT_EQ(c->foreign_keys[2].name, "named");
  EXPECT_FALSE(c->foreign_keys[2].initially_deferred);
  EXPECT_EQ(c->indexes[0].terms[0].expression, "lower(z)");
  EXPECT_EQ(c->indexes[0].terms[0].collation, "NOCASE");
  EXPECT_EQ(c->indexes[0].where_sql, "x IS NOT NULL");
}

TEST_F(ReadSchemaTest, VirtualTablesAndTheirShadows) {
  const auto schema = schema_of(
      {"CREATE TABLE t_keep (a)", "CREATE VIRTUAL TABLE t USING fts5(title, body, prefix = '2 3')",
       "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)", "PRAGMA writable_schema = ON",
       "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', 'u', 'u', 0, "
       "'CREATE VIRTUAL TABLE u USING missing_module(a(b, c), d)')",
       "PRAGMA writable_schema = RESET"});
  ASSERT_EQ(schema.tables.size(), 1U);
  ASSERT_EQ(schema.virtual_tables.size(), 3U);
  EXPECT_EQ(schema.virtual_tables[0].module, "fts5");
  EXPECT_EQ(schema.virtual_tables[0].arguments,
            (std::vector<std::string>{"title", "body", "prefix = '2 3'"}));
  EXPECT_EQ(schema.virtual_tables[0].shadows.size(), 5U);
  EXPECT_EQ(schema.virtual_tables[1].shadows.size(), 3U);
  EXPECT_EQ(schema.virtual_tables[2].arguments, (std::vector<std::string>{"a(b, c)", "d"}));
}

TEST_F(ReadSchemaTest, Utf16) {
  const auto schema = schema_of({"PRAGMA encoding = 'UTF-16le'", "PRAGMA user_version = 7",
                                 "CREATE TABLE \"naïve \"\"x\"\"\" (\"é\" TEXT CHECK (\"é\" <> ''))",
                                 "CREATE VIEW v AS SELECT 1",
                                 "CREATE TRIGGER g AFTER INSERT ON \"naïve \"\"x\"\"\" BEGIN SELECT 1; END"});
  EXPECT_EQ(schema.encoding, "UTF-16le");
  EXPECT_EQ(schema.user_version, 7);
  EXPECT_EQ(schema.tables.at(0).name, "naïve \"x\"");
  EXPECT_EQ(schema.tables.at(0).columns.at(0).name, "é");
  EXPECT_EQ(schema.views.at(0).name, "v");
  EXPECT_EQ(schema.triggers.at(0).table, "naïve \"x\"");
}

}  // namespace
}  // namespace dunlin::sqlite
