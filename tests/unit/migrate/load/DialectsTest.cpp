#include <gtest/gtest.h>

#include "base/Hash.hpp"
#include "unit/migrate/load/Loading.hpp"

namespace dunlin {
namespace {

using Labels = std::vector<std::string>;
using test::labels;
using test::load;
using test::rollback_of;
using test::TempFolder;
using test::text_of;

struct Refusal {
  std::vector<std::pair<std::string, std::string>> files;
  std::string message;  // with {} for the folder
  std::string line;
};

void expect_refusals(const std::vector<Refusal>& cases) {
  for (const auto& expected : cases) {
    const TempFolder folder;
    for (const auto& [name, text] : expected.files) folder.write(name, text);
    const auto error = test::usage_error_of([&] { load(folder); });
    std::string message = expected.message;
    for (std::size_t at = 0; (at = message.find("{}")) != std::string::npos;)
      message.replace(at, 2, folder.path().string());
    EXPECT_EQ(error.message(), message);
    EXPECT_EQ(error.fact("line"), expected.line) << error.message();
    EXPECT_FALSE(error.fact("file").empty()) << error.message();
  }
}

TEST(Supabase, LoadsTimestampsNumbersAndFunctions) {
  const TempFolder folder;
  folder.write("supabase/migrations/000_core_functions.sql")
      .write("supabase/migrations/20250726_hotfix_user_index.sql");
  folder.write("supabase/migrations/20230101000000_init.sql").write("supabase/migrations/009_last.sql");
  folder.write("supabase/functions/cleanup.sql")
      .write("supabase/functions/analytics.sql")
      .write("supabase/seed.sql");
  EXPECT_EQ(labels(load(folder)), (Labels{"000_core_functions", "009_last", "20230101000000_init",
                                          "20250726_hotfix_user_index", "R__analytics", "R__cleanup"}));
}

TEST(Supabase, LeavesOutTheOldPlatformDump) {
  const TempFolder folder;
  folder.write("supabase/migrations/20211208000000_init.sql")
      .write("supabase/migrations/20220101000000_a.sql");
  EXPECT_EQ(labels(load(folder)), Labels{"20220101000000_a"});
}

TEST(Flyway, LoadsVersionsUndosAndRepeatables) {
  const TempFolder folder;
  folder.write("sql/V1__first.sql")
      .write("sql/V1_2__second.sql")
      .write("sql/sub/deep/V1.10__third.sql")
      .write("sql/V002__fourth.sql");
  folder.write("sql/U1.2__undo.sql", "SELECT 'undo';")
      .write("sql/R__b_views.sql")
      .write("sql/sub/R__A views.sql");
  folder.write("sql/afterClean.sql").write("sql/V1__first.sql.conf", "executeInTransaction=false\n");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations),
            (Labels{"1_first", "1_2_second", "1.10_third", "002_fourth", "R__A views", "R__b_views"}));
  EXPECT_EQ(rollback_of(migrations[1]), "paired file: SELECT 'undo';");
  EXPECT_FALSE(migrations[0].options.transaction);
  EXPECT_TRUE(migrations[1].options.transaction);
  EXPECT_EQ(migrations[0].dialect, model::Dialect::flyway);
}

TEST(Flyway, NeedsNoBaselineWhereItsVersionsAre) {
  const TempFolder folder;
  folder.write("sql/V1__a.sql").write("sql/B2__base.sql").write("sql/V2__b.sql");
  EXPECT_EQ(labels(load(folder)), (Labels{"1_a", "2_b"}));
  std::filesystem::remove(folder.path() / "sql/V1__a.sql");
  std::filesystem::remove(folder.path() / "sql/V2__b.sql");
  folder.write("sql/V3__c.sql");
  EXPECT_EQ(labels(load(folder)), (Labels{"2_base", "3_c"}));
}

TEST(Flyway, Refuses) {
  expect_refusals({
      {{{"sql/V1__a.sql", ""}, {"sql/x/V1.0__b.sql", ""}},
       "version 1.0 appears twice: {}/sql/V1__a.sql and {}/sql/x/V1.0__b.sql",
       ""},
      {{{"sql/V1__a.sql", ""}, {"sql/V2_b.sql", ""}}, "{}/sql/V2_b.sql is not named like a migration", ""},
      {{{"sql/V1__a.sql", ""}, {"sql/V1..2__b.sql", ""}},
       "{}/sql/V1..2__b.sql is not named like a migration",
       ""},
      {{{"sql/V1__a.sql", ""}, {"sql/afterMigrate.sql", ""}},
       "{}/sql/afterMigrate.sql is not named like a migration",
       ""},
      {{{"sql/V1__a.sql", ""}, {"sql/V2__B.java", ""}},
       "{}/sql/V2__B.java is not SQL, and dunlin runs only SQL",
       ""},
      {{{"sql/V1__a.sql", ""}, {"sql/U2__b.sql", ""}},
       "{}/sql/U2__b.sql takes back version 2, which has no up file",
       ""},
      {{{"sql/V20240109__a.sql", ""}, {"sql/V20240110.1__b.sql", ""}},
       "flyway runs {}/sql/V20240109__a.sql before {}/sql/V20240110.1__b.sql, dunlin the other way round",
       ""},
  });
}

TEST(GolangMigrate, LoadsPairs) {
  const TempFolder folder;
  folder.write("migrations/2_b.up.sql")
      .write("migrations/10_c.up.sql")
      .write("migrations/1_a.up.sql", "SELECT 1;");
  folder.write("migrations/1_a.down.sql", "SELECT 2;").write("migrations/10_other_name.down.sql", "");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations), (Labels{"1_a", "2_b", "10_c"}));
  EXPECT_EQ(rollback_of(migrations[0]), "paired file: SELECT 2;");
  EXPECT_EQ(rollback_of(migrations[1]), "");
  EXPECT_EQ(rollback_of(migrations[2]), "paired file: ");
}

TEST(GolangMigrate, Refuses) {
  expect_refusals({
      {{{"migrations/1_a.up.sql", ""}, {"migrations/2_b.down.sql", ""}},
       "{}/migrations/2_b.down.sql takes back version 2, which has no up file",
       ""},
      {{{"migrations/1_a.up.sql", ""}, {"migrations/01_b.up.sql", ""}},
       "version 1 appears twice: {}/migrations/01_b.up.sql and {}/migrations/1_a.up.sql",
       ""},
      {{{"migrations/1_a.up.sql", ""}, {"migrations/2_b.sql", ""}},
       "{}/migrations/2_b.sql is not named like a migration",
       ""},
      {{{"migrations/20240115_a.up.sql", ""}, {"migrations/1500360784_b.up.sql", ""}},
       "golang-migrate runs {}/migrations/20240115_a.up.sql before {}/migrations/1500360784_b.up.sql, dunlin "
       "the other way round",
       ""},
  });
}

TEST(Diesel, LoadsFolders) {
  const TempFolder folder;
  folder.write("migrations/00000000000000_diesel_initial_setup/up.sql")
      .write("migrations/00000000000000_diesel_initial_setup/down.sql");
  folder.write("migrations/2024-01-15-123456_create_users/up.sql")
      .write("migrations/2024-01-15-123456_create_users/down.sql", "SELECT 2;");
  folder.write("migrations/20240116000000_index/up.sql")
      .write("migrations/20240116000000_index/metadata.toml", "run_in_transaction = false\n");
  folder.write("migrations/20240117000000_c/up.sql")
      .write("migrations/20240117000000_c/metadata.toml", "run_in_transaction = true # yes\n");
  folder.write("migrations/20240118000000_d/up.sql").write("migrations/20240118000000_d/metadata.toml", "\n");
  folder.write("migrations/.keep").write("migrations/notes/todo.txt");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations), (Labels{"00000000000000_diesel_initial_setup", "20240115123456_create_users",
                                        "20240116000000_index", "20240117000000_c", "20240118000000_d"}));
  EXPECT_EQ(rollback_of(migrations[1]), "paired file: SELECT 2;");
  EXPECT_EQ(rollback_of(migrations[2]), "");
  EXPECT_TRUE(migrations[1].options.transaction);
  EXPECT_FALSE(migrations[2].options.transaction);
  EXPECT_TRUE(migrations[3].options.transaction);
  EXPECT_FALSE(migrations[4].options.transaction);
  EXPECT_EQ(migrations[1],
            migrate::load_file(test::recognised(folder.path()),
                               folder.path() / "migrations/2024-01-15-123456_create_users/up.sql"));
}

TEST(Diesel, LoadsNumbersWithinADate) {
  const TempFolder folder;
  folder.write("migrations/2024-01-15-123456_a/up.sql")
      .write("migrations/2026-01-15-123456-0000_b/up.sql")
      .write("migrations/2026-01-15-123456-0001_c/up.sql");
  EXPECT_EQ(labels(load(folder)),
            (Labels{"20240115123456_a", "202601151234560000_b", "202601151234560001_c"}));
}

TEST(Diesel, Refuses) {
  expect_refusals({
      {{{"migrations/1_a/up.sql", ""}, {"migrations/2_b/down.sql", ""}},
       "{}/migrations/2_b has no up.sql",
       ""},
      {{{"migrations/1_a/up.sql", ""}, {"migrations/b/up.sql", ""}},
       "{}/migrations/b is not named like a migration",
       ""},
      {{{"migrations/2024-01-15-000000_a/up.sql", ""}, {"migrations/20240115000000_b/up.sql", ""}},
       "version 20240115000000 appears twice: {}/migrations/2024-01-15-000000_a/up.sql and "
       "{}/migrations/20240115000000_b/up.sql",
       ""},
      {{{"migrations/9_a/up.sql", ""}, {"migrations/10_b/up.sql", ""}},
       "diesel runs {}/migrations/10_b/up.sql before {}/migrations/9_a/up.sql, dunlin the other way round",
       ""},
  });
}

TEST(Dbmate, LoadsBlocks) {
  const TempFolder folder;
  const std::string text =
      "-- Description: users\n-- migrate:up\nCREATE TABLE users ();\n\n-- migrate:down\nDROP TABLE users;\n";
  folder.write("db/migrations/20240115120000_users.sql", text);
  folder.write("db/migrations/20240116120000_index.sql",
               "-- migrate:up transaction:false\nSELECT 1;\n--migrate:down   transaction:false\n");
  folder.write("db/schema.sql");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations), (Labels{"20240115120000_users", "20240116120000_index"}));
  EXPECT_EQ(text_of(migrations[0].up), "CREATE TABLE users ();\n\n");
  EXPECT_EQ(migrations[0].up.first_line, 3);
  EXPECT_EQ(migrations[0].checksum, sha256("CREATE TABLE users ();\n\n"));
  EXPECT_EQ(rollback_of(migrations[0]), "down section: DROP TABLE users;\n");
  EXPECT_EQ(migrations[0].metadata.description, "users");
  EXPECT_TRUE(migrations[0].options.transaction && migrations[0].rollback->options.transaction);
  EXPECT_FALSE(migrations[1].options.transaction || migrations[1].rollback->options.transaction);
  EXPECT_EQ(rollback_of(migrations[1]), "down section: ");
}

TEST(Dbmate, LoadsSeveralBlocksInTheirOrder) {
  const TempFolder folder;
  folder.write(
      "db/migrations/1_a.sql",
      "-- migrate:up\nUP 1;\n-- migrate:down\nDOWN 1;\n-- migrate:up\nUP 2;\n-- migrate:down\nDOWN 2;\n");
  const auto migration = load(folder)[0];
  const std::string blank = std::string(15, ' ') + "\n" + std::string(7, ' ') + "\n";
  EXPECT_EQ(*migration.up.text, "UP 1;\n" + blank + "-- migrate:up\nUP 2;\n" + blank);
  EXPECT_EQ(migration.up.first_line, 2);
  EXPECT_EQ(*migration.rollback->script.text, "-- migrate:down\nDOWN 2;\n-- migrate:down\nDOWN 1;\n");
}

TEST(Dbmate, Refuses) {
  const std::string good = "-- migrate:up\n-- migrate:down\n";
  const std::string file = "{}/db/migrations/2_b.sql";
  expect_refusals({
      {{{"db/migrations/1_a.sql", good}, {"db/migrations/2_b.sql", "SELECT 1;"}},
       file + " has no '-- migrate:up' line",
       "1"},
      {{{"db/migrations/1_a.sql", good}, {"db/migrations/2_b.sql", "-- x\n-- migrate:up\n"}},
       file + " has no '-- migrate:down' line",
       "2"},
      {{{"db/migrations/1_a.sql", good}, {"db/migrations/2_b.sql", "-- migrate:down\n-- migrate:up\n"}},
       file + " has '-- migrate:down' without '-- migrate:up' before it",
       "1"},
      {{{"db/migrations/1_a.sql", good}, {"db/migrations/2_b.sql", "SELECT 1;\n" + good}},
       file + " has statements before '-- migrate:up'",
       "1"},
      {{{"db/migrations/1_a.sql", good}, {"db/migrations/2_b.sql", "-- migrate:up\n-- migrate:up\n"}},
       file + " has no '-- migrate:down' for the block before this one",
       "2"},
      {{{"db/migrations/1_a.sql", good},
        {"db/migrations/2_b.sql", good + "-- migrate:up transaction:false\n-- migrate:down\n"}},
       file + " has parts with and without a transaction",
       "3"},
      {{{"db/migrations/1_a.sql", good}, {"db/migrations/users.sql", good}},
       "{}/db/migrations/users.sql is not named like a migration",
       ""},
      {{{"db/migrations/10_a.sql", good}, {"db/migrations/9_b.sql", good}},
       "dbmate runs {}/db/migrations/10_a.sql before {}/db/migrations/9_b.sql, dunlin the other way round",
       ""},
  });
}

TEST(Goose, LoadsSections) {
  const TempFolder folder;
  folder.write("migrations/00001_users.sql",
               "-- Author: Ann\n-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE users ();\n-- +goose "
               "StatementEnd\n"
               "-- +goose down\nDROP TABLE users;\n");
  folder.write("migrations/00002_index.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n");
  folder.write("migrations/embed.go", "package migrations").write("migrations/00001_users_test.go");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations), (Labels{"00001_users", "00002_index"}));
  EXPECT_EQ(text_of(migrations[0].up),
            "-- +goose StatementBegin\nCREATE TABLE users ();\n-- +goose StatementEnd\n");
  EXPECT_EQ(rollback_of(migrations[0]), "down section: DROP TABLE users;\n");
  EXPECT_EQ(migrations[0].metadata.author, "Ann");
  EXPECT_TRUE(migrations[0].options.transaction);
  EXPECT_FALSE(migrations[1].options.transaction);
  EXPECT_FALSE(migrations[1].rollback.has_value());
}

TEST(Goose, Refuses) {
  const std::pair<std::string, std::string> good{"migrations/1_a.sql", "-- +goose Up\n"};
  const auto bad = [&](const std::string& text) {
    return std::vector<std::pair<std::string, std::string>>{good, {"migrations/2_b.sql", text}};
  };
  const std::string file = "{}/migrations/2_b.sql";
  expect_refusals({
      {bad("SELECT 1;"), file + " has no '-- +goose Up' line", "1"},
      {bad("SELECT 1;\n-- +goose Up\n"), file + ": '-- +goose Up' comes after the first statement", "2"},
      {bad("-- +goose Up\n-- +goose Up\n"), file + ": '-- +goose Up' appears twice", "2"},
      {bad("-- +goose Down\n-- +goose Up\n"), file + ": '-- +goose Down' is misplaced", "1"},
      {bad("-- +goose Up\n-- +goose StatementBegin\n"),
       file + ": '-- +goose StatementBegin' has no StatementEnd after it", "2"},
      {bad("-- +goose Up\n-- +goose StatementEnd\n"),
       file + ": '-- +goose StatementEnd' has no StatementBegin before it", "2"},
      {bad("-- +goose Up\n  -- +goose Down\n"), file + ": '-- +goose Down' has white space before it", "2"},
      {bad("-- +goose Up\n-- +goose ENVSUB ON\n"),
       file + ": '-- +goose ENVSUB ON' puts environment variables into SQL, which dunlin doesn't", "2"},
      {bad("-- +goose Sideways\n"), file + ": '-- +goose Sideways' isn't an annotation that goose knows",
       "1"},
      {{good, {"migrations/2_b.go", "package x"}},
       "{}/migrations/2_b.go is not SQL, and dunlin runs only SQL",
       ""},
  });
}

TEST(NodePgMigrate, LoadsSections) {
  const TempFolder folder;
  folder.write("migrations/1712345678901_users.sql", "-- Up Migration\nUP;\n-- Down Migration\nDOWN;\n");
  folder.write("migrations/1712345678902_turned.sql",
               "-- down migration below\nDOWN;\n--- UP MIGRATION\nUP;\n");
  folder.write("migrations/1712345678903_plain.sql", "UP;\n");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations),
            (Labels{"1712345678901_users", "1712345678902_turned", "1712345678903_plain"}));
  EXPECT_EQ(text_of(migrations[0].up), "UP;\n");
  EXPECT_EQ(rollback_of(migrations[0]), "down section: DOWN;\n");
  EXPECT_EQ(text_of(migrations[1].up), "UP;\n");
  EXPECT_EQ(rollback_of(migrations[1]), "down section: DOWN;\n");
  EXPECT_EQ(rollback_of(migrations[2]), "");
  EXPECT_EQ(migrations[0].version.numbering, model::Numbering::sequential);
}

TEST(NodePgMigrate, Refuses) {
  expect_refusals({
      {{{"migrations/1712345678901_a.sql", ""}, {"migrations/1712345678902_b.js", ""}},
       "{}/migrations/1712345678902_b.js is not SQL, and dunlin runs only SQL",
       ""},
      {{{"migrations/1712345678901_a.ts", ""}},
       "{}/migrations/1712345678901_a.ts is not SQL, and dunlin runs only SQL",
       ""},
      {{{"migrations/1712345678901_a.sql", "x;\n-- Down Migration\n"}},
       "{}/migrations/1712345678901_a.sql has '-- Down Migration' but no '-- Up Migration'",
       "2"},
      // 2020-01-01, and then a file from before it
      {{{"migrations/20200101000000000_a.sql", ""}, {"migrations/1712345678901_b.sql", ""}},
       "node-pg-migrate runs {}/migrations/20200101000000000_a.sql before {}/migrations/1712345678901_b.sql, "
       "dunlin the other way round",
       ""},
  });
}

TEST(Prisma, LoadsFolders) {
  const TempFolder folder;
  folder.write("prisma/migrations/0_init/migration.sql")
      .write("prisma/migrations/20240115120000_users/migration.sql");
  folder.write("prisma/migrations/20240115120000_users/down.sql", "SELECT 2;");
  folder.write("prisma/migrations/migration_lock.toml", "# do not edit\nprovider = \"postgresql\"\n");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations), (Labels{"0_init", "20240115120000_users"}));
  EXPECT_EQ(rollback_of(migrations[1]), "paired file: SELECT 2;");
}

TEST(Prisma, LoadsTwoFoldersOfOneDate) {
  const TempFolder folder;
  folder.write("prisma/migrations/20240115120000_a/migration.sql")
      .write("prisma/migrations/20240115120000_a_index/migration.sql")
      .write("prisma/migrations/20240115120000_b/migration.sql")
      .write("prisma/migrations/20240115120001_c/migration.sql");
  const auto migrations = load(folder);
  EXPECT_EQ(labels(migrations),
            (Labels{"20240115120000_a", "20240115120000_a_index", "20240115120000_b", "20240115120001_c"}));
  EXPECT_EQ(migrations[0].version.text, "20240115120000");
  EXPECT_EQ(migrations[1].version.text, "20240115120000_a_index");
  EXPECT_EQ(migrations[1].name, "a_index");
}

TEST(Prisma, Refuses) {
  expect_refusals({
      {{{"prisma/migrations/0_a/migration.sql", ""},
        {"prisma/migrations/migration_lock.toml", "provider = \"sqlite\"\n"}},
       "these migrations are for sqlite, not PostgreSQL",
       ""},
      {{{"prisma/migrations/0_a/migration.sql", ""}, {"prisma/migrations/1_b/other.sql", ""}},
       "{}/prisma/migrations/1_b has no migration.sql",
       ""},
      {{{"prisma/migrations/0_a/migration.sql", ""}, {"prisma/migrations/b/migration.sql", ""}},
       "{}/prisma/migrations/b is not named like a migration",
       ""},
  });
}

}  // namespace
}  // namespace dunlin
