#include "trial/rls/RewriteExpression.hpp"

#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/Text.hpp"
#include "sql/Lexer.hpp"
#include "trial/rls/PolicyTokens.hpp"

namespace dunlin::trial {
namespace {

// The parts of a conjunction; nothing when an OR stands beside them.
std::optional<std::vector<TokenRange>> conjuncts(const PolicyTokens& tokens, TokenRange range) {
  auto parts = parts_joined_by(tokens, range, "and");
  if (parts.empty()) return std::nullopt;
  return parts;
}

bool mentions(const PolicyTokens& tokens, TokenRange range, std::string_view qualifier) {
  for (std::size_t i = range.first; i + 1 < range.last; ++i)
    if (tokens.name(i) && tokens.at(i + 1) == "." && sql::name_value(tokens.at(i)) == qualifier &&
        (i == range.first || tokens.at(i - 1) != "."))
      return true;
  return false;
}

// SELECT ... FROM relation [alias] WHERE condition, with nothing else.
struct Subquery {
  std::string_view from;  // relation with its alias
  std::string alias;
  TokenRange where;
};

std::optional<Subquery> read_subquery(const PolicyTokens& tokens, TokenRange range) {
  std::size_t i = range.first;
  if (!tokens.word(i, "select")) return std::nullopt;
  while (i < range.last && !tokens.word(i, "from")) {
    if (tokens.at(i) == "(") return std::nullopt;
    ++i;
  }
  const std::size_t from = ++i;
  if (!tokens.name(i)) return std::nullopt;
  std::size_t last_name = i++;
  while (tokens.at(i) == "." && tokens.name(i + 1)) last_name = i + 1, i += 2;
  Subquery query{.alias = sql::name_value(tokens.at(last_name))};
  if (tokens.name(i) && !tokens.word(i, "where")) query.alias = sql::name_value(tokens.at(i++));
  if (!tokens.word(i, "where")) return std::nullopt;
  query.from = tokens.between(from, i);
  query.where = without_brackets(tokens, {i + 1, range.last});
  for (std::size_t k = query.where.first; k < range.last; ++k) {
    if (tokens.at(k) == "(") k = tokens.closing(k);
    for (const std::string_view word : {"group", "order", "limit", "union", "having", "offset"})
      if (tokens.word(k, word)) return std::nullopt;
  }
  return query;
}

// table.column = alias.column, either way round: {outer, inner} as written.
std::optional<std::pair<std::string, std::string>> read_link(const PolicyTokens& tokens, TokenRange range,
                                                             const std::string& table,
                                                             const std::string& alias) {
  if (range.last - range.first != 7) return std::nullopt;
  const std::size_t i = range.first;
  const bool shape = tokens.name(i) && tokens.at(i + 1) == "." && tokens.name(i + 2) &&
                     tokens.at(i + 3) == "=" && tokens.name(i + 4) && tokens.at(i + 5) == "." &&
                     tokens.name(i + 6);
  if (!shape) return std::nullopt;
  const std::string left = sql::name_value(tokens.at(i)), right = sql::name_value(tokens.at(i + 4));
  const std::string one(tokens.between(i, i + 3)), other(tokens.between(i + 4, i + 7));
  if (left == table && right == alias) return std::pair{one, other};
  if (right == table && left == alias) return std::pair{other, one};
  return std::nullopt;
}

// EXISTS (SELECT ... FROM members m WHERE m.team = doc.team AND rest) as an uncorrelated list.
std::optional<std::string> uncorrelated(const PolicyTokens& tokens, TokenRange range,
                                        const std::string& table) {
  const auto query = read_subquery(tokens, range);
  if (!query || query->alias == table) return std::nullopt;
  const auto parts = conjuncts(tokens, query->where);
  if (!parts) return std::nullopt;
  std::optional<std::pair<std::string, std::string>> link;
  std::vector<std::string> rest;
  for (const TokenRange& part : *parts) {
    const auto found = link ? std::nullopt : read_link(tokens, part, table, query->alias);
    if (found) {
      link = found;
    } else if (mentions(tokens, part, table)) {
      return std::nullopt;
    } else {
      rest.push_back(fmt::format("({})", tokens.between(part.first, part.last)));
    }
  }
  if (!link) return std::nullopt;
  return fmt::format("{} = ANY (ARRAY( SELECT {} FROM {}{}))", link->first, link->second, query->from,
                     rest.empty() ? "" : " WHERE " + join(rest, " AND "));
}

bool negated(const PolicyTokens& tokens, std::size_t i) {
  while (i > 0 && tokens.at(i - 1) == "(") --i;
  return i > 0 && tokens.word(i - 1, "not");
}

std::string replace(const PolicyTokens& tokens, std::size_t first, std::size_t last, const std::string& by) {
  return std::string(tokens.text.substr(0, tokens.list[first].offset)) + by +
         std::string(tokens.text.substr(tokens.list[last].end()));
}

std::optional<std::string> rewrite_one_exists(const PolicyTokens& tokens, const std::string& table) {
  for (std::size_t i = 0; i + 1 < tokens.list.size(); ++i) {
    if (!tokens.word(i, "exists") || tokens.at(i + 1) != "(" || negated(tokens, i)) continue;
    const std::size_t close = tokens.closing(i + 1);
    if (close == tokens.list.size()) continue;
    if (const auto by = uncorrelated(tokens, {i + 2, close}, table)) return replace(tokens, i, close, *by);
  }
  return std::nullopt;
}

// x IN ( SELECT my_teams() ...), where the list doesn't depend on the row.
std::optional<std::string> rewrite_one_in(const PolicyTokens& tokens, const std::string& table) {
  for (std::size_t i = 1; i + 2 < tokens.list.size(); ++i) {
    if (!tokens.word(i, "in") || tokens.at(i + 1) != "(" || !tokens.word(i + 2, "select")) continue;
    const std::size_t close = tokens.closing(i + 1);
    if (close == tokens.list.size() || tokens.word(i - 1, "not") || negated(tokens, i - 1)) continue;
    if (mentions(tokens, {i + 2, close}, table)) continue;
    return replace(tokens, i, close, fmt::format("= ANY (ARRAY( {}))", tokens.between(i + 2, close)));
  }
  return std::nullopt;
}

bool constant_arguments(const PolicyTokens& tokens, TokenRange range) {
  for (std::size_t i = range.first; i < range.last; ++i) {
    if (tokens.at(i) == "(" || tokens.at(i) == ")") return false;
    const bool type = i > range.first && tokens.at(i - 1) == "::";
    if (tokens.name(i) && !type && !tokens.word(i, "true") && !tokens.word(i, "false")) return false;
  }
  return true;
}

// A call that is alone in its SELECT already is asked once.
bool is_wrapped(const PolicyTokens& tokens, std::size_t first) {
  return first > 0 && tokens.word(first - 1, "select");
}

std::string wrap_calls(const std::string& expression, const std::set<std::string>& stable) {
  const PolicyTokens tokens = tokens_of(expression);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i + 1 < tokens.list.size(); ++i) {
    if (!tokens.name(i)) continue;
    const std::size_t first = i;
    std::string name = sql::name_value(tokens.at(i));
    while (tokens.at(i + 1) == "." && tokens.name(i + 2)) name += "." + sql::name_value(tokens.at(i += 2));
    if (tokens.at(i + 1) != "(") continue;
    const std::size_t close = tokens.closing(i + 1);
    const bool known = stable.contains(name) || name == "current_setting";
    if (close == tokens.list.size() || !known || is_wrapped(tokens, first) ||
        !constant_arguments(tokens, {i + 2, close}))
      continue;
    out += expression.substr(copied, tokens.list[first].offset - copied);
    out += fmt::format("( SELECT {})", tokens.between(first, close + 1));
    copied = tokens.list[close].end();
    i = close;
  }
  return out + expression.substr(copied);
}

}  // namespace

std::string rewrite_expression(const std::string& expression, const RewriteContext& context) {
  std::string text = expression;
  while (const auto next = rewrite_one_exists(tokens_of(text), context.table)) text = *next;
  while (const auto next = rewrite_one_in(tokens_of(text), context.table)) text = *next;
  return wrap_calls(text, context.stable_calls);
}

}  // namespace dunlin::trial
