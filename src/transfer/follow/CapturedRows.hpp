#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "sqlite/capture/LoggedRows.hpp"
#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// Rounds by the change log that triggers in the source write: the rows that came are kept in a file
/// (rows.db) until both the target and our copy of the source have them.
class CapturedRows {
 public:
  /// Throws a refused Error when the source can't be captured by triggers.
  CapturedRows(const Workplace& workplace, std::string source);

  const sqlite::Schema& schema() const { return schema_; }
  const std::vector<sqlite::CaptureObject>& objects() const { return objects_; }

  /// What came since our copy was taken; nothing when pages have to be compared.
  std::optional<sqlite::LoggedRows> read(bool keep_log, int wait_ms) const;
  /// Before the target commits `round`, and after it.
  void announce(std::int64_t round) const;
  void advance() const;

  /// Throws a refused Error when this copy of the source, taken page by page, hasn't the triggers.
  void require_capture(const std::string& copy) const;

 private:
  Workplace workplace_;
  std::string source_;
  sqlite::Schema schema_;
  std::vector<sqlite::CaptureObject> objects_;
};

/// Ends a round by triggers that was cut off, for a ledger that has seen `round`: our copy gets its rows when
/// the target has them.
void settle_captured_rows(const Workplace& workplace, std::int64_t round);

}  // namespace dunlin::transfer
