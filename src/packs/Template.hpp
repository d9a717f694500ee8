#pragma once

#include <string>
#include <string_view>

#include "packs/Pack.hpp"

namespace dunlin::packs {

/// A template with the values in their places. `{{name}}` is the value as SQL of its type, a list its
/// elements with commas between them; `{{name|literal}}` its text as a string literal; `{{name|array}}` a
/// list as an array of text. `-- pack:for x in list`, `-- pack:if condition`, `-- pack:else` and `--
/// pack:end` stand alone on their lines. A value never becomes anything but one name, literal or number: it
/// is quoted, a placeholder inside of quotes is refused, and so are values that could end a body in dollar
/// quotes (check_value). `file` is for messages. Throws a failed Error with the line for a template that is
/// wrong.
std::string render(const Pack& pack, std::string_view text, const std::string& file, const Values& values);

}  // namespace dunlin::packs
