#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::cli {

using Variables = std::map<std::string, std::string>;

/// Text in which `${NAME}` and `${NAME:-otherwise}` were replaced, or the name that has no value.
struct Expanded {
  std::string text;
  std::optional<std::string> missing;
};

/// Replaces `${NAME}` by its value and `${NAME:-otherwise}` by `otherwise` when it has none or an empty one.
/// `$${NAME}` stays as `${NAME}`.
Expanded expand_variables(std::string_view text, const Variables& variables);

/// The variables of a .env file: `KEY=value` lines, with or without `export`; # comments; 'literal' and
/// "escaped" quotes, which may hold several lines; `${NAME}` outside of single quotes, from `known` or from a
/// line before. Values of `known` win. A line whose value needs a variable that isn't set leaves its own
/// unset. Throws a usage Error with facts file and line for a quote without its end.
Variables read_dot_env(std::string_view text, const std::string& file, const Variables& known);

}  // namespace dunlin::cli
