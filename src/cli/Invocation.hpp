#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dunlin::cli {

/// What the user typed, as plain values. Options that a command doesn't have stay as they are here.
struct Invocation {
  std::string command;                 ///< canonical name: "migrate" also for "up" and "db push"
  std::vector<std::string> arguments;  ///< what isn't an option

  // every command
  std::optional<std::string> environment;
  std::optional<std::string> db_url;
  std::optional<std::string> config;
  std::optional<std::string> directory;
  bool json = false;
  bool quiet = false;
  bool no_color = false;
  bool yes = false;

  // what runs
  std::optional<std::string> to;
  std::optional<int> steps;
  std::optional<std::int64_t> run;
  std::vector<std::string> include_tags;
  std::vector<std::string> exclude_tags;
  std::string phase;
  bool include_all = false;
  bool include_seed = false;
  bool counts = false;
  std::optional<std::string> file;
  bool dry_run = false;
  bool drop_data = false;
  int window = 1;

  // waiting
  std::string wait = "5s";
  std::string orphan = "wait";
  std::optional<std::string> lock_timeout;
  std::optional<int> lock_retries;
  bool cancel_blockers = false;

  // status, log, purge
  bool check = false;
  bool verify = false;
  std::optional<std::string> anchor;  ///< file outside of the database with the seals of the audit log
  bool all = false;
  int limit = 20;

  // lint
  std::string profile;  ///< "safe", "strict", "all"; "": dunlin.toml's, or safe
  std::optional<int> pg_version;
  std::string fail_on;  ///< "": dunlin.toml's, or warning
  std::string format;   ///< "sarif", "github", "gitlab", "junit", "json"; "": text
  std::optional<std::string> baseline_file;
  bool update_baseline = false;
  std::optional<std::string> explain;
  std::optional<std::string> schema;  ///< a dump that stands for what is there
  bool list_rules = false;
  bool effects = false;
  bool fix = false;

  // audit
  std::optional<std::string> output;
  std::optional<std::string> consolidate;
  std::optional<std::string> before_file;
  bool tolerate_errors = false;

  // migrate: what a policy demands and this run does without
  std::vector<std::string> accept_rules;

  // transfer
  std::vector<std::string> sources;  ///< SQLite files
  std::optional<int> connections;
  std::optional<std::string> budget, capture, every;
  std::optional<int> rounds;
  bool drop = false;
  bool restart = false;

  // verify, test rls
  std::optional<std::string> save, against;  ///< files with the rows of each table, with a matrix

  // pack
  std::vector<std::string> parameters;  ///< "name=value"

  // encrypt
  std::optional<std::string> kek;  ///< where the key-encryption key is, never the key
  std::optional<std::string> new_kek, purpose, batch_time, max_lag, backups_since;
  std::optional<int> yes_destroy;
  std::int64_t rate = 0;
  std::string mode = "client";

  // test
  bool mutate = false;
  bool rewrite = false;
  std::optional<std::int64_t> size;
  std::optional<int> clients, sessions;

  // repair, adopt
  std::string reason;
  std::optional<std::string> accept, forget, restore, mark_applied, statement, rollback, baseline, from;
};

}  // namespace dunlin::cli
