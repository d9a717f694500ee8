#include "cli/CommandOptions.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <map>

#include "base/Text.hpp"
#include "report/FindingsFormat.hpp"
#include "report/TestFormat.hpp"
#include "trial/performance/Contract.hpp"

namespace dunlin::cli {
namespace {

using Options = void (*)(CLI::App&, Invocation&);

// CLI11's own check of a number reads it as a double, and names the largest of those.
CLI::Validator whole_number_from(std::int64_t least) {
  return {[least](const std::string& text) {
            std::int64_t number = 0;
            const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
            const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
            return whole && number >= least
                       ? std::string()
                       : fmt::format("'{}' isn't a whole number from {} on", printable(text), least);
          },
          ""};
}

void add_common(CLI::App& app, Invocation& i) {
  app.add_option("--env", i.environment, "environment of dunlin.toml (development, staging, production, ...)")
      ->type_name("NAME");
  app.add_option("--db-url", i.db_url, "database to work on, instead of the environment's")->type_name("URL");
  app.add_option("--config", i.config, "configuration file instead of the nearest dunlin.toml")
      ->type_name("FILE");
  app.add_option("--dir", i.directory, "folder of the migrations")->type_name("DIR");
  app.add_flag("--json", i.json, "print the result as JSON (docs/json.md)");
  app.add_flag("--quiet,-q", i.quiet, "print results and errors only");
  app.add_flag("--no-color", i.no_color, "no colour (also: the environment variable NO_COLOR)");
  app.add_flag("--yes,-y", i.yes, "answer yes to what would be asked");
}

void add_selection(CLI::App& app, Invocation& i) {
  app.add_option("--to", i.to, "up to and with this version")->type_name("VERSION");
  app.add_option("--steps", i.steps, "the first N")->type_name("N")->check(whole_number_from(1));
  app.add_option("--include-tags", i.include_tags, "only migrations with one of these tags")
      ->delimiter(',')
      ->type_name("TAGS");
  app.add_option("--exclude-tags", i.exclude_tags, "no migration with one of these tags")
      ->delimiter(',')
      ->type_name("TAGS");
  app.add_option("--phase", i.phase, "only migrations of this phase")->type_name("PHASE");
  app.add_flag("--include-all", i.include_all, "also migrations that come before an applied one");
  app.add_option("--file", i.file, "run this one file as a migration")->type_name("FILE");
}

void add_waiting(CLI::App& app, Invocation& i) {
  app.add_option("--wait", i.wait, "how long to wait for another dunlin (default 5s)")->type_name("TIME");
  app.add_option("--orphan", i.orphan, "the server process of a killed run: wait for it, or end it")
      ->type_name("wait|end")
      ->check(CLI::IsMember({"wait", "end"}));
  app.add_option("--lock-timeout", i.lock_timeout,
                 "how long to queue for a lock before trying again (default 2s)")
      ->type_name("TIME");
  app.add_option("--lock-retries", i.lock_retries, "how often to try again (default 10)")
      ->type_name("N")
      ->check(whole_number_from(0));
  app.add_flag("--cancel-blockers", i.cancel_blockers,
               "cancel sessions that block us for longer than cancel_blockers_after (default 30s)");
}

void add_accepting(CLI::App& app, Invocation& i) {
  app.add_option("--accept", i.accept_rules, "run although a policy's rule finds something (needs --reason)")
      ->delimiter(',')
      ->type_name("RULES");
  app.add_option("--reason", i.reason, "why; recorded in the journal")->type_name("TEXT");
}

void migrate_options(CLI::App& app, Invocation& i) {
  add_selection(app, i);
  add_waiting(app, i);
  add_accepting(app, i);
  app.add_flag("--dry-run", i.dry_run, "show what would run, and change nothing");
  app.add_flag("--include-seed", i.include_seed, "load seed.sql afterwards");
  app.add_flag("--counts", i.counts, "count the rows of the tables that the files name, before and after");
  app.add_option("--window", i.window, "migrations on their way before the first answer (default 1)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
}

void rollback_options(CLI::App& app, Invocation& i) {
  app.add_option("--to", i.to, "what was applied after this version; 0 for everything")->type_name("VERSION");
  app.add_option("--steps,--last", i.steps, "the last N (default 1)")
      ->type_name("N")
      ->check(whole_number_from(1));
  app.add_option("--run", i.run, "what this run applied (see dunlin log)")->type_name("ID");
  app.add_flag("--drop-data", i.drop_data, "destroy rows instead of keeping them in dunlin_kept");
  app.add_flag("--dry-run", i.dry_run, "show what would run, and change nothing");
  add_waiting(app, i);
}

void repair_options(CLI::App& app, Invocation& i) {
  app.add_option("--accept", i.accept, "an edited file says what the database has: record its new checksum")
      ->type_name("VERSION");
  app.add_option(
         "--forget,--reverted", i.forget,
         "take a migration (its version, or the name of one without) out of the history without undoing it")
      ->type_name("VERSION");
  app.add_option("--mark-applied,--applied", i.mark_applied,
                 "record a pending migration as applied without running it")
      ->type_name("VERSION");
  app.add_option("--restore", i.restore, "write the file of an applied migration from the journal")
      ->type_name("VERSION");
  app.add_option("--rollback", i.rollback, "record the rollback that the file has now")->type_name("VERSION");
  app.add_option("--statement", i.statement, "what became of a statement that was broken off")
      ->type_name("done|again")
      ->check(CLI::IsMember({"done", "again"}));
  app.add_option("--reason", i.reason, "why; recorded in the ledger")->type_name("TEXT");
  app.add_option("--wait", i.wait, "how long to wait for another dunlin (default 5s)")->type_name("TIME");
}

void add_judging(CLI::App& app, Invocation& i) {
  app.add_option("--profile", i.profile, "how much to hear: safe (default), strict, all")
      ->type_name("PROFILE")
      ->check(CLI::IsMember({"safe", "strict", "all"}));
  app.add_option("--pg-version", i.pg_version,
                 "PostgreSQL major version that the files are for (default: the environment's, else 15)")
      ->type_name("N")
      ->check(CLI::Range(10, 30));
}

void lint_options(CLI::App& app, Invocation& i) {
  add_judging(app, i);
  app.add_option("--fail-on", i.fail_on, "exit 3 from this severity on (default warning)")
      ->type_name("error|warning|note|never")
      ->check(CLI::IsMember({"error", "warning", "note", "never"}));
  std::vector<std::string> formats;
  for (const auto& format : report::findings_formats()) formats.emplace_back(format.name);
  std::vector<std::string> with_markdown(formats.begin(), formats.end());
  with_markdown.emplace_back("markdown");
  app.add_option("--format", i.format,
                 "how to write findings: " + join(formats, ", ") + "; markdown for --explain and --rules")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(with_markdown));
  app.add_option("--baseline", i.baseline_file,
                 "findings to live with (default: dunlin-lint-baseline.json, where it is)")
      ->type_name("FILE");
  app.add_flag("--update-baseline", i.update_baseline, "write all findings of now into the baseline");
  app.add_flag("--all", i.all, "with a database: judge applied files too");
  app.add_option("--schema", i.schema,
                 "judge the named files by this dump (pg_dump -s), not by the files before them")
      ->type_name("FILE");
  app.add_flag("--effects", i.effects, "also say which locks each statement takes, and at what cost");
  app.add_option("--explain", i.explain, "what a rule finds, why, and the way out")->type_name("RULE");
  app.add_flag("--rules", i.list_rules, "list the rules");
  app.add_flag("--fix", i.fix,
               "rewrite files so that findings go away, where that is proven to end in the same database");
  app.add_flag("--dry-run", i.dry_run, "with --fix: show the changes, and write nothing");
}

void audit_options(CLI::App& app, Invocation& i) {
  add_judging(app, i);
  app.add_option("--format", i.format, "how to write the report (default: as --output is called, else text)")
      ->type_name("text|markdown|json|html")
      ->check(CLI::IsMember({"text", "markdown", "json", "html"}));
  app.add_option("--output,-o", i.output, "write the report into this file")->type_name("FILE");
  app.add_flag(
      "--check", i.check,
      "exit 3 when there are problems: conflicts, uses before the definition, open definer functions");
  app.add_option("--consolidate", i.consolidate,
                 "write the last state as a clean set of files into this folder, proven on scratch databases")
      ->type_name("OUT");
  app.add_option("--before", i.before_file,
                 "SQL that both sides of the proof find: what the platform provides")
      ->type_name("FILE");
  app.add_flag("--tolerate-errors", i.tolerate_errors,
               "take what is left when statements that fail are skipped, as psql does");
}

void transfer_options(CLI::App& app, Invocation& i) {
  app.add_option("--from", i.sources, "the SQLite file; more than one: each into a schema of its name")
      ->allow_extra_args(false)
      ->type_name("FILE");
  app.add_option("--schema", i.schema, "where the tables end up (default: [transfer] schema, or public)")
      ->type_name("NAME");
  app.add_option("--connections", i.connections,
                 "run, verify, switch: sessions that copy at the same time (default: by processors)")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  app.add_option("--budget", i.budget, "follow, switch: until a round takes no longer than this (default 1s)")
      ->type_name("TIME");
  app.add_option("--capture", i.capture,
                 "follow, switch: how changes are found (default pages; triggers CHANGES THE SOURCE)")
      ->type_name("pages|triggers")
      ->check(CLI::IsMember({"pages", "triggers"}));
  app.add_option("--rounds", i.rounds, "follow: at most so many rounds")
      ->type_name("N")
      ->check(whole_number_from(1));
  app.add_option("--every", i.every, "follow: a round every so often, until Ctrl-C")->type_name("TIME");
  app.add_flag("--drop", i.drop, "return: drop the target's tables, while the application works on SQLite");
  app.add_flag("--dry-run", i.dry_run, "switch, return: everything but the change itself");
  app.add_flag("--restart", i.restart,
               "run: drop what was loaded into the staging schema (asks first), and begin anew");
  add_waiting(app, i);
}

// How tests write what they found; performance has a folder of its own.
void add_test_format(CLI::App& app, Invocation& i) {
  std::vector<std::string> names;
  for (const auto& format : report::test_formats()) names.emplace_back(format.name);
  app.add_option(
         "--format", i.format,
         "how to write the report: " + join(names, ", ") + " (default: as --output is called, else text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(names));
}

void verify_options(CLI::App& app, Invocation& i) {
  add_test_format(app, i);
  app.add_option("--output,-o", i.output,
                 "also write the report into this file (.xml, .tap, .html, .md, .json)")
      ->type_name("FILE");
  app.add_option("--save", i.save, "only count the rows of each table, and write them into this file")
      ->type_name("FILE");
  app.add_option("--against", i.against, "also compare with the rows counted in this file: none may be lost")
      ->type_name("FILE");
}

void pack_options(CLI::App& app, Invocation& i) {
  app.add_option("--param", i.parameters,
                 "a parameter as name=value; lists with commas, or given several times")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  app.add_option("--file", i.file,
                 "show: print this file of the pack, filled in (up.sql, test.sql, README.md)")
      ->type_name("FILE");
  app.add_flag("--dry-run", i.dry_run, "add, update, remove: print the migration, and write nothing");
}

void encrypt_options(CLI::App& app, Invocation& i) {
  app.add_option("--kek", i.kek,
                 "where the key-encryption key is: env:NAME, file:/path, cmd:COMMAND, fd:N (default: "
                 "[encryption] key "
                 "of dunlin.toml, then env:DUNLIN_KEK)")
      ->type_name("SOURCE");
  app.add_option("--new-kek", i.new_kek, "rotate: wrap the data keys under this one")->type_name("SOURCE");
  app.add_option("--purpose", i.purpose, "keys init, keys retire, rotate: whose data key (phone, email, ...)")
      ->type_name("NAME");
  app.add_option("--rate", i.rate,
                 "at most so many rows (pieces of documents) a second (default: rate of [encryption] in "
                 "dunlin.toml, else no limit)")
      ->type_name("N")
      ->check(whole_number_from(1));
  app.add_option("--batch-time", i.batch_time,
                 "how long a batch may hold its rows (default: batch_time of [encryption] in dunlin.toml, "
                 "else 200ms)")
      ->type_name("TIME");
  app.add_option("--max-lag", i.max_lag,
                 "pause while a replica is further behind (default: max_lag of [encryption] in dunlin.toml, "
                 "else 10s)")
      ->type_name("TIME");
  app.add_option("--mode", i.mode,
                 "verify: decrypt in this process (client), or by the pack's SQL functions (server)")
      ->type_name("client|server")
      ->check(CLI::IsMember({"client", "server"}));
  app.add_option("--limit", i.limit, "verify: how many bad rows to name (default 20)")
      ->type_name("N")
      ->check(whole_number_from(1));
  app.add_flag(
      "--check", i.check,
      "status: exit 3 when something is to do: a value in the clear or without its key, a key that is due");
  app.add_option("--backups-since", i.backups_since,
                 "keys destroy: when the oldest backup that is kept was made (default: [encryption] "
                 "backup_retention of dunlin.toml ago)")
      ->type_name("TIME");
  app.add_option("--yes-destroy", i.yes_destroy,
                 "keys destroy: this key, although backups that need it may be kept")
      ->type_name("KID");
  app.add_option("--wait", i.wait, "how long to wait for another dunlin (default 5s)")->type_name("TIME");
}

void test_options(CLI::App& app, Invocation& i) {
  app.add_option("--file", i.file,
                 "expectations or budgets instead of tests/rls.toml, tests/performance.toml")
      ->type_name("FILE");
  app.add_flag("--mutate", i.mutate,
               "rls: change each policy for the worse in turn, and want a red cell each time");
  app.add_flag(
      "--rewrite", i.rewrite,
      "rls: try faster forms of policies, proven equal and timed; with --output FILE.sql as a migration");
  app.add_option("--save", i.save, "rls: keep the matrix in this file")->type_name("FILE");
  app.add_option("--against", i.against,
                 "rls: compare with a kept matrix, or with each pending migration (the word pending, on a "
                 "scratch server); more access is a finding")
      ->type_name("FILE");
  app.add_option("--size", i.size, "performance: rows to generate, instead of the file's")
      ->type_name("N")
      ->check(whole_number_from(1));
  app.add_option("--clients", i.clients,
                 "performance: clients that ask at the same time, instead of the file's")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  app.add_option("--sessions", i.sessions,
                 "performance: sessions that the clients share, instead of the file's")
      ->type_name("N")
      ->check(CLI::Range(1, trial::k_most_sessions));
  add_test_format(app, i);
  app.add_option("--output,-o", i.output,
                 "rls, security: also write the report into this file (.xml, .tap, .html, .md, .json); "
                 "performance: folder of the report (default reports/performance)")
      ->type_name("FILE");
  app.add_option("--fail-on", i.fail_on, "security: exit 3 from here on (default critical)")
      ->type_name("critical|warn|never")
      ->check(CLI::IsMember({"critical", "warn", "never"}));
}

void lsp_options(CLI::App& app, Invocation& i) {
  add_judging(app, i);
  app.add_flag_callback(
      "--stdio", [] {}, "talk over standard input and output (it always does)");
}

void add_arguments(CLI::App& app, Invocation& i) {
  app.add_option("ARGUMENTS", i.arguments)->group("");
}

const std::map<std::string, Options>& option_table() {
  static const std::map<std::string, Options> k_table{
      {"plan",
       [](CLI::App& app, Invocation& i) {
         add_selection(app, i);
         add_accepting(app, i);
       }},
      {"migrate", migrate_options},
      {"rollback", rollback_options},
      {"repair", repair_options},
      {"lint", lint_options},
      {"audit", audit_options},
      {"lsp", lsp_options},
      {"transfer", transfer_options},
      {"encrypt", encrypt_options},
      {"pack", pack_options},
      {"verify", verify_options},
      {"test", test_options},
      {"new",
       [](CLI::App& app, Invocation& i) {
         app.add_option("--phase", i.phase, "written into the file's header")->type_name("PHASE");
       }},
      {"status",
       [](CLI::App& app, Invocation& i) {
         app.add_flag("--check", i.check, "exit 3 when anything is pending, changed or missing");
       }},
      {"seed",
       [](CLI::App& app, Invocation& i) {
         app.add_option("--file", i.file, "this file instead of the project's seed.sql")->type_name("FILE");
       }},
      {"purge",
       [](CLI::App& app, Invocation& i) { app.add_flag("--all", i.all, "everything that is kept"); }},
      {"log",
       [](CLI::App& app, Invocation& i) {
         app.add_option("--limit", i.limit, "how many runs (default 20)")
             ->type_name("N")
             ->check(whole_number_from(1));
         app.add_flag("--verify", i.verify, "check that no entry of the ledger was altered");
         app.add_option("--output,-o", i.output,
                        "write the history into this file; MIGRATIONS.md is then kept up to date")
             ->type_name("FILE");
         app.add_option("--anchor", i.anchor,
                        "with seal and verify: the file that keeps seals outside of the database")
             ->type_name("FILE");
       }},
      {"adopt",
       [](CLI::App& app, Invocation& i) {
         app.add_option("--from", i.from,
                        "the tool whose history is taken over (default: the one that is found)")
             ->type_name("TOOL");
         app.add_option("--baseline", i.baseline, "take everything up to this version as applied")
             ->type_name("VERSION");
         app.add_option("--reason", i.reason, "why; recorded in the ledger")->type_name("TEXT");
         app.add_option("--wait", i.wait, "how long to wait for another dunlin (default 5s)")
             ->type_name("TIME");
         app.add_flag("--dry-run", i.dry_run, "show what would be recorded, and change nothing");
       }},
  };
  return k_table;
}

}  // namespace

void add_options(const std::string& command, CLI::App& app, Invocation& invocation) {
  const auto options = option_table().find(command);
  if (options != option_table().end()) options->second(app, invocation);
  add_common(app, invocation);
  add_arguments(app, invocation);
}

}  // namespace dunlin::cli
