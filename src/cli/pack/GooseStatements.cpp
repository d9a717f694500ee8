#include "cli/pack/GooseStatements.hpp"

#include <string_view>

#include "sql/Split.hpp"

namespace dunlin::cli {

std::string with_goose_statements(const std::string& sql) {
  std::string marked;
  std::size_t copied = 0;
  for (const auto& statement : sql::split({.text = sql, .file = "pack", .first_line = 1, .database = {}})) {
    const std::size_t end = statement.offset + statement.length;
    const std::string_view text = std::string_view(sql).substr(statement.offset, statement.length);
    const std::size_t inside = text.find(';');
    if (inside == std::string_view::npos || inside + 1 == text.size()) continue;
    marked.append(sql, copied, statement.offset - copied);
    if (!marked.empty() && marked.back() != '\n') marked += '\n';
    marked += "-- +goose StatementBegin\n";
    copied = end < sql.size() && sql[end] == ';' ? end + 1 : end;
    marked.append(sql, statement.offset, copied - statement.offset);
    marked += "\n-- +goose StatementEnd";
    if (copied < sql.size() && sql[copied] != '\n') marked += '\n';
  }
  return marked.append(sql, copied);
}

}  // namespace dunlin::cli
