#include "checks/Assertions.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sql/Split.hpp"

namespace dunlin::checks {
namespace {

using postgres::Connection;
using postgres::Sql;
using postgres::SqlError;

constexpr int k_rows_shown = 10;

std::string row_text(const postgres::Result& rows, int row) {
  std::vector<std::string> values;
  for (int column = 0; column < rows.columns(); ++column)
    values.push_back(rows.is_null(row, column) ? "NULL" : rows.string(row, column));
  return join(values, " | ");
}

std::string failures(const postgres::Result& rows) {
  std::vector<std::string> lines;
  for (int row = 0; row < std::min(rows.rows(), k_rows_shown); ++row) lines.push_back(row_text(rows, row));
  if (rows.rows() > k_rows_shown) lines.emplace_back("and more");
  return join(lines, "\n");
}

bool is_query(const std::string& sql) {
  const std::string begin = to_lower(sql.substr(0, 8));
  return begin.starts_with("select") || begin.starts_with("with") || begin.starts_with("values") ||
         begin.starts_with("table ") || begin.starts_with("(");
}

// Through a cursor: an assertion that fails for every row of a large table doesn't bring them all here.
postgres::Result first_rows(Connection& connection, const std::string& sql) {
  if (!is_query(sql)) return connection.exec(Sql::trusted(sql));
  connection.exec(Sql::trusted("DECLARE dunlin_rows NO SCROLL CURSOR FOR " + sql));
  auto rows = connection.exec(Sql::trusted(fmt::format("FETCH {} FROM dunlin_rows", k_rows_shown + 1)));
  connection.exec("CLOSE dunlin_rows");
  return rows;
}

void add_tap(const postgres::Result& rows, const std::string& file, std::vector<Check>& checks) {
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.columns() == 0) return;
    for (const std::string_view line : split_lines(rows.text(row, 0))) {
      const auto test = read_tap(line);
      if (test)
        checks.push_back(judged("assertion", file + ": " + test->description, test->ok ? "" : "not ok"));
      else if (trim(line).starts_with("# Looks like"))
        checks.push_back(judged("assertion", file + ": the plan", std::string(trim(line).substr(2))));
      else if (!checks.empty() && checks.back().state == CheckState::failed && trim(line).starts_with('#'))
        checks.back().detail += "\n" + std::string(trim(trim(line).substr(1)));
    }
  }
}

std::string file_of(const Assertion& assertion) {
  return assertion.name.substr(0, assertion.name.rfind(':'));
}

// Within a savepoint, so that one that fails leaves the others their transaction.
void run_one(Connection& connection, const Assertion& assertion, bool tap, std::vector<Check>& checks) {
  connection.exec("SAVEPOINT dunlin_assertion");
  try {
    const auto rows =
        tap ? connection.exec(Sql::trusted(assertion.sql)) : first_rows(connection, assertion.sql);
    connection.exec("RELEASE SAVEPOINT dunlin_assertion");
    if (tap) return add_tap(rows, file_of(assertion), checks);
    checks.push_back(judged("assertion", assertion.name, failures(rows)));
  } catch (const SqlError& error) {
    if (connection.broken() || error.code() == ErrorCode::interrupted) throw;
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_assertion");
    checks.push_back(
        judged("assertion", assertion.name, fmt::format("{} ({})", error.message(), error.sqlstate())));
  } catch (const Error& error) {  // COPY TO STDOUT
    if (connection.broken()) throw;
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_assertion");
    checks.push_back(judged("assertion", assertion.name, error.message()));
  }
}

}  // namespace

std::optional<TapLine> read_tap(std::string_view line) {
  line = trim(line);
  TapLine test;
  if (line.starts_with("not ok")) {
    test.ok = false;
    line.remove_prefix(6);
  } else if (line.starts_with("ok")) {
    line.remove_prefix(2);
  } else {
    return std::nullopt;
  }
  if (!line.empty() && line.front() != ' ') return std::nullopt;
  line = trim(line);
  const auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
  line = trim(line.substr(digits));
  if (line.starts_with("-")) line = trim(line.substr(1));
  const std::string lower = to_lower(line);
  if (lower.find("# todo") != std::string::npos || lower.find("# skip") != std::string::npos) test.ok = true;
  test.description = line;
  return test;
}

bool is_tap(std::string_view sql) {
  const std::string lower = to_lower(sql);
  return lower.find("plan(") != std::string::npos && lower.find("finish(") != std::string::npos;
}

std::vector<Check> run_assertions(Connection& connection, const std::vector<Assertion>& file, bool tap,
                                  std::chrono::milliseconds timeout) {
  std::vector<Check> checks;
  const postgres::Transaction rolled_back(connection);
  if (!tap) connection.exec("SET TRANSACTION READ ONLY");
  connection.exec(Sql::trusted(fmt::format("SET LOCAL statement_timeout = {}", timeout.count())));
  connection.exec("SET LOCAL lock_timeout = '5s'");
  for (const Assertion& assertion : file) run_one(connection, assertion, tap, checks);
  if (tap && checks.empty() && !file.empty())
    checks.push_back(judged("assertion", file_of(file.front()) + ": the plan",
                            "it names plan() and finish(), and no line of pgTAP came out"));
  return checks;
}

}  // namespace dunlin::checks
