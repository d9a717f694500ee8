#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "base/Error.hpp"
#include "cli/DotEnv.hpp"

namespace dunlin::cli {

/// Names of keys that a table may have.
using Keys = std::vector<std::string>;

/// dunlin.toml, for messages and for the variables that its strings may name.
struct TomlSource {
  const std::string& file;
  const Variables& variables;
};

/// A usage Error with the place.
Error error_at(const TomlSource& source, const toml::source_position& place, const std::string& message,
               std::string hint);

/// The tables of a TOML text. Throws a usage Error with the place and this hint for what isn't TOML.
toml::table parse_toml(const TomlSource& source, const std::string& text, const std::string& hint);

/// `text`, when it is one of these words. Throws a usage Error.
std::string one_of(const Keys& words, const std::string& text);

/// A table of dunlin.toml whose keys are known. `needed` is false for environments that aren't in force: what
/// they say with a variable that isn't set counts as not said.
class TomlSection {
 public:
  TomlSection(const toml::table& table, std::string name, const TomlSource& source, const Keys& keys,
              bool needed = true)
      : table_(table), name_(std::move(name)), source_(source), needed_(needed) {
    for (const auto& [key, node] : table_) require_known(key, keys);
  }

  const toml::table* table(std::string_view key) const;

  /// The string as written.
  std::optional<std::string> raw(std::string_view key) const;

  /// The string with its ${VARIABLES}.
  std::optional<std::string> text(std::string_view key) const;

  std::optional<std::vector<std::string>> list(std::string_view key) const;

  std::optional<bool> flag(std::string_view key) const;

  std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most) const;

  /// Reads the string with `parse`, whose usage Errors get the place.
  template <class Parse>
  auto parsed(std::string_view key, Parse parse) const -> std::optional<decltype(parse(std::string()))> {
    const auto value = text(key);
    if (!value) return std::nullopt;
    try {
      return parse(*value);
    } catch (const Error& error) {
      throw error_for(key, error.message(), error.hint());
    }
  }

  const toml::node* find(std::string_view key) const { return table_.get(key); }
  const std::string& name() const { return name_; }
  Error error_for(std::string_view key, const std::string& message, std::string hint = {}) const;

 private:
  std::string prefix() const;

  void require_known(const toml::key& key, const Keys& keys) const;

  Error wrong_type(std::string_view key, const toml::node& node, const std::string& expected) const;

  std::optional<std::string> expand(std::string_view key, const toml::node& node,
                                    const std::string& written) const;

  const toml::table& table_;
  std::string name_;
  const TomlSource& source_;
  bool needed_;
};

}  // namespace dunlin::cli
