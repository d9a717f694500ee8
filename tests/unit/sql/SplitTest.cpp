#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/Error.hpp"
#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

using model::StatementKind;

std::vector<std::string> texts(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& statement : split({text})) out.push_back(text.substr(statement.offset, statement.length));
  return out;
}

using Texts = std::vector<std::string>;

TEST(Split, CutsAtSemicolonsOnly) {
  struct Case {
    const char* text;
    Texts statements;
  };
  const std::vector<Case> cases{
      {"", {}},
      {" \n;;; -- c\n /* ; */ ;", {}},
      {"SELECT 1", {"SELECT 1"}},
      {"SELECT 1;SELECT 2 ; ", {"SELECT 1", "SELECT 2"}},
      {"-- a;\nSELECT 1 -- b;\n; /* c; */ SELECT /* d; */ 2 /* e */;", {"SELECT 1", "SELECT /* d; */ 2"}},
      {"\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\r\n", {"SELECT 1", "SELECT 2"}},
      {"SELECT ';', ';'';', E'\\';', E'\\\\';", {"SELECT ';', ';'';', E'\\';', E'\\\\'"}},
      {"SELECT '\\'; SELECT 2", {"SELECT '\\'", "SELECT 2"}},
      {"SELECT U&'\\0061;', B'1;', X'A;', n';'; SELECT 2",
       {"SELECT U&'\\0061;', B'1;', X'A;', n';'", "SELECT 2"}},
      {"SELECT \";\", \"a\"\";\", U&\";\"; SELECT 2", {"SELECT \";\", \"a\"\";\", U&\";\"", "SELECT 2"}},
      {"SELECT E'a'\n'\\';'; SELECT 2", {"SELECT E'a'\n'\\';'", "SELECT 2"}},
      {"SELECT E'a' -- it's\n '\\';'; SELECT 2", {"SELECT E'a' -- it's\n '\\';'", "SELECT 2"}},
      {"SELECT E'a' '\\'; SELECT 2", {"SELECT E'a' '\\'", "SELECT 2"}},
      {"SELECT $$;$$, $a$;$$;$b$;$a$; SELECT 2", {"SELECT $$;$$, $a$;$$;$b$;$a$", "SELECT 2"}},
      {"SELECT $A$ $a$ ; $A$; SELECT 2", {"SELECT $A$ $a$ ; $A$", "SELECT 2"}},
      {"SELECT a$b$ ; SELECT c$b$", {"SELECT a$b$", "SELECT c$b$"}},
      {"SELECT $1, $2; SELECT $1$$;$$", {"SELECT $1, $2", "SELECT $1$$;$$"}},
      {"SELECT $é$;$é$, é$é$; SELECT 2", {"SELECT $é$;$é$, é$é$", "SELECT 2"}},
      {"SELECT /* /* ; */ ; */ 1; SELECT 2", {"SELECT /* /* ; */ ; */ 1", "SELECT 2"}},
      {"SELECT 1 /**/; SELECT 2 /*/ ; */; SELECT 3", {"SELECT 1", "SELECT 2", "SELECT 3"}},
      {"SELECT 1+--;\n2; SELECT 3*/*;*/4", {"SELECT 1+--;\n2", "SELECT 3*/*;*/4"}},
      {"SELECT 1 */ 2; SELECT 3", {"SELECT 1 */ 2", "SELECT 3"}},
      {"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
       {"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"}},
      {"SELECT 1) ; SELECT 2", {"SELECT 1)", "SELECT 2"}},
      {"SELECT a[1:2]; SELECT b::int", {"SELECT a[1:2]", "SELECT b::int"}},
      {"SELECT 1_000, 0x1F, 1.5e3, 1..2; SELECT .5", {"SELECT 1_000, 0x1F, 1.5e3, 1..2", "SELECT .5"}},
  };
  for (const auto& [text, statements] : cases) EXPECT_EQ(texts(text), statements) << text;
}

TEST(Split, KeepsAtomicBodiesWhole) {
  const std::vector<std::string> whole{
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
      "create or replace procedure p() begin atomic insert into t values (1); end",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a THEN 1 ELSE 2 END; "
      "SELECT 3; END",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT (CASE WHEN a THEN 1 END); SELECT 2; END",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT 2 AS case, t.end; SELECT 3; END",
      "CREATE FUNCTION f() RETURNS int BEGIN /* c */ ATOMIC SELECT \"begin\", 'begin'; END",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END",
  };
  for (const auto& text : whole) EXPECT_EQ(texts(text + "; SELECT 9"), (Texts{text, "SELECT 9"}));
  EXPECT_EQ(texts("CREATE FUNCTION s.begin() RETURNS int RETURN 1; SELECT 2").size(), 2U);
  EXPECT_EQ(texts("CREATE TABLE atomic (a int); BEGIN; SELECT 1; END; SELECT 2").size(), 5U);
}

TEST(Split, SkipsCopyData) {
  const std::string text =
      "COPY t (a) FROM STDIN; -- here\n1\t'\n\\N;\n\\.x\n\\.\nSELECT 1;\nCOPY u FROM stdin;\n\\.\r\nSELECT "
      "2;";
  const auto statements = split({text});
  ASSERT_EQ(statements.size(), 4U);
  EXPECT_EQ(statements[0].kind, StatementKind::copy_from_stdin);
  EXPECT_EQ(text.substr(statements[0].offset, statements[0].length), "COPY t (a) FROM STDIN");
  EXPECT_EQ(text.substr(statements[0].data_offset, statements[0].data_length), "1\t'\n\\N;\n\\.x\n");
  EXPECT_EQ(statements[1].line, 6U);
  EXPECT_EQ(statements[2].data_length, 0U);
  EXPECT_GT(statements[2].data_offset, 0U);
  EXPECT_EQ(text.substr(statements[3].offset, statements[3].length), "SELECT 2");
}

TEST(Split, ReadsCopyDataToTheEnd) {
  for (const std::string end : {"", "\\.", "\\.\n", "\\.\r\n"}) {
    const std::string text = "COPY t FROM STDIN;\r\n1\r\n" + end;
    const auto statements = split({text});
    ASSERT_EQ(statements.size(), 1U);
    EXPECT_EQ(text.substr(statements[0].data_offset, statements[0].data_length), "1\r\n") << end;
  }
  EXPECT_EQ(split({"COPY t FROM STDIN"})[0].data_offset, 0U);
  EXPECT_EQ(split({"COPY t FROM STDIN;"})[0].data_length, 0U);
}

TEST(Split, CountsLinesAndCharacters) {
  const auto statements =
      split({"\xEF\xBB\xBF/* é\n */ SELECT 'ü\n'; SELECT 2;\r\n\tSELECT 3; é", "f.sql", 10});
  ASSERT_EQ(statements.size(), 4U);
  const auto place = [&](std::size_t i) { return std::pair(statements[i].line, statements[i].column); };
  EXPECT_EQ(place(0), std::pair(11U, 5U));
  EXPECT_EQ(place(1), std::pair(12U, 4U));
  EXPECT_EQ(place(2), std::pair(13U, 2U));
  EXPECT_EQ(place(3), std::pair(13U, 12U));
}

TEST(Split, SaysWhereAnUnterminatedThingBegan) {
  struct Case {
    const char* text;
    const char* message;
    const char* line;
    const char* column;
  };
  const std::vector<Case> cases{
      {"SELECT 1;\nSELECT 'a;\n", "unterminated quoted string", "2", "8"},
      {"SELECT E'a\\'", "unterminated quoted string", "1", "8"},
      {"SELECT E'a\\", "unterminated quoted string", "1", "8"},
      {"SELECT \"a", "unterminated quoted name", "1", "8"},
      {"é;\n é $x$ $$ $X$", "unterminated dollar-quoted string", "2", "4"},
      {"/* a /* b */", "unterminated comment", "1", "1"},
      {"SELECT (1 + (2; SELECT 3;", "unterminated parenthesis", "1", "8"},
      {"CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC SELECT 1; SELECT 2;", "unterminated BEGIN ATOMIC body",
       "2", "1"},
      {"COPY t FROM STDIN; SELECT 1;\n\\.\n", "text after COPY ... FROM STDIN; on its line", "1", "20"},
      {"SET standard_conforming_strings = off;",
       "standard_conforming_strings can't be turned off in a migration", "1", "1"},
  };
  for (const auto& [text, message, line, column] : cases) {
    try {
      split({text, "m.sql"});
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::usage) << text;
      EXPECT_EQ(error.message(), message) << text;
      EXPECT_EQ(error.fact("file"), "m.sql") << text;
      EXPECT_EQ(error.fact("line"), line) << text;
      EXPECT_EQ(error.fact("column"), column) << text;
    }
  }
}

TEST(Split, LeavesStandardStringsAlone) {
  EXPECT_EQ(split({"SET standard_conforming_strings = on; SET SESSION standard_conforming_strings TO 'on';"})
                .size(),
            2U);
}

}  // namespace
}  // namespace dunlin::sql
