// Every rule, the replay and the fixes on files that nobody would write: examples with tokens dropped,
// doubled and exchanged. They must neither crash (sanitizers watch) nor make edits that don't fit the text.
#include <gtest/gtest.h>
#include <random>

#include "base/Error.hpp"
#include "lint/Fix.hpp"
#include "lint/Replay.hpp"
#include "lint/examples/Examples.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::lint {
namespace {

constexpr int k_rounds = 1500;

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  sql::Lexer lexer(text);
  std::size_t at = 0;
  for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::end; token = lexer.next()) {
    tokens.emplace_back(text.substr(at, token.end() - at));
    at = token.end();
  }
  return tokens;
}

std::string mutate(std::vector<std::string> tokens, const std::vector<std::string>& others,
                   std::mt19937& random) {
  const auto any = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
  };
  for (std::size_t i = 0; i < 1 + any(4) && !tokens.empty(); ++i) {
    const std::size_t at = any(tokens.size());
    switch (any(4)) {
      case 0: tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(at)); break;
      case 1: tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens[at]); break;
      case 2: std::swap(tokens[at], tokens[any(tokens.size())]); break;
      default: tokens[at] = others.empty() ? "" : others[any(others.size())];
    }
  }
  std::string text;
  for (const std::string& token : tokens) text += token;
  return text;
}

void expect_fitting(const model::Finding& finding, std::size_t size) {
  std::size_t at = 0;
  for (const model::TextEdit& edit : finding.fix.edits) {
    EXPECT_LE(at, edit.offset) << finding.rule;
    EXPECT_LE(edit.offset + edit.length, size) << finding.rule;
    at = edit.offset + edit.length;
  }
}

TEST(Mutation, NothingCrashesAndEditsFit) {
  std::mt19937 random(20261121);
  std::vector<std::vector<std::string>> texts;
  for (const Example& example : all_examples()) texts.push_back(tokens_of(example.text));
  Request request;
  request.settings.profile = Profile::policy;
  request.before = empty_catalog(180000);
  request.settings.major = 18;
  const auto any = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
  };
  for (int round = 0; round < k_rounds; ++round) {
    const std::string text = mutate(texts[any(texts.size())], texts[any(texts.size())], random);
    try {
      const OpenText opened("001_mutated.sql", text);
      for (const model::Finding& finding : lint({opened.file()}, request).findings.findings)
        expect_fitting(finding, text.size());
      if (round % 20 == 0) fix(opened.file(), request);
    } catch (const Error&) {
      // A text that can't be split is refused.
    }
  }
}

}  // namespace
}  // namespace dunlin::lint
