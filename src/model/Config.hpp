#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/Secret.hpp"
#include "model/Migration.hpp"
#include "model/TestConfig.hpp"
#include "model/TransferConfig.hpp"
#include "model/Window.hpp"

namespace dunlin::model {

/// How an edited applied file is judged: by its bytes, or by its SQL without white space and comments.
enum class ChecksumMode { exact, ignore_comments };

/// What an environment allows and how long it waits.
struct Policy {
  std::chrono::milliseconds lock_timeout{2000};    ///< for every lock that could queue traffic
  int lock_retries = 10;                           ///< attempts of a whole segment after the first
  std::chrono::milliseconds statement_timeout{0};  ///< 0: none
  std::chrono::milliseconds concurrent_timeout{6 *
                                               3600'000};   ///< CONCURRENTLY forms: waiting for old snapshots
  bool cancel_blockers = false;                             ///< cancel sessions that block us ...
  std::chrono::milliseconds cancel_blockers_after{30'000};  ///< ... and whose transaction is older than this
  ChecksumMode checksums = ChecksumMode::exact;
  bool require_rollback = false;
  bool additive_only = false;        ///< nothing is dropped, renamed or narrowed
  bool idempotent = false;           ///< what can't be rolled back may simply run again
  bool require_rls = false;          ///< new tables have row level security
  bool require_metadata = false;     ///< files say what they are for, who wrote them and when
  bool require_index_on_fk = false;  ///< foreign keys have an index
  bool non_blocking = false;         ///< nothing blocks writes for as long as a table is large
  std::optional<Window> window;      ///< when migrations may run; none: always

  friend bool operator==(const Policy&, const Policy&) = default;
};

/// [lint]: what `dunlin lint` and the editor ask for when the command line doesn't say.
struct LintConfig {
  std::string profile;           ///< "safe", "strict", "all"; "": safe
  int pg_version = 0;            ///< major; 0: the one that was measured by default
  std::string fail_on;           ///< "error", "warning", "note", "never"; "": warning
  std::vector<std::string> off;  ///< rules that aren't asked
  std::optional<std::vector<std::string>> exposed_schemas;  ///< reachable through an API
  friend bool operator==(const LintConfig&, const LintConfig&) = default;
};

struct Hooks {
  std::string before_run, after_run, before_migration,
      after_migration;  ///< SQL file (*.sql) or a command line
  friend bool operator==(const Hooks&, const Hooks&) = default;
};

/// [encryption]: what `dunlin encrypt` does when the command line doesn't say. Never a key itself.
struct EncryptionConfig {
  std::string key;  ///< where the key-encryption key is: env:NAME, file:/path, cmd:COMMAND; "": not said
  std::int64_t rate = 0;  ///< rows a second; 0: no limit
  std::optional<std::chrono::milliseconds> batch_time, max_lag;
  std::optional<std::chrono::hours> backup_retention;  ///< how long the oldest backup is kept
  friend bool operator==(const EncryptionConfig&, const EncryptionConfig&) = default;
};

struct Environment {
  std::string name;
  Secret url;          ///< libpq URL or keyword string; empty: the project's private PostgreSQL
  int pool_size = 10;  ///< development 10, staging 25, production 100 unless said otherwise
  Policy policy;
  EncryptionConfig encryption;
  friend bool operator==(const Environment&, const Environment&) = default;
};

/// The project as configured: defaults < dunlin.toml < environment variables < flags. Made once, then const.
struct Config {
  std::string root;                 ///< folder of dunlin.toml, or of the recognised project
  std::optional<std::string> file;  ///< dunlin.toml, when there is one
  Dialect dialect = Dialect::dunlin;
  std::string migrations;                ///< folder, absolute
  std::vector<std::string> repeatables;  ///< folders of *.sql that run again when changed, absolute
  std::string rollbacks;                 ///< rollback/ folder, absolute; may not exist
  std::string seed;                      ///< seed.sql, absolute; may not exist
  std::uint64_t max_file_size = std::uint64_t{1} << 30;
  std::map<std::string, std::string> placeholders;  ///< ${name} is expanded only when this isn't empty
  Hooks hooks;
  LintConfig lint;
  TransferConfig transfer;
  TestConfig test;
  std::vector<Environment> environments;
  Environment environment;  ///< the one in force

  friend bool operator==(const Config&, const Config&) = default;
};

}  // namespace dunlin::model
