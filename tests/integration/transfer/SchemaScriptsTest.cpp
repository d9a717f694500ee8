// The schema of SQLite files on a real server: what arrives, how it behaves, that it goes away again, and
// that it passes the linter.
#include "integration/Server.hpp"
#include "integration/transfer/PlainMapping.hpp"
#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"
#include "sql/Split.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/schema/Enumerations.hpp"
#include "transfer/schema/Scripts.hpp"
#include "transfer/structure/CheckStructure.hpp"

namespace dunlin::transfer {
namespace {

class SchemaScriptsTest : public test::DatabaseTest {
 protected:
  void source(const std::string& sql) {
    auto database =
        sqlite::Database::open((folder_.path() / "a.db").string(), sqlite::Database::Mode::create);
    database.exec("PRAGMA foreign_keys = OFF");
    for (const auto& statement : sql::split({.text = sql, .file = "source.sql"}))
      database.exec(sql.substr(statement.offset, statement.length));
    schema_ = sqlite::read_schema(database);
    mapping_ = test::plain_mapping(schema_);
    remake();
  }
  void remake() { scripts_ = make_scripts(schema_, mapping_, config_); }

  void run(const std::string& script) {
    for (const auto& statement : sql::split({.text = up_of(script), .file = "script.sql"}))
      exec(script.substr(statement.offset, statement.length));
  }
  void run_down(const std::string& script) {
    const auto begin = script.find("-- dunlin:down");
    const std::string down = begin == std::string::npos ? "" : script.substr(script.find('\n', begin));
    for (const auto& statement : sql::split({.text = down, .file = "script.sql"}))
      exec(down.substr(statement.offset, statement.length));
  }
  void run_all() {
    run(scripts_.before_data);
    run(scripts_.after_data);
    run(scripts_.after_move);
  }
  static std::string up_of(const std::string& script) {
    return script.substr(0, script.find("-- dunlin:down"));
  }

  std::string error_of(const std::string& sql) {
    return test::error_of([&] { exec(sql); }).message();
  }

  std::vector<std::string> rules() const {
    std::vector<std::string> found;
    for (const auto& problem : scripts_.problems) found.push_back(problem.rule);
    return found;
  }
  std::vector<std::string> structure() {
    std::vector<std::string> lines;
    for (const auto& problem : check_structure(connection_, "public", schema_, mapping_, config_))
      lines.push_back(problem.object + ": " + problem.message);
    return lines;
  }

  // What the linter says about the three files, in the profile "safe".
  std::vector<std::string> findings() const {
    const lint::OpenText tables("001_tables.sql", up_of(scripts_.before_data));
    const lint::OpenText keys("002_keys.sql", up_of(scripts_.after_data));
    const lint::OpenText logic("003_logic.sql", up_of(scripts_.after_move));
    lint::Request request;
    request.before = lint::empty_catalog(150000);
    std::vector<std::string> lines;
    for (const auto& finding :
         lint::lint({tables.file(), keys.file(), logic.file()}, request).findings.findings)
      lines.push_back(finding.rule + ": " + finding.message);
    return lines;
  }

  test::TempFolder folder_;
  sqlite::Schema schema_;
  Mapping mapping_;
  model::TransferConfig config_;
  Scripts scripts_;
};

using Lines = std::vector<std::string>;

TEST_F(SchemaScriptsTest, OrdinaryTablesArriveAndGo) {
  source(
      "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, age INT DEFAULT "
      "7,"
      " name TEXT DEFAULT 'it''s');"
      "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users ON DELETE "
      "CASCADE,"
      " a INT, b INT, UNIQUE (b, a));"
      "CREATE TABLE lines (order_id INT, n INT, x INT, y INT, PRIMARY KEY (n, order_id),"
      " FOREIGN KEY (x, y) REFERENCES orders (a, b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)"
      " WITHOUT ROWID;"
      "CREATE TABLE loose (v TEXT);"
      "CREATE INDEX orders_user ON orders (user_id, a DESC);"
      "INSERT INTO users (id, email) VALUES (41, 'gone'); DELETE FROM users;");
  EXPECT_EQ(rules(), Lines{});
  EXPECT_EQ(findings(), Lines{});
  const std::string before = value("SELECT count(*) FROM pg_class");
  run(scripts_.before_data);
  exec("INSERT INTO users (id, email) VALUES (3, 'a')");
  exec("INSERT INTO orders VALUES (-5, 3, 1, 2)");
  run(scripts_.after_data);
  EXPECT_EQ(structure(), Lines{});
  EXPECT_EQ(value("INSERT INTO users (email) VALUES ('b') RETURNING id || name || age"), "42it's7");
  EXPECT_EQ(value("INSERT INTO orders (user_id) VALUES (42) RETURNING id"), "1");
  EXPECT_EQ(value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'lines_pkey'"),
            "PRIMARY KEY (n, order_id)");
  EXPECT_EQ(value("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'lines_x_y_fkey'"),
            "FOREIGN KEY (x, y) REFERENCES orders(a, b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED");
  EXPECT_EQ(value("SELECT pg_get_indexdef('orders_user'::regclass)"),
            "CREATE INDEX orders_user ON public.orders USING btree (user_id, a DESC)");
  EXPECT_NE(error_of("INSERT INTO orders (user_id) VALUES (99)").find("orders_user_id_fkey"),
            std::string::npos);
  EXPECT_NE(error_of("INSERT INTO users (email) VALUES ('a')").find("users_email_key"), std::string::npos);
  run_down(scripts_.after_data);
  run_down(scripts_.before_data);
  EXPECT_EQ(value("SELECT count(*) FROM pg_class"), before);
}

TEST_F(SchemaScriptsTest, NocaseIsUniqueForAsciiOnly) {
  source(
      "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, nick TEXT);"
      "CREATE INDEX users_nick ON users (nick COLLATE NOCASE);"
      "CREATE UNIQUE INDEX users_trim ON users (nick COLLATE RTRIM);");
  run_all();
  EXPECT_EQ(findings(), Lines{});
  EXPECT_EQ(structure(), Lines{});
  exec("INSERT INTO users (email, nick) VALUES ('Ann', 'x'), ('\xC3\x84', 'y'), ('\xC3\xA4', 'z')");
  EXPECT_NE(error_of("INSERT INTO users (email) VALUES ('aNN')").find("users_email_key"), std::string::npos);
  EXPECT_NE(error_of("INSERT INTO users (nick) VALUES ('x  ')").find("users_trim"), std::string::npos);
  exec("INSERT INTO users (nick) VALUES ('  x')");
}

TEST_F(SchemaScriptsTest, KeysThatPostgresqlRefusesAreProblems) {
  source(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT COLLATE NOCASE UNIQUE, loose INT, part INT);"
      "CREATE UNIQUE INDEX p_part ON p (part) WHERE part > 0;"
      "CREATE TABLE c (a INT REFERENCES nowhere (x), b TEXT REFERENCES p (id), c INT REFERENCES p (loose),"
      " d TEXT REFERENCES p (code), e INT REFERENCES p (part), f INT REFERENCES p (absent),"
      " g INT REFERENCES c (g));");
  EXPECT_EQ(rules(),
            (Lines{"foreign-key-without-parent", "foreign-key-types-differ", "foreign-key-not-unique",
                   "foreign-key-not-unique", "foreign-key-without-parent", "foreign-key-not-unique"}));
  run_all();
  EXPECT_EQ(findings(), Lines{});
  EXPECT_EQ(structure(), Lines{});
  exec("INSERT INTO p (code) VALUES ('a')");
  exec("INSERT INTO c (d) VALUES ('a')");
  EXPECT_NE(error_of("INSERT INTO c (d) VALUES ('A')").find("c_d_fkey"), std::string::npos);
}

TEST_F(SchemaScriptsTest, NamesThatCollideOrAreReserved) {
  source(
      "CREATE TABLE \"select\" (\"from\" INTEGER PRIMARY KEY, \"a \"\"b\"\"\" TEXT UNIQUE, \"x'; --\" INT, "
      "ctid INT);"
      "CREATE TABLE a_name_that_is_much_longer_than_the_sixty_three_bytes_postgresql_keeps_1 (x INTEGER "
      "PRIMARY KEY,"
      " y INT UNIQUE);"
      "CREATE TABLE a_name_that_is_much_longer_than_the_sixty_three_bytes_postgresql_keeps_2 (x INTEGER "
      "PRIMARY KEY,"
      " y INT UNIQUE);"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, v INT); CREATE TABLE T_pkey (v INT);"
      "CREATE INDEX t_id_seq ON t (v); CREATE INDEX t_pkey2 ON t (v); CREATE TABLE \"\" (\"\" INT);");
  run_all();
  EXPECT_EQ(findings(), Lines{});
  EXPECT_EQ(structure(), Lines{});
  exec("INSERT INTO \"select\" (\"a \"\"b\"\"\") VALUES ('x')");
  EXPECT_EQ(value("SELECT \"from\" FROM \"select\""), "1");
  run_down(scripts_.after_data);
  run_down(scripts_.before_data);
}

TEST_F(SchemaScriptsTest, SequencesAtTheEdges) {
  source(
      "CREATE TABLE empty (id INTEGER PRIMARY KEY); CREATE TABLE low (id INTEGER PRIMARY KEY);"
      "CREATE TABLE topped (id INTEGER PRIMARY KEY);");
  run(scripts_.before_data);
  exec("INSERT INTO low VALUES (-7), (0)");
  exec("INSERT INTO topped VALUES (9223372036854775807)");
  run(scripts_.after_data);
  EXPECT_EQ(structure(), Lines{});
  EXPECT_EQ(value("INSERT INTO empty DEFAULT VALUES RETURNING id"), "1");
  EXPECT_EQ(value("INSERT INTO low DEFAULT VALUES RETURNING id"), "1");
  EXPECT_NE(error_of("INSERT INTO topped DEFAULT VALUES").find("reached maximum"), std::string::npos);
}

TEST_F(SchemaScriptsTest, OptionsAddColumns) {
  config_.uuid_keys = true;
  config_.soft_delete = true;
  source("CREATE TABLE users (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE gone (a INT, deleted_at TEXT);");
  run_all();
  EXPECT_EQ(findings(), Lines{});
  EXPECT_EQ(structure(), Lines{});
  exec("INSERT INTO users (v) VALUES ('x'), ('y')");
  EXPECT_EQ(value("SELECT count(DISTINCT uuid) FROM users WHERE deleted_at IS NULL"), "2");
}

TEST_F(SchemaScriptsTest, WordsBecomeAnEnum) {
  config_.enums = true;
  source(
      "CREATE TABLE users (id INTEGER PRIMARY KEY, status TEXT NOT NULL CHECK (status IN ('new', 'it''s')),"
      " old TEXT CHECK (old IN ('x')));");
  for (auto& column : mapping_.tables[0].columns)
    if (column.source == "status") {
      column.conversion = Conversion::enumeration;
      column.type = "user_status";
    }
  remake();
  EXPECT_EQ(rules(), Lines{});
  run_all();
  EXPECT_EQ(findings(), Lines{});
  EXPECT_EQ(structure(), Lines{});
  exec("SET search_path = pg_catalog");
  EXPECT_EQ(structure(), Lines{});
  exec("RESET search_path");
  exec("INSERT INTO users (status) VALUES ('it''s')");
  EXPECT_NE(error_of("INSERT INTO users (status) VALUES ('other')").find("user_status"), std::string::npos);
}

// The text of an enum isn't immutable for PostgreSQL: where an index asks for it, the column stays text.
TEST_F(SchemaScriptsTest, WordsOfAnIndexsConditionStayText) {
  source(
      "CREATE TABLE sales (id INTEGER PRIMARY KEY, p INT, status TEXT CHECK (status IN ('open', 'shut')),"
      " kind TEXT CHECK (kind IN ('a')));"
      "CREATE UNIQUE INDEX one_open ON sales (p) WHERE status = 'open';");
  EXPECT_EQ(enumeration_of(schema_.tables[0], "status"), std::nullopt);
  EXPECT_EQ(enumeration_of(schema_.tables[0], "kind"), Lines{"a"});
  run_all();
  EXPECT_EQ(structure(), Lines{});
  exec("INSERT INTO sales (p, status) VALUES (1, 'open'), (1, 'shut')");
  EXPECT_NE(error_of("INSERT INTO sales (p, status) VALUES (1, 'open')").find("one_open"), std::string::npos);
  // Somebody asks for it all the same: the index is left out with a finding, the CHECK works.
  for (auto& column : mapping_.tables[0].columns)
    if (column.source == "status") column.conversion = Conversion::enumeration;
  remake();
  EXPECT_EQ(rules(), (Lines{"enum-without-words", "index-not-translated"}));
}

// Whatever somebody changes in the target, the structure check names it.
TEST_F(SchemaScriptsTest, DifferencesOfStructureAreFound) {
  source(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT NOT NULL UNIQUE, v INT);"
      "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INT REFERENCES p);"
      "CREATE INDEX c_p ON c (p_id);");
  run_all();
  ASSERT_EQ(structure(), Lines{});
  const auto found_after = [&](const std::string& sql) {
    exec("BEGIN");
    exec(sql);
    const auto lines = structure();
    exec("ROLLBACK");
    return lines.size() == 1 ? lines.front() : std::to_string(lines.size()) + " differences";
  };
  EXPECT_EQ(found_after("ALTER TABLE p ALTER u DROP NOT NULL"), "p.u: NOT NULL is missing");
  EXPECT_EQ(found_after("ALTER TABLE p ALTER v TYPE integer"), "p.v: its type is integer instead of bigint");
  EXPECT_EQ(found_after("ALTER TABLE p DROP COLUMN v"), "p.v: the column is missing");
  EXPECT_EQ(found_after("ALTER TABLE p DROP CONSTRAINT p_u_key"), "p (u): the UNIQUE constraint is missing");
  EXPECT_EQ(found_after("ALTER TABLE c DROP CONSTRAINT c_pkey"), "c (id): the primary key is missing");
  EXPECT_EQ(found_after("ALTER TABLE c DROP CONSTRAINT c_p_id_fkey"),
            "c (p_id): the foreign key to p is missing");
  EXPECT_EQ(found_after("UPDATE pg_constraint SET convalidated = false WHERE conname = 'c_p_id_fkey'"),
            "c (p_id): the foreign key to p isn't validated");
  EXPECT_EQ(found_after("DROP INDEX c_p"), "index c_p: it is missing");
  EXPECT_EQ(found_after("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'c_p'::regclass"),
            "index c_p: it isn't valid");
  EXPECT_EQ(found_after("INSERT INTO p (id, u) VALUES (10, 'x')"),
            "p.id: the sequence gives 1 next, and 10 is stored");
  EXPECT_EQ(found_after("ALTER TABLE p ALTER id DROP IDENTITY"), "p.id: it isn't an identity column");
  EXPECT_EQ(found_after("CREATE TABLE more (x int)"), "more: the table isn't in the source");
}

}  // namespace
}  // namespace dunlin::transfer
