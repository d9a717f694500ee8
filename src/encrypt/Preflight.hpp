#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// What decides whether bind parameters and statements of sessions like ours end in a log or a view.
struct LoggingSettings {
  std::string log_statement = "none";
  std::int64_t log_min_duration_statement = -1;  ///< milliseconds; -1: off, as in all of these
  std::int64_t log_min_duration_sample = -1;
  double log_statement_sample_rate = 1, log_transaction_sample_rate = 0;
  std::int64_t log_parameter_max_length = -1;  ///< bytes; -1: no limit, 0: parameters aren't logged
  std::int64_t log_parameter_max_length_on_error = 0;
  std::string pgaudit_log;  ///< "" or "none": off
  bool pgaudit_log_parameter = false;
  std::int64_t auto_explain_min_duration = -1;
  std::int64_t auto_explain_parameter_max_length = -1;
  std::vector<std::string> stored;       ///< roles and databases whose settings hold dunlin.kek
  std::int64_t remembered_literals = 0;  ///< statements in pg_stat_statements with a key written out
  bool statements_seen = false;          ///< pg_stat_statements is there and could be read
  friend bool operator==(const LoggingSettings&, const LoggingSettings&) = default;
};

/// Reads them on this session. What a role may not see stays at its default.
LoggingSettings read_logging(postgres::Connection& connection);

/// A way in which a key or a value leaves its place.
struct Leak {
  std::string what;
  std::string way_out;
  bool stored = false;  ///< a key already lies in the database: it is to be replaced
  friend bool operator==(const Leak&, const Leak&) = default;
};

/// Which leaks there are: those that bind parameters (keys, plain values) take when they are sent to the
/// server, and keys that lie in it already.
std::vector<Leak> find_leaks(const LoggingSettings& settings);

/// Throws a refused Error when a key lies in the database.
void require_no_stored_key(const std::vector<Leak>& leaks);
/// Throws a refused Error when the server would log what is sent to it as a parameter.
void require_no_leak(const std::vector<Leak>& leaks);

}  // namespace dunlin::encrypt
