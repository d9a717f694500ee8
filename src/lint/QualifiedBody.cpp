#include "lint/QualifiedBody.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/Text.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

using sql::Source;
using sql::TokenKind;

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// PostgreSQL's functions that such bodies mostly use, and words of the language that a ( may follow.
bool is_own_function(const std::string& name) {
  static const std::set<std::string_view> k_own{"abs",
                                                "age",
                                                "all",
                                                "and",
                                                "any",
                                                "array",
                                                "array_agg",
                                                "array_append",
                                                "array_length",
                                                "array_position",
                                                "array_remove",
                                                "array_to_string",
                                                "as",
                                                "avg",
                                                "bool_and",
                                                "bool_or",
                                                "btrim",
                                                "by",
                                                "cardinality",
                                                "case",
                                                "cast",
                                                "ceil",
                                                "char",
                                                "char_length",
                                                "check",
                                                "clock_timestamp",
                                                "coalesce",
                                                "concat",
                                                "concat_ws",
                                                "conflict",
                                                "count",
                                                "current_setting",
                                                "date_part",
                                                "date_trunc",
                                                "decode",
                                                "dense_rank",
                                                "distinct",
                                                "elsif",
                                                "encode",
                                                "execute",
                                                "exists",
                                                "filter",
                                                "first_value",
                                                "floor",
                                                "format",
                                                "from",
                                                "gen_random_uuid",
                                                "generate_series",
                                                "greatest",
                                                "group",
                                                "having",
                                                "if",
                                                "in",
                                                "initcap",
                                                "interval",
                                                "json_agg",
                                                "json_build_array",
                                                "json_build_object",
                                                "json_object_agg",
                                                "jsonb_agg",
                                                "jsonb_array_elements",
                                                "jsonb_array_elements_text",
                                                "jsonb_array_length",
                                                "jsonb_build_array",
                                                "jsonb_build_object",
                                                "jsonb_each",
                                                "jsonb_each_text",
                                                "jsonb_object_agg",
                                                "jsonb_object_keys",
                                                "jsonb_set",
                                                "jsonb_strip_nulls",
                                                "jsonb_typeof",
                                                "key",
                                                "lag",
                                                "lead",
                                                "least",
                                                "left",
                                                "length",
                                                "like",
                                                "limit",
                                                "lower",
                                                "lpad",
                                                "ltrim",
                                                "make_interval",
                                                "max",
                                                "md5",
                                                "min",
                                                "mod",
                                                "nextval",
                                                "not",
                                                "now",
                                                "nullif",
                                                "numeric",
                                                "offset",
                                                "on",
                                                "or",
                                                "order",
                                                "over",
                                                "partition",
                                                "perform",
                                                "pg_notify",
                                                "power",
                                                "quote_ident",
                                                "quote_literal",
                                                "quote_nullable",
                                                "random",
                                                "rank",
                                                "regexp_match",
                                                "regexp_matches",
                                                "regexp_replace",
                                                "replace",
                                                "return",
                                                "returning",
                                                "reverse",
                                                "right",
                                                "round",
                                                "row",
                                                "row_number",
                                                "row_to_json",
                                                "rpad",
                                                "rtrim",
                                                "select",
                                                "set_config",
                                                "sha256",
                                                "sign",
                                                "some",
                                                "split_part",
                                                "sqrt",
                                                "statement_timestamp",
                                                "string_agg",
                                                "string_to_array",
                                                "strpos",
                                                "substr",
                                                "sum",
                                                "table",
                                                "then",
                                                "to_char",
                                                "to_date",
                                                "to_json",
                                                "to_jsonb",
                                                "to_number",
                                                "to_timestamp",
                                                "transaction_timestamp",
                                                "translate",
                                                "trunc",
                                                "union",
                                                "unnest",
                                                "upper",
                                                "using",
                                                "values",
                                                "varchar",
                                                "when",
                                                "where",
                                                "while",
                                                "with",
                                                "within"};
  return k_own.contains(name);
}

bool is_own_type(const std::string& name) {
  static const std::set<std::string_view> k_own{
      "bigint",      "bool",    "boolean",   "bytea",    "char",     "character", "date",    "decimal",
      "double",      "float",   "float4",    "float8",   "inet",     "int",       "int2",    "int4",
      "int8",        "integer", "interval",  "json",     "jsonb",    "name",      "numeric", "oid",
      "real",        "record",  "refcursor", "regclass", "smallint", "text",      "time",    "timestamp",
      "timestamptz", "timetz",  "uuid",      "varchar",  "void",     "xml"};
  return k_own.contains(name);
}

bool is_own_operator(std::string_view op) {
  constexpr std::array<std::string_view, 29> k_own{
      "=",   "<>", "!=",  "<",  ">",  "<=", ">=", "+",  "-",  "*",  "/",  "%",  "||", "::", "->",
      "->>", "#>", "#>>", "@>", "<@", "?",  "?|", "?&", ":=", "..", "=>", "<<", ">>", "&&"};
  return one_of(k_own, op) || op == "~" || op == "~*" || op == "!~" || op == "!~*";
}

class Body {
 public:
  Body(std::string_view body, const model::Catalog& catalog) : source_(body), catalog_(catalog) {}

  bool is_qualified() const {
    for (std::size_t i = 0; i < source_.tokens().size(); ++i)
      if (!fits(i)) return false;
    return true;
  }

 private:
  std::string word(std::size_t i) const {
    if (i >= source_.tokens().size()) return "";
    return to_lower(source_.text(source_.tokens()[i]));
  }
  bool is_name(std::size_t i) const {
    if (i >= source_.tokens().size()) return false;
    const TokenKind kind = source_.tokens()[i].kind;
    return kind == TokenKind::word || kind == TokenKind::quoted_name;
  }
  std::string name_at(std::size_t i) const { return sql::name_value(source_.text(source_.tokens()[i])); }
  bool qualified(std::size_t i) const { return is_name(i) && source_.is(i + 1, '.') && is_name(i + 2); }

  bool fits(std::size_t i) const {
    const sql::Token& token = source_.tokens()[i];
    if (token.kind == TokenKind::op)
      return is_own_operator(source_.text(token)) && (word(i) != "::" || type_at(i + 1));
    if (i > 1 && source_.is(i - 1, '.'))
      return !source_.is(i + 1, '(') || (i > 2 && word(i - 3) == "into") ||
             keeps_its_path(source_.text(source_.tokens()[i - 2]), name_at(i));
    if (is_name(i) && source_.is(i + 1, '(')) return is_own_function(word(i)) && !is_projects_own(word(i));
    if (token.kind != TokenKind::word) return true;
    return word_fits(i);
  }

  bool word_fits(std::size_t i) const {
    const std::string here = word(i);
    const std::string before = i == 0 ? "" : word(i - 1);
    if (here == "from" && before == "delete") return written_at(i + 1);
    if (here == "from" || here == "join")
      return source_.is(i + 1, '(') || (relation_at(i + 1) && !lists(i + 1));
    if (here == "into" && (before == "insert" || before == "merge")) return written_at(i + 1);
    if (here == "update" && before != "for" && before != "do" && before != "or" && before != "before" &&
        before != "after")
      return written_at(i + 1);
    if (here == "using" || here == "declare" || here == "execute" || here == "operator" ||
        here == "collate" || here == "cursor" || here == "with" || here == "truncate" || here == "alter" ||
        here == "create" || here == "drop" || here == "call" || here == "lock" || here == "copy" ||
        here == "foreach")
      return here == "declare" && declarations_fit(i + 1);
    return true;
  }

  bool relation_at(std::size_t i) const {
    if (word(i) == "only") ++i;
    return qualified(i);
  }

  // The setting holds for all that runs meanwhile: triggers of the table, and functions that are called.
  bool written_at(std::size_t i) const {
    if (word(i) == "only") ++i;
    if (!qualified(i)) return false;
    const auto table = catalog_.relations.find({name_at(i), name_at(i + 2)});
    if (table == catalog_.relations.end() || !table->second.complete || table->second.is_view()) return false;
    const auto& triggers = table->second.triggers;
    return std::all_of(triggers.begin(), triggers.end(), [&](const model::CatalogTrigger& trigger) {
      return keeps_its_path(trigger.function.schema, trigger.function.name);
    });
  }

  bool keeps_its_path(std::string_view schema, const std::string& name) const {
    const std::string in = sql::name_value(schema);
    if (in == "pg_catalog" || in == "auth") return true;
    const auto& functions = catalog_.find_functions({in, name});
    return !functions.empty() &&
           std::all_of(functions.begin(), functions.end(), [](const model::CatalogFunction& function) {
             return std::any_of(function.settings.begin(), function.settings.end(),
                                [](const auto& setting) { return setting.first == "search_path"; });
           });
  }

  // FROM a.b x, c: too much for a look at tokens.
  bool lists(std::size_t i) const {
    for (i += 3; i < source_.tokens().size() && i < 1'000'000; ++i) {
      if (source_.is(i, ',')) return true;
      if (!is_name(i) || word(i) == "where" || word(i) == "join" || word(i) == "on") return false;
    }
    return false;
  }

  bool type_at(std::size_t i) const {
    return qualified(i) || (is_own_type(word(i)) && !is_projects_own(word(i)));
  }

  // name [CONSTANT] type [:= ...];
  bool declarations_fit(std::size_t i) const {
    while (i < source_.tokens().size() && word(i) != "begin") {
      std::size_t type = i + 1;
      if (word(type) == "constant") ++type;
      const bool column = qualified(type) && source_.is(type + 3, '.');
      const bool row = qualified(type) && word(type + 3) == "%" && word(type + 4) == "type";
      if (!type_at(type) || (row && !column)) return false;
      while (i < source_.tokens().size() && !source_.is(i, ';')) ++i;
      ++i;
    }
    return true;
  }

  bool is_projects_own(const std::string& name) const {
    const auto same_name = [&](const auto& entry) { return entry.first.name == name; };
    return std::any_of(catalog_.functions.begin(), catalog_.functions.end(), same_name) ||
           std::any_of(catalog_.types.begin(), catalog_.types.end(), same_name);
  }

  Source source_;
  const model::Catalog& catalog_;
};

// Their operators stand between columns of their types, which a look at the body doesn't tell.
bool has_operators_elsewhere(const model::Catalog& catalog) {
  constexpr std::array<std::string_view, 8> k_extensions{"citext", "hstore",  "ltree",   "intarray",
                                                         "vector", "postgis", "pg_trgm", "cube"};
  return std::any_of(k_extensions.begin(), k_extensions.end(),
                     [&](auto name) { return catalog.extensions.contains(std::string(name)); });
}

}  // namespace

bool is_fully_qualified(std::string_view body, const model::Catalog& catalog) {
  return !has_operators_elsewhere(catalog) && Body(body, catalog).is_qualified();
}

}  // namespace dunlin::lint
