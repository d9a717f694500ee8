#include "migrate/load/Placeholders.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

// The name in `${name}` at the beginning of `text`, or "".
std::string_view name_at(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto other = [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '-'; };
  if (text.size() < 4 || !letter(text[2])) return {};
  std::size_t end = 2;
  while (end < text.size() && (letter(text[end]) || other(text[end]))) ++end;
  return end < text.size() && text[end] == '}' ? text.substr(2, end - 2) : std::string_view{};
}

Error unknown(std::string_view text, std::size_t at, std::string_view name,
              const std::map<std::string, std::string>& values, const std::string& file, int first_line) {
  std::vector<std::string> known;
  for (const auto& [key, value] : values) known.push_back(key);
  const auto near = nearest(name, known);
  Error error = usage_error(
      fmt::format("the placeholder ${{{}}} has no value", name),
      near ? fmt::format("did you mean ${{{}}}? Write $${{{}}} for the characters themselves", *near, name)
           : fmt::format("give it one under [placeholders] in dunlin.toml, or write $${{{}}} for the "
                         "characters themselves",
                         name));
  const auto before = text.substr(0, at);
  const auto line_begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_begin), before.end(),
                                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (!file.empty()) error.set_fact("file", file);
  error.set_fact("line", std::to_string(first_line + std::count(before.begin(), before.end(), '\n')));
  error.set_fact("column", std::to_string(1 + column));
  return error;
}

}  // namespace

std::string expand_placeholders(std::string_view text, const std::map<std::string, std::string>& values,
                                const std::string& file, int first_line) {
  if (values.empty()) return std::string(text);
  std::string out;
  out.reserve(text.size());
  std::size_t copied = 0;
  for (std::size_t at = 0; (at = text.find("${", at)) != std::string_view::npos;) {
    const auto name = name_at(text.substr(at));
    if (name.empty()) {
      at += 2;
      continue;
    }
    const std::size_t end = at + name.size() + 3;
    const bool escaped = at > copied && text[at - 1] == '$';
    out.append(text.substr(copied, at - copied));
    if (escaped) {
      out.pop_back();
      out.append(text.substr(at, end - at));
    } else {
      const auto value = values.find(std::string(name));
      if (value == values.end()) throw unknown(text, at, name, values, file, first_line);
      out.append(value->second);
    }
    at = copied = end;
  }
  out.append(text.substr(copied));
  return out;
}

}  // namespace dunlin::migrate
