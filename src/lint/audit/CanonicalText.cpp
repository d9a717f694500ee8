#include "lint/audit/CanonicalText.hpp"

#include <initializer_list>
#include <vector>

#include "base/Text.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::lint::audit {
namespace {

using Words = std::vector<std::string>;

// The content of $tag$...$tag$.
std::string_view inside_dollars(std::string_view token) {
  const std::size_t tag = token.find('$', 1);
  if (tag == std::string_view::npos || token.size() < 2 * (tag + 1)) return token;
  return token.substr(tag + 1, token.size() - 2 * (tag + 1));
}

// A name in quotes that needs none is the same as without.
std::string name_word(std::string_view token) {
  std::string name = sql::name_value(token);
  const bool plain =
      !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  return plain ? name : std::string(token);
}

void add_words(std::string_view text, bool into_bodies, Words& words) {
  sql::Lexer lexer(text);
  while (true) {
    const sql::Token token = lexer.next();
    const std::string_view piece = text.substr(token.offset, token.length);
    switch (token.kind) {
      case sql::TokenKind::end: return;
      case sql::TokenKind::line_comment:
      case sql::TokenKind::block_comment: break;
      case sql::TokenKind::word: words.push_back(to_lower(piece)); break;
      case sql::TokenKind::quoted_name: words.push_back(name_word(piece)); break;
      case sql::TokenKind::dollar_string:
        if (!into_bodies) {
          words.emplace_back(piece);
          break;
        }
        words.emplace_back("$$");
        add_words(inside_dollars(piece), false, words);
        words.emplace_back("$$");
        break;
      default: words.emplace_back(piece);
    }
  }
}

bool stands_at(const Words& words, std::size_t at, std::initializer_list<std::string_view> wanted) {
  if (at + wanted.size() > words.size()) return false;
  for (const std::string_view word : wanted)
    if (words[at++] != word) return false;
  return true;
}

// Words that are left out of a definition, and how many.
std::size_t idle_words(const Words& words, std::size_t at) {
  if (stands_at(words, at, {"or", "replace"})) return 2;
  if (stands_at(words, at, {"if", "not", "exists"})) return 3;
  if (stands_at(words, at, {"public", "."})) return 2;
  return 0;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::string canonical_definition(std::string_view sql) {
  Words words, kept;
  add_words(sql, true, words);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const std::size_t idle = idle_words(words, i)) {
      i += idle - 1;
    } else if (stands_at(words, i, {"execute", "procedure"})) {
      kept.insert(kept.end(), {"execute", "function"});
      ++i;
    } else {
      kept.push_back(words[i]);
    }
  }
  while (!kept.empty() && kept.back() == ";") kept.pop_back();
  return joined(kept);
}

std::string plain_body(std::string_view body) {
  Words words;
  add_words(body, false, words);
  while (!words.empty() && words.back() == ";") words.pop_back();
  return joined(words);
}

std::string canonical_body(std::string_view body) {
  Words words, kept;
  add_words(body, false, words);
  for (const std::string& word : words) {
    if (word == ":=") {
      kept.emplace_back("=");
    } else if (word == "current_timestamp") {
      kept.insert(kept.end(), {"now", "(", ")"});
    } else {
      kept.push_back(word);
    }
  }
  while (!kept.empty() && kept.back() == ";") kept.pop_back();
  return joined(kept);
}

}  // namespace dunlin::lint::audit
