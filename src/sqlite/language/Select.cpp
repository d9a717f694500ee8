#include "sqlite/language/Select.hpp"

#include <tuple>

namespace dunlin::sqlite {

bool operator==(const Expression& left, const Expression& right) {
  const auto flat = [](const Expression& e) {
    return std::tie(e.kind, e.text, e.schema, e.table, e.double_quoted, e.negated, e.has_base, e.has_else,
                    e.star, e.distinct, e.height);
  };
  return flat(left) == flat(right) && left.operands == right.operands && left.filter == right.filter &&
         left.order_by == right.order_by && left.over == right.over && left.select == right.select;
}

bool operator==(const Source& left, const Source& right) {
  const auto flat = [](const Source& s) {
    return std::tie(s.join, s.schema, s.table, s.alias, s.is_function, s.arguments, s.on, s.using_columns);
  };
  return flat(left) == flat(right) && left.select == right.select && left.group == right.group;
}

bool operator==(const SelectCore& left, const SelectCore& right) {
  return left.distinct == right.distinct && left.columns == right.columns && left.from == right.from &&
         left.where == right.where && left.having == right.having && left.group_by == right.group_by &&
         left.windows == right.windows && left.values == right.values;
}

bool operator==(const CommonTable& left, const CommonTable& right) {
  return std::tie(left.name, left.columns, left.materialized) ==
             std::tie(right.name, right.columns, right.materialized) &&
         left.select == right.select;
}

}  // namespace dunlin::sqlite
