#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dunlin::sql {

/// Runs `work` on a thread with a stack of 256 MB and waits for it; exceptions come through. PostgreSQL's
/// parser, and everything that walks its trees, recurses once a term: 5,000 terms overflow a stack of 8 MB.
void on_large_stack(const std::function<void()>& work);

/// True for text that is given to PostgreSQL's grammar: at most 1 MB and 20,000 tokens (so that no nesting
/// overflows the large stack, and a hostile tree takes less than a second), UTF-8, no NUL byte.
bool within_grammar_limits(std::string_view text);

/// The parse tree of `text` as libpg_query's JSON; nothing when it can't be parsed. To be called on a large
/// stack, with text within the limits.
std::optional<std::string> parse_to_json(const std::string& text);

}  // namespace dunlin::sql
