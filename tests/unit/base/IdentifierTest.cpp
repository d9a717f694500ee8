#include <gtest/gtest.h>
#include <string>

#include "base/Error.hpp"
#include "base/Identifier.hpp"

namespace dunlin {
namespace {

TEST(Identifier, IsQuoted) {
  EXPECT_EQ(quote_identifier("a"), "\"a\"");
  EXPECT_EQ(quote_identifier("A\"b"), "\"A\"\"b\"");
  EXPECT_EQ(quote_identifier("s", "t;--"), "\"s\".\"t;--\"");
  EXPECT_THROW(quote_identifier(std::string("a\0b", 3)), Error);
}

TEST(Identifier, LiteralsReadTheSameWithBackslashes) {
  EXPECT_EQ(quote_literal("it's"), "'it''s'");
  EXPECT_EQ(quote_literal("a\\'b"), " E'a\\\\''b'");
  EXPECT_EQ(quote_literal(""), "''");
  EXPECT_THROW(quote_literal(std::string("\0", 1)), Error);
}

}  // namespace
}  // namespace dunlin
