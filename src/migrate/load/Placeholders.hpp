#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dunlin::migrate {

/// `text` with each `${name}` replaced by its value, and `$${name}` by a literal `${name}`. Names are
/// letters, digits and `_ . : -`, beginning with a letter or `_`; anything else after `${` stays as it is.
/// With no values at all, the text stays as it is. Throws a usage Error with facts line and column for a name
/// without a value, and with the file when one is said; `first_line` is the text's in that file.
std::string expand_placeholders(std::string_view text, const std::map<std::string, std::string>& values,
                                const std::string& file = "", int first_line = 1);

}  // namespace dunlin::migrate
