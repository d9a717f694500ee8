// Fixes of constraints that depend on the server's version, and places where a file can't be cut into units.
#include <gtest/gtest.h>

#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"

namespace dunlin::lint {
namespace {

Request before(const std::string& history, int major) {
  Request request;
  request.settings.major = major;
  request.before = empty_catalog(major * 10000);
  const OpenText opened("001_before.sql", history);
  request.before = lint({opened.file()}, request).catalog;
  request.files_before = 1;
  return request;
}

std::string fixed(const std::string& history, int major, const std::string& text) {
  const OpenText opened("002_change.sql", text);
  return fix(opened.file(), before(history, major)).text;
}

constexpr const char* k_users = "CREATE TABLE users (id bigint, email text);";

TEST(ConstraintFix, NotNullIsAConstraintFrom18On) {
  EXPECT_EQ(fixed(k_users, 18, "ALTER TABLE users ALTER COLUMN email SET NOT NULL;\n"),
            "ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;\n\n"
            "-- dunlin:unit\n"
            "ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;\n");
  EXPECT_EQ(fixed(k_users, 18, "ALTER TABLE users ADD NOT NULL email;\n"),
            "ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;\n\n"
            "-- dunlin:unit\n"
            "ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;\n");
}

TEST(ConstraintFix, ATableThatIsntKnownGetsACheckAlsoOn18) {
  const std::string text = fixed("", 18, "ALTER TABLE users ALTER COLUMN email SET NOT NULL;\n");
  EXPECT_NE(text.find("CHECK (email IS NOT NULL) NOT VALID"), std::string::npos) << text;
  EXPECT_NE(text.find("DROP CONSTRAINT users_email_nn"), std::string::npos) << text;
}

// The constraint is made by a file that isn't here: it may be the proof.
TEST(ConstraintFix, AConstraintThatIsntKnownMayProveNotNull) {
  const OpenText opened("002_change.sql",
                        "ALTER TABLE users VALIDATE CONSTRAINT users_email_there;\n-- dunlin:unit\n"
                        "ALTER TABLE users ALTER COLUMN email SET NOT NULL;\n");
  const auto findings = lint({opened.file()}, before("", 15)).findings.findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().rule, "set-not-null-scan");
  EXPECT_EQ(findings.front().severity, model::Severity::note);
}

TEST(ConstraintFix, TransactionsOfTheFileAreLeftAsTheyAre) {
  const std::string text =
      "BEGIN;\nALTER TABLE users ADD CONSTRAINT filled CHECK (email <> '');\n"
      "ALTER TABLE users ADD UNIQUE (email);\nUPDATE users SET email = lower(email);\nCOMMIT;\n";
  EXPECT_EQ(fixed(k_users, 15, text), text);
}

TEST(ConstraintFix, ForeignKeysOfPartitionedTablesWaitFor18) {
  const std::string tables =
      "CREATE TABLE users (id bigint PRIMARY KEY);"
      "CREATE TABLE events (user_id bigint, at date) PARTITION BY RANGE (at);";
  const std::string text = "ALTER TABLE events ADD CONSTRAINT who FOREIGN KEY (user_id) REFERENCES users;\n";
  EXPECT_EQ(fixed(tables, 17, text), text);
  EXPECT_NE(fixed(tables, 18, text).find("REFERENCES users NOT VALID;"), std::string::npos);
}

TEST(ConstraintFix, IndexParametersOfAConstraintStayWithAPerson) {
  const std::string text = "ALTER TABLE users ADD CONSTRAINT one UNIQUE (email) WITH (fillfactor = 70);\n";
  EXPECT_EQ(fixed(k_users, 15, text), text);
}

}  // namespace
}  // namespace dunlin::lint
