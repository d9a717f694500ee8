#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sql/PsqlCommand.hpp"
#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

using model::StatementKind;

TEST(PsqlCommand, IncludesFiles) {
  struct Case {
    const char* text;
    const char* span;
    IncludePath path;
  };
  const std::vector<Case> cases{
      {"\\i a.sql\nSELECT 1;", "\\i a.sql", {"a.sql", false}},
      {"\\ir ../b.sql;\r\nSELECT 1;", "\\ir ../b.sql;", {"../b.sql", true}},
      {"\\include 'a b''c.sql' -- why\nSELECT 1", "\\include 'a b''c.sql'", {"a b'c.sql", false}},
      {"\\include_relative \"a b.sql\"\nSELECT 1", "\\include_relative \"a b.sql\"", {"a b.sql", true}},
      {"\\i'a.sql' ;\nSELECT 1", "\\i'a.sql'", {"a.sql", false}},
  };
  for (const auto& [text, span, path] : cases) {
    const auto statements = split({text});
    ASSERT_EQ(statements.size(), 2U) << text;
    EXPECT_EQ(statements[0].kind, StatementKind::include) << text;
    const std::string found = std::string(text).substr(statements[0].offset, statements[0].length);
    EXPECT_EQ(found, span);
    EXPECT_EQ(include_path(found), path) << text;
    EXPECT_EQ(statements[1].line, 2U);
  }
}

TEST(PsqlCommand, IgnoresWhatOnlyPrints) {
  for (const std::string line : {"\\restrict aB1",
                                 "\\unrestrict aB1",
                                 "\\connect app",
                                 "\\c",
                                 "\\c -",
                                 "\\connect app - -",
                                 "\\connect \"app\"",
                                 "\\set ON_ERROR_STOP on",
                                 "\\set ON_ERROR_STOP 1",
                                 "\\set ON_ERROR_STOP true",
                                 "\\set QUIET 1",
                                 "\\echo it's here; now",
                                 "\\qecho 'x'",
                                 "\\pset pager off",
                                 "\\timing",
                                 "\\timing on",
                                 "\\encoding UTF8",
                                 "\\encoding 'utf-8'",
                                 "\\conninfo",
                                 "\\x"}) {
    const std::string text = "SELECT 1;\n" + line + "\r\nSELECT 2;";
    const auto statements = split({text, "", 1, "app"});
    ASSERT_EQ(statements.size(), 3U) << line;
    EXPECT_EQ(statements[1].kind, StatementKind::ignored) << line;
    EXPECT_EQ(text.substr(statements[1].offset, statements[1].length), line);
  }
  EXPECT_EQ(split({"\\c other\n"})[0].kind, StatementKind::ignored) << "no database to compare with";
}

TEST(PsqlCommand, RefusesTheRestByName) {
  struct Case {
    const char* line;
    const char* message;
  };
  const std::vector<Case> cases{
      {"\\c other", "\\connect other in a migration of database app"},
      {"\\connect - bob", "\\connect with another user, host or port"},
      {"\\set x 1", "psql's command \\set can't be part of a migration"},
      {"\\set ON_ERROR_STOP off", "psql's command \\set can't be part of a migration"},
      {"\\set AUTOCOMMIT off", "psql's command \\set can't be part of a migration"},
      {"\\copy t FROM 'x'", "psql's command \\copy can't be part of a migration"},
      {"\\gexec", "psql's command \\gexec can't be part of a migration"},
      {"\\if true", "psql's command \\if can't be part of a migration"},
      {"\\! rm -rf /", "psql's command \\! can't be part of a migration"},
      {"\\d t", "psql's command \\d can't be part of a migration"},
      {"\\dt+", "psql's command \\dt+ can't be part of a migration"},
      {"\\q", "psql's command \\q can't be part of a migration"},
      {"\\encoding LATIN1", "\\encoding other than UTF8"},
      {"\\.", "\\. without a COPY ... FROM STDIN before it"},
      {"\\;", "\\; joins statements in psql only"},
      {"\\", "psql's command \\ can't be part of a migration"},
      {"\\i", "\\i names no file"},
      {"\\i ;", "\\i names no file"},
      {"\\i a.sql b.sql", "text after the path of \\i: b.sql"},
      {"\\i :file", "\\i with a path that psql would compute"},
      {"\\i `pwd`/x", "\\i with a path that psql would compute"},
      {"\\i 'a", "unterminated quote after \\i"},
      {"\\echo a \\i b", "a backslash after \\echo on its line"},
      {"SELECT 1 \\g", "psql's command \\g can't be part of a migration"},
      {"SELECT 1 \\gexec", "psql's command \\gexec can't be part of a migration"},
      {"SELECT 1\n\\i a.sql", "a psql command in the middle of a statement"},
      {"SELECT 1 \\; SELECT 2;", "\\; joins statements in psql only"},
  };
  for (const auto& [line, message] : cases) {
    try {
      split({std::string("SELECT 0;\n") + line, "m.sql", 1, "app"});
      ADD_FAILURE() << line;
    } catch (const Error& error) {
      EXPECT_EQ(error.message(), message);
      EXPECT_EQ(error.code(), ErrorCode::usage);
      EXPECT_FALSE(error.hint().empty() && std::string(line) != "\\i 'a") << line;
      EXPECT_NE(error.fact("line"), "") << line;
    }
  }
}

}  // namespace
}  // namespace dunlin::sql
