#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>

#include "transfer/values/JsonText.hpp"
#include "transfer/values/TextBytes.hpp"

namespace dunlin::transfer {
namespace {

bool is_json(std::string_view text) {
  return find_json_fault(text, JsonKind::json) == nullptr;
}
bool is_jsonb(std::string_view text) {
  return find_json_fault(text, JsonKind::jsonb) == nullptr;
}

TEST(JsonText, TakesWhatTheGrammarTakes) {
  for (const char* text :
       {"null", "true", " false ", "0", "-0", "1.5e+10", "1E400", "\"\"", "[]", "{}", "[[],{}]",
        "{\"a\":1,\"a\":2}", "\t[1 ,2\n]\r", "\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u00e4\"", "\"grün\"",
        "[1,[2,[3,{\"x\":[4]}]]]", "\"\\ud834\\udd1e\""})
    EXPECT_TRUE(is_json(text) && is_jsonb(text)) << text;
}

TEST(JsonText, RefusesEverythingElse) {
  for (const char* text :
       {"",     " ",       "nul",         "nullx",    "True",     "01",    "-",        "1.",
        ".5",   "1e",      "1e+",         "+1",       "0x10",     "NaN",   "Infinity", "'a'",
        "\"",   "\"\\x\"", "\"\\u12g4\"", "\"\\u123", "\"a\nb\"", "[",     "]",        "[1,]",
        "[,1]", "[1 2]",   "{",           "{\"a\"}",  "{\"a\":}", "{a:1}", "{1:2}",    "{\"a\":1,}",
        "{,}",  "[1}",     "{\"a\":1]",   "1 2",      "{}x",      "1a",    "/* */ 1",  "[1]]"})
    EXPECT_FALSE(is_json(text)) << text;
}

TEST(JsonText, JsonbHoldsLess) {
  for (const char* text : {"\"\\u0000\"", "\"\\ud834\"", "\"\\udd1e\"", "\"\\ud834x\"", "\"\\ud834\\u0041\"",
                           "1e131073", "1e-20000"}) {
    EXPECT_TRUE(is_json(text)) << text;
    EXPECT_FALSE(is_jsonb(text)) << text;
  }
}

TEST(JsonText, NestingHasAnEnd) {
  EXPECT_TRUE(is_json(std::string(1000, '[') + std::string(1000, ']')));
  EXPECT_FALSE(is_json(std::string(1001, '[') + std::string(1001, ']')));
  EXPECT_FALSE(is_json(std::string(5'000'000, '[')));
}

// Mutated documents: no input makes it read beyond its end (the sanitizers watch), and a text with an odd
// number of quotes outside of escapes is never JSON.
TEST(JsonText, MutatedDocuments) {
  const std::string document =
      R"({"a": [1, -2.5e3, "x\u00e9\n"], "b": {"c": null, "d": [true, false, {}]}, "e": "\\"})";
  std::mt19937 random(5);
  const std::string letters = "{}[]\",:\\u019eE+-. tfn\x01\x80\xff";
  int accepted = 0;
  for (int i = 0; i < 60000; ++i) {
    std::string text = document;
    for (unsigned changes = random() % 3 + 1; changes > 0 && !text.empty(); --changes) {
      const std::size_t at = random() % text.size();
      if (random() % 3 == 0)
        text.erase(at, 1 + random() % 3);
      else
        text[at] = letters[random() % letters.size()];
    }
    // A buffer of exactly this size, so that reading on is seen.
    const std::unique_ptr<char[]> exact(new char[text.size()]);
    text.copy(exact.get(), text.size());
    const std::string_view view(exact.get(), text.size());
    accepted += is_json(view) ? 1 : 0;
    EXPECT_TRUE(!is_jsonb(view) || is_json(view)) << text;
    (void)find_text_fault(view);
  }
  EXPECT_GT(accepted, 300);
  EXPECT_LT(accepted, 45000);
}

TEST(TextBytes, FollowsRfc3629) {
  const auto fault = [](std::string_view text) { return find_text_fault(text); };
  for (const char* good : {"", "plain ascii of more than eight bytes", "ä", "€", "😀", "\x7f",
                           "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"})
    EXPECT_EQ(fault(good), TextFault::none) << good;
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xff",
                          "1234567\xe9", "12345678\xe9", "1234567ä\xe9"})
    EXPECT_EQ(fault(bad), TextFault::invalid_utf8) << bad;
  for (std::size_t at = 0; at < 20; ++at) {
    std::string text(20, 'x');
    text[at] = '\0';
    EXPECT_EQ(fault(text), TextFault::nul) << at;
    text[at] = '\xe9';
    EXPECT_EQ(fault(text), TextFault::invalid_utf8) << at;
  }
}

}  // namespace
}  // namespace dunlin::transfer
