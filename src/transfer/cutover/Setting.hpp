#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::transfer {

/// A setting within the text of a .env file (`KEY=value`, with or without `export`) or a TOML file
/// (`key = "value"`): where its value stands.
struct Setting {
  std::string value;  ///< as written, without quotes
  std::size_t begin = 0, end = 0;
  bool goes_on = false;  ///< its quote has no end on its line
};

/// Every line that sets `key`, in order; commented lines don't count. In a TOML file `key` may have its
/// section before it: "database.url".
std::vector<Setting> find_settings(std::string_view text, std::string_view key);

/// The last one, as applications read a .env file; nothing when none does.
std::optional<Setting> find_setting(std::string_view text, std::string_view key);

/// The text with another value in that place, everything else as it was.
std::string with_setting(std::string_view text, const Setting& setting, std::string_view value);

}  // namespace dunlin::transfer
