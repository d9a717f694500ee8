#include "migrate/verify/VerifyQuery.hpp"

#include <algorithm>
#include <array>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

// Undefined schema, object, column, function, table (PostgreSQL docs, appendix A).
constexpr std::array<std::string_view, 5> k_undefined{"3F000", "42704", "42703", "42883", "42P01"};

std::string answer_of(const postgres::Result& rows) {
  if (rows.rows() == 0) return "no row";
  return untrue_answer(rows).value_or("");
}

}  // namespace

std::optional<std::string> untrue_answer(const postgres::Result& rows) {
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.columns() == 0) return "no column";
    if (rows.is_null(row, 0)) return "NULL";
    if (!rows.boolean(row, 0)) return printable(rows.text(row, 0));
  }
  return std::nullopt;
}

void require_verified(const postgres::Result& rows, std::string_view query) {
  const auto answer = answer_of(rows);
  if (answer.empty()) return;
  postgres::SqlError error(ErrorCode::failed, "what dunlin:verify asks isn't true: " + printable(query),
                           "P0004", 0);
  error.set_fact("detail", "it returned " + answer);
  throw error;
}

bool is_verified(postgres::Connection& connection, std::string_view query) try {
  return answer_of(connection.exec(postgres::Sql::trusted(query))).empty();
} catch (const postgres::SqlError& error) {
  if (std::find(k_undefined.begin(), k_undefined.end(), error.sqlstate()) == k_undefined.end()) throw;
  return false;
}

}  // namespace dunlin::migrate
