#include "encrypt/Preflight.hpp"

#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::encrypt {
namespace {

using postgres::Connection;

std::string setting(Connection& connection, const char* name, const char* missing) {
  const auto row = connection.exec("SELECT coalesce(current_setting($1, true), '')", {std::string(name)});
  return row.text(0, 0).empty() ? missing : row.string(0, 0);
}

// In the setting's own unit, as a number: pg_settings has it without "250ms" and "1kB".
std::int64_t number(Connection& connection, const char* name, std::int64_t missing) {
  const auto row = connection.exec("SELECT setting FROM pg_settings WHERE name = $1", {std::string(name)});
  return row.rows() == 0 ? missing : row.number(0, 0);
}

double rate(Connection& connection, const char* name, double missing) {
  const auto row = connection.exec("SELECT setting FROM pg_settings WHERE name = $1", {std::string(name)});
  return row.rows() == 0 ? missing : std::stod(row.string(0, 0));
}

std::vector<std::string> stored_keys(Connection& connection) {
  const auto rows = connection.exec(R"(
    SELECT concat_ws(' in ', 'role ' || r.rolname, 'database ' || d.datname)
    FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
    WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      AND EXISTS (SELECT FROM unnest(s.setconfig) AS c WHERE c LIKE 'dunlin.kek=%') ORDER BY 1)");
  std::vector<std::string> out;
  for (int row = 0; row < rows.rows(); ++row) out.push_back(rows.string(row, 0));
  return out;
}

// Utility statements stand there as they were typed (until PostgreSQL 18, SET too).
void look_at_statements(Connection& connection, LoggingSettings& settings) {
  const auto place = connection.exec(R"(
    SELECT format('%I.pg_stat_statements', n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_stat_statements' AND EXISTS (SELECT FROM pg_settings WHERE name = 'pg_stat_statements.max'))");
  if (place.rows() == 0) return;
  const auto row = connection.exec(postgres::Sql::trusted(fmt::format(
      "SELECT count(*) FROM {} WHERE query ~* 'dunlin\\.kek.*[0-9a-f]{{64}}'", place.text(0, 0))));
  settings.remembered_literals = row.number(0, 0);
  settings.statements_seen = true;
}

bool logs_statements(const LoggingSettings& s) {
  return s.log_statement == "all" || s.log_min_duration_statement >= 0 ||
         (s.log_min_duration_sample >= 0 && s.log_statement_sample_rate > 0) ||
         s.log_transaction_sample_rate > 0;
}

std::string who_logs(const LoggingSettings& s) {
  std::vector<std::string> out;
  if (s.log_statement == "all") out.emplace_back("log_statement = all");
  if (s.log_min_duration_statement >= 0)
    out.push_back(fmt::format("log_min_duration_statement = {} ms", s.log_min_duration_statement));
  if (s.log_min_duration_sample >= 0 && s.log_statement_sample_rate > 0)
    out.push_back(fmt::format("log_min_duration_sample = {} ms", s.log_min_duration_sample));
  if (s.log_transaction_sample_rate > 0)
    out.push_back(fmt::format("log_transaction_sample_rate = {}", s.log_transaction_sample_rate));
  return join(out, ", ");
}

}  // namespace

LoggingSettings read_logging(Connection& connection) {
  LoggingSettings out;
  out.log_statement = setting(connection, "log_statement", "none");
  out.log_min_duration_statement = number(connection, "log_min_duration_statement", -1);
  out.log_min_duration_sample = number(connection, "log_min_duration_sample", -1);
  out.log_statement_sample_rate = rate(connection, "log_statement_sample_rate", 1);
  out.log_transaction_sample_rate = rate(connection, "log_transaction_sample_rate", 0);
  out.log_parameter_max_length = number(connection, "log_parameter_max_length", -1);
  out.log_parameter_max_length_on_error = number(connection, "log_parameter_max_length_on_error", 0);
  out.pgaudit_log = setting(connection, "pgaudit.log", "");
  out.pgaudit_log_parameter = setting(connection, "pgaudit.log_parameter", "off") == "on";
  out.auto_explain_min_duration = number(connection, "auto_explain.log_min_duration", -1);
  out.auto_explain_parameter_max_length = number(connection, "auto_explain.log_parameter_max_length", -1);
  out.stored = stored_keys(connection);
  look_at_statements(connection, out);
  return out;
}

std::vector<Leak> find_leaks(const LoggingSettings& s) {
  std::vector<Leak> out;
  if (logs_statements(s) && s.log_parameter_max_length != 0)
    out.push_back({fmt::format("the server logs bind parameters ({}, log_parameter_max_length = {})",
                               who_logs(s), s.log_parameter_max_length),
                   "ALTER SYSTEM SET log_parameter_max_length = 0 (or for the role, by a superuser)"});
  if (s.log_parameter_max_length_on_error != 0)
    out.push_back({fmt::format("the server logs bind parameters of statements that fail "
                               "(log_parameter_max_length_on_error = {})",
                               s.log_parameter_max_length_on_error),
                   "set log_parameter_max_length_on_error to 0"});
  if (s.pgaudit_log_parameter && !s.pgaudit_log.empty() && s.pgaudit_log != "none")
    out.push_back({fmt::format("pgaudit logs parameters (pgaudit.log = {})", s.pgaudit_log),
                   "set pgaudit.log_parameter to off for these roles"});
  if (s.auto_explain_min_duration >= 0 && s.auto_explain_parameter_max_length != 0)
    out.push_back({"auto_explain logs parameters", "set auto_explain.log_parameter_max_length to 0"});
  for (const auto& holder : s.stored)
    out.push_back({fmt::format("dunlin.kek is stored as a setting of {}: every role can read it", holder),
                   "ALTER ROLE or DATABASE ... RESET dunlin.kek, then dunlin encrypt rotate --new-kek ...",
                   true});
  if (s.remembered_literals > 0)
    out.push_back({fmt::format("{} in pg_stat_statements with a key written out",
                               counted(static_cast<std::size_t>(s.remembered_literals), "statement")),
                   "bind the key as a parameter of set_config(); SELECT pg_stat_statements_reset(), then "
                   "dunlin encrypt rotate --new-kek ...",
                   true});
  return out;
}

namespace {

Error leak_error(const Leak& leak) {
  return refused(leak.what, leak.way_out);
}

}  // namespace

void require_no_stored_key(const std::vector<Leak>& leaks) {
  for (const auto& leak : leaks) {
    if (leak.stored) throw leak_error(leak);
  }
}

void require_no_leak(const std::vector<Leak>& leaks) {
  if (!leaks.empty()) throw leak_error(leaks.front());
}

}  // namespace dunlin::encrypt
