#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/follow/ApplyDelta.hpp"
#include "transfer/follow/CapturedRows.hpp"
#include "transfer/follow/SnapshotPair.hpp"

namespace dunlin::transfer {

/// One round: what it looked at, what it changed, and how long each part took.
struct Round {
  std::int64_t number = 0;  ///< of the ledger after it
  std::vector<AppliedTable> tables;
  Quiet quiet = Quiet::replication_role;
  std::uint64_t pages = 0;  ///< 0: the change log was read, and no pages compared
  std::uint64_t changed_pages = 0;
  std::uint64_t logged_keys = 0;
  std::vector<std::string> objects;  ///< see changed_objects()
  std::chrono::milliseconds copied{0}, compared{0}, applied{0};

  std::int64_t rows() const;
  std::chrono::milliseconds duration() const { return copied + compared + applied; }
};

/// Applies what the source's writers do to the target, round by round. Each round is one transaction together
/// with the ledger's row, so that a kill at any instant loses and doubles nothing.
class Follower {
 public:
  /// Takes up where the last command ended. Throws a refused Error when our copy of the source isn't the one
  /// that the ledger names.
  Follower(postgres::Connection& connection, TransferRow row, Mapping mapping, const Workplace& workplace);

  /// Copies the source, compares, applies. `also` is called in the transaction, after the delta; without it
  /// a round that finds no difference writes nothing. Throws a findings Error for what can't be applied:
  /// nothing of the round is stored then.
  Round round(const std::function<void()>& also = {});

  /// From now on rounds read the change log that triggers in the source write, which must be installed. Pages
  /// are compared where that can't tell everything: at first, after VACUUM, after a change of the schema.
  void capture_by_triggers(CapturedRows captured);

  /// From now on the source's WAL, if it has one, keeps what comes, so that rounds read only that. It grows:
  /// for the moments before a switch.
  void hold_source();
  void release_source() { pair_.release_wal(); }
  /// Does ahead what the next round would begin with.
  void catch_up() { pair_.catch_up(); }

  const TransferRow& row() const { return row_; }
  const Mapping& mapping() const { return mapping_; }
  const Workplace& workplace() const { return pair_.workplace(); }
  postgres::Connection& connection() { return connection_; }

  /// Writes the digest of our copy into the ledger; not part of a round because it reads the whole file.
  void record_digest();

 private:
  // Where a round's rows come from, and how our copy of the source follows the target's commit.
  struct Coming {
    const sqlite::SnapshotDiff& rows;
    std::filesystem::path after;
    sqlite::Schema schema;
    std::function<void(std::int64_t)> announce;
    std::function<void()> advance;
  };
  sqlite::SnapshotDiff compare();
  std::vector<std::string> compare_objects(const sqlite::SnapshotDiff& diff) const;
  Round round_by_pages(const std::function<void()>& also);
  std::optional<Round> round_by_log(const std::function<void()>& also);
  void set_sequences_of(const AppliedDelta& applied, const sqlite::Schema& schema);
  AppliedDelta commit(const Coming& coming, const std::function<void()>& also);

  postgres::Connection& connection_;
  TransferRow row_;
  Mapping mapping_;
  SnapshotPair pair_;
  std::vector<sqlite::ComparedTable> compared_;
  std::optional<CapturedRows> captured_;
  bool keep_log_ = false;
  std::map<std::string, std::int64_t> sequences_;  // of the source's tables, as the last round set them
};

/// How long rounds go on. With a budget, ten rounds that don't get shorter are the end.
struct FollowLimits {
  std::chrono::milliseconds budget{0};  ///< a round this short is short enough; 0: none is
  std::int64_t rounds = 0;              ///< at most so many; 0: no limit
  std::chrono::milliseconds every{0};   ///< from the begin of one to the begin of the next
};

enum class FollowEnd { within_budget, rounds_done, interrupted, not_shrinking };

/// The last rounds before a fence: they hold the source's WAL (see Follower::hold_source) and go on until one
/// takes a tenth of a second or isn't a fifth shorter than the one before, or ten are done.
void close_in(Follower& follower, const std::function<void(const Round&)>& observer);

/// Rounds until one is within the budget, all are done, or Ctrl-C.
FollowEnd follow(Follower& follower, const FollowLimits& limits,
                 const std::function<void(const Round&)>& observer);

}  // namespace dunlin::transfer
