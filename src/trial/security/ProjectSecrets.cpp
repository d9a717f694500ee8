#include "trial/security/ProjectSecrets.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Json.hpp"
#include "base/SecretShape.hpp"
#include "base/Text.hpp"

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
  const auto first = value.find('.');
  const auto second = first == std::string_view::npos ? first : value.find('.', first + 1);
  if (!value.starts_with("eyJ") || second == std::string_view::npos) return false;
  try {
    const Json claims = Json::parse(decode_base64url(value.substr(first + 1, second - first - 1)));
    const Json* role = claims.find("role");
    return role != nullptr && role->string() != nullptr && *role->string() == "service_role";
  } catch (const Error&) {
    return false;  // not a token after all
  }
}

std::vector<Observation> client_visible_secrets(const ProjectFile& file) {
  std::vector<Observation> out;
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
  for (const SecretShape& shape : find_secrets(file.text)) {
    const auto before = std::string_view(file.text).substr(0, shape.offset);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    out.push_back({State::critical, at(file, line), fmt::format("a {}", shape.kind),
                   "take it out, keep it in the environment, and change it: git remembers"});
  }
  return out;
}

}  // namespace dunlin::trial
