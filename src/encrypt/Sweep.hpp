#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encrypt/BatchPace.hpp"
#include "encrypt/EncryptedColumn.hpp"
#include "encrypt/Throttle.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// How gently a sweep goes.
struct SweepOptions {
  std::chrono::milliseconds batch{200};  ///< how long a batch, and with it its row locks, should take
  std::int64_t rate = 0;                 ///< rows a second; 0: no limit
  std::chrono::milliseconds max_lag{10'000};
  std::chrono::milliseconds lock_timeout{2'000};
  int lock_retries = 30;
};

/// What a sweep does to the rows of one column, as plain SQL parts and a function.
struct SweepWork {
  std::string operation;  ///< names its checkpoint
  std::string condition;  ///< which rows still are to be done, over the alias t; also what makes it resumable
  std::string source;     ///< the column that is read
  bool writes_value = true;
  bool writes_salt = false;
  bool writes_index = false;
};

struct SweepRow {
  std::vector<std::string_view> key;
  std::string_view value;
  std::string_view salt;
};

struct NewValue {
  std::string encrypted;
  std::string salt;
  std::string index;
};

/// The new value of a row; nothing leaves the row as it is, and counts it as bad.
using Transform = std::function<std::optional<NewValue>(const SweepRow&)>;

struct SweepProgress {
  std::int64_t rows = 0;
  std::int64_t batches = 0;
  std::int64_t batch_rows = 0;
  std::string waits_for;  ///< "" while it works
};
using SweepObserver = std::function<void(const SweepProgress&)>;

struct SweepResult {
  std::int64_t rows = 0;
  std::int64_t batches = 0;
  std::int64_t bad = 0;
  std::vector<std::string> bad_keys;  ///< of the first hundred
  bool resumed = false;               ///< a killed run had come some way
  friend bool operator==(const SweepResult&, const SweepResult&) = default;
};

/// Goes over a table in the order of its key, batch by batch: a batch locks its rows, changes them, and
/// commits with the checkpoint. Rows that others hold are passed over and done in the passes after the first,
/// which wait for them. Killed at any instant, the next run goes on: what is to be done is a condition on the
/// rows themselves, and the checkpoint only says where to look first.
class Sweep {
 public:
  Sweep(postgres::Connection& connection, const EncryptedColumn& column, SweepWork work, Transform transform,
        const SweepOptions& options, SweepObserver observer);

  /// Throws an interrupted Error on Ctrl-C (what was committed stays), and a lock_timeout Error for a lock
  /// that nobody lets go of.
  SweepResult run();

 private:
  using Key = std::vector<std::string>;
  struct Batch {
    std::int64_t asked = 0, seen = 0, written = 0;
    std::optional<Key> last;
  };

  void make_batch_table();
  void read_checkpoint();
  std::int64_t pass(bool first);
  Batch batch_with_retries(bool first);
  Batch batch(bool first);
  std::string read_query(bool first) const;
  std::string rows_for_copy(const postgres::Result& rows, Batch& batch, SweepResult& after);
  void write(const std::string& copied);
  void write_checkpoint(const Batch& batch);
  void finish();
  void report(const std::string& waits_for = {}, std::int64_t batch_rows = 0) const;

  postgres::Connection& connection_;
  const EncryptedColumn& column_;
  const SweepWork work_;
  const Transform transform_;
  const SweepOptions options_;
  const SweepObserver observer_;
  BatchPace pace_;
  Throttle throttle_;
  std::optional<Key> after_;  // where the pass is
  SweepResult result_;
};

}  // namespace dunlin::encrypt
