#include "model/TablePrivilege.hpp"

#include "base/Text.hpp"

namespace dunlin::model {

TablePrivilege read_privilege(std::string_view text) {
  const auto open = text.find(" (");
  if (open == std::string_view::npos || !text.ends_with(')')) return {std::string(text), {}};
  return {std::string(text.substr(0, open)), split_list(text.substr(open + 2, text.size() - open - 3))};
}

std::string to_string(const TablePrivilege& privilege) {
  if (privilege.columns.empty()) return privilege.word;
  return privilege.word + " (" + join(privilege.columns, ", ") + ")";
}

}  // namespace dunlin::model
