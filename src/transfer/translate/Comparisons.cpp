#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translator.hpp"
#include "transfer/values/Uuid.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;
using sqlite::same_name;

bool is_truth_word(const Expression& e) {
  return e.kind == Expression::Kind::name && e.table.empty() && !e.double_quoted &&
         (same_name(e.text, "true") || same_name(e.text, "false"));
}

Term boolean(std::string sql, bool atom = false) {
  return make_term(Family::boolean, std::move(sql), atom);
}

bool is_ordering(std::string_view op) {
  return op[0] == '<' ? op != "<>" : op[0] == '>';
}

std::string word_of(std::string_view op) {
  if (op == "IS") return "IS NOT DISTINCT FROM";
  if (op == "IS NOT") return "IS DISTINCT FROM";
  return std::string(op);
}

// Explicit before implicit, left before right (SQLite docs, "Datatypes In SQLite" 7.1).
std::string collation_of(const Term& left, const Term& right) {
  if (left.explicit_collation) return left.collation;
  if (right.explicit_collation) return right.collation;
  if (left.column != nullptr || !left.collation.empty()) return left.collation;
  return right.collation;
}

// The same row on both sides of a comparison whose outcome SQLite's type order decides: true or NULL.
Term decided(bool outcome, const Term& term) {
  return boolean(operand(term) + (outcome ? " = " : " <> ") + operand(term));
}

// One side of a comparison with a column that folds: of its type or collation. A literal takes them by
// itself.
std::string folded(const Term& term, Folding folding) {
  if (folds_here(term) && term.folding == folding) return term.native;
  if (term.constant_text) return term.sql;
  return operand(term) + (folding == Folding::citext ? std::string("::citext")
                                                     : fmt::format(" COLLATE \"{}\"", k_folding_collation));
}

Term extracted_number_or_text(Term term, std::string sql, Family family) {
  term.sql = std::move(sql);
  term.family = family;
  term.extract.clear();
  term.atom = true;
  return term;
}

}  // namespace

Term Translator::comparison(std::string_view op, const Expression& left, const Expression& right) {
  if (left.kind == Kind::row || right.kind == Kind::row) {
    const bool pairs = left.kind == Kind::row && right.kind == Kind::row &&
                       left.operands.size() == right.operands.size() && op == "=";
    if (!pairs) throw Untranslatable("rows of values compared otherwise than by =");
    std::string sql;
    for (std::size_t i = 0; i < left.operands.size(); ++i) {
      if (!sql.empty()) sql += " AND ";
      sql += comparison("=", left.operands[i], right.operands[i]).sql;
    }
    return boolean(std::move(sql));
  }
  const Term other = write(right);
  // IS TRUE asks for the truth of any value (SQLite docs, "SQL Language Expressions", 3.1); = TRUE is = 1.
  if ((op == "IS" || op == "IS NOT") && is_truth_word(right) && !other.constant.empty()) {
    const Term value = write(left);
    const std::string truth = value.family == Family::boolean ? operand(value) : "(" + condition(left) + ")";
    return boolean(truth + " " + std::string(op) + (other.constant == "1" ? " TRUE" : " FALSE"));
  }
  return compare(op, write(left), other).term;
}

std::string Translator::collated_text(const Term& term, const std::string& collation, bool ordering) const {
  if (term.family != Family::text) return operand(term);
  if (same_name(collation, "NOCASE") && folds_here(term)) return term.native;
  if (same_name(collation, "NOCASE"))
    return term.constant_text ? quoted(fold(term.constant)) : "lower(" + term.sql + " COLLATE \"C\")";
  if (same_name(collation, "RTRIM")) return "rtrim(" + term.sql + ")" + (ordering ? " COLLATE \"C\"" : "");
  if (!collation.empty()) throw Untranslatable("collation " + collation + " is the application's own");
  return operand(term) + (ordering && !term.constant_text ? " COLLATE \"C\"" : "");
}

Translator::Compared Translator::compare(std::string_view op, Term left, Term right) {
  if (left.family == Family::boolean || right.family == Family::boolean) {
    const bool words = (left.family == Family::text && left.constant_text) ||
                       (right.family == Family::text && right.constant_text);
    if (!words) return {compare_boolean(op, left, right), "", ""};
  }
  const bool left_number = is_number(left.family), right_number = is_number(right.family);
  // A number compared with a text that isn't one: SQLite puts all numbers before all texts.
  const auto by_type = [&](const Term& number, const Term& text, bool number_first) -> std::optional<Term> {
    if (!is_number(number.family) || number.constant_number || !text.constant_text ||
        number.affinity == Affinity::text)
      return std::nullopt;
    const bool blank = text.constant.find_first_of("0123456789") == std::string::npos;
    if (!blank) return std::nullopt;
    if (op == "IS" || op == "IS NOT") return boolean(op == "IS" ? "false" : "true", true);
    const bool less = number_first ? op == "<" || op == "<=" : op == ">" || op == ">=";
    return decided(op == "<>" || less, number);
  };
  if (const auto fixed = by_type(left, right, true)) return {*fixed, "", ""};
  if (const auto fixed = by_type(right, left, false)) return {*fixed, "", ""};
  make_comparable(op, left, right);
  std::string a = operand(left), b = operand(right);
  if (left.family == Family::text && right.family == Family::text) {
    const std::string collation = collation_of(left, right);
    const bool native = same_name(collation, "NOCASE") && (folds_here(left) || folds_here(right));
    const Folding folding = folds_here(left) ? left.folding : right.folding;
    a = native ? folded(left, folding) : collated_text(left, collation, is_ordering(op));
    b = native ? folded(right, folding)
               : collated_text(right, collation, is_ordering(op) && left.constant_text);
  }
  if (left_number && right_number && (left.family == Family::real) != (right.family == Family::real) &&
      !left.constant_number && !right.constant_number)
    note("whole numbers beyond 2^53 are compared with doubles less exactly");
  return {boolean(a + " " + word_of(op) + " " + b), a, b};
}

// active = 1 is `active`, active <> 0 too; others are compared as 0 and 1.
Term Translator::compare_boolean(std::string_view op, const Term& left, const Term& right) {
  if (left.family == Family::null || right.family == Family::null)
    return boolean(operand(left) + " " + word_of(op) + " " + operand(right));
  if (left.family == Family::boolean && right.family == Family::boolean && !is_ordering(op) &&
      (left.constant.empty() == right.constant.empty()))
    return boolean(operand(left) + " " + word_of(op) + " " + operand(right));
  const bool right_known = right.constant == "0" || right.constant == "1";
  const bool left_known = left.constant == "0" || left.constant == "1";
  if (!is_ordering(op) && (right_known || left_known)) {
    const Term& value = right_known ? left : right;
    if (value.family == Family::boolean) {
      const bool wanted = (right_known ? right : left).constant == "1";
      if (op == "IS" || op == "IS NOT")
        return boolean(operand(value) + " " + std::string(op) + (wanted ? " TRUE" : " FALSE"));
      const bool plain = wanted == (op == "=");
      return plain ? value : boolean("NOT " + operand(value));
    }
  }
  const Term a = as_number(left), b = as_number(right);
  return boolean(operand(a) + " " + word_of(op) + " " + operand(b));
}

// Brings both sides to one type by SQLite's rules of affinity, or says that they can't be compared.
void Translator::make_comparable(std::string_view op, Term& left, Term& right) {
  static_cast<void>(op);
  if (is_uuid_of_blob(left) != is_uuid_of_blob(right)) {
    left = blob_of_uuid(std::move(left));
    right = blob_of_uuid(std::move(right));
  }
  if (left.family == Family::null || right.family == Family::null) return;
  if (!left.extract.empty() || !right.extract.empty()) {
    const bool numbers = is_number(left.family) || is_number(right.family);
    for (Term* side : {&left, &right}) {
      if (side->extract.empty()) continue;
      if (numbers)
        *side = compared_json_number(*side);
      else
        *side = extracted_number_or_text(*side, compared_json_text(*side), Family::text);
    }
  }
  if (left.family == right.family && !is_moment(left.family)) {
    if (left.family == Family::json) {
      left = make_term(Family::text, as_text(left));
      right = make_term(Family::text, as_text(right));
    }
    return;
  }
  if (left.family == right.family) return;
  if (is_number(left.family) && is_number(right.family)) return;
  if (right.family == Family::text && make_comparable_with_text(left, right)) return;
  if (left.family == Family::text && make_comparable_with_text(right, left)) return;
  if (is_moment(left.family) && is_number(right.family)) {
    left = as_number(left);
    return;
  }
  if (is_moment(right.family) && is_number(left.family)) {
    right = as_number(right);
    return;
  }
  throw Untranslatable("a " + to_string(left.family) + " is compared with a " + to_string(right.family));
}

bool Translator::make_comparable_with_text(Term& other, Term& text) {
  if (is_number(other.family)) {
    if (text.affinity == Affinity::text &&
        other.affinity == Affinity::none) {  // TEXT affinity for the number
      const std::string spelled = as_text(other);
      other = make_term(Family::text, spelled);
      return true;
    }
    if (text.constant_text && other.affinity == Affinity::numeric) {
      text = as_number(text);
      return true;
    }
    return false;
  }
  if (is_moment(other.family)) {
    if (text.constant_text) {
      text = make_term(other.family, moment_literal(text.constant, other.column, other.family));
      return true;
    }
    const bool whole_moments = text.clock == Clock::datetime || text.clock == Clock::date;
    const bool counted = other.column != nullptr && other.column->conversion != Conversion::timestamp_text &&
                         other.column->conversion != Conversion::timestamptz_text &&
                         other.column->conversion != Conversion::date_text;
    if (whole_moments && !counted && other.family != Family::time) {
      note("moments are compared as such; SQLite compares their texts");
      std::string moment = text.moment;
      if (other.family == Family::timestamptz) moment = "(" + moment + ") AT TIME ZONE 'UTC'";
      if (other.family == Family::date) moment = "(" + moment + ")::date";
      text = make_term(other.family, "(" + moment + ")");
      return true;
    }
    other = make_term(Family::text, as_text(other));
    return true;
  }
  if (other.family == Family::boolean && text.constant_text && other.column != nullptr) {
    text = make_term(Family::boolean, store(text, *other.column));
    return true;
  }
  if (other.family == Family::uuid && text.constant_text) {
    std::array<char, 16> bytes{};
    UuidForm form;
    if (!read_uuid(text.constant, bytes, form)) return false;
    text = make_term(Family::uuid, "uuid " + text.sql);
    return true;
  }
  if (other.family == Family::uuid || other.family == Family::enumeration || other.family == Family::json) {
    other = make_term(Family::text, as_text(other));
    return true;
  }
  return false;
}

Term Translator::between(const Expression& e) {
  const Term low = comparison(">=", e.operands[0], e.operands[1]);
  const Term high = comparison("<=", e.operands[0], e.operands[2]);
  std::string sql = low.sql + " AND " + high.sql;
  if (e.negated) return boolean("NOT (" + sql + ")");
  return boolean("(" + sql + ")", true);
}

Term Translator::in_list(const Expression& e) {
  if (e.operands.size() == 1) return boolean(e.negated ? "true" : "false", true);
  if (e.operands.front().kind == Kind::row) {
    std::string any;
    for (std::size_t i = 1; i < e.operands.size(); ++i)
      any += (any.empty() ? "(" : " OR (") + comparison("=", e.operands.front(), e.operands[i]).sql + ")";
    return boolean((e.negated ? "NOT (" : "(") + any + ")", !e.negated);
  }
  const Term value = write(e.operands.front());
  std::string left, members, either;
  bool alike = true;
  for (std::size_t i = 1; i < e.operands.size(); ++i) {
    Term member = write(e.operands[i]);
    // Members have no affinity of their own (SQLite docs, "SQL Language Expressions" 7).
    member.affinity = Affinity::none;
    const Compared one = compare("=", value, member);
    either += (either.empty() ? "(" : " OR (") + one.term.sql + ")";
    alike = alike && !one.left.empty() && (left.empty() || left == one.left);
    left = one.left;
    members += (members.empty() ? "" : ", ") + one.right;
  }
  if (alike) return boolean(left + (e.negated ? " NOT IN (" : " IN (") + members + ")");
  return boolean((e.negated ? "NOT (" : "(") + either + ")", !e.negated);
}

Term Translator::in_select(const Expression& e) {
  TranslatedSelect inner;
  if (e.kind == Kind::in_table) {
    sqlite::Select all;
    sqlite::Source source;
    source.table = e.text;
    sqlite::SelectCore core;
    core.columns.emplace_back();
    core.from.push_back(std::move(source));
    all.cores.push_back(std::move(core));
    inner = select(all);
  } else {
    inner = select(e.select.front());
  }
  if (inner.columns.size() != 1) throw Untranslatable("IN with a subquery of several columns");
  Term left = write(e.operands.front()), right = inner.columns.front();
  respell(right, "s.c");
  right.atom = true;
  right.constant_text = right.constant_number = false;
  right.clock = Clock::none;
  if (!right.extract.empty()) right = make_term(Family::text, "s.c");
  if (left.family == Family::boolean && right.family == Family::integer) left = as_number(left);
  Compared matched = compare("=", left, right);
  if (matched.left.empty() && left.family == Family::boolean && right.family == Family::boolean)
    matched.left = operand(left), matched.right = "s.c";
  if (matched.left.empty())
    throw Untranslatable("IN compares a " + to_string(left.family) + " with a " + to_string(right.family));
  const std::string body =
      matched.right == "s.c" ? inner.sql : "SELECT " + matched.right + " FROM (" + inner.sql + ") AS s (c)";
  return boolean(matched.left + (e.negated ? " NOT IN (" : " IN (") + body + ")");
}

Family Translator::unify(std::vector<Term>& terms) {
  bool any_text = false, any_number = false, any_boolean = false, any_real = false, any_numeric = false,
       bits_only = true;
  std::optional<Family> other;
  for (Term& term : terms) {
    if (!term.extract.empty()) {
      term = extracted_number_or_text(term, json_text(term), Family::text);
      note("what json_extract() gives arrives as text");
    }
    if (term.family == Family::null) continue;
    if (term.family == Family::text)
      any_text = true;
    else if (is_number(term.family))
      any_number = true;
    else if (term.family == Family::boolean)
      any_boolean = true;
    else if (other && *other != term.family)
      throw Untranslatable("values of different types are mixed: " + to_string(*other) + " and " +
                           to_string(term.family));
    else
      other = term.family;
    any_real = any_real || term.family == Family::real;
    any_numeric = any_numeric || term.family == Family::numeric;
    if (is_number(term.family) && term.constant != "0" && term.constant != "1") bits_only = false;
  }
  if (other) {
    if (any_number || any_boolean)
      throw Untranslatable("values of different types are mixed: " + to_string(*other) + " and numbers");
    if (!any_text) return *other;
    const ColumnMapping* shown = nullptr;
    for (const Term& term : terms)
      if (term.family == *other && shown == nullptr) shown = term.column;
    bool literals = is_moment(*other) || *other == Family::uuid;
    for (const Term& term : terms)
      if (term.family == Family::text && !term.constant_text) literals = false;
    for (Term& term : terms) {
      if (term.family == Family::null) continue;
      if (literals && term.family == Family::text && is_moment(*other))
        term = make_term(*other, moment_literal(term.constant, shown, *other));
      else if (!literals)
        term = make_term(Family::text, as_text(term));
    }
    return literals ? *other : Family::text;
  }
  if (any_text && (any_number || any_boolean))
    throw Untranslatable("texts and numbers are mixed in one value");
  if (any_text) return Family::text;
  if (any_boolean && !any_number) return Family::boolean;
  if (any_boolean && bits_only) {
    for (Term& term : terms)
      if (is_number(term.family)) term = make_term(Family::boolean, term.constant == "1" ? "true" : "false");
    return Family::boolean;
  }
  for (Term& term : terms) {
    if (term.family == Family::boolean) term = as_number(term);
    if (any_real && is_number(term.family) && term.family != Family::real && !term.constant_number &&
        !term.narrow)
      note("a whole number beyond 2^53 loses digits where it is mixed with real ones");
    if (any_real && is_number(term.family) && (term.family != Family::real || term.constant_number))
      term = make_term(Family::real, operand(term) + "::double precision");
  }
  if (any_real) return Family::real;
  if (any_numeric) return Family::numeric;
  return any_number ? Family::integer : Family::null;
}

}  // namespace dunlin::transfer
