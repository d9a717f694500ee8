#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/Json.hpp"
#include "model/Plan.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// SQL with its parameters, ready to be sent in whatever way the executor has chosen.
struct Command {
  postgres::Sql sql;
  postgres::Parameters parameters;
  bool repeated = false;  ///< the same SQL comes with each migration
};

/// Which ledger entry is being written.
struct EntryKey {
  std::string hash;
  std::string previous;
  std::int64_t position = 0;
  std::int64_t run = 0;
};

/// One statement as the journal records it.
struct JournalStatement {
  int ordinal = 0;  ///< among the statements that run (BEGIN and COMMIT don't count), from 0
  int segment = 0;
  model::StatementKind kind = model::StatementKind::ordinary;
  std::string_view sql;
  std::string_view data;  ///< COPY data: recorded as hash and size
  bool seen = false;  ///< its row was there when the entry was read: an intent, or an assertion checked again
};

/// The row that begins an entry. First in its transaction: the foreign key to the predecessor's completion
/// fails it when anything before it hasn't finished.
Command ledger_row(const EntryKey& key, const model::Step& step, const std::string& reason);
/// A statement that has run in the transaction of which this is part.
Command done_row(const EntryKey& key, const JournalStatement& statement);
/// A statement that is going to run alone.
Command intent_row(const EntryKey& key, const JournalStatement& statement, const Json& intent);
/// The statement of the intent row has been verified.
Command intent_done(const EntryKey& key, int ordinal);
/// The last segment has committed.
Command completion_row(const EntryKey& key, const std::string& outcome, const std::string& checksum,
                       const std::string& sql_checksum);

}  // namespace dunlin::migrate
