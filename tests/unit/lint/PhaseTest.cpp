// What a file says about its phase decides how a rule about broken callers speaks.
#include <gtest/gtest.h>

#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Phase.hpp"
#include "lint/Replay.hpp"
#include "model/Migration.hpp"

namespace dunlin::lint {
namespace {

model::Severity severity_of_drop(const std::string& head, const model::Migration* migration = nullptr) {
  const OpenText history("001.sql", "CREATE TABLE t (id bigint PRIMARY KEY, v text);");
  const OpenText opened("002.sql", head + "ALTER TABLE t DROP COLUMN v;\n");
  Request request;
  request.before = empty_catalog(150000);
  std::vector<File> files{history.file(), opened.file()};
  files.front().judged = false;
  files.back().migration = migration;
  for (const model::Finding& finding : lint(files, request).findings.findings)
    if (finding.rule == "drop-column") return finding.severity;
  return model::Severity::note;
}

TEST(Phase, ContractMakesAWarningOfAnError) {
  EXPECT_EQ(severity_of_drop(""), model::Severity::error);
  EXPECT_EQ(severity_of_drop("-- Phase: contract\n"), model::Severity::warning);
  EXPECT_EQ(severity_of_drop("-- Description: x\n--  phase:   2 (Contract)\n\n"), model::Severity::warning);
  EXPECT_EQ(severity_of_drop("-- Phase: expand\n"), model::Severity::error);
}

TEST(Phase, IsReadFromTheHeadOnly) {
  EXPECT_EQ(severity_of_drop("SELECT 1;\n-- Phase: contract\n"), model::Severity::error);
  EXPECT_EQ(severity_of_drop("-- the contract phase comes later\n"), model::Severity::error);
}

TEST(Phase, OfTheMigrationCounts) {
  model::Migration migration;
  migration.metadata.phase = "contract";
  EXPECT_EQ(severity_of_drop("", &migration), model::Severity::warning);
  migration.metadata.phase = "expand";
  EXPECT_EQ(severity_of_drop("-- Phase: contract\n", &migration), model::Severity::error);
}

}  // namespace
}  // namespace dunlin::lint
