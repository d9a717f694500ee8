#include "sql/command/DynamicText.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::sql {
namespace {

constexpr int k_most_parentheses = 100;  // parentheses

bool is_string(const Token& token) {
  return token.kind == TokenKind::string || token.kind == TokenKind::dollar_string;
}

bool is_quoting(std::string_view function) {
  return function == "quote_ident" || function == "quote_literal" || function == "quote_nullable";
}

// One piece of the statement: known, quoted, or put in as it is.
struct Piece {
  std::optional<std::string> constant;
  bool quoted = false;
};

// Tokens [first, last) of the expression.
class Reader {
 public:
  explicit Reader(std::string_view expression) : source_(expression) {}

  DynamicText read() {
    read(0, source_.tokens().size());
    if (all_constant_) found_.text = found_.constant;
    return std::move(found_);
  }

 private:
  std::string_view word(std::size_t i) const { return source_.text(source_.tokens()[i]); }

  void read(std::size_t first, std::size_t last, int depth = 0) {
    if (depth > k_most_parentheses) return add({}, source_.range(first, last));
    while (last > first + 1 && source_.is(first, '(') && source_.behind_group(first) == last) {
      ++first;
      --last;
    }
    std::size_t begin = first;
    std::size_t pieces = 0;
    for (std::size_t i = first; i <= last; i = i < last ? source_.behind_group(i) : i + 1) {
      if (i < last && word(i) != "||") continue;
      if (i == last && pieces == 0) return operand(begin, last);
      read(begin, i, depth + 1);
      ++pieces;
      begin = i + 1;
    }
  }

  void operand(std::size_t first, std::size_t last) {
    if (first >= last) return;
    if (source_.is(first, "format") && source_.is(first + 1, '(') &&
        source_.behind_group(first + 1) == last && format(source_.pieces(first + 2)))
      return;
    add(piece(first, last), source_.range(first, last));
  }

  void add(const Piece& piece, model::Range place) {
    if (piece.constant) {
      found_.constant += *piece.constant;
      return;
    }
    all_constant_ = false;
    found_.constant += ' ';
    if (!piece.quoted) found_.unquoted.push_back(place);
  }

  Piece piece(std::size_t first, std::size_t last) const {
    const std::vector<Token>& tokens = source_.tokens();
    const bool one = last == first + 1;
    if (one && is_string(tokens[first])) return {string_value(word(first)), false};
    if (one && tokens[first].kind == TokenKind::number) return {std::string(word(first)), false};
    if (last >= first + 3 && word(last - 2) == "::" && is_harmless_type(word(last - 1)))
      return {std::nullopt, true};
    // A constant with a cast: 'x'::text.
    if (last == first + 3 && is_string(tokens[first]) && word(first + 1) == "::")
      return {string_value(word(first)), false};
    const bool call =
        last > first + 2 && source_.is(first + 1, '(') && source_.behind_group(first + 1) == last;
    return {std::nullopt, call && is_quoting(to_lower(word(first)))};
  }

  // False when its first argument isn't a constant.
  bool format(const std::vector<model::Range>& arguments) {
    if (arguments.empty()) return false;
    const std::size_t first = source_.token_at(arguments.front().offset);
    if (!is_string(source_.tokens()[first]) || source_.tokens()[first].end() != arguments.front().end())
      return false;
    const std::string pattern = string_value(word(first));
    std::size_t next = 1;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '%') {
        found_.constant += pattern[i];
        continue;
      }
      specifier(pattern, i, next, arguments);
    }
    return true;
  }

  // %[position$][flags][width]type (docs, 9.4.1); `i` at the percent sign, left at the type.
  void specifier(const std::string& pattern, std::size_t& i, std::size_t& next,
                 const std::vector<model::Range>& arguments) {
    std::size_t number = 0;
    for (++i; i < pattern.size() && std::string_view("sIL%").find(pattern[i]) == std::string_view::npos;
         ++i) {
      if (pattern[i] >= '0' && pattern[i] <= '9')
        number = number * 10 + static_cast<std::size_t>(pattern[i] - '0');
      if (pattern[i] == '$') next = std::exchange(number, 0);
    }
    if (i >= pattern.size()) return;
    if (pattern[i] == '%') {
      found_.constant += '%';
      return;
    }
    if (next >= arguments.size()) return add({std::nullopt, true}, {});
    argument(pattern[i], arguments[next++]);
  }

  void argument(char type, model::Range place) {
    const std::size_t first = source_.token_at(place.offset);
    const std::size_t last = source_.token_at(place.end());
    Piece found = piece(first, last);
    if (type == 's') return add(found, place);
    if (!found.constant) return add({std::nullopt, true}, place);
    found.constant = type == 'I' ? readable_identifier(*found.constant) : quote_literal(*found.constant);
    add(found, place);
  }

  Source source_;
  DynamicText found_;
  bool all_constant_ = true;
};

}  // namespace

// Types whose text can't be anything but a name or number in a fit form (regclass is quoted on output).
bool is_harmless_type(std::string_view type) {
  constexpr std::array<std::string_view, 19> k_types{
      "regclass", "regtype", "regproc", "regprocedure", "regnamespace", "regrole", "oid",
      "int",      "integer", "int2",    "int4",         "int8",         "bigint",  "smallint",
      "numeric",  "uuid",    "date",    "boolean",      "bool"};
  return std::find(k_types.begin(), k_types.end(), to_lower(type)) != k_types.end();
}

DynamicText read_dynamic_text(std::string_view expression) {
  return Reader(expression).read();
}

}  // namespace dunlin::sql
