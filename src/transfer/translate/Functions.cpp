#include <algorithm>
#include <functional>
#include <map>

#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;
using Terms = std::vector<Term>;

Term narrow_integer(std::string sql) {
  Term term = make_term(Family::integer, std::move(sql));
  term.narrow = true;
  return term;
}

// A literal as it is, everything else as an int4: what PostgreSQL's text functions take.
std::string position(Translator& translator, const Term& term) {
  const Term number = translator.as_number(term);
  if (number.family != Family::integer) throw Untranslatable("a position in a text that isn't an integer");
  if (number.narrow) return number.sql;
  translator.note("a position in a text beyond 31 bits is an error in the target");
  return operand(number) + "::int";
}

bool is_blob(const Term& term) {
  return term.family == Family::blob;
}

std::string length_of(Translator& translator, const Term& term) {
  return is_blob(term) ? "octet_length(" + term.sql + ")" : "length(" + translator.as_text(term) + ")";
}

Term length(Translator& translator, const Terms& a) {
  return narrow_integer(length_of(translator, a[0]));
}

// SQLite's negative start counts from the end, and a negative length takes what is before (SQLite docs,
// "Built-In Scalar SQL Functions", substr).
Term substr(Translator& translator, const Terms& a) {
  // Of an empty blob SQLite takes NULL.
  const std::string text = is_blob(a[0]) ? "nullif(" + a[0].sql + ", '')" : translator.as_text(a[0]);
  const Term start = translator.as_number(a[1]);
  if (start.family != Family::integer) throw Untranslatable("substr() from a position that isn't an integer");
  std::string from = position(translator, start), count;
  if (a.size() > 2) {
    const Term taken = translator.as_number(a[2]);
    count = position(translator, taken);
    const bool negative = taken.constant_number && taken.constant[0] == '-';
    if (negative) {
      if (!start.constant_number || start.constant[0] == '-' || start.constant == "0")
        throw Untranslatable("substr() with a negative length from a position that isn't known");
      from = "(" + from + " " + taken.constant.substr(0, 1) + " " + taken.constant.substr(1) + ")";
      count = taken.constant.substr(1);
    } else if (!taken.constant_number) {
      translator.note("substr() with a negative length gives nothing in the target");
      count = "greatest(" + count + ", 0)";
    }
  }
  if (start.constant_number && start.constant[0] == '-')
    from = length_of(translator, a[0]) + " + 1 - " + start.constant.substr(1);
  else if (!start.constant_number)
    from = "CASE WHEN " + from + " < 0 THEN " + length_of(translator, a[0]) + " + 1 + " + from + " ELSE " +
           from + " END";
  return make_term(is_blob(a[0]) ? Family::blob : Family::text,
                   "substr(" + text + ", " + from + (count.empty() ? "" : ", " + count) + ")");
}

Term cased(Translator& translator, const Terms& a, const char* name) {
  return make_term(Family::text, std::string(name) + "(" + translator.as_text(a[0]) + " COLLATE \"C\")");
}

Term trimmed(Translator& translator, const Terms& a, const char* name) {
  std::string sql = std::string(name) + "(" + translator.as_text(a[0]);
  if (a.size() > 1) sql += ", " + translator.as_text(a[1]);
  return make_term(Family::text, sql + ")");
}

Term rounded(Translator& translator, const Terms& a) {
  const Term value = translator.as_number(a[0]);
  if (value.family == Family::integer) return make_term(Family::real, operand(value) + "::double precision");
  std::string digits;
  if (a.size() > 1) {
    const Term places = translator.as_number(a[1]);
    digits =
        ", " + (places.constant_number ? places.sql : "greatest(" + position(translator, places) + ", 0)");
  }
  translator.note("round() takes 15 digits of the number, so that a half may fall to the other side");
  return make_term(Family::real, "round(" + operand(value) + "::numeric" + digits + ")::double precision",
                   false);
}

Term hex(Translator& translator, const Terms& a) {
  const std::string bytes = is_blob(a[0]) ? a[0].sql : "convert_to(" + translator.as_text(a[0]) + ", 'UTF8')";
  Term term = make_term(Family::text, "coalesce(upper(encode(" + bytes + ", 'hex')), '')");
  if (!is_blob(a[0])) term.volatility = Volatility::stable;
  return term;
}

// As many bytes as asked for, of a hash over a random UUID.
Term randomblob(Translator& translator, const Terms& a) {
  if (!a[0].constant_number || a[0].constant.size() > 2 || std::stoi(a[0].constant) < 1 ||
      std::stoi(a[0].constant) > 32)
    throw Untranslatable("randomblob() of more than 32 bytes");
  translator.note("random bytes are made from a random UUID: 122 bits of chance at most");
  Term term = make_term(Family::blob,
                        "substring(sha256(uuid_send(gen_random_uuid())) FROM 1 FOR " + a[0].constant + ")");
  term.volatility = Volatility::changing;
  return term;
}

Term random_integer(Translator& translator, const Terms&) {
  translator.note("random() has 53 bits of chance in the target");
  Term term = make_term(Family::integer, "floor((random() - 0.5) * 18446744073709549568)::bigint");
  term.volatility = Volatility::changing;
  return term;
}

Term type_name(Translator&, const Terms& a) {
  const Term& term = a[0];
  if (!term.extract.empty()) throw Untranslatable("typeof() of what json_extract() gives");
  std::string name = "text";
  const bool counted = is_moment(term.family) && term.column != nullptr &&
                       affinity_of(term.column->declared) == Affinity::numeric &&
                       term.column->conversion != Conversion::date_text &&
                       term.column->conversion != Conversion::time_text &&
                       term.column->conversion != Conversion::timestamp_text &&
                       term.column->conversion != Conversion::timestamptz_text;
  if (term.family == Family::null) return make_term(Family::text, "'null'");
  if (term.family == Family::integer || term.family == Family::boolean || counted) name = "integer";
  if (term.family == Family::real) name = "real";
  if (term.family == Family::blob) name = "blob";
  if (term.family == Family::numeric) throw Untranslatable("typeof() of a decimal number");
  return make_term(Family::text,
                   "CASE WHEN " + operand(term) + " IS NULL THEN 'null' ELSE '" + name + "' END");
}

Term characters(Translator& translator, const Terms& a) {
  std::string sql;
  for (const Term& code : a) sql += (sql.empty() ? "" : " || ") + ("chr(" + position(translator, code) + ")");
  return make_term(Family::text, sql, a.size() == 1);
}

Term quote(Translator& translator, const Terms& a) {
  if (a[0].family == Family::integer)
    return make_term(Family::text, "coalesce(" + operand(a[0]) + "::text, 'NULL')");
  if (a[0].family != Family::text) throw Untranslatable("quote() of a " + to_string(a[0].family));
  return make_term(Family::text, "coalesce('''' || replace(" + translator.as_text(a[0]) +
                                     ", '''', '''''') || '''', 'NULL')");
}

Term math(Translator& translator, const Terms& a, const char* name) {
  std::string sql = std::string(name) + "(";
  for (const Term& term : a)
    sql += (sql.back() == '(' ? "" : ", ") + operand(translator.as_number(term)) + "::double precision";
  return make_term(Family::real, sql + ")");
}

Term whole(Translator& translator, const Terms& a, const char* name) {
  Term value = translator.as_number(a[0]);
  if (value.family == Family::integer) return value;
  return make_term(value.family, std::string(name) + "(" + value.sql +
                                     (value.constant_number ? "::double precision)" : ")"));
}

// One conversion of printf: %d and %s with width and zeros, %.Nf, %x.
std::string printed(Translator& translator, const std::string& flags, const std::string& width,
                    const std::string& precision, char conversion, const Term& value) {
  std::string text;
  if (conversion == 's') {
    if (!precision.empty()) throw Untranslatable("printf() with %." + precision + "s");
    text = "coalesce(" + translator.as_text(value) + ", '')";
  } else if (conversion == 'd' || conversion == 'i') {
    const Term number = translator.as_number(value);
    const std::string whole =
        number.family == Family::integer ? operand(number) : "trunc(" + number.sql + ")::bigint";
    text = "coalesce(" + whole + ", 0)::text";
    if (flags == "0" && !width.empty()) {
      const std::string digits = "abs(coalesce(" + whole + ", 0))::text";
      const std::string sign = "CASE WHEN " + whole + " < 0 THEN '-' ELSE '' END";
      return "(" + sign + " || lpad(" + digits + ", greatest(" + width + " - length(" + sign + "), length(" +
             digits + ")), '0'))";
    }
  } else if (conversion == 'f') {
    const Term number = translator.as_number(value);
    translator.note("printf() takes 15 digits of a number, so that a half may fall to the other side");
    text = "round(coalesce(" + operand(number) + ", 0)::numeric, " + (precision.empty() ? "6" : precision) +
           ")::text";
    if (flags == "0") throw Untranslatable("printf() with %0f");
  } else if (conversion == 'x' || conversion == 'X') {
    text = std::string(conversion == 'X' ? "upper(" : "(") + "to_hex(coalesce(" +
           translator.as_number(value).sql + ", 0)))";
  } else {
    throw Untranslatable(std::string("printf() with %") + conversion);
  }
  if (width.empty()) return text;
  if (flags == "0" && conversion != 's')
    throw Untranslatable("printf() with zeros before %" + std::string(1, conversion));
  return std::string(flags == "-" ? "rpad(" : "lpad(") + text + ", greatest(" + width + ", length(" + text +
         ")))";
}

Term print(Translator& translator, const Terms& a) {
  if (!a[0].constant_text) throw Untranslatable("printf() with a format that isn't a literal");
  const std::string& format = a[0].constant;
  std::string sql, plain;
  std::size_t next = 1;
  const auto add = [&](const std::string& piece) { sql += (sql.empty() ? "" : " || ") + piece; };
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || (i + 1 < format.size() && format[i + 1] == '%')) {
      plain += format[i];
      if (format[i] == '%') ++i;
      continue;
    }
    if (!plain.empty()) add(quoted(plain));
    plain.clear();
    std::string flags, width, precision;
    ++i;
    while (i < format.size() && std::string_view("-0").find(format[i]) != std::string_view::npos)
      flags += format[i++];
    while (i < format.size() && format[i] >= '0' && format[i] <= '9') width += format[i++];
    if (i < format.size() && format[i] == '.')
      for (++i; i < format.size() && format[i] >= '0' && format[i] <= '9'; ++i) precision += format[i];
    while (i < format.size() && format[i] == 'l') ++i;
    if (i >= format.size() || next >= a.size() || flags.size() > 1 || width.size() > 3 ||
        precision.size() > 2)
      throw Untranslatable("printf() with the format " + format);
    add(printed(translator, flags, width, precision, format[i], a[next++]));
  }
  if (!plain.empty() || sql.empty()) add(quoted(plain));
  return make_term(Family::text, sql, false);
}

struct Scalar {
  int least, most;
  std::function<Term(Translator&, const Terms&)> write;
};

// Functions whose result needs only their arguments; others are in their own files.
const std::map<std::string, Scalar, std::less<>>& scalars() {
  constexpr int k_any = 100;
  const auto named = [](Term (*write)(Translator&, const Terms&, const char*), const char* name) {
    return [write, name](Translator& translator, const Terms& a) { return write(translator, a, name); };
  };
  static const std::map<std::string, Scalar, std::less<>> table = {
      {"abs",
       {1, 1,
        [](Translator& t, const Terms& a) {
          const Term n = t.as_number(a[0]);
          return make_term(
              n.family,
              "abs(" + n.sql + (n.constant_number && n.family == Family::real ? "::double precision)" : ")"));
        }}},
      {"char", {1, k_any, characters}},
      {"format", {1, k_any, print}},
      {"hex", {1, 1, hex}},
      {"instr",
       {2, 2,
        [](Translator& t, const Terms& a) {
          if (is_blob(a[0]) && is_blob(a[1]))
            return narrow_integer("position(" + a[1].sql + " IN " + a[0].sql + ")");
          return narrow_integer("strpos(" + t.as_text(a[0]) + ", " + t.as_text(a[1]) + ")");
        }}},
      {"length", {1, 1, length}},
      {"likelihood", {2, 2, [](Translator&, const Terms& a) { return a[0]; }}},
      {"likely", {1, 1, [](Translator&, const Terms& a) { return a[0]; }}},
      {"lower", {1, 1, named(cased, "lower")}},
      {"ltrim", {1, 2, named(trimmed, "ltrim")}},
      {"octet_length",
       {1, 1,
        [](Translator& t, const Terms& a) {
          return narrow_integer("octet_length(" + (is_blob(a[0]) ? a[0].sql : t.as_text(a[0])) + ")");
        }}},
      {"pi", {0, 0, [](Translator&, const Terms&) { return make_term(Family::real, "pi()"); }}},
      {"printf", {1, k_any, print}},
      {"quote", {1, 1, quote}},
      {"random", {0, 0, random_integer}},
      {"randomblob", {1, 1, randomblob}},
      {"replace",
       {3, 3,
        [](Translator& t, const Terms& a) {
          return make_term(Family::text, "replace(" + t.as_text(a[0]) + ", " + t.as_text(a[1]) + ", " +
                                             t.as_text(a[2]) + ")");
        }}},
      {"round", {1, 2, rounded}},
      {"rtrim", {1, 2, named(trimmed, "rtrim")}},
      {"sign",
       {1, 1,
        [](Translator& t, const Terms& a) {
          return narrow_integer("sign(" + t.as_number(a[0]).sql + ")::int");
        }}},
      {"substr", {2, 3, substr}},
      {"substring", {2, 3, substr}},
      {"trim", {1, 2, named(trimmed, "btrim")}},
      {"typeof", {1, 1, type_name}},
      {"unicode",
       {1, 1,
        [](Translator& t, const Terms& a) {
          return narrow_integer("nullif(ascii(" + t.as_text(a[0]) + "), 0)");
        }}},
      {"unlikely", {1, 1, [](Translator&, const Terms& a) { return a[0]; }}},
      {"upper", {1, 1, named(cased, "upper")}},
      {"ceil", {1, 1, named(whole, "ceil")}},
      {"ceiling", {1, 1, named(whole, "ceil")}},
      {"floor", {1, 1, named(whole, "floor")}},
      {"trunc", {1, 1, named(whole, "trunc")}},
      {"cos", {1, 1, named(math, "cos")}},
      {"sin", {1, 1, named(math, "sin")}},
      {"tan", {1, 1, named(math, "tan")}},
      {"atan", {1, 1, named(math, "atan")}},
      {"atan2", {2, 2, named(math, "atan2")}},
      {"radians", {1, 1, named(math, "radians")}},
      {"degrees", {1, 1, named(math, "degrees")}},
      {"exp", {1, 1, named(math, "exp")}},
      {"sqrt",
       {1, 1,
        [](Translator& t, const Terms& a) {
          const std::string n = operand(t.as_number(a[0]));
          return make_term(Family::real,
                           "CASE WHEN " + n + " >= 0 THEN sqrt(" + n + "::double precision) END");
        }}},
  };
  return table;
}

}  // namespace

// Those that need the tree, or make one type out of several.
struct FunctionTable {
  static Term coalesce(Translator& t, Terms terms) {
    const Family family = t.unify(terms);
    Term made = t.call("coalesce", terms, family);
    if (is_moment(family)) made.column = terms.front().column;
    return made;
  }

  static Term either(Translator& t, const Expression& e) {
    Terms values = {t.write(e.operands[1]),
                    e.operands.size() > 2 ? t.write(e.operands[2]) : make_term(Family::null, "NULL")};
    const Family family = t.unify(values);
    return make_term(family, "CASE WHEN " + t.condition(e.operands[0]) + " THEN " + values[0].sql + " ELSE " +
                                 values[1].sql + " END");
  }

  static Term nullif(Translator& t, const Expression& e) {
    const Term value = t.write(e.operands[0]);
    const Term equal = t.comparison("=", e.operands[0], e.operands[1]);
    Term made = make_term(value.family, "CASE WHEN " + equal.sql + " THEN NULL ELSE " + value.sql + " END");
    made.column = is_moment(value.family) ? value.column : nullptr;
    return made;
  }

  // SQLite's is NULL as soon as one is; PostgreSQL's leaves NULLs out.
  static Term extreme(Translator& t, const char* name, Terms terms) {
    const Family family = t.unify(terms);
    std::string nulls, list;
    for (Term& term : terms) {
      if (family == Family::text) term.sql = operand(term) + (list.empty() ? " COLLATE \"C\"" : "");
      if (!term.constant_number && !term.constant_text)
        nulls += (nulls.empty() ? "" : " OR ") + operand(term) + " IS NULL";
      list += (list.empty() ? "" : ", ") + term.sql;
    }
    const std::string call = std::string(name) + "(" + list + ")";
    return make_term(family,
                     nulls.empty() ? call : "CASE WHEN " + nulls + " THEN NULL ELSE " + call + " END");
  }
};

Term Translator::call(const std::string& name, const std::vector<Term>& arguments, Family family) {
  std::string sql = name + "(";
  for (const Term& term : arguments) sql += (&term == arguments.data() ? "" : ", ") + term.sql;
  return make_term(family, sql + ")");
}

Term Translator::function(const Expression& e) {
  const std::string name = fold(e.text);
  const std::size_t count = e.operands.size();
  bool known = false;
  Term made = aggregate(e, known);
  if (known) return made;
  if (!e.over.empty() || !e.filter.empty() || e.distinct || e.star)
    throw Untranslatable("function " + e.text + "() as an aggregate");
  made = date_function(e, known);
  if (known) return made;
  made = json_function(e, known);
  if (known) return made;
  if (name == "iif" && (count == 2 || count == 3)) return FunctionTable::either(*this, e);
  if (name == "nullif" && count == 2) return FunctionTable::nullif(*this, e);
  if ((name == "like" && (count == 2 || count == 3)) || (name == "glob" && count == 2)) {
    Expression turned = e;
    turned.kind = Kind::like;
    turned.text = name == "like" ? "LIKE" : "GLOB";
    std::swap(turned.operands[0], turned.operands[1]);
    return like(turned);
  }
  const auto found = scalars().find(name);
  const bool spreads = (name == "coalesce" && count >= 2) || (name == "ifnull" && count == 2) ||
                       ((name == "min" || name == "max") && count >= 2);
  if (found == scalars().end() && !spreads)
    throw Untranslatable("function " + e.text + "() has no counterpart");
  Terms arguments;
  for (const Expression& operand : e.operands) arguments.push_back(write(operand));
  if (name == "coalesce" || name == "ifnull") return FunctionTable::coalesce(*this, std::move(arguments));
  if (spreads)
    return FunctionTable::extreme(*this, name == "min" ? "least" : "greatest", std::move(arguments));
  for (Term& term : arguments) term = blob_of_uuid(std::move(term));
  if (static_cast<int>(count) < found->second.least || static_cast<int>(count) > found->second.most)
    throw Untranslatable("function " + e.text + "() with " + std::to_string(count) + " arguments");
  for (const Term& term : arguments)
    if (term.family == Family::null) return make_term(Family::null, "NULL");
  made = found->second.write(*this, arguments);
  volatility_ = std::max(volatility_, made.volatility);
  return made;
}

}  // namespace dunlin::transfer
