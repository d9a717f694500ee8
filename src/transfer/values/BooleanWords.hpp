#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunlin::transfer {

/// The two words that stand for true and false, as a mapping's `form` has them: "true/false", "T/F".
struct BooleanWords {
  std::string_view yes = "true";
  std::string_view no = "false";
  friend bool operator==(const BooleanWords&, const BooleanWords&) = default;
};

/// A word for true or false ("t", "TRUE", "yes", "off", "1", ...) and the pair it belongs to; nothing for
/// others.
struct BooleanWord {
  bool value = false;
  BooleanWords pair;
};
std::optional<BooleanWord> read_boolean_word(std::string_view text);

std::string to_string(const BooleanWords& words);
std::optional<BooleanWords> parse_boolean_words(std::string_view text);

}  // namespace dunlin::transfer
