#pragma once

#include <optional>
#include <string>

#include "cli/Session.hpp"
#include "cli/transfer/PhaseLog.hpp"
#include "cli/transfer/RunningPhase.hpp"
#include "cli/transfer/Verbs.hpp"
#include "sqlite/Checks.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Fingerprint.hpp"
#include "transfer/Assess.hpp"
#include "transfer/prepare/Preparation.hpp"
#include "transfer/prepare/ServerChecks.hpp"
#include "transfer/schema/Scripts.hpp"

namespace dunlin::cli {

/// The phases of a preparation, in their order; each says what it sees and adds it to the result. Some verbs
/// take only one or two of them.
class Preparing {
 public:
  /// `stamp` is the time in file names and headings.
  Preparing(const TransferRequest& request, PhaseLog& log, std::string stamp);
  ~Preparing();
  Preparing(const Preparing&) = delete;
  Preparing& operator=(const Preparing&) = delete;

  /// Remembers what the source looks like.
  void begin();
  /// 1: the file, its locks and the disks; a copy of it, and what is wrong inside.
  void check_safety();
  /// 2: the second backup, both read back, one compared.
  void back_up();
  /// 3: the server, its rights and settings, the target schema.
  void test_server();
  /// 4: a type for each column, and the schema as three migrations, unless something was refused.
  void make_schema();
  /// 5: what the values of all rows said. When nothing was refused the plan is written and the snapshot
  /// becomes the transfer's.
  void validate();
  /// Takes an earlier plan away when this time something was refused, unless its transfer is under way:
  /// nobody shall load a state of the source that is over.
  void forget_refused();
  /// Compares the source with what begin() saw.
  void end();

  /// The file is damaged, or has values that are too long to be read: nothing beyond can be judged.
  bool damaged() const { return !contents_.damage.empty() || !contents_.long_values.empty(); }
  const transfer::Preparation& result() const { return result_; }
  transfer::Preparation& result() { return result_; }

 private:
  bool is_refused() const;
  void test_other_servers(RunningPhase& phase, const transfer::ServerNeeds& needs);
  std::vector<transfer::Problem> try_on_server(const sqlite::Schema& schema,
                                               transfer::Assessment& assessment);
  transfer::Scripts make_tried_scripts(const sqlite::Schema& schema, const transfer::Assessment& assessment);
  void write_migrations(RunningPhase& phase, const transfer::Scripts& scripts);
  void keep_plan(RunningPhase& phase);

  const TransferRequest& request_;
  PhaseLog& log_;
  transfer::Preparation result_;
  std::optional<sqlite::Fingerprint> before_;
  std::optional<sqlite::SourceCopy> copy_;
  std::optional<Target> target_;
  std::optional<postgres::Connection> connection_;
  sqlite::ContentChecks contents_;
  bool kept_ = false;  ///< the snapshot has become the transfer's
};

/// --wait in milliseconds.
int wait_ms(const Invocation& invocation);

/// The folders [transfer] directory holds.
std::filesystem::path backups_folder(const model::Config& config);
std::filesystem::path reports_folder(const model::Config& config);
std::filesystem::path logs_folder(const model::Config& config);

}  // namespace dunlin::cli
