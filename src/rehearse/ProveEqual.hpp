#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "rehearse/Comparison.hpp"
#include "rehearse/PreparedHistory.hpp"
#include "rehearse/RunScripts.hpp"
#include "rehearse/ScratchServer.hpp"
#include "rehearse/Scripts.hpp"

namespace dunlin::rehearse {

struct ProofOptions {
  int rows_per_table = 200;  ///< generated before the two sides run; 0: empty tables
  unsigned seed = 1;         ///< of the generator: the same rows every time
  bool ignore_column_order = false;
  bool compare_data = true;
  std::string rows_sql;  ///< run before the rows are generated: statements that put some in
  std::string left_name = "the original";
  std::string right_name = "the other";
  std::chrono::milliseconds statement_timeout{120'000};
};

/// The rows that the two sides met.
enum class RowKind {
  none,     ///< empty tables
  any,      ///< whatever the schema before allows, NULLs among them
  fitting,  ///< rows that also satisfy what the first side's schema demands
  full,     ///< the same without NULLs
};

/// Both sides, run on copies of one database.
struct Trial {
  RowKind kind = RowKind::none;
  std::int64_t rows = 0;              ///< in all tables, before
  std::vector<std::string> unfilled;  ///< tables for which no row could be found, and why
  RunOutcome left, right;
  std::vector<Difference> schema;  ///< looked at only when both are done, like what follows
  std::vector<Difference> data;
  Mask volatile_columns;  ///< compared by NULL-ness and distinctness only

  bool both_done() const { return left.done && right.done; }
  /// Both refuse these rows: 23502 (not null) and 23514 (check) are the same refusal said in two ways.
  bool both_refuse_rows() const { return left.failed_on_rows() && right.failed_on_rows(); }
  bool agrees() const { return both_refuse_rows() || (both_done() && schema.empty() && data.empty()); }
};

enum class Verdict {
  equal,
  different,
  unproven,  ///< nothing can be said: `obstacle` tells why
};

struct Proof {
  Verdict verdict = Verdict::unproven;
  std::string obstacle;
  std::vector<Trial> trials;
  std::vector<std::string> notes;  ///< what a reader has to know about the proof's limits
};

/// Runs `before`, then `left` and `right`, each on a copy, and compares schema and rows. Needs a pg_dump for
/// the server's version; without one the proof is unproven, and says so. Throws an interrupted Error.
Proof prove_equal(ScratchServer& server, const Scripts& before, const Scripts& left, const Scripts& right,
                  const ProofOptions& options);

/// The same for one of several proofs, which share what comes before: `history` is brought to `before`.
Proof prove_equal(ScratchServer& server, PreparedHistory& history, const Scripts& before, const Scripts& left,
                  const Scripts& right, const ProofOptions& options);

/// What the trials say together. Pure.
Verdict judge(const std::vector<Trial>& trials);

/// A few lines for people; the first is the verdict.
std::vector<std::string> describe(const Proof& proof, const ProofOptions& options);

}  // namespace dunlin::rehearse
