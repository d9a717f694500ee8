#include "trial/security/PasswordText.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "base/Text.hpp"
#include "trial/security/ProjectSecrets.hpp"

namespace dunlin::trial {
namespace {

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// PGPASSWORD, POSTGRES_PASSWORD, DB_PASSWD, password; the bare word with = behind it has a shape of its own.
bool is_name_of_password(std::string_view name) {
  if (equal_ignoring_case(name, "password")) return true;
  const bool upper = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return upper && (name.ends_with("PASSWORD") || name.ends_with("PASSWD")) && !is_client_visible(name);
}

// What is given to a name: NAME=value, NAME: value, "name": "value", ENV NAME value. "" when it is computed.
std::string_view literal_behind(std::string_view text, bool quoted_only) {
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  const bool assigned = text[begin] == '=' || text[begin] == ':';
  if (!assigned && begin == 0) return "";
  text = trim(text.substr(assigned ? begin + 1 : begin));
  if (text.empty()) return "";
  if (text.front() == '"' || text.front() == '\'')
    return assigned ? text.substr(1, text.find(text.front(), 1) - 1) : std::string_view();
  if (quoted_only) return "";
  return text.substr(0, text.find_first_of(" \t,;\"'"));
}

}  // namespace

bool says_that_it_is_none(std::string_view value) {
  static const std::set<std::string, std::less<>> k_words{"test",  "tests",       "testing", "example",
                                                          "dummy", "placeholder", "fake",    "sample"};
  const auto in_word = [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; };
  if (!std::all_of(value.begin(), value.end(), in_word)) return false;
  while (!value.empty()) {
    const std::string_view word = value.substr(0, value.find_first_of("-_"));
    if (k_words.contains(word)) return true;
    value.remove_prefix(std::min(word.size() + 1, value.size()));
  }
  return false;
}

bool is_computed(std::string_view value) {
  const bool path =
      value.find('.') != std::string_view::npos &&
      std::all_of(value.begin(), value.end(), [](char c) { return c == '.' || is_name_character(c); });
  return path || value.find_first_of("$(){}<>[]") != std::string_view::npos;
}

bool is_word_for_password(std::string_view value) {
  static const std::set<std::string, std::less<>> k_words{
      "password",     "passwort",      "secret",   "pass",    "pwd",  "pw",           "changeme",
      "change-me",    "example",       "postgres", "hunter2", "user", "username",     "test",
      "yourpassword", "your_password", "mysecret", "dev",     "app",  "your-password"};
  const std::string lower = to_lower(value);
  return k_words.contains(lower) || says_that_it_is_none(lower) ||
         std::set<char>(lower.begin(), lower.end()).size() <= 2;
}

bool looks_like_password(std::string_view value) {
  const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  return value.size() >= 8 && digits > 0 && value.find_first_of(" \t\n") == std::string_view::npos &&
         !is_word_for_password(value);
}

bool assigns_password(std::string_view line) {
  for (std::size_t begin = 0; begin < line.size();) {
    std::size_t end = begin;
    while (end < line.size() && is_name_character(line[end])) ++end;
    const std::string_view name = line.substr(begin, end - begin);
    begin = std::max(end, begin + 1);
    if (!is_name_of_password(name)) continue;
    const std::string_view value = literal_behind(line.substr(end), name.size() == 8);
    if (!is_computed(value) && looks_like_password(value)) return true;
  }
  return false;
}

bool is_pgpass_line(std::string_view line) {
  return !line.starts_with("#") && std::count(line.begin(), line.end(), ':') >= 4 && line.back() != ':';
}

bool is_pgpass(std::string_view path) {
  return path.ends_with("pgpass") || path.ends_with("pgpass.conf");
}

}  // namespace dunlin::trial
