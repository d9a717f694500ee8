#include <gtest/gtest.h>

#include "unit/migrate/load/Loading.hpp"

namespace dunlin {
namespace {

using model::Dialect;
using test::TempFolder;

struct Recognised {
  std::vector<std::pair<std::string, std::string>> files;
  Dialect dialect;
  std::string migrations;
};

TEST(Recognise, KnowsEachLayoutByItsFiles) {
  const std::string goose = "-- +goose Up\nSELECT 1;\n";
  const std::string dbmate = "-- migrate:up\nSELECT 1;\n-- migrate:down\n";
  const std::vector<Recognised> cases{
      {{{"database/migrations/001_a.sql", "SELECT 1;"}}, Dialect::dunlin, "database/migrations"},
      {{{"db/migrations/20240115_a.sql", "SELECT 1;"}}, Dialect::dunlin, "db/migrations"},
      {{{"migrations/R__views.sql", "SELECT 1;"}}, Dialect::dunlin, "migrations"},
      {{{"sql/migrations/001_a.sql", "SELECT 1;"}}, Dialect::dunlin, "sql/migrations"},
      {{{"001_a.sql", "SELECT 1;"}}, Dialect::dunlin, "."},
      {{{"supabase/migrations/000_core.sql", "SELECT 1;"}}, Dialect::supabase, "supabase/migrations"},
      {{{"prisma/migrations/20240115120000_init/migration.sql", "SELECT 1;"}},
       Dialect::prisma,
       "prisma/migrations"},
      {{{"migrations/2024-01-15-120000_a/up.sql", "SELECT 1;"}}, Dialect::diesel, "migrations"},
      {{{"migrations/1_a.up.sql", "SELECT 1;"}}, Dialect::golang_migrate, "migrations"},
      {{{"db/migrations/20240115120000_a.sql", dbmate}}, Dialect::dbmate, "db/migrations"},
      {{{"migrations/00001_a.sql", goose}}, Dialect::goose, "migrations"},
      {{{"migrations/1712345678901_a.sql", "SELECT 1;"}}, Dialect::node_pg_migrate, "migrations"},
      {{{"migrations/20240405123456789_a.sql", "SELECT 1;"}}, Dialect::node_pg_migrate, "migrations"},
      {{{"migrations/0001_a.sql", "-- Up Migration\nSELECT 1;\n"}}, Dialect::node_pg_migrate, "migrations"},
      {{{"sql/V1__a.sql", "SELECT 1;"}}, Dialect::flyway, "sql"},
      {{{"src/main/resources/db/migration/V1__a.sql", "SELECT 1;"}},
       Dialect::flyway,
       "src/main/resources/db/migration"},
      {{{"src/main/resources/db/migration/v1/V1__a.sql", "SELECT 1;"}},
       Dialect::flyway,
       "src/main/resources/db/migration"},
      {{{"flyway.toml", "[flyway]\nlocations = [\"filesystem:changes\"]\n"},
        {"changes/V1__a.sql", "SELECT 1;"}},
       Dialect::flyway,
       "changes"},
      {{{"flyway.conf", "flyway.locations=filesystem:./changes\n"}, {"changes/V1__a.sql", "SELECT 1;"}},
       Dialect::flyway,
       "changes"},
      {{{"sqitch.conf", "[core]\n\tengine = pg\n"}, {"sqitch.plan", "%project=x\n"}}, Dialect::sqitch, "."},
  };
  for (const auto& expected : cases) {
    const TempFolder folder;
    for (const auto& [name, text] : expected.files) folder.write(name, text);
    const auto layout = migrate::recognise(folder.path());
    EXPECT_EQ(model::to_string(layout.dialect), model::to_string(expected.dialect))
        << expected.files[0].first;
    EXPECT_EQ(std::filesystem::relative(layout.migrations, folder.path()), expected.migrations);
    if (expected.dialect != Dialect::sqitch && expected.dialect != Dialect::flyway) {
      EXPECT_EQ(migrate::recognise_dialect(layout.migrations.string() + "/"), expected.dialect);
    }
  }
}

TEST(Recognise, NamesWhatLiesAround) {
  const TempFolder folder;
  folder.write("supabase/migrations/001_a.sql")
      .write("supabase/seed.sql")
      .write("supabase/functions/cleanup.sql");
  folder.write("rollback/001.sql");
  const auto config = test::recognised(folder.path());
  EXPECT_EQ(config.repeatables, std::vector<std::string>{folder.file("supabase/functions")});
  EXPECT_EQ(config.seed, folder.file("supabase/seed.sql"));
  EXPECT_EQ(config.rollbacks, folder.file("rollback"));
}

TEST(Recognise, LeavesEdgeFunctionsAlone) {
  const TempFolder folder;
  folder.write("supabase/migrations/001_a.sql").write("supabase/functions/hello/index.ts", "Deno.serve()");
  EXPECT_TRUE(test::recognised(folder.path()).repeatables.empty());
}

TEST(Recognise, TakesAnEmptyFolderAsANewProject) {
  const TempFolder folder;
  std::filesystem::create_directories(folder.path() / "supabase/migrations");
  EXPECT_EQ(migrate::recognise(folder.path()).dialect, Dialect::supabase);
  EXPECT_TRUE(test::load(folder).empty());
}

TEST(Recognise, SaysWhereItLookedWhenThereIsNothing) {
  const TempFolder folder;
  folder.write("README.md", "hello");
  const auto error = test::usage_error_of([&] { migrate::recognise(folder.path()); });
  EXPECT_EQ(error.message(), "no migrations found in " + folder.path().string());
  EXPECT_NE(error.hint().find("database/migrations, db/migrations"), std::string::npos);
}

TEST(Recognise, NamesBothOfTwoFolders) {
  const TempFolder folder;
  folder.write("db/migrations/001_a.sql").write("migrations/V1__a.sql");
  const auto error = test::usage_error_of([&] { migrate::recognise(folder.path()); });
  EXPECT_EQ(error.message(), "two folders hold migrations: " + folder.file("db/migrations") +
                                 " (dunlin) and " + folder.file("migrations") + " (flyway)");
  EXPECT_EQ(error.fact("file"), folder.file("db/migrations/001_a.sql"));
  EXPECT_EQ(error.fact("other_file"), folder.file("migrations/V1__a.sql"));
}

TEST(Recognise, NamesBothOfTwoToolsInOneFolder) {
  const TempFolder folder;
  folder.write("migrations/1_a.up.sql").write("migrations/V2__b.sql");
  const auto error = test::usage_error_of([&] { migrate::recognise(folder.path()); });
  EXPECT_EQ(error.message(),
            folder.file("migrations") +
                " mixes two tools' migrations: V2__b.sql is flyway, 1_a.up.sql is golang-migrate");
}

}  // namespace
}  // namespace dunlin
