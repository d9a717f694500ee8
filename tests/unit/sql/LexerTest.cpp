#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sql/Lexer.hpp"

namespace dunlin::sql {
namespace {

std::vector<std::string> tokens(const std::string& text) {
  std::vector<std::string> out;
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    out.push_back(text.substr(token.offset, token.length));
  }
  return out;
}

using Tokens = std::vector<std::string>;

TEST(Lexer, CutsTokensAsPostgresqlDoes) {
  struct Case {
    const char* text;
    Tokens tokens;
  };
  const std::vector<Case> cases{
      {"a b$1 _c ünï", {"a", "b$1", "_c", "ünï"}},
      {"1 1.5 .5 1. 1e5 1.5E-3 1_000 0x1F 0o17 0b1",
       {"1", "1.5", ".5", "1.", "1e5", "1.5E-3", "1_000", "0x1F", "0o17", "0b1"}},
      {"1..2 1e 2x 0xZ 1_", {"1", "..", "2", "1", "e", "2", "x", "0", "xZ", "1", "_"}},
      {"a=-1 a<>-1 a@-1 a->>'b' a-- c",
       {"a", "=", "-", "1", "a", "<>", "-", "1", "a", "@-", "1", "a", "->>", "'b'", "a", "-- c"}},
      {"a+/*c*/b *//**/", {"a", "+", "/*c*/", "b", "*/", "/**/"}},
      {"a::b := c => d..e", {"a", "::", "b", ":=", "c", "=>", "d", "..", "e"}},
      {"$1 $12x $a $", {"$1", "$12", "x", "$", "a", "$"}},
      {"$$a$$ $t$ $$ $t$ a$t$", {"$$a$$", "$t$ $$ $t$", "a$t$"}},
      {"$a$$$a$", {"$a$$$a$"}},
      {"e'\\'' E'\\\\' b'1''0' x'f' n'a''b' u&'a' U&\"b\" u & 'c'",
       {"e'\\''", "E'\\\\'", "b'1'", "'0'", "x'f'", "n'a''b'", "u&'a'", "U&\"b\"", "u", "&", "'c'"}},
      {"'a'\n'b' 'c' 'd'", {"'a'\n'b'", "'c'", "'d'"}},
      {"'a' --x\n\n --y\n 'b'", {"'a' --x\n\n --y\n 'b'"}},
      {"'a' /* x */\n'b'", {"'a'", "/* x */", "'b'"}},
      {"--a\r--b\nc", {"--a", "--b", "c"}},
      {"\\d {}", {"\\", "d", "{", "}"}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(tokens(text), expected) << text;
}

TEST(Lexer, MarksWhatTheTextEndsIn) {
  for (const std::string text :
       {"'a", "E'a\\'", "E'\\", "\"a", "$$a$", "$a$ $A$", "/* /* */", "/*", "/*/", "'a'\n'b", "u&\"a"}) {
    const Token token = Lexer(text).next();
    EXPECT_TRUE(token.unterminated) << text;
    EXPECT_EQ(token.length, text.size()) << text;
  }
}

TEST(Lexer, ReadsStringValues) {
  EXPECT_EQ(string_value("'a''b\\n'"), "a'b\\n");
  EXPECT_EQ(string_value("$$a'b$$"), "a'b");
  EXPECT_EQ(string_value("$tag$a$$b$tag$"), "a$$b");
  EXPECT_EQ(string_value("E'a\\n\\t\\'\\\\\\x41\\101\\u00e9\\U0001F600\\q'"),
            "a\n\t'\\AA\xC3\xA9\xF0\x9F\x98\x80q");
  EXPECT_EQ(string_value("'a'\n -- c\n 'b'"), "ab");
  EXPECT_EQ(string_value("''"), "");
}

TEST(Lexer, ReadsNames) {
  EXPECT_EQ(name_value("FooÄ"), "fooÄ");
  EXPECT_EQ(name_value("\"Foo\"\"x\""), "Foo\"x");
  EXPECT_EQ(name_value(std::string(70, 'a')).size(), 63U);
  EXPECT_EQ(name_value(std::string(62, 'a') + "é"), std::string(62, 'a'));
}

}  // namespace
}  // namespace dunlin::sql
