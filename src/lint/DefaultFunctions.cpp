#include "lint/DefaultFunctions.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/Text.hpp"
#include "lint/Volatility.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

// Functions of PostgreSQL's own that defaults call, and that aren't VOLATILE (pg_proc.provolatile on 14 to
// 18); sorted. Others are found by name in pg_catalog only.
constexpr std::array<std::string_view, 73> k_same_for_all_rows{"abs",
                                                               "array_append",
                                                               "array_cat",
                                                               "array_fill",
                                                               "array_to_json",
                                                               "bool",
                                                               "btrim",
                                                               "ceil",
                                                               "char_length",
                                                               "chr",
                                                               "concat",
                                                               "concat_ws",
                                                               "convert_to",
                                                               "cardinality",
                                                               "current_catalog",
                                                               "current_database",
                                                               "current_date",
                                                               "current_role",
                                                               "current_schema",
                                                               "current_setting",
                                                               "current_time",
                                                               "current_timestamp",
                                                               "current_user",
                                                               "date",
                                                               "date_part",
                                                               "date_trunc",
                                                               "decode",
                                                               "encode",
                                                               "extract",
                                                               "floor",
                                                               "format",
                                                               "hashtext",
                                                               "initcap",
                                                               "int4range",
                                                               "int8range",
                                                               "interval",
                                                               "json_build_array",
                                                               "json_build_object",
                                                               "jsonb_build_array",
                                                               "jsonb_build_object",
                                                               "left",
                                                               "length",
                                                               "localtime",
                                                               "localtimestamp",
                                                               "lower",
                                                               "lpad",
                                                               "ltrim",
                                                               "make_date",
                                                               "make_interval",
                                                               "make_time",
                                                               "make_timestamp",
                                                               "make_timestamptz",
                                                               "md5",
                                                               "now",
                                                               "numrange",
                                                               "position",
                                                               "regexp_replace",
                                                               "repeat",
                                                               "replace",
                                                               "right",
                                                               "round",
                                                               "rpad",
                                                               "session_user",
                                                               "sha256",
                                                               "statement_timestamp",
                                                               "substring",
                                                               "text",
                                                               "timezone",
                                                               "to_char",
                                                               "to_timestamp",
                                                               "transaction_timestamp",
                                                               "tsrange",
                                                               "upper"};

bool is_known_builtin(const model::QualifiedName& name) {
  return name.schema == "pg_catalog" || std::find(k_same_for_all_rows.begin(), k_same_for_all_rows.end(),
                                                  name.name) != k_same_for_all_rows.end();
}

// Inlined or not, its value then differs from row to row.
bool calls_volatile_builtin(const Scene& scene, const std::string& body) {
  const sql::Source source(body);
  model::Expression called;
  for (std::size_t i = 0; i + 1 < source.tokens().size(); ++i)
    if (source.tokens()[i].kind == sql::TokenKind::word && source.is(i + 1, '(')) {
      model::FunctionCall call;
      call.name.name = sql::name_value(source.text(source.tokens()[i]));
      if (scene.catalog().find_functions(call.name).empty()) called.calls.push_back(std::move(call));
    }
  return is_volatile(scene.catalog(), called);
}

DefaultVolatility volatility_of(const Scene& scene, const model::FunctionCall& call) {
  const auto& known = scene.catalog().find_functions(call.name);
  if (known.empty()) {
    model::Expression one;
    one.calls = {call};
    if (is_volatile(scene.catalog(), one)) return DefaultVolatility::volatile_;
    const bool would_be_known = scene.settings().live || is_known_builtin(call.name);
    return would_be_known ? DefaultVolatility::constant : DefaultVolatility::unknown;
  }
  DefaultVolatility found = DefaultVolatility::constant;
  for (const model::CatalogFunction& function : known) {
    if (function.volatility != model::Volatility::volatile_) continue;
    if (!equal_ignoring_case(function.language, "sql") || calls_volatile_builtin(scene, function.body))
      return DefaultVolatility::volatile_;
    found = DefaultVolatility::unknown;
  }
  return found;
}

}  // namespace

DefaultVolatility default_volatility(const Scene& scene, const model::Expression& expression) {
  DefaultVolatility found = DefaultVolatility::constant;
  for (const model::FunctionCall& call : expression.calls) {
    const DefaultVolatility one = volatility_of(scene, call);
    if (one == DefaultVolatility::volatile_) return one;
    if (one == DefaultVolatility::unknown) found = one;
  }
  return found;
}

std::string undecided_function(const Scene& scene, const model::Expression& expression) {
  for (const model::FunctionCall& call : expression.calls)
    if (volatility_of(scene, call) == DefaultVolatility::unknown) return model::to_string(call.name);
  return {};
}

}  // namespace dunlin::lint
