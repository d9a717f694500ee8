#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "transfer/verify/CanonicalJson.hpp"

namespace dunlin::transfer {
namespace {

TEST(CanonicalJson, WhatJsonbHoldsForEqualIsSpelledAlike) {
  const auto same = [](const char* a, const char* b) {
    EXPECT_EQ(canonical_json(a), canonical_json(b)) << a;
  };
  same(R"({"b": 1, "a": 2})", R"({"a":2,"b":1})");
  same(R"({"a": 1, "a": 2})", R"({"a": 2})");
  same(R"("\u00e9\u0041")", R"("éA")");
  same(R"("\ud83d\ude00")", "\"\U0001F600\"");
  same(R"("\/\"\\")", R"("/\"\\")");
  same("[1.50, 1e2, -0.0, 0.001]", "[1.5,100,0,1E-3]");
  same("12345678901234567890123456789", "1.2345678901234567890123456789e28");
  same(" [ ] ", "[]");
}

TEST(CanonicalJson, WhatIsDifferentIsSpelledDifferently) {
  const auto differ = [](const char* a, const char* b) {
    EXPECT_NE(canonical_json(a), canonical_json(b)) << a;
  };
  differ("1", "\"1\"");
  differ("[1,2]", "[2,1]");
  differ("[[1],2]", "[1,[2]]");
  differ(R"({"a": {"b": 1}})", R"({"a": 1, "b": 1})");
  differ("1", "-1");
  differ("10", "1");
  differ("null", "\"null\"");
  differ(R"(["a","b"])", R"(["a\",\"b"])");
  differ("9007199254740993", "9007199254740992");
}

TEST(CanonicalJson, WhatIsNoJsonIsRefused) {
  for (const char* text : {"", "{", "[1,]", "{\"a\"}", "tru", "\"a", "1 2", "-", "1.", "\"\\x\""})
    EXPECT_THROW(canonical_json(text), Error) << text;
}

TEST(CanonicalJson, DeepNestingDoesntOverflow) {
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_FALSE(canonical_json(deep).empty());
  EXPECT_THROW(canonical_json(std::string(100'000, '[')), Error);
}

}  // namespace
}  // namespace dunlin::transfer
