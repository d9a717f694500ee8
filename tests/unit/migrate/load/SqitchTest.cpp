#include <gtest/gtest.h>

#include "base/Text.hpp"
#include "migrate/load/SqitchProject.hpp"
#include "unit/migrate/load/Loading.hpp"

namespace dunlin {
namespace {

using test::load;
using test::TempFolder;
using test::text_of;
using Strings = std::vector<std::string>;

const std::string k_by = " 2024-01-15T12:30:00Z Ann Example <ann@example.org>";
const std::string k_head = "%syntax-version=1.0.0\n%project=flipr\n%uri=https://example.org/\n\n";

TEST(Sqitch, LoadsThePlanInItsOrder) {
  const TempFolder folder;
  folder.write("sqitch.conf", "[core]\n\tengine = pg\n\t# top_dir = .\n");
  folder.write("sqitch.plan", k_head + "users" + k_by + " # Adds users.\n@v1.0" + k_by + " # first\n@v1.0.1" +
                                  k_by + "\n\n" + "accounts [users other:thing !people]" + k_by + "\n");
  folder.write("deploy/users.sql", "-- Deploy flipr:users to pg\n-- Author: nobody\nBEGIN;\nCOMMIT;\n");
  folder.write("revert/users.sql", "DROP TABLE users;")
      .write("verify/users.sql", "SELECT 1;")
      .write("deploy/accounts.sql");
  const auto migrations = load(folder);
  ASSERT_EQ(test::labels(migrations), (Strings{"users", "accounts"}));
  EXPECT_EQ(migrations[0].version, (model::Version{"users", model::Numbering::planned, {1}}));
  EXPECT_EQ(migrations[1].version, (model::Version{"accounts", model::Numbering::planned, {2}}));
  EXPECT_EQ(test::rollback_of(migrations[0]), "paired file: DROP TABLE users;");
  EXPECT_EQ(text_of(*migrations[0].verify), "SELECT 1;");
  EXPECT_FALSE(migrations[1].rollback || migrations[1].verify);
  EXPECT_EQ(migrations[0].metadata.author, "Ann Example <ann@example.org>");
  EXPECT_EQ(migrations[0].metadata.description, "Adds users.");
  EXPECT_EQ(migrations[0].metadata.date, "2024-01-15T12:30:00Z");
  EXPECT_EQ(migrations[0].metadata.tags, (Strings{"@v1.0", "@v1.0.1"}));
  EXPECT_EQ(migrations[1].metadata.depends, (Strings{"users", "other:thing"}));
}

TEST(Sqitch, LoadsReworkedChangesFromTheirTags) {
  const TempFolder folder;
  folder.write("sqitch.conf", "[core]\n  engine = pg\n  top_dir = db\n");
  folder.write("db/sqitch.plan", k_head + "users" + k_by + "\n@v1" + k_by + "\n@v2" + k_by +
                                     "\nusers [users@v1]" + k_by + "\n@v3" + k_by + "\nusers [users@v3]" +
                                     k_by + "\n");
  folder.write("db/deploy/users@v2.sql", "one")
      .write("db/deploy/users@v3.sql", "two")
      .write("db/deploy/users.sql", "three");
  folder.write("db/revert/users@v2.sql", "back from one").write("db/revert/users.sql", "back to two");
  const auto migrations = load(folder);
  ASSERT_EQ(test::labels(migrations), (Strings{"users", "users#2", "users#3"}));
  EXPECT_EQ(text_of(migrations[0].up), "one");
  EXPECT_EQ(text_of(migrations[1].up), "two");
  EXPECT_EQ(text_of(migrations[2].up), "three");
  EXPECT_EQ(test::rollback_of(migrations[0]), "paired file: back from one");
  EXPECT_FALSE(migrations[1].rollback.has_value());
  EXPECT_EQ(test::rollback_of(migrations[2]), "paired file: back to two");
  EXPECT_EQ(migrations[1].metadata.depends, Strings{"users"}) << "the state at a tag is the plan's order";
}

TEST(Sqitch, ReadsItsConfiguration) {
  const TempFolder folder;
  folder.write("sqitch.conf",
               "[core]\n\tengine = pg ; the engine\n\ttop_dir = \"db\"\n[engine \"pg\"]\n\textension = ddl\n"
               "\treworked_dir = old\n\tverify_dir = checks\n[engine \"sqlite\"]\n\ttop_dir = lite\n");
  const auto project = migrate::read_sqitch_project(folder.path().string());
  EXPECT_EQ(project.plan, folder.file("db/sqitch.plan"));
  EXPECT_EQ(project.deploy, folder.file("db/deploy"));
  EXPECT_EQ(project.verify, folder.file("checks"));
  EXPECT_EQ(project.reworked_deploy, folder.file("old/deploy"));
  EXPECT_EQ(project.extension, "ddl");
  folder.write("db/sqitch.plan", "");
  EXPECT_EQ(migrate::read_sqitch_project(folder.file("db")).extension, "ddl");
}

TEST(Sqitch, Refuses) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"users" + k_by, "has no %project line"},
      {k_head + "users\n", "line 5 isn't a change: 'users\n'"},
      {k_head + "users 2024-01-15 Ann <a@b>\n", "line 5 isn't a change: 'users 2024-01-15 Ann <a@b>\n'"},
      {k_head + "users" + k_by + "\nusers" + k_by,
       "line 6: users is planned twice (line 5) without a tag between"},
      {k_head + "a [b]" + k_by + "\nb" + k_by, "line 5: a requires b, which isn't planned before it"},
      {k_head + "a" + k_by + "\nb [a@v1]" + k_by, "line 6: b requires a@v1, which isn't planned before it"},
      {k_head + "a" + k_by + "\nb [!a]" + k_by, "line 6: b conflicts with a, which is planned before it"},
      {k_head + "@v1" + k_by, "has the tag @v1 before any change"},
      {k_head + "a" + k_by + "\n@v1" + k_by + "\n@v1" + k_by, "has the tag @v1 twice"},
      {k_head + "a [b" + k_by, "has a '[' without its ']'"},
  };
  for (const auto& [plan, message] : cases) {
    const TempFolder folder;
    folder.write("sqitch.plan", plan);
    const auto error = test::usage_error_of([&] { load(folder); });
    EXPECT_EQ(error.message(), folder.file("sqitch.plan") + " " + printable(message));
    EXPECT_FALSE(error.fact("line").empty());
  }
}

TEST(Sqitch, NamesAMissingScript) {
  const TempFolder folder;
  folder.write("sqitch.plan", k_head + "users" + k_by);
  const auto error = test::usage_error_of([&] { load(folder); });
  EXPECT_EQ(error.message(), "the plan names users, but there is no " + folder.file("deploy/users.sql"));
  EXPECT_EQ(error.fact("line"), "5");
}

TEST(Sqitch, RefusesOtherDatabases) {
  const TempFolder folder;
  folder.write("sqitch.conf", "[core]\n\tengine = mysql\n").write("sqitch.plan", k_head);
  EXPECT_EQ(test::usage_error_of([&] { load(folder); }).message(),
            "this sqitch project is for mysql, not PostgreSQL");
}

}  // namespace
}  // namespace dunlin
