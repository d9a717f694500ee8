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

TEST(OwnLayout, OrdersSequentialThenDatedThenRepeatable) {
  const TempFolder folder;
  for (const char* name :
       {"010_j.sql", "9_i.sql", "20250726_hotfix.sql", "202507251200_early.sql", "001_a.sql", "R__views.sql",
        "R__access.sql", "20250726120000_later.sql", "003.sql", "004-dashed.sql"}) {
    folder.write("migrations/" + std::string(name));
  }
  folder.write("repeatable/functions.sql");
  EXPECT_EQ(labels(load(folder)),
            (Labels{"001_a", "003", "004_dashed", "9_i", "010_j", "202507251200_early", "20250726_hotfix",
                    "20250726120000_later", "R__access", "R__functions", "R__views"}));
}

TEST(OwnLayout, IgnoresWhatIsNoMigration) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql");
  for (const char* name : {"README.md", ".hidden.sql", ".#002_b.sql", "002_b.sql~", "#002_b.sql#",
                           "002_b.sql.bak", "002_b.sql.swp", "seed.sql", "Schema.SQL", "structure.sql",
                           "users.test.sql", "archive/000_old.sql"}) {
    folder.write("migrations/" + std::string(name));
  }
  EXPECT_EQ(labels(load(folder)), Labels{"001_a"});
}

TEST(OwnLayout, HashesTheChangeOnly) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql", "\xEF\xBB\xBFSELECT 1;\n");
  folder.write("migrations/002_b.sql", "SELECT 1;\n-- dunlin:down\nSELECT 2;\n");
  const auto migrations = load(folder);
  EXPECT_EQ(migrations[0].checksum, sha256("SELECT 1;\n"));
  EXPECT_EQ(migrations[1].checksum, sha256("SELECT 1;\n"));
  EXPECT_EQ(migrations[0].up, (model::Script{folder.file("migrations/001_a.sql"), 3, 10, 1, std::nullopt}));
  EXPECT_EQ(migrations[1].rollback->script,
            (model::Script{folder.file("migrations/002_b.sql"), 25, 10, 3, std::nullopt}));
}

TEST(OwnLayout, PrefersTheNearestRollback) {
  const std::string comment = "-- Rollback: DROP TABLE comment;\nCREATE TABLE t ();\n";
  const std::string function =
      "CREATE OR REPLACE FUNCTION public.rollback_migration_001() RETURNS void AS '' LANGUAGE sql;\n";
  const TempFolder folder;
  const std::string up = "migrations/001_a.sql";
  folder.write(up, function);
  EXPECT_EQ(rollback_of(load(folder)[0]), "function: SELECT public.rollback_migration_001();");
  folder.write(up, comment + function);
  EXPECT_EQ(rollback_of(load(folder)[0]), "comment: DROP TABLE comment;");
  folder.write("rollback/001.sql", "DROP TABLE folder;");
  EXPECT_EQ(rollback_of(load(folder)[0]), "rollback folder: DROP TABLE folder;");
  folder.write("migrations/001_a.down.sql", "-- dunlin:no-transaction\nDROP TABLE pair;");
  EXPECT_EQ(rollback_of(load(folder)[0]), "paired file: -- dunlin:no-transaction\nDROP TABLE pair;");
  EXPECT_FALSE(load(folder)[0].rollback->options.transaction);
  EXPECT_TRUE(load(folder)[0].options.transaction);
  folder.write(up,
               comment + function + "  -- DUNLIN:Down  \n-- dunlin:lock_timeout 9s\nDROP TABLE section;\n");
  EXPECT_EQ(rollback_of(load(folder)[0]), "down section: -- dunlin:lock_timeout 9s\nDROP TABLE section;\n");
  EXPECT_EQ(load(folder)[0].rollback->options.lock_timeout, "9s");
  EXPECT_EQ(text_of(load(folder)[0].up), comment + function);
}

TEST(OwnLayout, KeepsAnEmptyRollbackApartFromNone) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql", "SELECT 1;\n-- dunlin:down");
  folder.write("migrations/002_b.sql").write("migrations/002_b.down.sql", "");
  folder.write("migrations/003_c.sql");
  const auto migrations = load(folder);
  EXPECT_EQ(rollback_of(migrations[0]), "down section: ");
  EXPECT_EQ(rollback_of(migrations[1]), "paired file: ");
  EXPECT_FALSE(migrations[2].rollback.has_value());
}

struct RollbackFile {
  const char* file;
  bool found;
};

TEST(OwnLayout, FindsRollbackFilesByNameOrNumber) {
  const std::vector<RollbackFile> cases{
      {"rollback/007_users.sql", true},
      {"rollback/007_users.down.sql", true},
      {"rollbacks/7_other.sql", true},
      {"migrations/rollback/007.sql", true},
      {"rollback/emergency_rollback.sql", false},
      {"rollback/0071_users.sql", false},
  };
  for (const auto& expected : cases) {
    const TempFolder folder;
    folder.write("migrations/007_users.sql").write(expected.file, "DROP TABLE users;");
    EXPECT_EQ(rollback_of(load(folder)[0]), expected.found ? "rollback folder: DROP TABLE users;" : "")
        << expected.file;
  }
}

TEST(OwnLayout, PrefersTheRollbackFileOfTheSameName) {
  const TempFolder folder;
  folder.write("migrations/007_users.sql")
      .write("rollback/007_users.sql", "SELECT 'same';")
      .write("rollback/007_x.sql");
  EXPECT_EQ(rollback_of(load(folder)[0]), "rollback folder: SELECT 'same';");
}

struct Refusal {
  std::vector<std::pair<std::string, std::string>> files;
  std::string message;  // with {} for the folder
  std::string line;
};

std::string in_folder(std::string text, const TempFolder& folder) {
  for (std::size_t at = 0; (at = text.find("{}")) != std::string::npos;)
    text.replace(at, 2, folder.file("migrations"));
  return text;
}

TEST(OwnLayout, RefusesByName) {
  using namespace std::literals;
  const std::vector<Refusal> cases{
      {{{"001_a.sql", ""}, {"1_b.sql", ""}}, "version 1 appears twice: {}/001_a.sql and {}/1_b.sql", ""},
      {{{"20240115_a.sql", ""}, {"20240115000000_b.sql", ""}},
       "version 20240115 appears twice: {}/20240115000000_b.sql and {}/20240115_a.sql",
       ""},
      {{{"001_a.sql", ""}, {"001_a.down.sql", ""}, {"1_x.down.sql", ""}},
       "the rollback of version 1 appears twice: {}/001_a.down.sql and {}/1_x.down.sql",
       ""},
      {{{"002_a.down.sql", ""}, {"001_a.sql", ""}},
       "{}/002_a.down.sql takes back version 002, which has no up file",
       ""},
      {{{"001_a.sql", ""}, {"add_users.sql", ""}}, "{}/add_users.sql is not named like a migration", ""},
      {{{"001_a.sql", ""}, {"12345678901234567890_b.sql", ""}},
       "{}/12345678901234567890_b.sql is not named like a migration",
       ""},
      {{{"001_a.sql", "\xFF\xFES\0"s}}, "{}/001_a.sql is UTF-16, not UTF-8", "1"},
      {{{"001_a.sql", "\xFE\xFF\0S"s}}, "{}/001_a.sql is UTF-16, not UTF-8", "1"},
      {{{"001_a.sql", "\xFF\xFE\0\0"s}}, "{}/001_a.sql is UTF-32, not UTF-8", "1"},
      {{{"001_a.sql", "SELECT\n\0 1;"s}}, "{}/001_a.sql holds a NUL byte, so it isn't SQL text", "2"},
      {{{"001_a.sql", "SELECT 1;\n\n-- caf\xE9\n"}}, "{}/001_a.sql isn't UTF-8: byte 0xe9 on line 3", "3"},
      {{{"001_a.sql", "-- dunlin:down\n\n-- dunlin:down\n"}},
       "{}/001_a.sql has two '-- dunlin:down' lines",
       "3"},
      {{{"001_a.sql", "\n-- dunlin:lock_timeout soon\nSELECT 1;"}},
       "-- dunlin:lock_timeout: 'soon' is not a duration",
       "2"},
      {{{"001_a.sql", "-- dunlin:schema \nSELECT 1;"}}, "-- dunlin:schema names no schema", "1"},
      {{{"001_a.sql", "\n-- dunlin:schema \"a\"\nSELECT 1;"}},
       "-- dunlin:schema \"a\": a name without quotes is meant",
       "2"},
      {{{"001_a.sql", ""}, {"001_a.down.sql", "\xC0"}},
       "{}/001_a.down.sql isn't UTF-8: byte 0xc0 on line 1",
       "1"},
  };
  for (const auto& expected : cases) {
    const TempFolder folder;
    for (const auto& [name, text] : expected.files) folder.write("migrations/" + name, text);
    const auto error = test::usage_error_of([&] { load(folder); });
    EXPECT_EQ(error.message(), in_folder(expected.message, folder));
    EXPECT_EQ(error.fact("line"), expected.line) << error.message();
    EXPECT_FALSE(error.fact("file").empty()) << error.message();
  }
}

TEST(OwnLayout, RefusesToRunAnotherToolsDownSection) {
  const std::vector<std::pair<std::string, std::string>> cases{{"-- +goose Down", "goose"},
                                                               {"--migrate:down transaction:false", "dbmate"},
                                                               {"-- DOWN MIGRATION", "node-pg-migrate"}};
  for (const auto& [line, tool] : cases) {
    const TempFolder folder;
    folder.write("migrations/001_a.sql")
        .write("migrations/002_b.sql", "SELECT 1;\n" + line + "\nSELECT 2;\n");
    const auto error = test::usage_error_of([&] { load(folder); });
    EXPECT_EQ(error.message(), folder.file("migrations/002_b.sql") + " has a down section of " + tool +
                                   ", but its folder isn't read as that tool's");
    EXPECT_EQ(error.fact("line"), "2");
  }
  const TempFolder prose;
  prose.write("migrations/001_a.sql", "-- Down migration is in rollback/\n-- +goose Up\nSELECT 1;");
  prose.write("migrations/000_a.sql");
  EXPECT_EQ(load(prose).size(), 2U);
}

TEST(OwnLayout, RefusesRepeatablesOfOneName) {
  const TempFolder folder;
  folder.write("migrations/R__views.sql").write("repeatable/views.sql");
  const auto error = test::usage_error_of([&] { load(folder); });
  EXPECT_EQ(error.message(), "repeatable views appears twice: " + folder.file("migrations/R__views.sql") +
                                 " and " + folder.file("repeatable/views.sql"));
}

TEST(OwnLayout, RefusesWhatCannotBeRead) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql", "SELECT 1;");
  auto config = test::recognised(folder.path());
  config.max_file_size = 4;
  EXPECT_EQ(test::usage_error_of([&] { migrate::load_migrations(config); }).message(),
            folder.file("migrations/001_a.sql") + " has 9 bytes, more than max_file_size (4)");
  std::filesystem::create_symlink("nowhere", folder.path() / "migrations/002_b.sql");
  config.max_file_size = 100;
  EXPECT_EQ(test::usage_error_of([&] { migrate::load_migrations(config); }).message(),
            "can't read " + folder.file("migrations/002_b.sql") + ": No such file or directory");
  config.migrations = folder.file("gone");
  EXPECT_EQ(test::usage_error_of([&] { migrate::load_migrations(config); }).message(),
            "there is no migrations folder " + folder.file("gone"));
}

TEST(LoadFile, IsTheMigrationOfTheFolder) {
  const TempFolder folder;
  folder.write("supabase/migrations/001_a.sql", "SELECT 1;")
      .write("supabase/migrations/001_a.down.sql", "SELECT 2;");
  folder.write("supabase/migrations/000_core.sql");
  const auto config = test::recognised(folder.path());
  const auto migration =
      migrate::load_file(config, folder.path() / "supabase/../supabase/migrations/001_a.sql");
  EXPECT_EQ(migration, migrate::load_migrations(config)[1]);
  EXPECT_EQ(rollback_of(migration), "paired file: SELECT 2;");
}

TEST(LoadFile, ReadsAFileFromAnywhere) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql");
  folder.write("scripts/20250726_hotfix.sql").write("scripts/20250726_hotfix.down.sql", "SELECT 2;");
  folder.write("scripts/production-deployment.sql")
      .write("scripts/V3__x.sql")
      .write("scripts/other stuff.sql");
  const auto config = test::recognised(folder.path());
  const auto hotfix = migrate::load_file(config, folder.path() / "scripts/20250726_hotfix.sql");
  EXPECT_EQ(model::label(hotfix), "20250726_hotfix");
  EXPECT_EQ(rollback_of(hotfix), "paired file: SELECT 2;");
  const auto script = migrate::load_file(config, folder.path() / "scripts/production-deployment.sql");
  EXPECT_TRUE(script.repeatable);
  EXPECT_EQ(model::label(script), "R__production-deployment");
  EXPECT_EQ(model::label(migrate::load_file(config, folder.path() / "scripts/V3__x.sql")), "3_x");
  EXPECT_EQ(test::usage_error_of([&] { migrate::load_file(config, folder.path() / "no.sql"); }).message(),
            "there is no file " + folder.file("no.sql"));
  EXPECT_EQ(test::usage_error_of([&] {
              migrate::load_file(config, folder.path() / "scripts/20250726_hotfix.down.sql");
            }).message(),
            folder.file("scripts/20250726_hotfix.down.sql") + " is a rollback");
}

TEST(LoadText, TakesTheTextOfAnEditorInPlaceOfTheFile) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql", "SELECT 1;").write("migrations/001_a.down.sql", "SELECT 2;");
  const auto config = test::recognised(folder.path());
  const auto edited =
      migrate::load_text(config, folder.path() / "migrations/001_a.sql",
                         "-- dunlin:no-transaction\nSELECT 3;\n-- and more than the file has");
  EXPECT_EQ(model::label(edited), "001_a");
  EXPECT_TRUE(text_of(edited.up).ends_with("SELECT 3;\n-- and more than the file has"));
  EXPECT_FALSE(edited.options.transaction);
  EXPECT_EQ(rollback_of(edited), "paired file: SELECT 2;");
  EXPECT_EQ(text_of(migrate::load_text(config, folder.path() / "migrations/002_b.sql", "SELECT 4;").up),
            "SELECT 4;");
  EXPECT_EQ(test::usage_error_of([&] {
              migrate::load_text(config, folder.path() / "migrations/001_a.sql", std::string("a\0b", 3));
            }).fact("line"),
            "1");
}

TEST(LoadText, FindsTheSectionsOfTheEditedText) {
  const TempFolder folder;
  folder.write("migrations/20240101000000_a.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n");
  const auto config = test::recognised(folder.path());
  ASSERT_EQ(config.dialect, model::Dialect::goose);
  const std::string text = "-- new\n-- +goose Up\nSELECT 11;\n-- +goose Down\nSELECT 22;\n";
  const auto edited =
      migrate::load_text(config, folder.path() / "migrations/20240101000000_a.sql", std::string(text));
  EXPECT_EQ(text.substr(edited.up.offset, edited.up.length), text_of(edited.up));
  EXPECT_NE(text_of(edited.up).find("SELECT 11;"), std::string::npos);
  EXPECT_EQ(text_of(edited.up).find("SELECT 22;"), std::string::npos);
  EXPECT_NE(rollback_of(edited).find("SELECT 22;"), std::string::npos);
}

}  // namespace
}  // namespace dunlin
