#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <sstream>

#include "lint/Replay.hpp"
#include "unit/lint/Replaying.hpp"

namespace dunlin::test {
namespace {

using model::QualifiedName;

std::vector<std::string> column_names(const model::CatalogRelation& relation) {
  std::vector<std::string> names;
  for (const auto& column : relation.columns) names.push_back(column.name);
  return names;
}

TEST(Replay, MakesATableWithItsConstraintsNamedAsPostgresNamesThem) {
  const auto catalog = replayed(
      "CREATE TABLE users (id bigserial PRIMARY KEY, mail text UNIQUE NOT NULL CHECK (mail <> ''));"
      "CREATE TABLE posts (id int, author bigint REFERENCES users, CHECK (id > 0), CHECK (id < author));");
  const auto* users = catalog.find_relation({"", "users"});
  ASSERT_NE(users, nullptr);
  EXPECT_EQ(users->columns[0].type.name, "int8");
  EXPECT_TRUE(users->columns[0].not_null);
  EXPECT_NE(users->find_constraint("users_pkey"), nullptr);
  EXPECT_NE(users->find_constraint("users_mail_key"), nullptr);
  EXPECT_NE(users->find_constraint("users_mail_check"), nullptr);
  EXPECT_TRUE(catalog.sequences.contains({"public", "users_id_seq"}));
  const auto* posts = catalog.find_relation({"", "posts"});
  EXPECT_NE(posts->find_constraint("posts_id_check"), nullptr);
  EXPECT_NE(posts->find_constraint("posts_check"), nullptr);
  const auto* key = posts->find_constraint("posts_author_fkey");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->referenced_columns, std::vector<std::string>{"id"});
  ASSERT_EQ(catalog.referencing({"", "users"}).size(), 1U);
  EXPECT_EQ(catalog.indexes_of({"", "users"}).size(), 2U);
}

TEST(Replay, KnowsWhichStatementMadeAColumnWhatItIs) {
  lint::Replay replay(lint::empty_catalog(150000));
  replay.begin_file(false);
  int line = 0;
  for (const model::Command& command :
       commands_of("CREATE TABLE users (id bigint PRIMARY KEY, mail text, a int DEFAULT f(), b text NOT NULL "
                   "DEFAULT '');"
                   "ALTER TABLE users ALTER mail TYPE varchar(9), ALTER mail SET NOT NULL;"
                   "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                   "DROP FUNCTION f CASCADE;"
                   "ALTER TABLE users DROP CONSTRAINT users_pkey;"
                   "CREATE TABLE copy AS SELECT id FROM users;"))
    replay.apply(command, {.file = "test.sql", .line = ++line, .file_index = 1});
  using model::ColumnFact;
  const auto line_of = [&](const char* column, ColumnFact fact) {
    const auto* users = replay.catalog().find_relation({"", "users"});
    const auto* origin = users->find_column(column)->origin_of(fact);
    return origin == nullptr ? 0 : origin->line;
  };
  EXPECT_EQ(line_of("mail", ColumnFact::type), 2);
  EXPECT_EQ(line_of("mail", ColumnFact::not_null), 2);
  EXPECT_EQ(line_of("mail", ColumnFact::default_value), 1);
  EXPECT_EQ(line_of("b", ColumnFact::default_value), 1);
  EXPECT_EQ(line_of("a", ColumnFact::default_value), 0);
  EXPECT_EQ(line_of("id", ColumnFact::not_null), 0);
  const auto* copy = replay.catalog().find_relation({"", "copy"});
  EXPECT_EQ(copy->find_column("id")->origin_of(ColumnFact::type), nullptr);
}

TEST(Replay, AnAlterPutTogetherWhenItRunsMayHaveChangedAnyColumn) {
  lint::Replay replay(lint::empty_catalog(150000));
  replay_file(replay, "CREATE TABLE users (id bigint NOT NULL DEFAULT 1);");
  replay.apply(model::DynamicSql{"format(...)", "ALTER TABLE   ALTER id DROP NOT NULL"}, {});
  replay_file(replay, "CREATE TABLE later (id bigint NOT NULL);");
  using model::ColumnFact;
  const auto origin_of = [&](const char* table, ColumnFact fact) {
    return replay.catalog().find_relation({"", table})->find_column("id")->origin_of(fact);
  };
  EXPECT_EQ(origin_of("users", ColumnFact::not_null), nullptr);
  EXPECT_NE(origin_of("users", ColumnFact::type), nullptr);
  EXPECT_NE(origin_of("users", ColumnFact::default_value), nullptr);
  EXPECT_NE(origin_of("later", ColumnFact::not_null), nullptr);
}

TEST(Replay, KnowsPartOfATableThatItHasNotSeenMade) {
  const auto catalog = replayed(
      "ALTER TABLE accounts ADD COLUMN note text, ALTER COLUMN name SET NOT NULL;"
      "CREATE INDEX ON accounts (note);");
  const auto* accounts = catalog.find_relation({"", "accounts"});
  ASSERT_NE(accounts, nullptr);
  EXPECT_FALSE(catalog.complete);
  EXPECT_FALSE(accounts->complete);
  EXPECT_TRUE(accounts->origin.in_database());
  EXPECT_EQ(column_names(*accounts), (std::vector<std::string>{"note", "name"}));
  EXPECT_TRUE(catalog.indexes.contains({"public", "accounts_note_idx"}));
}

TEST(Replay, LooksNamesUpInTheSearchPathAndForgetsItAtTheEndOfTheFile) {
  lint::Replay replay(lint::empty_catalog(150000));
  replay_file(replay, "CREATE SCHEMA app; SET search_path TO app, public; CREATE TABLE t (a int);");
  EXPECT_TRUE(replay.catalog().relations.contains({"app", "t"}));
  EXPECT_NE(replay.catalog().find_relation({"", "t"}), nullptr);
  replay_file(replay, "CREATE TABLE u (a int);");
  EXPECT_TRUE(replay.catalog().relations.contains({"public", "u"}));
  EXPECT_EQ(replay.catalog().find_relation({"", "t"}), nullptr);
}

TEST(Replay, TakesALocalSearchPathBackAtTheCommit) {
  const auto catalog = replayed(
      "CREATE SCHEMA app; BEGIN; SET LOCAL search_path TO app; CREATE TABLE t (a int); COMMIT;"
      "CREATE TABLE u (a int);");
  EXPECT_TRUE(catalog.relations.contains({"app", "t"}));
  EXPECT_TRUE(catalog.relations.contains({"public", "u"}));
}

TEST(Replay, TakesARolledBackTransactionBack) {
  const auto catalog = replayed(
      "CREATE TABLE a (i int); BEGIN; DROP TABLE a; CREATE TABLE b (i int); ROLLBACK;"
      "BEGIN; SAVEPOINT s; CREATE TABLE c (i int); ROLLBACK TO s; CREATE TABLE d (i int); COMMIT;");
  EXPECT_TRUE(catalog.relations.contains({"public", "a"}));
  EXPECT_FALSE(catalog.relations.contains({"public", "b"}));
  EXPECT_FALSE(catalog.relations.contains({"public", "c"}));
  EXPECT_TRUE(catalog.relations.contains({"public", "d"}));
}

TEST(Replay, ForgetsTemporaryTablesWithTheSession) {
  lint::Replay replay(lint::empty_catalog(150000));
  replay_file(replay, "CREATE TABLE t (a int); CREATE TEMP TABLE t (b int); ALTER TABLE t ADD COLUMN c int;");
  EXPECT_EQ(column_names(*replay.catalog().find_relation({"", "t"})), (std::vector<std::string>{"b", "c"}));
  replay_file(replay, "ALTER TABLE t ADD COLUMN d int;");
  EXPECT_EQ(column_names(*replay.catalog().find_relation({"", "t"})), (std::vector<std::string>{"a", "d"}));
}

TEST(Replay, TellsOverloadsApartByTheirInputArguments) {
  const auto catalog = replayed(
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'select 1';"
      "CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'select 2';"
      "CREATE OR REPLACE FUNCTION f(x integer) RETURNS int LANGUAGE sql AS 'select 3';"
      "CREATE FUNCTION g(a int, OUT b int) LANGUAGE sql AS 'select 4';"
      "DROP FUNCTION f(int, text); REVOKE EXECUTE ON FUNCTION g(int) FROM PUBLIC;");
  const auto& overloads = catalog.find_functions({"", "f"});
  ASSERT_EQ(overloads.size(), 1U);
  EXPECT_EQ(overloads[0].signature(), "public.f(integer)");
  EXPECT_EQ(overloads[0].body, "select 3");
  EXPECT_FALSE(catalog.find_functions({"", "g"})[0].public_may_execute);
}

TEST(Replay, ARevokeOfATablesPrivilegeTakesThoseOnItsColumns) {
  const auto privileges = [](const std::string& sql) {
    std::string text;
    for (const auto& grant : replayed("CREATE TABLE t (a int, b int); " + sql).grants)
      for (const auto& one : grant.privileges) text += one + ";";
    return text;
  };
  EXPECT_EQ(privileges("GRANT SELECT (a, b), UPDATE (a) ON t TO r; REVOKE SELECT (b) ON t FROM r;"),
            "select (a);update (a);");
  EXPECT_EQ(privileges("GRANT SELECT (a, b), UPDATE (a) ON t TO r; REVOKE SELECT ON t FROM r;"),
            "update (a);");
  EXPECT_EQ(privileges("GRANT SELECT ON t TO r; REVOKE SELECT (a) ON t FROM r;"), "select;");
  EXPECT_EQ(privileges("GRANT ALL (a) ON t TO r;"), "all (a);");
}

TEST(Replay, ATriggerForReplicasDoesNotFireHere) {
  const std::string made =
      "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin end';"
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();";
  const auto enabled = [&](const std::string& sql) {
    return replayed(made + sql).find_relation({"", "t"})->triggers.at(0).enabled;
  };
  EXPECT_TRUE(enabled("ALTER TABLE t ENABLE ALWAYS TRIGGER g;"));
  EXPECT_FALSE(enabled("ALTER TABLE t ENABLE REPLICA TRIGGER g;"));
}

TEST(Replay, KnowsWhichDefaultsAreVolatile) {
  const auto catalog = replayed(
      "CREATE FUNCTION short_id() RETURNS text LANGUAGE sql AS 'select random()::text';"
      "CREATE TABLE t (a uuid DEFAULT gen_random_uuid(), b timestamptz DEFAULT now(), c text DEFAULT "
      "short_id(),"
      " d int DEFAULT 7);");
  const auto* table = catalog.find_relation({"", "t"});
  EXPECT_TRUE(table->find_column("a")->default_volatile);
  EXPECT_FALSE(table->find_column("b")->default_volatile);
  EXPECT_TRUE(table->find_column("c")->default_volatile);
  EXPECT_FALSE(table->find_column("d")->default_volatile);
}

// A folder may be anything: files out of order, left out, or not meant for each other.
TEST(Replay, TakesStatementsInAnyOrder) {
  std::vector<model::Command> commands;
  const auto folder = std::filesystem::path(DUNLIN_SOURCE_DIR) / "tests/integration/lint/replay";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    for (model::Command& command : commands_of(text.str())) commands.push_back(std::move(command));
  }
  ASSERT_GT(commands.size(), 400U);
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    std::shuffle(commands.begin(), commands.end(), random);
    lint::Replay replay(lint::empty_catalog(seed % 2 == 0 ? 150000 : 180000));
    replay.begin_file(true);
    for (const model::Command& command : commands)
      replay.apply(command, {.file = "test.sql", .file_index = 1}, {}, seed % 3 == 0);
    for (const auto& [name, index] : replay.catalog().indexes)
      EXPECT_TRUE(replay.catalog().relations.contains(index.table)) << to_string(name) << ", order " << seed;
    for (const auto& [name, relation] : replay.catalog().relations) EXPECT_EQ(relation.name, name);
  }
}

TEST(Replay, TakesCirclesForGranted) {
  const auto catalog = replayed(
      "ALTER TABLE a INHERIT b; ALTER TABLE b INHERIT a; ALTER TABLE a ADD COLUMN c int; ALTER TABLE a DROP "
      "COLUMN c;"
      "ALTER TABLE p ATTACH PARTITION p DEFAULT; CREATE INDEX ON p (x); CREATE TABLE s () INHERITS (s);"
      "ALTER TABLE s ADD CHECK (y > 0); ALTER TABLE x INHERIT y; ALTER TABLE y INHERIT z; ALTER TABLE x "
      "RENAME TO z;"
      "ALTER TABLE z ADD COLUMN d int; CREATE VIEW v AS SELECT 1 FROM w; CREATE VIEW w AS SELECT 1 FROM v;"
      "ALTER VIEW v RENAME TO vv; DROP VIEW w CASCADE; CREATE TABLE g (a int GENERATED ALWAYS AS (b) STORED,"
      " b int GENERATED ALWAYS AS (a) STORED); ALTER TABLE g DROP COLUMN a CASCADE;"
      "CREATE VIEW r AS SELECT a FROM r; ALTER TABLE r DROP COLUMN a CASCADE; DROP TABLE a, p, s, z "
      "CASCADE;");
  EXPECT_TRUE(catalog.relations.contains({"public", "g"}));
}

TEST(Replay, NamesLeadToTheFilesOwnSchema) {
  lint::Replay replay(lint::empty_catalog(150000));
  replay.begin_file(false, "shop");
  for (const model::Command& command :
       commands_of("CREATE TABLE a (id int); SET search_path = public; CREATE TABLE b (id int)"))
    replay.apply(command, {.file = "test.sql", .file_index = 1});
  replay.begin_file(false);
  for (const model::Command& command : commands_of("CREATE TABLE c (id int)"))
    replay.apply(command, {.file = "test.sql", .file_index = 2});
  const auto& relations = replay.catalog().relations;
  EXPECT_TRUE(relations.contains({"shop", "a"}));
  EXPECT_TRUE(relations.contains({"public", "b"}));
  EXPECT_TRUE(relations.contains({"public", "c"}));
}

}  // namespace
}  // namespace dunlin::test
