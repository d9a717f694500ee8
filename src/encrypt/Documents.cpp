#include "encrypt/Documents.hpp"

#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/Error.hpp"
#include "base/KillPoint.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/DocumentPieces.hpp"
#include "encrypt/Rotate.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

using Clock = std::chrono::steady_clock;
using postgres::Sql;

constexpr std::size_t k_most_named = 100;
constexpr int k_document_passes = 4;
constexpr int k_documents_at_once = 100;
constexpr char k_first_id[] = "00000000-0000-0000-0000-000000000000";

DocumentHeader header_of(const postgres::Result& rows, int row) {
  return {.id = rows.string(row, 0),
          .kid = static_cast<int>(rows.number(row, 1)),
          .salt = rows.string(row, 2),
          .bytes = rows.number(row, 3),
          .pieces = rows.number(row, 4)};
}

// Goes over the documents by their ids, some in a transaction: as many as fit into the time of a batch.
class DocumentSweep {
 public:
  DocumentSweep(postgres::Connection& connection, KeyRing& keys, const SweepOptions& options,
                SweepObserver observer)
      : connection_(connection),
        keys_(keys),
        options_(options),
        observer_(std::move(observer)),
        kid_(keys.active(k_document_purpose)),
        cipher_(*keys.cipher(kid_, k_document_purpose)),
        throttle_(connection, options.rate, options.max_lag,
                  [this](const std::string& why) { report(why); }) {}

  SweepResult run() {
    if (connection_.facts().pooled)
      throw refused("bulk work needs a session of its own, and there is a connection pooler in between",
                    "say the server's own address with --db-url");
    read_checkpoint();
    pass(true);
    for (int number = 1; number < k_document_passes; ++number) {
      after_ = k_first_id;
      if (pass(false) == 0) break;
    }
    write_checkpoint(after_, true);
    return result_;
  }

 private:
  struct Progress {
    SweepResult result;
    std::string after;
    std::int64_t pieces = 0;
    bool end = false;
  };

  std::int64_t pass(bool first) {
    const auto before = result_.rows;
    result_.bad = 0;  // each pass meets those that were left again
    result_.bad_keys.clear();
    for (bool end = false; !end;) {
      throttle_.before_batch(pieces_);
      Progress done;
      throttle_.retry_while_locked(
          "encrypted documents", options_.lock_retries, [&] { done = batch(first); }, [] {});
      result_ = std::move(done.result);
      after_ = std::move(done.after);
      pieces_ = done.pieces;
      end = done.end;
      report({});
    }
    return result_.rows - before;
  }

  Progress batch(bool first) {
    Progress out{.result = result_, .after = after_, .pieces = pieces_};
    const auto until = Clock::now() + options_.batch;
    postgres::Transaction transaction(connection_);
    connection_.exec("SELECT set_config('lock_timeout', $1, true), set_config('row_security', 'off', true)",
                     {std::to_string(options_.lock_timeout.count())});
    // Nobody deletes a document while it is at work; readers see the old pieces until the commit.
    const auto rows = connection_.exec(
        Sql::trusted(fmt::format(
            "SELECT id, kid, salt, bytes, chunks FROM dunlin_pack.encrypted_document WHERE kid <> $1::int "
            "AND id > $2::uuid ORDER BY id LIMIT $3::int FOR NO KEY UPDATE{}",
            first ? " SKIP LOCKED" : "")),
        {std::to_string(kid_), after_, std::to_string(k_documents_at_once)});
    int row = 0;
    while (row < rows.rows() && (row == 0 || Clock::now() < until)) {
      const auto document = header_of(rows, row++);
      renew(document, out);
      out.after = document.id;
    }
    out.end = row == rows.rows() && rows.rows() < k_documents_at_once;
    if (row > 0) {
      ++out.result.batches;
      write_checkpoint(out.after, false);
    }
    kill_point("encrypt-document-written");
    transaction.commit();
    kill_point("encrypt-document-committed");
    return out;
  }

  void renew(const DocumentHeader& document, Progress& out) {
    Cipher* before = keys_.cipher(document.kid, k_document_purpose);
    if (before != nullptr) {
      connection_.exec("SAVEPOINT dunlin_document");
      const auto wrong =
          open_pieces(connection_, document, *before, [&](std::int64_t number, const std::string& plain) {
            write(document, number, plain);
            ++out.pieces;
          });
      if (wrong.empty()) {
        connection_.exec("UPDATE dunlin_pack.encrypted_document SET kid = $2::int WHERE id = $1::uuid",
                         {document.id, std::to_string(kid_)});
        connection_.exec("RELEASE SAVEPOINT dunlin_document");
        ++out.result.rows;
        return;
      }
      connection_.exec("ROLLBACK TO SAVEPOINT dunlin_document");
    }
    ++out.result.bad;
    if (out.result.bad_keys.size() < k_most_named) out.result.bad_keys.push_back(document.id);
  }

  void write(const DocumentHeader& document, std::int64_t number, const std::string& plain) {
    connection_.exec(
        "UPDATE dunlin_pack.encrypted_document_chunk SET body = $3::bytea WHERE document = $1::uuid AND "
        "chunk = $2::int",
        {document.id, std::to_string(number),
         "\\x" + to_hex(cipher_.seal(Format::v1, plain, piece_context(document, number), document.salt,
                                     random_))});
    kill_point("encrypt-piece-written");
  }

  void read_checkpoint() {
    const auto row = connection_.exec(
        "SELECT last_key[1]::uuid FROM dunlin_pack.encryption_checkpoint WHERE relation = "
        "'dunlin_pack.encrypted_document'::regclass AND operation = $1 AND NOT finished AND last_key IS NOT "
        "NULL",
        {rotation_name(kid_)});
    if (row.rows() == 0) return;
    after_ = row.string(0, 0);
    result_.resumed = true;
  }

  void write_checkpoint(const std::string& after, bool finished) {
    connection_.exec(
        "INSERT INTO dunlin_pack.encryption_checkpoint AS c (relation, encrypted_column, operation, "
        "last_key, finished, batches) VALUES ('dunlin_pack.encrypted_document'::regclass, 'body', $1, "
        "CASE WHEN NOT $3::boolean THEN ARRAY[$2] END, $3::boolean, 1) "
        "ON CONFLICT (relation, encrypted_column, operation) DO UPDATE SET last_key = excluded.last_key, "
        "batches = c.batches + 1, finished = excluded.finished, updated_at = now()",
        {rotation_name(kid_), after, finished ? "true" : "false"});
  }

  void report(const std::string& waits_for) const {
    if (observer_) observer_({result_.rows, result_.batches, 0, waits_for});
  }

  postgres::Connection& connection_;
  KeyRing& keys_;
  const SweepOptions options_;
  const SweepObserver observer_;
  const int kid_;
  Cipher& cipher_;
  RandomBytes random_;
  Throttle throttle_;
  std::string after_ = k_first_id;
  std::int64_t pieces_ = 0;
  SweepResult result_;
};

}  // namespace

DocumentCoverage read_document_coverage(postgres::Connection& connection) {
  const auto rows = connection.exec(R"(
    SELECT d.kid, count(*), count(*) FILTER (WHERE d.chunks <> (
             SELECT count(*) FROM dunlin_pack.encrypted_document_chunk k WHERE k.document = d.id))
    FROM dunlin_pack.encrypted_document d GROUP BY d.kid)");
  DocumentCoverage out;
  for (int row = 0; row < rows.rows(); ++row) {
    out.keys[static_cast<int>(rows.number(row, 0))] = rows.number(row, 1);
    out.documents += rows.number(row, 1);
    out.incomplete += rows.number(row, 2);
  }
  return out;
}

Verification verify_documents(postgres::Connection& connection, KeyRing& keys, std::size_t list,
                              const VerifyObserver& observer) {
  Verification out;
  postgres::Transaction transaction(connection);
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection.exec("SELECT set_config('row_security', 'off', true)");
  std::string after = k_first_id;
  while (true) {
    const auto rows = connection.exec(
        "SELECT id, kid, salt, bytes, chunks FROM dunlin_pack.encrypted_document WHERE id > $1::uuid ORDER "
        "BY id LIMIT $2::int",
        {after, std::to_string(k_documents_at_once)});
    if (rows.rows() == 0) break;
    for (int row = 0; row < rows.rows(); ++row) {
      const auto document = header_of(rows, row);
      Cipher* cipher = keys.cipher(document.kid, k_document_purpose);
      std::string_view wrong = cipher == nullptr
                                   ? "unknown_key"
                                   : open_pieces(connection, document, *cipher, [](auto, const auto&) {});
      if (wrong.empty() && keys.is_retired(document.kid)) wrong = "retired_key";
      ++out.rows;
      if (wrong.empty()) continue;
      ++out.bad;
      if (out.listed.size() < list) out.listed.push_back({document.id, std::string(wrong)});
    }
    after = rows.string(rows.rows() - 1, 0);
    if (observer) observer(out.rows);
  }
  transaction.commit();
  return out;
}

SweepResult reencrypt_documents(postgres::Connection& connection, KeyRing& keys, const SweepOptions& options,
                                const SweepObserver& observer) {
  return DocumentSweep(connection, keys, options, observer).run();
}

bool documents_finished(postgres::Connection& connection, int kid) {
  return connection
             .exec(
                 "SELECT 1 FROM dunlin_pack.encryption_checkpoint WHERE relation = "
                 "'dunlin_pack.encrypted_document'::regclass AND operation = $1 AND finished",
                 {rotation_name(kid)})
             .rows() > 0;
}

}  // namespace dunlin::encrypt
