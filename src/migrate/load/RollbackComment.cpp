#include "migrate/load/RollbackComment.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "base/Text.hpp"
#include "migrate/load/Comment.hpp"
#include "migrate/load/Metadata.hpp"

namespace dunlin::migrate {
namespace {

using Words = std::vector<std::string>;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

// The first words of a line in lower case, at most `count`.
Words first_words(std::string_view text, std::size_t count) {
  Words words;
  std::size_t at = 0;
  while (words.size() < count) {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end == at) return words;
    words.push_back(to_lower(text.substr(at, end - at)));
    at = end;
  }
  return words;
}

bool among(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains_word(std::string_view text, std::string_view word) {
  const std::string padded = " " + to_lower(text) + " ";
  return padded.find(" " + std::string(word) + " ") != std::string::npos;
}

bool is_object_kind(std::string_view word) {
  return among(word, {"table",     "index",      "view",        "materialized", "function",   "procedure",
                      "routine",   "aggregate",  "type",        "domain",       "schema",     "sequence",
                      "trigger",   "event",      "policy",      "rule",         "extension",  "role",
                      "user",      "group",      "publication", "subscription", "foreign",    "server",
                      "cast",      "collation",  "conversion",  "operator",     "statistics", "text",
                      "database",  "tablespace", "owned",       "default",      "system",     "large",
                      "language",  "transform",  "access",      "unique",       "or",         "temp",
                      "temporary", "unlogged",   "constraint",  "recursive",    "trusted",    "if"});
}

// Does `text` (a line, and what follows it in the comment) begin like SQL rather than like a sentence? Words
// that English shares with SQL need the next word or a semicolon as proof: "Drop the table" is a sentence.
bool begins_like_sql(std::string_view text) {
  text = trim(text);
  if (text.starts_with("--") || text.starts_with("/*")) return true;
  const Words words = first_words(text, 2);
  if (words.empty()) return false;
  const std::string& first = words[0];
  const std::string second = words.size() > 1 ? words[1] : std::string();
  const bool has_end = text.find(';') != std::string_view::npos;
  if (among(first, {"drop", "create", "alter"})) return is_object_kind(second);
  if (first == "delete") return second == "from";
  if (among(first, {"insert", "merge"})) return second == "into";
  if (first == "comment") return second == "on";
  if (first == "refresh") return second == "materialized";
  if (first == "reassign") return second == "owned";
  if (first == "security") return second == "label";
  if (first == "update") return contains_word(text, "set");
  if (among(first, {"grant", "revoke"}))
    return has_end && (contains_word(text, "on") || contains_word(text, "to") || contains_word(text, "from"));
  if (first == "do")
    return text.find('$') != std::string_view::npos || text.find('\'') != std::string_view::npos;
  return has_end && among(first, {"select",   "with",      "truncate", "begin",   "start", "commit", "end",
                                  "rollback", "savepoint", "release",  "set",     "reset", "call",   "lock",
                                  "reindex",  "vacuum",    "analyze",  "cluster", "copy",  "table",  "values",
                                  "execute",  "prepare",   "notify",   "discard", "import"});
}

// The words after which the rollback stands, when the line is such a heading: value is what follows on the
// line.
std::optional<std::string_view> heading_value(std::string_view line) {
  constexpr std::string_view k_decoration = "=-*#_~ \t";
  const auto bare = [&](std::string_view text) {
    const auto first = text.find_first_not_of(k_decoration);
    if (first == std::string_view::npos) return std::string_view{};
    return text.substr(first, text.find_last_not_of(k_decoration) - first + 1);
  };
  const auto colon = line.find(':');
  std::string_view head = bare(line.substr(0, colon));
  head = trim(head.substr(0, head.find('(')));
  constexpr std::array<std::string_view, 13> k_headings{
      "rollback",           "rollback script",   "rollback sql",        "rollback instructions",
      "rollback plan",      "rollback commands", "rollback statements", "rollback procedure",
      "rollback migration", "to rollback",       "to roll back",        "roll back",
      "how to rollback"};
  const bool known = std::any_of(k_headings.begin(), k_headings.end(),
                                 [&](auto text) { return equal_ignoring_case(head, text); });
  if (!known) return std::nullopt;
  if (colon == std::string_view::npos) return std::string_view{};
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && value.front() == '*') value.remove_prefix(1);  // **Rollback**: ...
  return trim(value);
}

bool is_metadata_key(std::string_view line) {
  return among(read_key(line).first,
               {"migration", "description", "author", "date", "priority", "impact", "depends", "depends on",
                "dependencies", "dependency", "tags", "tag", "phase", "note", "notes"});
}

bool is_decoration(std::string_view line) {
  return !line.empty() && line.find_first_not_of("=-*#_~ \t") == std::string_view::npos;
}

// Follows dollar quotes across lines: inside one, a line that ends with a semicolon doesn't end the
// statement.
class DollarQuote {
 public:
  void read(std::string_view line) {
    for (std::size_t at = 0; (at = line.find('$', at)) != std::string_view::npos;) {
      std::size_t end = at + 1;
      while (end < line.size() && is_word(line[end]) && line[end] != '$') ++end;
      if (end >= line.size() || line[end] != '$') {
        at = end;
        continue;
      }
      const auto tag = line.substr(at, end - at + 1);
      if (tag_.empty()) {
        tag_ = tag;
      } else if (tag_ == tag) {
        tag_.clear();
      }
      at = end + 1;
    }
  }
  bool open() const { return !tag_.empty(); }

 private:
  std::string tag_;
};

// Everything from `line` on, joined: what begins_like_sql looks through for the statement's end.
std::string rest_of(const std::vector<CommentLine>& lines, std::size_t line) {
  std::string text;
  for (; line < lines.size() && !trim(lines[line].content).empty(); ++line) {
    text.append(lines[line].content);
    text.push_back(' ');
    if (text.find(';') != std::string::npos) break;
  }
  return text;
}

struct Collected {
  std::string_view source;
  CommentedSql sql;
  bool finished = true;  // the last statement has its semicolon
  DollarQuote quote;

  void add(std::string_view content, std::size_t offset) {
    if (sql.text.empty()) {
      sql.begin = offset;
    } else {
      // Lines that were left out stay as empty lines, so that line numbers count on.
      const auto skipped = source.substr(sql.end, offset - sql.end);
      sql.text.append(static_cast<std::size_t>(std::count(skipped.begin(), skipped.end(), '\n')), '\n');
    }
    sql.text.append(content);
    sql.end = offset + content.size();
    quote.read(content);
    const auto bare = trim(content);
    if (!bare.empty() && !bare.starts_with("--")) finished = !quote.open() && bare.ends_with(';');
  }
};

// The SQL that begins in or after line `at`, whose heading's value is `value`.
std::optional<CommentedSql> collect(std::string_view text, const std::vector<CommentLine>& lines,
                                    std::size_t at, std::string_view value) {
  Collected collected{text, {}, true, {}};
  if (!value.empty()) {
    // `SELECT undo()` may lack its semicolon; "Select the last backup" isn't SQL.
    const bool is_call = value.find('(') != std::string_view::npos;
    if (!begins_like_sql(std::string(value) + (is_call ? ";" : ""))) return std::nullopt;
    collected.add(value, static_cast<std::size_t>(value.data() - text.data()));
  }
  for (++at; at < lines.size(); ++at) {
    const auto& line = lines[at];
    const auto bare = trim(line.content);
    const bool began = !collected.sql.text.empty();
    if (began && line.after_gap) break;
    if (bare.empty() || (is_decoration(bare) && collected.finished)) continue;
    if (collected.finished) {
      if (is_metadata_key(line.content) || (began && heading_value(line.content))) break;
      if (!begins_like_sql(rest_of(lines, at))) {
        if (began) break;
        continue;  // "To undo this change, run:"
      }
    } else if (!value.empty() && collected.sql.text == value && !begins_like_sql(bare) &&
               !line.content.starts_with("  ")) {
      break;  // `-- Rollback: DROP TABLE t` without its semicolon, then prose
    }
    collected.add(line.content, line.offset);
  }
  if (collected.sql.text.empty()) return std::nullopt;
  return collected.sql;
}

std::optional<CommentedSql> search(std::string_view text, const std::vector<CommentLine>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto value = heading_value(lines[i].content);
    if (!value) continue;
    if (auto sql = collect(text, lines, i, *value)) return sql;
  }
  return std::nullopt;
}

std::string_view without_zeros(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view("0") : digits.substr(first);
}

// Goes back over white space, then over one word; returns the word.
std::string_view word_before(std::string_view text, std::size_t& at) {
  while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1])) != 0) --at;
  const std::size_t end = at;
  while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1])) == 0) --at;
  return text.substr(at, end - at);
}

}  // namespace

std::optional<CommentedSql> find_rollback_comment(std::string_view text) {
  if (auto sql = search(text, leading_comments(text))) return sql;
  return search(text, trailing_comments(text));
}

std::optional<std::string> find_rollback_function(std::string_view text, std::string_view version) {
  constexpr std::string_view k_begin = "rollback";
  constexpr std::string_view k_rest = "_migration_";
  for (std::size_t at = 0; (at = text.find('_', at)) != std::string_view::npos; ++at) {
    if (at < k_begin.size() || !equal_ignoring_case(text.substr(at, k_rest.size()), k_rest)) continue;
    const std::size_t begin = at - k_begin.size();
    if (!equal_ignoring_case(text.substr(begin, k_begin.size()), k_begin)) continue;
    std::size_t end = at + k_rest.size();
    const std::size_t digits = end;
    while (end < text.size() && is_word(text[end])) ++end;
    if (without_zeros(text.substr(digits, end - digits)) != without_zeros(version)) continue;
    const auto paren = text.find_first_not_of(" \t\r\n", end);
    if (paren == std::string_view::npos || text[paren] != '(') continue;
    std::size_t before = begin;
    while (before > 0 && std::isspace(static_cast<unsigned char>(text[before - 1])) == 0) --before;
    const std::string_view name = text.substr(before, end - before);
    if (!equal_ignoring_case(word_before(text, before), "function")) continue;
    const auto verb = word_before(text, before);
    if (!equal_ignoring_case(verb, "create") && !equal_ignoring_case(verb, "replace")) continue;
    return "SELECT " + std::string(name) + "();";
  }
  return std::nullopt;
}

}  // namespace dunlin::migrate
