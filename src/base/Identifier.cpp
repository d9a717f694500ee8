#include "base/Identifier.hpp"

#include "base/Error.hpp"

namespace dunlin {
namespace {

std::string doubled(std::string_view text, char quote, bool double_backslash) {
  if (text.find('\0') != std::string_view::npos) throw usage_error("a NUL byte can't be part of SQL text");
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || (double_backslash && c == '\\')) out.push_back(c);
    out.push_back(c);
  }
  out.push_back(quote);
  return out;
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  return doubled(name, '"', false);
}

std::string quote_identifier(std::string_view schema, std::string_view name) {
  return quote_identifier(schema) + "." + quote_identifier(name);
}

std::string quote_literal(std::string_view value) {
  if (value.find('\\') == std::string_view::npos) return doubled(value, '\'', false);
  return " E" + doubled(value, '\'', true);
}

std::string quote_literal_alone(std::string_view value) {
  std::string literal = quote_literal(value);
  if (literal.front() == ' ') literal.erase(0, 1);
  return literal;
}

}  // namespace dunlin
