#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunlin::transfer {

/// A setting within the text of a .env file (`KEY=value`, with or without `export`) or a TOML file
/// (`key = "value"`): where its value stands.
struct Setting {
  std::string value;  ///< as written, without quotes
  std::size_t begin = 0, end = 0;
};

/// The last line that sets `key`; nothing when none does. Commented lines don't count.
std::optional<Setting> find_setting(std::string_view text, std::string_view key);

/// The text with another value in that place, everything else as it was.
std::string with_setting(std::string_view text, const Setting& setting, std::string_view value);

}  // namespace dunlin::transfer
