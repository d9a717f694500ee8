#include "sql/command/NewerSyntax.hpp"

#include <algorithm>

#include "sql/command/Source.hpp"

namespace dunlin::sql {
namespace {

void blank(std::string& text, model::Range range) {
  std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(range.offset), range.length, ' ');
}

void overwrite(std::string& text, model::Range range, std::string_view by) {
  blank(text, range);
  std::copy(by.begin(), by.end(), text.begin() + static_cast<std::ptrdiff_t>(range.offset));
}

// NOT ENFORCED, and ENFORCED behind a constraint: without them.
void drop_enforced(const Source& source, std::size_t at, OlderText& older) {
  if (!source.is(at + 1, "enforced")) return;
  const model::Range words = source.range(at, at + 2);
  older.forms.not_enforced.push_back(words.offset);
  blank(older.text, words);
}

// ADD [CONSTRAINT n] NOT NULL c -> ADD [CONSTRAINT n] CHECK (c), which takes a byte less.
void not_null_as_check(const Source& source, std::size_t at, OlderText& older) {
  if (!source.is(at + 1, "null") || at == 0 || at + 2 >= source.tokens().size()) return;
  const bool added = source.is(at - 1, "add");
  const bool named = at >= 2 && source.is(at - 2, "constraint");
  const TokenKind column = source.tokens()[at + 2].kind;
  if ((!added && !named) || (column != TokenKind::word && column != TokenKind::quoted_name)) return;
  const model::Range words = source.range(at, at + 3);
  older.forms.not_null_constraint.push_back(words.offset);
  const std::string name(source.text(source.tokens()[at + 2]));
  overwrite(older.text, words, "CHECK (" + name + ")");
}

// GENERATED ALWAYS AS (...) VIRTUAL as STORED; with neither of them it is left out.
void drop_virtual(const Source& source, std::size_t at, OlderText& older) {
  if (!source.is(at + 1, "always") || !source.is(at + 2, "as") || !source.is(at + 3, '(')) return;
  const std::size_t behind = source.behind_group(at + 3);
  if (source.is(behind, "stored")) return;
  older.forms.virtual_expression.push_back(source.range(at + 4, behind - 1));
  if (source.is(behind, "virtual"))
    overwrite(older.text, source.range(behind, behind + 1), "STORED");
  else
    blank(older.text, source.range(at, behind));
}

// SET EXPRESSION AS (...) -> SET DEFAULT (...)
void expression_as_default(const Source& source, std::size_t at, OlderText& older) {
  if (!source.is(at + 1, "expression") || !source.is(at + 2, "as")) return;
  older.forms.set_expression.push_back(source.tokens()[at].offset);
  overwrite(older.text, source.range(at, at + 3), "SET DEFAULT");
}

}  // namespace

OlderText as_older_text(std::string_view statement) {
  OlderText older{std::string(statement), {}};
  const Source source(statement);
  for (std::size_t i = 0; i < source.tokens().size(); ++i) {
    if (source.is(i, "not")) {
      drop_enforced(source, i, older);
      not_null_as_check(source, i, older);
    } else if (source.is(i, "generated")) {
      drop_virtual(source, i, older);
    } else if (source.is(i, "set")) {
      expression_as_default(source, i, older);
    }
  }
  return older;
}

}  // namespace dunlin::sql
