#include <algorithm>
#include <array>

#include "base/Identifier.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;

constexpr std::array k_window_only = {"row_number",  "rank",       "dense_rank", "percent_rank",
                                      "cume_dist",   "ntile",      "lag",        "lead",
                                      "first_value", "last_value", "nth_value"};

bool is_window_only(const std::string& name) {
  return std::find(k_window_only.begin(), k_window_only.end(), name) != k_window_only.end();
}

}  // namespace

// FILTER and OVER, as they stand behind the call.
std::string Translator::window_tail(const Expression& e) {
  std::string sql;
  if (!e.filter.empty()) sql += " FILTER (WHERE " + condition(e.filter.front()) + ")";
  if (!e.over.empty()) {
    const sqlite::Window& over = e.over.front();
    sql += over.only_name ? " OVER " + quote_identifier(over.name) : " OVER (" + window(over) + ")";
  }
  return sql;
}

std::string Translator::window(const sqlite::Window& window) {
  std::string sql = window.name.empty() ? "" : quote_identifier(window.name);
  const auto space = [&] { sql += sql.empty() ? "" : " "; };
  if (!window.partition_by.empty()) {
    space();
    sql += "PARTITION BY ";
    for (const Expression& e : window.partition_by)
      sql += (&e == window.partition_by.data() ? "" : ", ") + as_result(write(e));
  }
  if (!window.order_by.empty()) {
    space();
    sql += "ORDER BY " + order_by(window.order_by);
  }
  if (window.unit.empty()) return sql;
  space();
  const auto bound = [&](const std::string& text, const std::vector<Expression>& offset) {
    return offset.empty() ? text : write(offset.front()).sql + " " + text;
  };
  sql += window.unit + " " + (window.between ? "BETWEEN " : "") + bound(window.start, window.start_offset);
  if (window.between) sql += " AND " + bound(window.end, window.end_offset);
  if (!window.exclude.empty()) sql += " EXCLUDE " + window.exclude;
  return sql;
}

Term Translator::aggregate(const Expression& e, bool& known) {
  const std::string name = fold(e.text);
  const std::size_t count = e.operands.size();
  known = true;
  const std::string tail = window_tail(e);
  const auto finish = [&](Family family, const std::string& call, const std::string& cast) {
    if (cast.empty()) return make_term(family, call + tail, tail.empty());
    return make_term(family, tail.empty() ? call + cast : "(" + call + tail + ")" + cast);
  };
  const std::string distinct = e.distinct ? "DISTINCT " : "";
  if (name == "count" && (e.star || count == 0)) return finish(Family::integer, "count(*)", "");
  if (name == "count" && count == 1)
    return finish(Family::integer, "count(" + distinct + as_result(write(e.operands[0])) + ")", "");
  if ((name == "sum" || name == "total" || name == "avg") && count == 1) {
    const Term value = as_number(write(e.operands[0]));
    const std::string call = (name == "total" ? "sum" : name) + "(" + distinct + value.sql + ")";
    if (name == "avg")
      return finish(Family::real, call,
                    value.family == Family::real && !value.constant_number ? "" : "::double precision");
    if (name == "total")
      return make_term(Family::real, "coalesce((" + call + tail + ")::double precision, 0)");
    if (value.family == Family::integer) note("a sum beyond 64 bits is an error in both");
    if (value.family == Family::real && value.constant_number)
      return finish(Family::real, call, "::double precision");
    return finish(value.family, call, value.family == Family::integer ? "::bigint" : "");
  }
  if ((name == "min" || name == "max") && count == 1) {
    Term value = write(e.operands[0]);
    if (!value.extract.empty()) value = make_term(Family::text, json_text(value));
    if (value.family == Family::boolean) value = as_number(value);
    if (value.family == Family::uuid || value.family == Family::json || value.family == Family::blob)
      throw Untranslatable(name + "() of a " + to_string(value.family));
    if (!value.collation.empty() && value.family == Family::text)
      throw Untranslatable(name + "() by collation " + value.collation);
    const std::string order = value.family == Family::text ? " COLLATE \"C\"" : "";
    Term made =
        finish(value.family, name + "(" + (order.empty() ? value.sql : operand(value)) + order + ")", "");
    made.column = is_moment(value.family) ? value.column : nullptr;
    return made;
  }
  if ((name == "group_concat" || name == "string_agg") && (count == 1 || count == 2)) {
    std::string separator = "','";
    if (count == 2) separator = as_text(write(e.operands[1]));
    const std::string order = e.order_by.empty() ? "" : " ORDER BY " + order_by(e.order_by);
    if (order.empty()) note("the order of the parts of group_concat() isn't said, and may be another one");
    return finish(Family::text,
                  "string_agg(" + distinct + as_text(write(e.operands[0])) + ", " + separator + order + ")",
                  "");
  }
  if ((name == "json_group_array" && count == 1) || (name == "json_group_object" && count == 2)) {
    note("JSON that is built has other spaces than SQLite's");
    std::string arguments;
    for (const Expression& operand : e.operands)
      arguments += (arguments.empty() ? "" : ", ") + write(operand).sql;
    const char* target = name == "json_group_array" ? "jsonb_agg" : "jsonb_object_agg";
    const char* empty = name == "json_group_array" ? "'[]'" : "'{}'";
    return make_term(Family::text, std::string("coalesce((") + target + "(" + arguments + ")" + tail +
                                       ")::text, " + empty + ")");
  }
  if (is_window_only(name) && !e.over.empty()) {
    std::vector<Term> arguments;
    for (const Expression& operand : e.operands) arguments.push_back(write(operand));
    const bool values = name == "lag" || name == "lead" || name == "first_value" || name == "last_value" ||
                        name == "nth_value";
    Family family = name == "percent_rank" || name == "cume_dist" ? Family::real : Family::integer;
    if (values) {
      if (arguments.size() == 3) {
        std::vector<Term> both = {arguments[0], arguments[2]};
        unify(both);
        arguments[0] = both[0];
        arguments[2] = both[1];
      }
      family = arguments.at(0).family;
      if (family == Family::text && arguments[0].constant_text) arguments[0].sql += "::text";
    }
    for (std::size_t i = values ? 1 : 0; i < std::min<std::size_t>(arguments.size(), 2); ++i)
      if (!arguments[i].narrow) arguments[i].sql = operand(arguments[i]) + "::int";
    Term made = finish(family, call(name, arguments, family).sql, "");
    if (values && is_moment(family)) made.column = arguments[0].column;
    return made;
  }
  known = false;
  return {};
}

}  // namespace dunlin::transfer
