#include "trial/rls/Rewrite.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <set>

#include "base/Json.hpp"
#include "trial/rls/OpenQuestions.hpp"
#include "trial/rls/Probe.hpp"
#include "trial/rls/RewriteExpression.hpp"

namespace dunlin::trial {
namespace {

using postgres::Sql;

// Functions without arguments that have one answer a query, as pg_get_expr may spell them.
std::set<std::string> stable_calls(postgres::Connection& connection) {
  const auto rows = connection.exec(
      "SELECT p.proname, n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = "
      "p.pronamespace WHERE p.provolatile IN ('s', 'i') AND p.pronargs = 0 AND NOT p.proretset "
      "AND n.nspname NOT IN ('pg_catalog', 'information_schema')");
  std::set<std::string> names;
  for (int i = 0; i < rows.rows(); ++i) {
    names.insert(rows.string(i, 0));
    names.insert(rows.string(i, 1));
  }
  return names;
}

// The policy with qualified names, as a function with an empty search_path needs them.
Policy qualified(postgres::Connection& connection, const TableFacts& table, const Policy& policy) {
  connection.exec("SAVEPOINT dunlin_names");
  connection.exec("SET LOCAL search_path = ''");
  Policy found = policy;
  for (const Policy& one : read_policies(connection, {table}))
    if (one.table == policy.table && one.name == policy.name) found = one;
  connection.exec_together({"ROLLBACK TO SAVEPOINT dunlin_names", "RELEASE SAVEPOINT dunlin_names"});
  return found;
}

// The type of an array expression; nothing when the server doesn't take it out of its policy.
std::optional<std::string> type_of(postgres::Connection& connection, const std::string& array) {
  std::optional<std::string> type;
  connection.exec("SAVEPOINT dunlin_type");
  try {
    connection.exec("SET LOCAL search_path = ''");
    type = connection.exec(Sql::trusted("SELECT pg_catalog.pg_typeof(" + array + ")::text")).string(0, 0);
  } catch (const postgres::SqlError& error) {
    if (error.ends_the_work()) throw;
  }
  connection.exec_together({"ROLLBACK TO SAVEPOINT dunlin_type", "RELEASE SAVEPOINT dunlin_type"});
  return type;
}

std::optional<PolicyForm> helper_form(postgres::Connection& connection, const TableFacts& table,
                                      const Policy& policy, const std::set<std::string>& stable) {
  Policy by_lists = qualified(connection, table, policy);
  const RewriteContext context{.table = policy.table, .stable_calls = stable};
  by_lists.using_sql = rewrite_expression(by_lists.using_sql, context);
  by_lists.check_sql = rewrite_expression(by_lists.check_sql, context);
  const auto list = find_list(by_lists.using_sql);
  const auto type = list ? type_of(connection, *list) : std::nullopt;
  if (!type) return std::nullopt;
  return with_helper_function(policy, by_lists, *list, *type);
}

std::vector<PolicyForm> forms_of(postgres::Connection& connection, const TableFacts& table,
                                 const Policy& policy, const std::set<std::string>& stable) {
  std::vector<PolicyForm> forms;
  const auto add = [&](std::optional<PolicyForm> form) {
    if (form) forms.push_back(std::move(*form));
  };
  add(once_a_query(policy, {.table = policy.table, .stable_calls = stable}));
  add(a_policy_for_each_role(policy));
  add(helper_form(connection, table, policy, stable));
  return forms;
}

// Who may come to the table by a role that a form names, and isn't among the identities: what the form gives
// them would be compared by nobody. Members count too (a policy TO a role holds for them); whom no policy
// holds for doesn't.
std::vector<std::string> roles_not_compared(postgres::Connection& connection, const Subject& subject,
                                            const TableFacts& table, const PolicyForm& form) {
  std::vector<std::string> compared;
  for (const Identity& identity : subject.expectations.identities) compared.push_back(identity.role);
  const auto rows = connection.exec(
      "SELECT r.rolname FROM pg_roles r, pg_class c, unnest(string_to_array($2, ', ')) AS named "
      "WHERE c.oid = $1::regclass AND r.rolname <> ALL ($3::text[]) AND r.rolname !~ '^pg_' "
      "AND NOT r.rolsuper AND NOT r.rolbypassrls "
      "AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE')) "
      "AND (r.rolname = named OR ((named = 'public' OR pg_has_role(r.oid, "
      "(SELECT oid FROM pg_roles WHERE rolname = named), 'MEMBER')) "
      "AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE') "
      "AND (has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE') "
      "OR has_table_privilege(r.oid, c.oid, 'DELETE')))) GROUP BY 1 ORDER BY 1",
      {table.quoted, form.roles, postgres::array_literal(compared)});
  std::vector<std::string> roles;
  for (int i = 0; i < rows.rows(); ++i) roles.push_back(rows.string(i, 0));
  return roles;
}

bool reads_through(const Policy& policy, const Cell& cell, const TableFacts& table) {
  if (policy.schema != table.schema || policy.table != table.name || cell.form != Form::reading) return false;
  switch (policy.command) {
    case '*': return true;
    case 'r': return cell.command == Command::select;
    case 'w': return cell.command == Command::update;
    case 'd': return cell.command == Command::remove;
    default: return false;
  }
}

// Milliseconds of the plan's execution: EXPLAIN's own figure, without the way to us.
double execution_time(const std::string& explained) {
  const Json json = Json::parse(explained, 2000);
  const Json* time = json.elements() != nullptr && !json.elements()->empty()
                         ? json.elements()->front().find("Execution Time")
                         : nullptr;
  if (time == nullptr) return 0;
  if (const auto* real = std::get_if<double>(&time->value())) return *real;
  return time->integer() != nullptr ? static_cast<double>(*time->integer()) : 0;
}

double time_once(postgres::Connection& connection, const Subject& subject, const Cell& cell) {
  const Identity& identity = subject.expectations.identities[cell.identity];
  if (subject.triggers_off_for_delete && cell.command == Command::remove)
    connection.exec("SET LOCAL session_replication_role = replica");
  const Query who = become(identity);
  connection.exec(Sql::trusted(who.sql), who.parameters);
  const Query what = probe(cell, identity, subject.tables[cell.table]);
  return execution_time(
      connection.exec(Sql::trusted("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + what.sql), what.parameters)
          .string(0, 0));
}

// The median of three; nothing for a command that fails for another reason than a policy.
std::optional<double> time_cell(postgres::Connection& connection, const Subject& subject, const Cell& cell) {
  std::array<double, 3> times{};
  for (double& time : times) {
    connection.exec("SAVEPOINT dunlin_timing");
    bool failed = false;
    try {
      time = time_once(connection, subject, cell);
    } catch (const postgres::SqlError& error) {
      if (error.ends_the_work()) throw;
      failed = true;
    }
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_timing");
    connection.exec("RELEASE SAVEPOINT dunlin_timing");
    if (failed) return std::nullopt;
  }
  std::sort(times.begin(), times.end());
  return times[1];
}

// The cell that takes longest through the policy now.
const CellResult* find_slowest(postgres::Connection& connection, const Subject& subject,
                               const std::vector<CellResult>& baseline, Rewrite& rewrite) {
  const CellResult* slowest = nullptr;
  for (const CellResult& result : baseline) {
    if (result.observed.kind != Observed::Kind::rows ||
        !reads_through(rewrite.policy, result.cell, subject.tables[result.cell.table]))
      continue;
    const auto time = time_cell(connection, subject, result.cell);
    if (!time || (slowest != nullptr && *time <= rewrite.before_ms)) continue;
    slowest = &result;
    rewrite.before_ms = *time;
  }
  if (slowest != nullptr) rewrite.timed = slowest->label;
  return slowest;
}

std::string why_not_compared(const std::vector<std::string>& roles) {
  if (roles.empty()) return "";
  const std::string more = roles.size() > 1 ? fmt::format(", nor as {} more", roles.size() - 1) : "";
  return fmt::format("no identity comes as {}{}: what it would reach isn't compared", roles.front(), more);
}

// The matrix, and every question of the policy's table that no expectation asks: who is told nothing of the
// rows of a table may have got some.
std::vector<CellResult> all_questions(postgres::Connection& connection, const Subject& subject,
                                      const std::vector<CellResult>& baseline, std::size_t table) {
  std::vector<CellResult> questions = baseline;
  const auto cells = open_questions(subject, table);
  auto observed = run_cells(connection, subject, cells);
  for (std::size_t i = 0; i < cells.size(); ++i)
    questions.push_back({cells[i], label(cells[i], subject.expectations), std::move(observed[i]), {}});
  return questions;
}

void compare_cells(postgres::Connection& connection, const Subject& subject,
                   const std::vector<CellResult>& questions, Rewrite& rewrite) {
  std::vector<Cell> cells;
  for (const CellResult& result : questions) cells.push_back(result.cell);
  const auto observed = run_cells(connection, subject, cells);
  std::set<std::string> different;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Observed& before = questions[i].observed;
    if (before.kind != observed[i].kind || before.keys != observed[i].keys ||
        before.affected != observed[i].affected)
      different.insert(questions[i].label);
  }
  rewrite.different.assign(different.begin(), different.end());
  rewrite.equal = different.empty();
}

void try_rewrite(postgres::Connection& connection, const Subject& subject,
                 const std::vector<CellResult>& baseline, const std::vector<CellResult>& questions,
                 Rewrite& rewrite) {
  const CellResult* slowest = find_slowest(connection, subject, baseline, rewrite);
  connection.exec("SAVEPOINT dunlin_rewrite");
  try {
    for (const auto& sql : rewrite.form.statements) connection.exec(Sql::trusted(sql));
    compare_cells(connection, subject, questions, rewrite);
    if (rewrite.equal && slowest != nullptr)
      rewrite.after_ms = time_cell(connection, subject, slowest->cell).value_or(0);
  } catch (const postgres::SqlError& error) {
    if (error.ends_the_work()) throw;
    rewrite.error = error.message();
    rewrite.equal = false;
  }
  connection.exec("ROLLBACK TO SAVEPOINT dunlin_rewrite");
  connection.exec("RELEASE SAVEPOINT dunlin_rewrite");
}

}  // namespace

std::vector<Rewrite> try_rewrites(postgres::Connection& connection, const Subject& subject,
                                  const std::vector<CellResult>& baseline,
                                  const std::vector<Policy>& policies) {
  const auto stable = stable_calls(connection);
  std::vector<Rewrite> rewrites;
  for (std::size_t i = 0; i < subject.tables.size(); ++i) {
    const TableFacts& table = subject.tables[i];
    const auto questions = all_questions(connection, subject, baseline, i);
    for (const Policy& policy : policies) {
      if (policy.schema != table.schema || policy.table != table.name) continue;
      for (PolicyForm& form : forms_of(connection, table, policy, stable)) {
        Rewrite rewrite{.policy = policy, .form = std::move(form), .different = {}, .error = "", .timed = ""};
        rewrite.error = why_not_compared(roles_not_compared(connection, subject, table, rewrite.form));
        if (rewrite.error.empty()) try_rewrite(connection, subject, baseline, questions, rewrite);
        rewrites.push_back(std::move(rewrite));
      }
    }
  }
  return rewrites;
}

}  // namespace dunlin::trial
