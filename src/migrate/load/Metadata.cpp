#include "migrate/load/Metadata.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/Duration.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::size_t k_longest_key = 24;

bool is_none(std::string_view value) {
  static constexpr std::array<std::string_view, 4> k_nothing{"none", "-", "n/a", "nothing"};
  return std::any_of(k_nothing.begin(), k_nothing.end(),
                     [&](auto word) { return equal_ignoring_case(value, word); });
}

// "database/migrations/002_security.sql", "`002`", "Migration 002 (for the context)" -> what a version or
// name looks like.
std::string dependency(std::string_view text) {
  text = trim(text.substr(0, text.find('(')));
  constexpr std::string_view k_quotes = "`'\"*";
  while (!text.empty() && k_quotes.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && k_quotes.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  if (const auto slash = text.rfind('/'); slash != std::string_view::npos) text.remove_prefix(slash + 1);
  if (text.size() > 4 && equal_ignoring_case(text.substr(text.size() - 4), ".sql")) text.remove_suffix(4);
  constexpr std::string_view k_word = "migration ";
  if (text.size() > k_word.size() && equal_ignoring_case(text.substr(0, k_word.size()), k_word)) {
    text = trim(text.substr(k_word.size()));
  }
  return std::string(text);
}

std::vector<std::string> dependencies(std::string_view value) {
  std::vector<std::string> names;
  for (const auto& part : split_list(value)) {
    if (is_none(part)) continue;
    if (auto name = dependency(part); !name.empty()) names.push_back(std::move(name));
  }
  return names;
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  for (auto& item : more) {
    if (std::find(to.begin(), to.end(), item) == to.end()) to.push_back(std::move(item));
  }
}

std::string* text_field(model::Metadata& metadata, std::string_view key) {
  if (key == "migration") return &metadata.title;
  if (key == "description") return &metadata.description;
  if (key == "author") return &metadata.author;
  if (key == "date") return &metadata.date;
  if (key == "priority") return &metadata.priority;
  if (key == "impact") return &metadata.impact;
  if (key == "phase") return &metadata.phase;
  return nullptr;
}

// `dunlin:word value`.
struct Wish {
  std::string word;
  std::string value;
};
std::optional<Wish> read_wish(std::string_view line) {
  const auto content = trim(line);
  constexpr std::string_view k_prefix = "dunlin:";
  if (content.size() < k_prefix.size() || !equal_ignoring_case(content.substr(0, k_prefix.size()), k_prefix))
    return std::nullopt;
  const auto directive = content.substr(k_prefix.size());
  const auto space = std::min(directive.find_first_of(" \t"), directive.size());
  return Wish{to_lower(directive.substr(0, space)), std::string(trim(directive.substr(space)))};
}

}  // namespace

std::pair<std::string, std::string_view> read_key(std::string_view line) {
  const auto colon = line.find(':');
  if (colon > k_longest_key) return {};  // also when there is none: npos is larger than any number
  std::string key;
  for (const char c : trim(line.substr(0, colon))) {
    if (c == '*' || c == '#') continue;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ';
    if (!letter) return {};
    key.push_back(c);
  }
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && value.front() == '*') value.remove_prefix(1);
  return {to_lower(trim(key)), trim(value)};
}

model::Metadata read_metadata(const std::vector<CommentLine>& comments) {
  model::Metadata metadata;
  std::string* continued = nullptr;
  for (const auto& line : comments) {
    const auto [key, value] = read_key(line.content);
    if (std::string* field = text_field(metadata, key)) {
      if (field->empty()) *field = value;
      continued = key == "description" ? field : nullptr;
    } else if (key == "depends" || key == "depends on" || key == "dependencies" || key == "dependency") {
      append(metadata.depends, dependencies(value));
      continued = nullptr;
    } else if (key == "tags" || key == "tag") {
      if (!is_none(value)) append(metadata.tags, split_list(value));
      continued = nullptr;
    } else if (continued != nullptr && key.empty() && !line.after_gap && line.content.starts_with("  ")) {
      *continued +=
          (continued->empty() ? "" : " ") + std::string(trim(line.content));  // a description's next line
    } else {
      continued = nullptr;
    }
  }
  return metadata;
}

std::string read_schema(const std::vector<CommentLine>& comments) {
  for (const auto& line : comments)
    if (const auto wish = read_wish(line.content); wish && wish->word == "schema") return wish->value;
  return "";
}

model::FileOptions read_options(const std::vector<CommentLine>& comments, const SourceFile& file,
                                std::size_t base) {
  model::FileOptions options;
  for (const auto& line : comments) {
    const auto wish = read_wish(line.content);
    if (!wish) continue;
    const auto& [word, value] = *wish;
    if (word == "no-transaction") options.transaction = false;
    if (word == "own-timeouts") options.own_timeouts = true;
    if (word == "nothing-to-undo") options.nothing_to_undo = true;
    // Without a name the file would run in the schema of whoever runs it.
    if (word == "schema" && (value.empty() || value.starts_with('"')))
      throw file.error_at(base + line.offset,
                          value.empty() ? "-- dunlin:schema names no schema"
                                        : fmt::format("-- dunlin:schema {}: a name without quotes is meant",
                                                      printable(value)),
                          "write the schema's name as it is: -- dunlin:schema shop");
    if (word == "schema") options.schema = value;
    if (word != "lock_timeout" && word != "statement_timeout") continue;
    try {
      parse_duration(value);
    } catch (const Error& error) {
      throw file.error_at(base + line.offset, fmt::format("-- dunlin:{}: {}", word, error.message()),
                          error.hint());
    }
    (word == "lock_timeout" ? options.lock_timeout : options.statement_timeout) = value;
  }
  return options;
}

}  // namespace dunlin::migrate
