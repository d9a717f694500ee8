#include "cli/TomlSection.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::cli {

Error error_at(const TomlSource& source, const toml::source_position& place, const std::string& message,
               std::string hint) {
  Error error =
      usage_error(fmt::format("{}:{}:{}: {}", printable(source.file), place.line, place.column, message),
                  std::move(hint));
  error.set_fact("file", source.file);
  error.set_fact("line", std::to_string(place.line));
  error.set_fact("column", std::to_string(place.column));
  return error;
}

toml::table parse_toml(const TomlSource& source, const std::string& text, const std::string& hint) {
  try {
    return toml::parse(text, source.file);
  } catch (const toml::parse_error& error) {
    throw error_at(source, error.source().begin, std::string(error.description()), hint);
  }
}

std::string one_of(const Keys& words, const std::string& text) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return text;
  throw usage_error(fmt::format("'{}' isn't one of {}", printable(text), join(words, ", ")));
}

const toml::table* TomlSection::table(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node != nullptr && !node->is_table())
    throw wrong_type(key, *node, fmt::format("a table: [{}{}]", prefix(), key));
  return node != nullptr ? node->as_table() : nullptr;
}

std::optional<std::string> TomlSection::raw(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_string()) throw wrong_type(key, *node, "a string, in quotes");
  return **node->as_string();
}

std::optional<std::string> TomlSection::text(std::string_view key) const {
  auto written = raw(key);
  return written ? expand(key, *table_.get(key), *written) : std::nullopt;
}

std::optional<std::vector<std::string>> TomlSection::list(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_array()) throw wrong_type(key, *node, "an array of strings");
  std::vector<std::string> values;
  for (const auto& element : *node->as_array()) {
    if (!element.is_string()) throw wrong_type(key, element, "an array of strings");
    if (auto value = expand(key, element, **element.as_string())) values.push_back(std::move(*value));
  }
  return values;
}

std::optional<bool> TomlSection::flag(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_boolean()) throw wrong_type(key, *node, "true or false");
  return **node->as_boolean();
}

std::optional<std::int64_t> TomlSection::number(std::string_view key, std::int64_t least,
                                                std::int64_t most) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  const bool fits = node->is_integer() && **node->as_integer() >= least && **node->as_integer() <= most;
  if (!fits) throw wrong_type(key, *node, fmt::format("a whole number from {} to {}", least, most));
  return **node->as_integer();
}

Error TomlSection::error_for(std::string_view key, const std::string& message, std::string hint) const {
  const toml::node* node = table_.get(key);  // what is missing has the table's place
  return error_at(source_, (node != nullptr ? node : &table_)->source().begin,
                  fmt::format("{}{}: {}", prefix(), key, message), std::move(hint));
}

std::string TomlSection::prefix() const {
  return name_.empty() ? std::string() : name_ + ".";
}

void TomlSection::require_known(const toml::key& key, const Keys& keys) const {
  const std::string word(key.str());
  if (std::find(keys.begin(), keys.end(), word) != keys.end()) return;
  const auto near = nearest(word, keys);
  throw error_at(
      source_, key.source().begin,
      fmt::format("unknown {} '{}'{}", name_.empty() ? "section" : "key", printable(word),
                  name_.empty() ? "" : fmt::format(" in [{}]", name_)),
      near ? fmt::format("did you mean {}?", *near) : fmt::format("known here: {}", join(keys, ", ")));
}

Error TomlSection::wrong_type(std::string_view key, const toml::node& node,
                              const std::string& expected) const {
  return error_at(source_, node.source().begin, fmt::format("{}{} must be {}", prefix(), key, expected), {});
}

std::optional<std::string> TomlSection::expand(std::string_view key, const toml::node& node,
                                               const std::string& written) const {
  auto expanded = expand_variables(written, source_.variables);
  if (!expanded.missing) return std::move(expanded.text);
  if (!needed_) return std::nullopt;
  throw error_at(source_, node.source().begin,
                 fmt::format("{}{} needs the environment variable {}, which is not set", prefix(), key,
                             *expanded.missing),
                 fmt::format("set {0}, put it into .env beside dunlin.toml, or write ${{{0}:-otherwise}}",
                             *expanded.missing));
}

}  // namespace dunlin::cli
