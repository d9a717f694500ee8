#include "trial/security/ProjectSecrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <functional>
#include <set>

#include "base/Error.hpp"
#include "base/Json.hpp"
#include "base/SecretShape.hpp"
#include "base/Text.hpp"
#include "trial/security/PasswordText.hpp"

namespace dunlin::trial {
namespace {

using checks::Observation;
using checks::State;

constexpr std::array<std::string_view, 8> k_prefixes{
    "VITE_", "NEXT_PUBLIC_", "REACT_APP_", "PUBLIC_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "GATSBY_", "VUE_APP_"};
constexpr std::array<std::string_view, 5> k_secret_words{"SERVICE_ROLE", "SECRET", "PASSWORD", "PRIVATE",
                                                         "ADMIN_KEY"};
constexpr const char* k_remedy =
    "give it a name without that prefix, use it on the server only, and change the secret: it may be in a "
    "bundle";

bool names_a_secret(std::string_view name) {
  return std::any_of(k_secret_words.begin(), k_secret_words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

// base64url without padding (RFC 7515, 2); stops at the first character that isn't part of it.
std::string decode_base64url(std::string_view text) {
  static constexpr std::string_view k_digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto digit = k_digits.find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xffU));
  }
  return out;
}

// The claim "role" of a JSON web token; "" for any other text.
std::string role_in_token(std::string_view value) {
  const auto first = value.find('.');
  const auto second = first == std::string_view::npos ? first : value.find('.', first + 1);
  if (!value.starts_with("eyJ") || second == std::string_view::npos) return "";
  try {
    const Json claims = Json::parse(decode_base64url(value.substr(first + 1, second - first - 1)));
    const Json* role = claims.find("role");
    return role != nullptr && role->string() != nullptr ? *role->string() : "";
  } catch (const Error&) {
    return "";  // not a token after all
  }
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

// 64 hexadecimal digits, or base64 of 32 bytes, and not those of a placeholder
// (0000..., 0123456789abcdef0123...).
bool has_shape_of_key(std::string_view text) {
  const bool base64 =
      text.size() == 44 && text.back() == '=' && std::all_of(text.begin(), text.end() - 1, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/';
      });
  if (!base64 && !(text.size() == 64 && is_hex(text))) return false;
  const bool repeated = text.substr(16) == text.substr(0, text.size() - 16);
  return !repeated && std::set<char>(text.begin(), text.end()).size() >= 8;
}

// What stands behind a name that says KEK: DUNLIN_KEK=..., "kek": "...".
bool assigns_encryption_key(std::string_view line) {
  const std::string lower = to_lower(line);
  for (auto at = lower.find("kek"); at != std::string::npos; at = lower.find("kek", at + 1)) {
    const auto begin = line.find_first_of("?=: \t\"'", at);
    const auto value = line.find_first_not_of("?=: \t\"'", begin);
    if (begin == std::string_view::npos || value == std::string_view::npos) continue;
    if (has_shape_of_key(line.substr(value, line.find_first_of(" \t\"',;\r", value) - value))) return true;
  }
  return false;
}

// A file that is nothing but a key. Sums of files have the same shape, and say so in their names.
bool is_key_file(const ProjectFile& file) {
  const std::string path = to_lower(file.path);
  for (const std::string_view word : {"sha256", "checksum", "digest"})
    if (path.find(word) != std::string::npos) return false;
  const auto text = trim(file.text);
  return has_shape_of_key(text);
}

std::string_view host_behind(std::string_view text, const SecretShape& shape) {
  const std::string_view behind = text.substr(shape.offset + shape.length);
  return behind.substr(0, behind.find_first_of(" \t\n\"'`/?"));
}

bool is_this_machine(std::string_view host) {
  return host.starts_with("@localhost") || host.starts_with("@127.") || host.starts_with("@[::1]");
}

// Documentation has URLs of nowhere, words in place of passwords, and keys that say EXAMPLE.
bool is_an_example(std::string_view text, const SecretShape& shape) {
  const std::string_view value = text.substr(shape.offset, shape.length);
  if (!shape.kind.starts_with("password")) return value.ends_with("EXAMPLE");
  if (is_word_for_password(value)) return true;
  if (shape.kind == "password in a URL") {
    const std::string_view host = host_behind(text, shape);
    return is_this_machine(host) || host.find("example.") != std::string_view::npos;
  }
  return !looks_like_password(value);
}

std::string_view user_before(std::string_view text, const SecretShape& shape) {
  const std::string_view before = text.substr(0, shape.offset - 1);
  const auto slash = before.rfind('/');
  return slash == std::string_view::npos ? before : before.substr(slash + 1);
}

// The server of a job that throws it away: postgres:postgres@localhost, app:app@127.0.0.1, test:test@db.
bool is_of_a_throwaway_server(std::string_view text, const SecretShape& shape) {
  const std::string_view value = text.substr(shape.offset, shape.length);
  const std::string_view host = host_behind(text, shape);
  const bool as_the_user = value == user_before(text, shape);
  if (is_this_machine(host)) return value == "postgres" || as_the_user;
  return host.find('.') == std::string_view::npos && as_the_user && is_word_for_password(value);
}

// password=pw, password=read(): program text gives a variable to a name. In SQL it stands in a string.
bool is_given_by_program(const ProjectFile& file, const SecretShape& shape) {
  const std::string_view value = std::string_view(file.text).substr(shape.offset, shape.length);
  if (shape.offset == 0 || file.text[shape.offset - 1] != '=') return false;
  if (file.path.ends_with(".sql")) return value.find('(') != std::string_view::npos;
  return is_computed(value) || !looks_like_password(value);
}

// What browsers are meant to have, what a throwaway server takes, and what stands for a password only.
bool is_no_secret(const ProjectFile& file, const SecretShape& shape) {
  const std::string_view text = file.text;
  const std::string_view value = text.substr(shape.offset, shape.length);
  if (shape.kind == "JSON web token") return role_in_token(value) == "anon";
  if (shape.kind.starts_with("password") && says_that_it_is_none(value)) return true;
  if (shape.kind == "password in a URL") return is_of_a_throwaway_server(text, shape);
  return shape.kind == "password" && is_given_by_program(file, shape);
}

bool part_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

struct Assignment {
  std::string_view name;
  std::string_view value;
};

// NAME=value or export NAME="value"; an empty name for any other line.
Assignment read_assignment(std::string_view line) {
  line = trim(line);
  if (line.starts_with("export ")) line = trim(line.substr(7));
  const auto equals = line.find('=');
  if (line.starts_with("#") || equals == std::string_view::npos) return {};
  std::string_view value = trim(line.substr(equals + 1));
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\''))
    value = value.substr(1, value.find(value.front(), 1) - 1);
  return {trim(line.substr(0, equals)), value};
}

bool has_password(std::string_view value) {
  const auto shapes = find_secrets(value);
  return std::any_of(shapes.begin(), shapes.end(), [](const SecretShape& shape) {
    return shape.kind == "password in a URL" || shape.kind == "private key";
  });
}

std::string at(const ProjectFile& file, std::size_t line) {
  return fmt::format("{}:{}", file.path, line);
}

void look_at_assignment(const ProjectFile& file, std::size_t line, const Assignment& found,
                        std::vector<Observation>& out) {
  if (!is_client_visible(found.name)) return;
  const std::string name = printable(found.name);
  if (names_a_secret(found.name)) {
    out.push_back({State::critical, at(file, line),
                   fmt::format("{} is put into the browser's bundle, and is a secret by its name", name),
                   k_remedy});
  } else if (is_service_key(found.value)) {
    out.push_back(
        {State::critical, at(file, line),
         fmt::format("{} is put into the browser's bundle, and holds a key that no policy holds for", name),
         k_remedy});
  } else if (has_password(found.value)) {
    out.push_back(
        {State::critical, at(file, line),
         fmt::format("{} is put into the browser's bundle, and holds a password or private key", name),
         k_remedy});
  }
}

// Names in program text: import.meta.env.VITE_SUPABASE_SERVICE_ROLE_KEY.
void look_at_line(const ProjectFile& file, std::size_t number, std::string_view line,
                  std::vector<Observation>& out) {
  for (std::size_t begin = 0; begin < line.size();) {
    if (!part_of_name(line[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < line.size() && part_of_name(line[end])) ++end;
    const std::string_view name = line.substr(begin, end - begin);
    if (is_client_visible(name) && names_a_secret(name))
      out.push_back({State::critical, at(file, number),
                     fmt::format("{} is used here: whoever has the page has it", printable(name)), k_remedy});
    begin = end;
  }
}

}  // namespace

bool is_client_visible(std::string_view name) {
  return std::any_of(k_prefixes.begin(), k_prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

bool is_service_key(std::string_view value) {
  if (value.starts_with("sb_secret_")) return true;
  return role_in_token(value) == "service_role";
}

std::vector<Observation> client_visible_secrets(const ProjectFile& file) {
  std::vector<Observation> out;
  if (file.prose) return out;
  std::size_t number = 0;
  for (const std::string_view line : split_lines(file.text)) {
    ++number;
    if (file.is_env) {
      look_at_assignment(file, number, read_assignment(line), out);
    } else {
      look_at_line(file, number, line, out);
    }
  }
  return out;
}

std::vector<Observation> shared_secrets(const ProjectFile& file) {
  std::vector<Observation> out;
  if (!file.shared) return out;
  constexpr const char* k_out = "take it out, keep it in the environment, and change it: git remembers";
  std::set<std::size_t> seen;  // lines of which something is said already
  for (const SecretShape& shape : find_secrets(file.text)) {
    if (is_no_secret(file, shape) || (file.prose && is_an_example(file.text, shape))) continue;
    const auto before = std::string_view(file.text).substr(0, shape.offset);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    out.push_back({State::critical, at(file, line), fmt::format("a {}", shape.kind), k_out});
    seen.insert(line);
  }
  constexpr const char* k_key = "a key-encryption key";
  if (is_key_file(file)) out.push_back({State::critical, at(file, 1), k_key, k_out});
  std::size_t number = 0;
  for (const std::string_view line : split_lines(file.text)) {
    ++number;
    if (assigns_encryption_key(line)) out.push_back({State::critical, at(file, number), k_key, k_out});
    const bool password = is_pgpass(file.path) ? is_pgpass_line(line) : assigns_password(line);
    if (password && !seen.contains(number))
      out.push_back({State::critical, at(file, number), "a password", k_out});
  }
  return out;
}

}  // namespace dunlin::trial
