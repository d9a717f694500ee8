#include <gtest/gtest.h>

#include "report/FindingsText.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

TEST(FindingsText, GoesByPlaceAndMarksTheSpan) {
  EXPECT_EQ(write_findings_text(test::sample_findings(), test::sample_sources()),
            R"(m/007_users.sql:1:1: not analysed: written as a sample
    1 | BEGIN;
      | ^^^^^

m/007_users.sql:2:1: warning [add-not-null-no-default] fails when public.users has rows
    2 | / ALTER TABLE users
    3 | |   ADD COLUMN né text NOT NULL;
      | |_____________________________^
      = takes AccessExclusiveLock on public.users: blocks reads and writes; cost: metadata only

m/007_users.sql:4:2: error [index-not-concurrent] building users_email blocks writes to public.users
    4 |     CREATE INDEX users_email ON users (email);
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = takes ShareLock on public.users: blocks writes; cost: index build
      = fix (--fix makes it): build it concurrently:
          CREATE INDEX CONCURRENTLY users_email ON users (email);

1 file, 3 statements: 1 error, 1 warning, 0 notes, 4 suppressed, 1 not analysed, 1 fixable with --fix
)");
}

TEST(FindingsText, KeepsTheFindingsOfAFileTogetherInTheOrderOfFiles) {
  model::Findings findings;
  for (const auto* file : {"b.sql", "a.sql", "b.sql"}) {
    model::Finding finding;
    finding.rule = "r";
    finding.message = "m";
    finding.span = {file, 0, 1, 0, 0};
    findings.findings.push_back(finding);
  }
  const auto text = write_findings_text(findings, {});
  EXPECT_TRUE(text.starts_with("b.sql: warning [r] m\n\nb.sql: warning [r] m\n\na.sql: warning")) << text;
}

TEST(FindingsText, HasNoColourUnlessAsked) {
  EXPECT_EQ(write_findings_text(test::sample_findings(), test::sample_sources()).find('\x1b'),
            std::string::npos);
  EXPECT_NE(write_findings_text(test::sample_findings(), test::sample_sources(), {.color = true})
                .find("\x1b[1;31merror\x1b[0m"),
            std::string::npos);
}

TEST(FindingsText, ShowsControlCharactersOfNamesAndSource) {
  const std::string sql = "DROP TABLE \"a\x1b[2Jb\u202E\";\n";
  model::Findings findings;
  model::Finding finding = test::index_finding();
  finding.rule = "r\x1b[0m";
  finding.message = "m\x07";
  finding.object = "public.a\x1b[2Jb";
  finding.fix.advice = "do\x1b[2J\nthat\r";
  finding.span = test::span_of("e\x1b.sql", sql, "DROP TABLE \"a\x1b[2Jb\u202E\"");
  findings.findings = {finding};
  const auto text = write_findings_text(findings, test::sources_of({{finding.span.file, sql}}));
  for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << int(c);
  EXPECT_EQ(text.find("\u202E"), std::string::npos);
  EXPECT_NE(text.find("    1 | DROP TABLE \"a\\x1b[2Jb\\xe2\\x80\\xae\";\n"
                      "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"),
            std::string::npos)
      << text;
}

TEST(FindingsText, CutsLongLinesAroundTheSpan) {
  const std::string sql = std::string(5000, 'x') + " DROP TABLE t; " + std::string(5000, 'y');
  model::Findings findings;
  findings.findings = {test::column_finding()};
  findings.findings[0].span = test::span_of("f", sql, "DROP TABLE t;");
  const auto text = write_findings_text(findings, test::sources_of({{"f", sql}}), {.width = 60});
  EXPECT_NE(text.find("    1 | ...xxxxxxxxxxx DROP TABLE t; yyyyyyyyyyyyyyyyyyyyy...\n"
                      "      |                ^^^^^^^^^^^^^\n"),
            std::string::npos)
      << text;
}

TEST(FindingsText, SaysHowManyLinesOfALongStatementAreLeftOut) {
  std::string sql = "CREATE TABLE t (\n";
  for (int i = 0; i < 20; ++i) sql += "  c" + std::to_string(i) + " int,\n";
  sql += "  z int\n);\n";
  model::Findings findings;
  findings.findings = {test::column_finding()};
  findings.findings[0].span = {"f", 0, sql.size() - 1, 1, 1};
  const auto text = write_findings_text(findings, test::sources_of({{"f", sql}}));
  EXPECT_NE(text.find("    4 | |   c2 int,\n      | |_ ... and 19 more lines\n"), std::string::npos) << text;
}

TEST(FindingsText, MarksWideCharactersByTheirColumns) {
  const std::string sql = "SELECT '漢字' FROM t;";
  model::Findings findings;
  findings.findings = {test::column_finding()};
  findings.findings[0].span = test::span_of("f", sql, "'漢字'");
  const auto text = write_findings_text(findings, test::sources_of({{"f", sql}}));
  EXPECT_NE(text.find("      |        ^^^^^^\n"), std::string::npos) << text;
}

TEST(FindingsText, EndsWithoutATextOrWithASpanBeyondIt) {
  model::Findings findings;
  findings.findings = {test::index_finding()};
  EXPECT_EQ(write_findings_text(findings, {}).find(" | "), std::string::npos);
  findings.findings[0].span = {"f", 100, 50, 3, 1};
  EXPECT_EQ(write_findings_text(findings, test::sources_of({{"f", "short"}})).find(" | "), std::string::npos);
  findings.findings[0].span = {"f", 2, 5000, 1, 3};
  EXPECT_NE(write_findings_text(findings, test::sources_of({{"f", "short"}})).find("|   ^^^\n"),
            std::string::npos);
}

TEST(FindingsText, SaysLockAndCostInWords) {
  model::Finding finding;
  EXPECT_EQ(lock_and_cost(finding), "");
  finding.cost = model::Cost::rewrite;
  EXPECT_EQ(lock_and_cost(finding), "cost: rewrite");
  finding.lock = model::LockLevel::access_exclusive;
  finding.object = "public.\"a.b.c\".id";
  finding.evidence = model::Evidence::measured;
  EXPECT_EQ(
      lock_and_cost(finding),
      "takes AccessExclusiveLock on public.\"a.b.c\": blocks reads and writes; cost: rewrite (measured)");
}

}  // namespace
}  // namespace dunlin::report
