#include "sql/Assertion.hpp"

#include <fmt/format.h>
#include <string>

#include "sql/Nesting.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

bool begins_query(const TokenStream& tokens) {
  return tokens.at("select") || tokens.at("with") || tokens.at("values") || tokens.at("table") ||
         tokens.at('(');
}

AssertionText refuse(std::string_view message, std::size_t at) {
  return {0, usage_error(std::string(message), "the query is complete on one line"), at};
}

}  // namespace

AssertionText read_assertion(std::string_view argument, std::string_view directive) {
  TokenStream tokens(argument);
  Nesting nesting;
  AssertionText found;
  bool one_query = begins_query(tokens);
  bool ended = false;
  for (; !tokens.at_end() && one_query; tokens.advance()) {
    const Token& token = tokens.current();
    if (token.unterminated) return refuse(describe_unterminated(token), token.offset);
    one_query = (!ended || tokens.at(';')) && token.kind != TokenKind::backslash;
    ended = nesting.add(argument, token) || ended;
    if (!ended) found.length = token.end();
  }
  if (nesting.in_parentheses()) return refuse("unterminated parenthesis", nesting.parenthesis());
  if (one_query) return found;
  found.refusal =
      usage_error(fmt::format("dunlin:{} wants one query on its line", directive),
                  fmt::format("such as: -- dunlin:{} SELECT count(*) = 0 FROM t WHERE x IS NULL", directive));
  return found;
}

}  // namespace dunlin::sql
