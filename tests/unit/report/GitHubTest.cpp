#include <gtest/gtest.h>

#include "report/GitHub.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

TEST(GitHub, WritesACommandPerFinding) {
  EXPECT_EQ(
      write_github(test::sample_findings(), test::sample_sources()),
      "::notice file=m/007_users.sql,line=1,endLine=1,col=1,endColumn=6,title=not analysed::written as a "
      "sample\n"
      "::warning file=m/007_users.sql,line=2,endLine=3,title=add-not-null-no-default::fails when "
      "public.users "
      "has rows%0Atakes AccessExclusiveLock on public.users: blocks reads and writes; cost: metadata only\n"
      "::error file=m/007_users.sql,line=4,endLine=4,col=2,endColumn=43,title=index-not-concurrent::building "
      "users_email blocks writes to public.users%0Atakes ShareLock on public.users: blocks writes; cost: "
      "index "
      "build%0Afix: build it concurrently:%0ACREATE INDEX CONCURRENTLY users_email ON users (email);\n"
      "1 file, 3 statements: 1 error, 1 warning, 0 notes, 4 suppressed, 1 not analysed, 1 fixable with "
      "--fix\n");
}

TEST(GitHub, LetsNoNameBecomeACommandOrAProperty) {
  model::Findings findings;
  findings.findings.emplace_back();
  auto& finding = findings.findings.back();
  finding.rule = "r,line=9::x";
  finding.message = "100%\r\n::error::no";
  finding.span.file = "./a,b:c.sql";
  const auto text = write_github(findings, {});
  EXPECT_TRUE(
      text.starts_with("::warning file=a%2Cb%3Ac.sql,title=r%2Cline=9%3A%3Ax::100%25\\x0d%0A::error::no\n"))
      << text;
}

}  // namespace
}  // namespace dunlin::report
