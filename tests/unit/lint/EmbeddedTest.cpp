// What DO blocks and called functions run is judged at its place, and replayed.
#include <gtest/gtest.h>

#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"

namespace dunlin::lint {
namespace {

using Lines = std::vector<std::string>;

// The catalog has public.t with column a; index-not-concurrent is what is looked for.
struct Judged {
  explicit Judged(const std::string& text)
      : before("001.sql", "CREATE TABLE t (a int);"), file("002.sql", text) {
    std::vector<File> files{before.file(), file.file()};
    files.front().judged = false;
    Request request;
    request.before = empty_catalog(150000);
    result = lint(files, request);
  }
  // "2:3" line and column of each finding about an index.
  Lines places() const {
    Lines found;
    for (const model::Finding& finding : result.findings.findings) {
      if (finding.rule != "index-not-concurrent") continue;
      found.push_back(std::to_string(finding.span.line) + ":" + std::to_string(finding.span.column));
      EXPECT_TRUE(finding.fix.edits.empty());
    }
    return found;
  }
  Lines not_analysed() const {
    Lines found;
    for (const model::NotAnalysed& one : result.findings.not_analysed)
      found.push_back(std::to_string(one.span.line) + ": " + one.reason);
    return found;
  }

  OpenText before;
  OpenText file;
  Result result;
};

TEST(Embedded, DoBlockIsJudgedAtItsLines) {
  const Judged judged(
      "DO $$\nBEGIN\n  CREATE INDEX i ON t (a);\n  EXECUTE 'CREATE INDEX j ON t (a)';\nEND $$;\n"
      "DO 'BEGIN\n  CREATE INDEX k ON t (a);\nEND';\n");
  EXPECT_EQ(judged.places(), (Lines{"3:3", "4:11", "7:3"}));
  EXPECT_EQ(judged.not_analysed(), Lines{});
  EXPECT_EQ(judged.result.catalog.indexes_of({"public", "t"}).size(), 3U);
  EXPECT_EQ(judged.result.findings.statements, 2U);
}

TEST(Embedded, EscapedBodyHasThePlaceOfItsStatement) {
  const Judged judged("\nDO 'BEGIN\n  EXECUTE ''CREATE INDEX k ON t (a)'';\nEND';\n");
  EXPECT_EQ(judged.places(), (Lines{"2:1"}));
}

TEST(Embedded, ConditionalDefinitionDoesNotReplaceWhatIsThere) {
  const Judged judged(
      "CREATE TYPE mood AS ENUM ('a', 'b');\n"
      "DO $$ BEGIN\n  CREATE TYPE mood AS ENUM ('c');\nEXCEPTION WHEN duplicate_object THEN\n"
      "  DROP TABLE t;\nEND $$;\n");
  EXPECT_EQ(judged.result.catalog.types.at({"public", "mood"}).labels, (Lines{"a", "b"}));
  EXPECT_NE(judged.result.catalog.find_relation({"", "t"}), nullptr) << "the handler isn't the usual case";
}

TEST(Embedded, CalledFunctionIsJudgedOnce) {
  const std::string create =
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n"
      "  CREATE INDEX i ON t (a);\nEND $$;\n";
  EXPECT_EQ(Judged(create).places(), Lines{}) << "it isn't called";
  EXPECT_EQ(Judged(create + "SELECT f();\nSELECT f();\n").places(), Lines{"3:3"});
  EXPECT_EQ(Judged(create + "DO $$ BEGIN PERFORM f(); END $$;\n").places(), Lines{"3:3"});
  EXPECT_EQ(Judged("CREATE PROCEDURE p() LANGUAGE sql AS 'CREATE INDEX i ON t (a)';\nCALL p();\n").places(),
            Lines{"1:39"});
}

TEST(Embedded, FunctionThatCallsItselfEnds) {
  const Judged judged(
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM f(); END $$;\nSELECT f();");
  EXPECT_EQ(judged.not_analysed(), Lines{});
}

TEST(Embedded, WhatCannotBeLookedIntoIsSaid) {
  EXPECT_EQ(Judged("DO $$ BEGIN EXECUTE 'DROP TABLE ' || x; END $$;").not_analysed(),
            Lines{"1: EXECUTE of a text that is put together when it runs"});
  EXPECT_EQ(Judged("DO LANGUAGE plperl 'x';").not_analysed(), Lines{"1: a DO block in plperl"});
  EXPECT_EQ(Judged("DO $$ BEGIN IF a THEN b; END $$;").not_analysed().size(), 2U)
      << "the block, and what b means";
  EXPECT_EQ(Judged("CALL unknown();").not_analysed(),
            Lines{"1: it calls the procedure unknown, whose body isn't known"});
  EXPECT_EQ(Judged("SELECT now();").not_analysed(), Lines{});
}

}  // namespace
}  // namespace dunlin::lint
