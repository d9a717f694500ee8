// What holds for any text: statements that were put together come apart again, and text that was damaged
// never leads to anything but statements in order or an error with a place.
#include <chrono>
#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

#include "fuzz/SplitInvariants.hpp"
#include "unit/sql/StatementSamples.hpp"

namespace dunlin::sql {
namespace {

TEST(SplitProperty, TakesApartWhatWasPutTogether) {
  const std::vector<std::string> gaps{"",       " ",  "\n",  "\r\n", "\n-- a;'\"$$\n", "/* b; /* ' */ \" */",
                                      "\t\n\n", ";;", " ;\n"};
  std::mt19937 random(3);
  for (int round = 0; round < 3'000; ++round) {
    std::string text = round % 3 == 0 ? "\xEF\xBB\xBF" : "";
    std::vector<std::string> expected;
    for (std::size_t i = random() % 12; i > 0; --i) {
      const auto& sample = k_samples[random() % k_samples.size()];
      text += gaps[random() % gaps.size()] + sample.text + gaps[random() % 6] + ";" + sample.data;
      expected.push_back(sample.text);
    }
    std::vector<std::string> found;
    for (const auto& statement : split({text}))
      found.push_back(text.substr(statement.offset, statement.length));
    ASSERT_EQ(found, expected) << text;
  }
}

std::string damaged(std::string text, std::mt19937& random) {
  static const std::string k_bytes = "'\"$;()\\-/*\n\r eEuU&xX.:\xC3\xA9\x01\t1a,[]";
  for (std::size_t edits = 1 + random() % 4; edits > 0 && !text.empty(); --edits) {
    const std::size_t at = random() % text.size();
    switch (random() % 4) {
      case 0: text.erase(at, 1 + random() % 5); break;
      case 1: text.insert(at, 1, k_bytes[random() % k_bytes.size()]); break;
      case 2: text[at] = k_bytes[random() % k_bytes.size()]; break;
      default: text.insert(at, text.substr(random() % text.size(), random() % 20)); break;
    }
  }
  return text;
}

TEST(SplitProperty, SurvivesDamage) {
  std::mt19937 random(4);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(1'500);
  int rounds = 0;
  for (; rounds < 60'000 && std::chrono::steady_clock::now() < deadline; ++rounds) {
    std::string text;
    for (std::size_t i = 1 + random() % 4; i > 0; --i) {
      const auto& sample = k_samples[random() % k_samples.size()];
      text += sample.text + ";" + sample.data + "\n";
    }
    text = damaged(std::move(text), random);
    const auto broken = broken_invariant(text);
    ASSERT_FALSE(broken) << *broken << "\n" << text;
  }
  EXPECT_GT(rounds, 1'000);
}

}  // namespace
}  // namespace dunlin::sql
