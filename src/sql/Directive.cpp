#include "sql/Directive.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "base/Text.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::sql {
namespace {

constexpr std::array<std::pair<std::string_view, DirectivePlace>, 14> k_directives{{
    {"unit", DirectivePlace::statement},
    {"verify", DirectivePlace::statement},
    {"batch", DirectivePlace::statement},
    {"assert", DirectivePlace::anywhere},
    {"allow", DirectivePlace::anywhere},
    {"lock_timeout", DirectivePlace::file},
    {"statement_timeout", DirectivePlace::file},
    {"own-timeouts", DirectivePlace::file},
    {"schema", DirectivePlace::file},
    {"no-transaction", DirectivePlace::file},
    {"environment", DirectivePlace::file},
    {"phase", DirectivePlace::file},
    {"nothing-to-undo", DirectivePlace::file},
    {"down", DirectivePlace::section},
}};

}  // namespace

std::optional<DirectiveText> read_directive(std::string_view comment) {
  static constexpr std::string_view k_prefix = "dunlin:";
  const std::string_view text = trim(comment.substr(comment.starts_with("--") ? 2 : 0));
  if (!equal_ignoring_case(text.substr(0, k_prefix.size()), k_prefix)) return std::nullopt;
  const std::string_view rest = text.substr(k_prefix.size());
  const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  DirectiveText directive{rest.substr(0, end), trim(rest.substr(end))};
  for (const auto& [known, place] : k_directives) {
    if (equal_ignoring_case(known, directive.name)) directive.name = known;
  }
  return directive;
}

std::optional<DirectivePlace> directive_place(std::string_view name) {
  for (const auto& [known, place] : k_directives) {
    if (known == name) return place;
  }
  return std::nullopt;
}

Error unknown_directive(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& [known, place] : k_directives) names.emplace_back(known);
  const auto best = nearest(name, names);
  return usage_error(fmt::format("there is no directive dunlin:{}", printable(name)),
                     best ? fmt::format("did you mean dunlin:{}?", *best)
                          : fmt::format("the directives are {}", join(names, ", ")));
}

std::vector<Directive> leading_directives(std::string_view text, int first_line) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Directive> found;
  std::size_t counted_to = 0;
  int line = first_line;
  Lexer lexer(text);
  while (true) {
    const Token token = lexer.next();
    if (token.kind == TokenKind::block_comment) continue;
    if (token.kind != TokenKind::line_comment) return found;
    const auto directive = read_directive(text.substr(token.offset, token.length));
    if (!directive) continue;
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(counted_to);
    line +=
        static_cast<int>(std::count(begin, text.begin() + static_cast<std::ptrdiff_t>(token.offset), '\n'));
    counted_to = token.offset;
    const auto place = directive_place(directive->name);
    if (!place) {
      Error error = unknown_directive(directive->name);
      error.set_fact("line", std::to_string(line));
      throw error;
    }
    if (directive->name == "assert" || directive->name == "down") return found;
    if (*place == DirectivePlace::statement) continue;
    found.push_back({std::string(directive->name), std::string(directive->argument), line});
  }
}

}  // namespace dunlin::sql
