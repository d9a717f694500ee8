#include <algorithm>

#include "base/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;
using sqlite::same_name;

Term boolean(std::string sql, bool atom = false) {
  return make_term(Family::boolean, std::move(sql), atom);
}

bool is_small_constant(const Term& term) {
  return term.constant_number && term.constant.size() <= 6;
}

Term as_double(Term term) {
  if (term.family == Family::real && !term.constant_number) return term;
  return make_term(Family::real, operand(term) + "::double precision");
}

Term as_bigint(Term term) {
  if (!term.narrow) return term;
  Term wide = make_term(Family::integer, operand(term) + "::bigint");
  wide.constant_number = term.constant_number;
  wide.constant = term.constant;
  return wide;
}

}  // namespace

// What is written twice within what is written twice grows without end: bounded in steps and in length.
Term Translator::write(const Expression& e) {
  constexpr int k_most_steps = 50'000;
  constexpr std::size_t k_longest = 200'000;
  if (++steps_ > k_most_steps) throw Untranslatable("its translation is too long");
  Term term = write_kind(e);
  if (term.sql.size() > k_longest || term.extract.size() > k_longest || term.moment.size() > k_longest)
    throw Untranslatable("its translation is too long");
  return term;
}

Term Translator::write_kind(const Expression& e) {
  switch (e.kind) {
    case Kind::name: return name(e);
    case Kind::unary: return unary(e);
    case Kind::binary: return binary(e);
    case Kind::is_null: return is_null(e);
    case Kind::like: return like(e);
    case Kind::between: return between(e);
    case Kind::in_list: return in_list(e);
    case Kind::in_select:
    case Kind::in_table: return in_select(e);
    case Kind::exists: return boolean("EXISTS (" + select(e.select.front()).sql + ")", true);
    case Kind::subquery: {
      TranslatedSelect inner = select(e.select.front());
      if (inner.columns.size() != 1) throw Untranslatable("a subquery of several columns is used as a value");
      Term term = inner.columns.front();
      const bool one = !e.select.front().limit.empty() ||
                       (e.select.front().cores.size() == 1 && e.select.front().cores[0].group_by.empty());
      if (!one) note("a subquery that finds several rows is an error in the target; SQLite takes the first");
      respell(term, "(" + inner.sql + (e.select.front().limit.empty() ? " LIMIT 1)" : ")"));
      term.atom = true;
      term.constant_text = term.constant_number = false;
      term.clock = Clock::none;
      term.extract.clear();
      return term;
    }
    case Kind::case_when: return case_when(e);
    case Kind::cast: return cast(e);
    case Kind::collate: return collated(e);
    case Kind::function: return function(e);
    case Kind::row: throw Untranslatable("a row of values is used where one value is");
    case Kind::raise: throw Untranslatable("RAISE() is used within an expression");
    default: return literal(e);
  }
}

Term Translator::unary(const Expression& e) {
  const Expression& inner = e.operands.front();
  if (e.text == "NOT") {
    const Term term = write(inner);
    if (term.family == Family::boolean) return boolean("NOT " + operand(term));
    return boolean("NOT (" + condition(inner) + ")");
  }
  Term term = write(inner);
  if (e.text == "+") {
    term.affinity = Affinity::none;
    term.column = is_moment(term.family) ? term.column : nullptr;
    return term;
  }
  term = as_number(term);
  if (e.text == "~") {
    if (term.family != Family::integer) throw Untranslatable("~ of what isn't an integer");
    return make_term(Family::integer, "~ " + operand(as_bigint(term)), false);
  }
  Term made = make_term(term.family, "-" + operand(term), false);
  made.narrow = term.narrow;
  made.constant_number = term.constant_number;
  made.constant = term.constant.empty() ? "" : "-" + term.constant;
  return made;
}

Term Translator::binary(const Expression& e) {
  const std::string& op = e.text;
  if (op == "AND" || op == "OR") return connected(e);
  if (op == "||") return concatenated(e);
  if (op == "->" || op == "->>") return json_arrow(e);
  if (op == "+" || op == "-" || op == "*" || op == "/" || op == "%") return arithmetic(e);
  if (op == "&" || op == "|" || op == "<<" || op == ">>") return bits(e);
  return comparison(op, e.operands[0], e.operands[1]);
}

Term Translator::connected(const Expression& e) {
  std::string sql;
  for (const Expression& part : e.operands) {
    if (!sql.empty()) sql += " " + e.text + " ";
    const bool other = part.kind == Kind::binary && (part.text == "AND" || part.text == "OR");
    std::string text = condition(part);
    sql += other ? "(" + text + ")" : text;
  }
  return boolean(std::move(sql));
}

Term Translator::concatenated(const Expression& e) {
  std::string sql;
  for (const Expression& part : e.operands) {
    Term term = write(part);
    std::string text = as_text(term);
    const bool bare = term.family == Family::text && term.extract.empty();
    sql += (sql.empty() ? "" : " || ") + (bare ? operand(term) : text);
  }
  return make_term(Family::text, std::move(sql), false);
}

// Whole numbers divide to whole numbers in both; by zero gives NULL in SQLite and an error in PostgreSQL.
Term Translator::arithmetic(const Expression& e) {
  Term left = as_number(write(e.operands[0])), right = as_number(write(e.operands[1]));
  const std::string& op = e.text;
  if (left.family == Family::null || right.family == Family::null) return make_term(Family::null, "NULL");
  const bool whole = left.family == Family::integer && right.family == Family::integer;
  if (!whole && op == "%") {
    const auto cut = [](const Term& term) {
      return term.family == Family::integer ? operand(term) : "trunc(" + term.sql + ")::bigint";
    };
    return make_term(Family::real, "(" + cut(left) + " % nullif(" + cut(right) + ", 0))::double precision");
  }
  const bool exact = left.family == Family::numeric || right.family == Family::numeric;
  if (!whole && !exact) {
    if (left.constant_number && right.constant_number) left = as_double(std::move(left));
    if (left.family == Family::real && left.constant_number) left = as_double(std::move(left));
    if (right.family == Family::real && right.constant_number) right = as_double(std::move(right));
  }
  if (exact) note("decimal numbers are computed exactly; SQLite computes with doubles");
  const auto one_more = [&](const Term& step, const Term& value) {
    return is_small_constant(step) && value.column == nullptr &&
           (!value.constant_number || is_small_constant(value));
  };
  const bool small = (op == "+" || op == "-") && (one_more(left, right) || one_more(right, left));
  if (whole && left.narrow && right.narrow && !small) left = as_bigint(std::move(left));
  if (whole &&
      (op == "*" || ((op == "+" || op == "-") && !is_small_constant(left) && !is_small_constant(right))))
    note("a whole number beyond 64 bits is an error in the target; SQLite goes on with a real number");
  std::string divisor = operand(right);
  const bool divides = op == "/" || op == "%";
  const bool zero_possible =
      !right.constant_number || right.constant.find_first_of("123456789") == std::string::npos;
  if (divides && zero_possible) divisor = "nullif(" + right.sql + ", 0)";
  Family family = exact ? Family::numeric : whole ? Family::integer : Family::real;
  Term made = make_term(family, operand(left) + " " + op + " " + divisor, false);
  made.narrow = whole && left.narrow && right.narrow;
  return made;
}

Term Translator::bits(const Expression& e) {
  const Term left = as_bigint(as_number(write(e.operands[0]))), right = as_number(write(e.operands[1]));
  if (left.family != Family::integer || right.family != Family::integer)
    throw Untranslatable("bits of what isn't an integer");
  const bool shift = e.text == "<<" || e.text == ">>";
  if (!shift)
    return make_term(Family::integer, operand(left) + " " + e.text + " " + operand(as_bigint(right)), false);
  const bool plain = right.constant_number && right.constant[0] != '-' && right.constant.size() <= 2 &&
                     std::stoi(right.constant) < 64;
  if (!plain) throw Untranslatable("a shift by a number that isn't known, negative or above 63");
  return make_term(Family::integer, operand(left) + " " + e.text + " " + right.constant, false);
}

Term Translator::is_null(const Expression& e) {
  const Term term = write(e.operands.front());
  return boolean((folds_here(term) ? term.native : operand(term)) +
                 (e.negated ? " IS NOT NULL" : " IS NULL"));
}

Term Translator::case_when(const Expression& e) {
  std::vector<std::string> conditions;
  std::vector<Term> values;
  const std::size_t begin = e.has_base ? 1 : 0;
  const std::size_t end = e.operands.size() - (e.has_else ? 1 : 0);
  for (std::size_t i = begin; i + 1 < end; i += 2) {
    conditions.push_back(e.has_base ? comparison("=", e.operands[0], e.operands[i]).sql
                                    : condition(e.operands[i]));
    values.push_back(write(e.operands[i + 1]));
  }
  if (e.has_else) values.push_back(write(e.operands.back()));
  const Family family = unify(values);
  std::string sql = "CASE";
  for (std::size_t i = 0; i < conditions.size(); ++i)
    sql += " WHEN " + conditions[i] + " THEN " + values[i].sql;
  if (e.has_else) sql += " ELSE " + values.back().sql;
  Term made = make_term(family, sql + " END");
  made.narrow = std::all_of(values.begin(), values.end(), [](const Term& term) { return term.narrow; });
  return made;
}

Term Translator::cast(const Expression& e) {
  Term term = blob_of_uuid(write(e.operands.front()));
  const std::string type = fold(e.text);
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (term.family == Family::null) return term;
  const bool text = term.family == Family::text && term.extract.empty();
  const auto prefix = [&](const char* pattern, const char* to, Family family) {
    note(
        "a text in CAST is read up to where it stops being a number; beyond 64 bits it is an error in the "
        "target");
    return make_term(family, "CASE WHEN " + operand(term) + " IS NOT NULL THEN coalesce(substring(" +
                                 term.sql + " FROM '" + pattern + "')::" + to + ", 0) END");
  };
  Term made;
  if (has("int")) {
    if (text) {
      made = prefix("^[ \\t\\n\\r\\f\\v]*([+-]?[0-9]+)", "bigint", Family::integer);
    } else {
      const Term number = as_number(term);
      made = number.family == Family::integer
                 ? number
                 : make_term(Family::integer, "trunc(" + number.sql + ")::bigint");
    }
  } else if (has("char") || has("clob") || has("text")) {
    made = make_term(Family::text, as_text(term), term.family == Family::text && term.atom);
    made.affinity = Affinity::text;
    return made;
  } else if (has("blob") || type.empty()) {
    if (term.family == Family::blob) return term;
    volatility_ = std::max(volatility_, Volatility::stable);
    return make_term(Family::blob, "convert_to(" + as_text(term) + ", 'UTF8')");
  } else if (has("real") || has("floa") || has("doub")) {
    if (text) {
      made = prefix("^[ \\t\\n\\r\\f\\v]*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)",
                    "double precision", Family::real);
    } else {
      made = as_double(as_number(term));
    }
  } else {
    if (text) throw Untranslatable("CAST of a text AS " + e.text + ": its type is known at run time only");
    made = as_number(term);
  }
  made.affinity = Affinity::numeric;
  made.column = nullptr;
  return made;
}

Term Translator::collated(const Expression& e) {
  Term term = write(e.operands.front());
  if (same_name(e.text, "BINARY"))
    term.collation.clear();
  else if (same_name(e.text, "NOCASE") || same_name(e.text, "RTRIM"))
    term.collation = e.text;
  else
    throw Untranslatable("collation " + e.text + " is the application's own");
  term.explicit_collation = true;
  return term;
}

Term Translator::like(const Expression& e) {
  if (e.text == "REGEXP" || e.text == "MATCH")
    throw Untranslatable(e.text + " is a function of the application or of a virtual table");
  const Term value = write(e.operands[0]);
  return e.text == "LIKE" ? like_pattern(value, e) : glob_pattern(value, e);
}

// SQLite's LIKE folds ASCII letters only and has no escape unless one is written; so does this.
Term Translator::like_pattern(const Term& value, const Expression& e) {
  const Term pattern = write(e.operands[1]);
  std::string escape;
  if (e.operands.size() == 3) {
    const Term written = write(e.operands[2]);
    if (!written.constant_text || written.constant.size() != 1 ||
        fold(written.constant) != written.constant ||
        (written.constant[0] >= 'a' && written.constant[0] <= 'z'))
      throw Untranslatable("LIKE with an ESCAPE that isn't one sign");
    escape = written.constant;
    if (!pattern.constant_text || (!pattern.constant.empty() && pattern.constant.back() == escape[0]))
      note(
          "a pattern that ends with its escape sign is an error in the target; in SQLite it matches nothing");
  }
  std::string left = as_text(value), right = as_text(pattern);
  const bool letters = !pattern.constant_text ||
                       std::any_of(pattern.constant.begin(), pattern.constant.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (letters) {
    left = "lower(" + left + " COLLATE \"C\")";
    right = pattern.constant_text ? quoted(fold(pattern.constant)) : "lower(" + right + " COLLATE \"C\")";
  } else if (value.family == Family::text && value.extract.empty()) {
    left = operand(value);
  }
  return boolean(left + (e.negated ? " NOT LIKE " : " LIKE ") + right + " ESCAPE " + quoted(escape));
}

// GLOB as a regular expression: * and ? and [sets] of a pattern that is known.
Term Translator::glob_pattern(const Term& value, const Expression& e) {
  const Term pattern = write(e.operands[1]);
  if (!pattern.constant_text) throw Untranslatable("GLOB with a pattern that isn't a literal");
  const std::string& glob = pattern.constant;
  std::string regex = "^";
  for (std::size_t i = 0; i < glob.size(); ++i) {
    if (glob[i] == '*') {
      regex += ".*";
    } else if (glob[i] == '?') {
      regex += '.';
    } else if (glob[i] == '[') {
      std::size_t close = i + 1;
      if (close < glob.size() && glob[close] == '^') ++close;
      if (close < glob.size() && glob[close] == ']') ++close;
      close = glob.find(']', close);
      if (close == std::string::npos)
        return boolean(operand(value) + (e.negated ? " IS NOT NULL" : " <> " + operand(value)));
      regex += '[';
      for (++i; i < close; ++i) {
        if (glob[i] == '[' || glob[i] == '\\' || glob[i] == ']') regex += '\\';
        regex += glob[i];
      }
      regex += ']';
    } else {
      if (std::string_view("\\.^$|()+{}").find(glob[i]) != std::string_view::npos) regex += '\\';
      regex += glob[i];
    }
  }
  const std::string text =
      value.family == Family::text && value.extract.empty() ? operand(value) : as_text(value);
  return boolean(text + " COLLATE \"C\" " + (e.negated ? "!~ " : "~ ") + quoted(regex + "$"));
}

}  // namespace dunlin::transfer
