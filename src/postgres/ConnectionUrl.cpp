#include "postgres/ConnectionUrl.hpp"

#include <cctype>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <string_view>

namespace dunlin::postgres {
namespace {

using Words = std::map<std::string, std::string>;

std::string percent_encoded(std::string_view text, std::string_view plain) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool stays = std::isalnum(byte) != 0 || plain.find(c) != std::string_view::npos;
    out += stays ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

// The words of a keyword string that it sets; none when it isn't one.
Words words_of(const std::string& target) {
  Words words;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(target.c_str(), nullptr), PQconninfoFree);
  if (!options) return words;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') words.emplace(option->keyword, option->val);
  }
  return words;
}

std::string take(Words& words, const char* name) {
  const auto node = words.extract(name);
  return node.empty() ? "" : node.mapped();
}

// One host by name; sockets and lists of hosts stay parameters.
std::string take_host(Words& words) {
  const auto found = words.find("host");
  if (found == words.end() || found->second.empty()) return "localhost";
  const std::string& host = found->second;
  if (host.front() == '/' || host.front() == '@' || host.find(',') != std::string::npos) return "localhost";
  const std::string name = take(words, "host");
  return name.find(':') == std::string::npos ? percent_encoded(name, "-._~") : "[" + name + "]";
}

// Characters that end or change a value where configuration files and shells read it. libpq decodes %XX in
// every part of a URL (PostgreSQL docs, 34.1.1.2).
std::string without_active_characters(std::string_view url) {
  constexpr std::string_view k_active = "\"'$`\\#<>{}|^";
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    const bool active = byte <= 0x20 || byte == 0x7f || k_active.find(c) != std::string_view::npos;
    out += active ? fmt::format("%{:02X}", byte) : std::string(1, c);
  }
  return out;
}

}  // namespace

std::string connection_url(const std::string& target) {
  if (target.find("://") != std::string::npos) return without_active_characters(target);
  Words words = words_of(target);
  if (words.empty()) return target;
  std::string login = percent_encoded(take(words, "user"), "-._~");
  if (const auto password = take(words, "password"); !password.empty())
    login += ":" + percent_encoded(password, "-._~");
  std::string url = "postgresql://" + (login.empty() ? "" : login + "@") + take_host(words);
  if (const auto found = words.find("port");
      found != words.end() && found->second.find(',') == std::string::npos)
    url += ":" + take(words, "port");
  url += "/" + percent_encoded(take(words, "dbname"), "-._~");
  char before = '?';
  for (const auto& [name, value] : words) {
    url += fmt::format("{}{}={}", before, name, percent_encoded(value, "-._~/,"));
    before = '&';
  }
  return url;
}

}  // namespace dunlin::postgres
