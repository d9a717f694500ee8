#pragma once

#include <string>
#include <vector>

#include "cli/Screen.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "cli/transfer/RunReport.hpp"
#include "cli/transfer/SchemaSteps.hpp"
#include "cli/transfer/Verbs.hpp"
#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/verify/CompareTables.hpp"

namespace dunlin::cli {

/// One `dunlin transfer run` into one server, from the lease to the report.
class RunTransfer {
 public:
  /// Takes the lease. Throws a refused Error for a server that can't be written to.
  RunTransfer(const TransferRequest& request, Screen& screen);

  /// Everything before the move. False when the rows or the structure differ: then nothing may be moved.
  bool load();
  /// The move, and what comes after it.
  void finish();
  /// Counts once more, keeps what was rejected, says what has become of it, and returns the exit code.
  int report();

  const RunResult& result() const { return result_; }

 private:
  Writing take_writing();
  Error applied_already();
  transfer::TransferRow begin();
  void load_tables();
  void compare_loaded(const transfer::CompareRequest& as_loaded);
  void compare_computed(const transfer::CompareRequest& as_loaded, const sqlite::Schema& schema);
  bool is_different() const;
  bool is_reported() const;
  void judge_recorded();
  void count_rows();

  const TransferRequest& request_;
  Screen& screen_;
  const transfer::Mapping mapping_;
  const Target target_;
  postgres::Connection connection_;
  Writing writing_;
  SchemaSteps steps_;
  RunResult result_;
  bool read_back_ = false;  ///< by this run
  bool done_ = false;       ///< an earlier run came to the end
};

}  // namespace dunlin::cli
