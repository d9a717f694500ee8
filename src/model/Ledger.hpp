#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/Version.hpp"

namespace dunlin::model {

/// What an entry of the ledger records.
enum class EntryKind { up, down, repeatable, baseline, adopted, forgotten };
std::string to_string(EntryKind kind);
EntryKind parse_entry_kind(const std::string& text);

/// A completed entry is `done`; one given up half-way (rolled back instead of finished) is `abandoned`.
enum class EntryState { open, done, abandoned };

/// One row of dunlin.ledger with its completion: an application (or rollback) of one migration.
struct LedgerEntry {
  std::int64_t position = 0;  ///< 1, 2, ... in the order of application
  std::string hash;           ///< chained: covers the previous entry's hash
  std::string previous;
  EntryKind kind = EntryKind::up;
  EntryState state = EntryState::done;
  Version version;
  std::string name;
  std::string file;          ///< as it was named on the machine that ran it
  std::string checksum;      ///< of the file
  std::string sql_checksum;  ///< of its tokens: white space and comments don't count
  std::string applied_at;    ///< ISO 8601, UTC; of completion, or of the beginning while open
  std::int64_t run = 0;
  bool has_rollback = false;

  /// Of a repeatable, or forgets one: these have a name and no version.
  bool repeatable() const {
    return kind == EntryKind::repeatable || (kind == EntryKind::forgotten && version.text.empty());
  }
  friend bool operator==(const LedgerEntry&, const LedgerEntry&) = default;
};

/// "007_add_users" or "R__views": how messages name an entry.
std::string label(const LedgerEntry& entry);

/// One row of dunlin.journal: a statement of an entry.
struct JournalRow {
  int segment = 0;
  int statement = 0;  ///< index within the script, from 0
  std::string kind;   ///< to_string(StatementKind)
  std::string
      state;  ///< "done", or "intent" for a statement that runs alone and isn't known to have finished
  std::string sql;
  std::string sql_hash;
  std::string intent;  ///< JSON: what the verifier needs to know (table OID, index name, ...)
  friend bool operator==(const JournalRow&, const JournalRow&) = default;
};

/// Everything the target says about what ran on it.
struct History {
  bool installed = false;             ///< schema dunlin exists
  std::vector<LedgerEntry> entries;   ///< by position
  std::vector<JournalRow> open_rows;  ///< journal of the last entry, when that is open

  /// The entry that was begun and not completed, or nullptr.
  const LedgerEntry* open_entry() const {
    return !entries.empty() && entries.back().state == EntryState::open ? &entries.back() : nullptr;
  }
  /// Of the open entry: the statement that began outside of a transaction and isn't known to have finished,
  /// or nullptr.
  const JournalRow* open_intent() const;
  /// Hash of the last entry: what the next one's `previous` has to be.
  std::string head() const;
  /// The versioned migrations in force, in the order in which they were applied.
  std::vector<const LedgerEntry*> applied() const;
  /// The last completed run of the repeatable of that name, or nullptr; also when it was forgotten since.
  const LedgerEntry* last_repeatable(const std::string& name) const;
  /// Of each repeatable that isn't forgotten the last completed run, in the order of application.
  std::vector<const LedgerEntry*> repeatables() const;

  /// The same was begun, run and completed; whether the schema was there already doesn't matter.
  friend bool operator==(const History& a, const History& b) {
    return a.entries == b.entries && a.open_rows == b.open_rows;
  }
};

/// `previous` of the very first entry.
extern const std::string k_genesis;

}  // namespace dunlin::model
