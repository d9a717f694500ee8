#include "encrypt/Sweep.hpp"

#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "encrypt/Bytes.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

using Clock = std::chrono::steady_clock;
using postgres::Parameters;
using postgres::Sql;
using std::chrono::milliseconds;

constexpr std::size_t k_most_bad_keys = 100;
constexpr int k_most_passes = 4;

// COPY's text format (PostgreSQL docs, COPY, File Formats).
void add_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default: out += c;
    }
  }
}

std::string key_text(const std::vector<std::string_view>& key) {
  std::string out;
  for (const auto part : key) {
    if (!out.empty()) out += ',';
    out += part;
  }
  return out;
}

}  // namespace

Sweep::Sweep(postgres::Connection& connection, const EncryptedColumn& column, SweepWork work,
             Transform transform, const SweepOptions& options, SweepObserver observer)
    : connection_(connection),
      column_(column),
      work_(std::move(work)),
      transform_(std::move(transform)),
      options_(options),
      observer_(std::move(observer)),
      pace_(options.batch),
      throttle_(connection, options.rate, options.max_lag, [this](const std::string& why) { report(why); }) {}

SweepResult Sweep::run() {
  if (connection_.facts().pooled)
    throw refused("bulk work needs a session of its own, and there is a connection pooler in between",
                  "say the server's own address with --db-url");
  make_batch_table();
  read_checkpoint();
  pass(true);
  // Rows that others held, and what was written behind the pass. A stream of such rows isn't chased for ever.
  for (int number = 1; number < k_most_passes; ++number) {
    after_.reset();
    if (pass(false) == 0) break;
  }
  finish();
  return result_;
}

// Where the new values arrive before they go to their rows; it ends with the session.
void Sweep::make_batch_table() {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < column_.key.size(); ++i)
    columns.push_back(fmt::format("{} AS k{}", quote_identifier(column_.key[i]), i));
  if (work_.writes_value) columns.push_back(quote_identifier(column_.encrypted) + " AS encrypted");
  if (work_.writes_salt) columns.push_back(quote_identifier(*column_.salt) + " AS salt");
  if (work_.writes_index) columns.push_back(quote_identifier(*column_.index) + " AS bidx");
  connection_.exec("DROP TABLE IF EXISTS pg_temp.dunlin_encrypt_batch");
  connection_.exec(Sql::trusted(fmt::format(
      "CREATE TEMP TABLE dunlin_encrypt_batch ON COMMIT DELETE ROWS AS SELECT {} FROM {} WITH NO DATA",
      join(columns, ", "), column_.quoted_table())));
}

void Sweep::read_checkpoint() {
  const auto row = connection_.exec(
      "SELECT array_to_json(last_key) FROM dunlin_pack.encryption_checkpoint "
      "WHERE relation = $1::bigint::oid AND encrypted_column = $2 AND operation = $3 AND NOT finished AND "
      "last_key IS NOT NULL",
      {std::to_string(column_.relation), column_.encrypted, work_.operation});
  if (row.rows() == 0) return;
  const Json key = Json::parse(row.text(0, 0));
  Key last;
  for (const auto& part : *key.elements()) last.push_back(*part.string());
  if (last.size() != column_.key.size())
    return;  // the table has got another key: begin anew, nothing is lost
  after_ = std::move(last);
  result_.resumed = true;
}

std::int64_t Sweep::pass(bool first) {
  std::int64_t written = 0;
  result_.bad = 0;  // each pass meets those that were left again
  result_.bad_keys.clear();
  while (true) {
    throttle_.before_batch(result_.rows);
    const auto began = Clock::now();
    const Batch done = batch_with_retries(first);
    const bool full = done.seen == done.asked;
    if (full)
      pace_.learn(done.asked, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began));
    written += done.written;
    if (done.last) after_ = done.last;
    if (!full) return written;
    report({}, done.written);
  }
}

Sweep::Batch Sweep::batch_with_retries(bool first) {
  Batch out;
  throttle_.retry_while_locked(
      column_.name(), options_.lock_retries, [&] { out = batch(first); }, [&] { pace_.give_way(); });
  return out;
}

Sweep::Batch Sweep::batch(bool first) {
  Batch out{.asked = pace_.rows()};
  SweepResult after = result_;
  postgres::Transaction transaction(connection_);
  // A table is found by its key: after a load its statistics may say anything. Rows that a policy hides would
  // stay in the clear: row_security = off makes that an error.
  connection_.exec(
      "SELECT set_config('lock_timeout', $1, true), set_config('enable_sort', 'off', true), "
      "set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), "
      "set_config('row_security', 'off', true), set_config('TimeZone', 'UTC', true)",
      {std::to_string(options_.lock_timeout.count())});
  Parameters parameters;
  if (after_) parameters.assign(after_->begin(), after_->end());
  const auto rows = connection_.exec(Sql::trusted(read_query(first)), parameters);
  kill_point("encrypt-read");
  if (rows.rows() == 0) return out;
  const auto copied = rows_for_copy(rows, out, after);
  if (!copied.empty()) write(copied);
  write_checkpoint(out);
  kill_point("encrypt-written");
  transaction.commit();
  kill_point("encrypt-committed");
  after.rows += out.written;
  ++after.batches;
  result_ = std::move(after);
  return out;
}

std::string Sweep::read_query(bool first) const {
  std::vector<std::string> columns, key, bounds;
  for (std::size_t i = 0; i < column_.key.size(); ++i) {
    key.push_back("t." + quote_identifier(column_.key[i]));
    columns.push_back(fmt::format("to_jsonb({}) #>> '{{}}'", key.back()));
    bounds.push_back(fmt::format("${}::{}", i + 1, column_.key_types[i]));
  }
  columns.push_back("t." + quote_identifier(work_.source));
  columns.push_back(column_.salt && !work_.writes_salt ? "t." + quote_identifier(*column_.salt) : "NULL");
  const auto behind = after_ ? fmt::format(" AND ({}) > ({})", join(key, ", "), join(bounds, ", ")) : "";
  // NO KEY UPDATE lets rows be referenced meanwhile (PostgreSQL docs, 13.3.2).
  return fmt::format("SELECT {} FROM {} AS t WHERE {}{} ORDER BY {} LIMIT {} FOR NO KEY UPDATE OF t{}",
                     join(columns, ", "), column_.quoted_table(), work_.condition, behind, join(key, ", "),
                     pace_.rows(), first ? " SKIP LOCKED" : "");
}

std::string Sweep::rows_for_copy(const postgres::Result& rows, Batch& batch, SweepResult& after) {
  const int keys = static_cast<int>(column_.key.size());
  std::string out;
  SweepRow row{.key = std::vector<std::string_view>(column_.key.size()), .value = {}, .salt = {}};
  for (int number = 0; number < rows.rows(); ++number) {
    for (int i = 0; i < keys; ++i) row.key[static_cast<std::size_t>(i)] = rows.text(number, i);
    row.value = rows.text(number, keys);
    row.salt = rows.text(number, keys + 1);
    const auto made = transform_(row);
    if (!made) {
      ++after.bad;
      if (after.bad_keys.size() < k_most_bad_keys) after.bad_keys.push_back(key_text(row.key));
      continue;
    }
    for (const auto part : row.key) {
      add_escaped(out, part);
      out += '\t';
    }
    if (work_.writes_value) (out += made->encrypted) += '\t';
    if (work_.writes_salt) (out += made->salt) += '\t';
    if (work_.writes_index) ((out += "\\\\x") += to_hex(made->index)) += '\t';
    out.back() = '\n';
    ++batch.written;
  }
  batch.seen = rows.rows();
  batch.last = Key(row.key.begin(), row.key.end());
  return out;
}

void Sweep::write(const std::string& copied) {
  connection_.copy_in("COPY pg_temp.dunlin_encrypt_batch FROM STDIN", copied);
  kill_point("encrypt-copied");
  std::vector<std::string> same;
  for (std::size_t i = 0; i < column_.key.size(); ++i)
    same.push_back(fmt::format("t.{} = b.k{}", quote_identifier(column_.key[i]), i));
  std::vector<std::string> set;
  if (work_.writes_value) set.push_back(quote_identifier(column_.encrypted) + " = b.encrypted");
  if (work_.writes_salt) set.push_back(quote_identifier(*column_.salt) + " = b.salt");
  if (work_.writes_index) set.push_back(quote_identifier(*column_.index) + " = b.bidx");
  connection_.exec(
      Sql::trusted(fmt::format("UPDATE {} AS t SET {} FROM pg_temp.dunlin_encrypt_batch AS b WHERE {}",
                               column_.quoted_table(), join(set, ", "), join(same, " AND "))));
}

void Sweep::write_checkpoint(const Batch& batch) {
  connection_.exec(
      "INSERT INTO dunlin_pack.encryption_checkpoint AS c (relation, encrypted_column, operation, last_key, "
      "rows_done, batches) "
      "VALUES ($1::bigint::oid, $2, $3, $4::text[], $5::bigint, 1) "
      "ON CONFLICT (relation, encrypted_column, operation) DO UPDATE SET last_key = excluded.last_key, "
      "rows_done = c.rows_done + excluded.rows_done, batches = c.batches + 1, finished = false, updated_at = "
      "now()",
      {std::to_string(column_.relation), column_.encrypted, work_.operation,
       postgres::array_literal(*batch.last), std::to_string(batch.written)});
}

void Sweep::finish() {
  connection_.exec(
      "UPDATE dunlin_pack.encryption_checkpoint SET finished = true, last_key = NULL, updated_at = now() "
      "WHERE relation = $1::bigint::oid AND encrypted_column = $2 AND operation = $3",
      {std::to_string(column_.relation), column_.encrypted, work_.operation});
  connection_.exec("DROP TABLE IF EXISTS pg_temp.dunlin_encrypt_batch");
}

void Sweep::report(const std::string& waits_for, std::int64_t batch_rows) const {
  if (observer_) observer_({result_.rows, result_.batches, batch_rows, waits_for});
}

}  // namespace dunlin::encrypt
