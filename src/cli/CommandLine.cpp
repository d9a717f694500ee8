#include "cli/CommandLine.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "report/FindingsFormat.hpp"

namespace dunlin::cli {
namespace {

using Options = void (*)(CLI::App&, Invocation&);

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
  app.add_option("--steps", i.steps, "the first N")->type_name("N")->check(CLI::PositiveNumber);
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
      ->check(CLI::NonNegativeNumber);
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
  app.add_option("--window", i.window, "migrations on their way before the first answer (default 1)")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
}

void rollback_options(CLI::App& app, Invocation& i) {
  app.add_option("--to", i.to, "what was applied after this version; 0 for everything")->type_name("VERSION");
  app.add_option("--steps,--last", i.steps, "the last N (default 1)")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_option("--run", i.run, "what this run applied (see dunlin log)")->type_name("ID");
  app.add_flag("--drop-data", i.drop_data, "destroy rows instead of keeping them in dunlin_kept");
  app.add_flag("--dry-run", i.dry_run, "show what would run, and change nothing");
  add_waiting(app, i);
}

void repair_options(CLI::App& app, Invocation& i) {
  app.add_option("--accept", i.accept, "an edited file says what the database has: record its new checksum")
      ->type_name("VERSION");
  app.add_option("--forget,--reverted", i.forget, "take a migration out of the history without undoing it")
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
                 "sessions that copy at the same time (default: by processors)")
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
      ->check(CLI::PositiveNumber);
  app.add_option("--every", i.every, "follow: a round every so often, until Ctrl-C")->type_name("TIME");
  app.add_flag("--drop", i.drop, "return: drop the target's tables, while the application works on SQLite");
  app.add_flag("--dry-run", i.dry_run, "switch, return: everything but the switch itself");
  app.add_flag("--restart", i.restart,
               "run: drop what was loaded into the staging schema (asks first), and begin anew");
  add_waiting(app, i);
}

void verify_options(CLI::App& app, Invocation& i) {
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
  app.add_option(
         "--kek", i.kek,
         "where the key-encryption key is: env:NAME, file:/path, cmd:COMMAND, fd:N (default env:DUNLIN_KEK)")
      ->type_name("SOURCE");
  app.add_option("--new-kek", i.new_kek, "rotate: wrap the data keys under this one")->type_name("SOURCE");
  app.add_option("--purpose", i.purpose, "keys init, rotate: whose data key (phone, email, ...)")
      ->type_name("NAME");
  app.add_option("--rate", i.rate, "at most so many rows a second (default: no limit)")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_option("--batch-time", i.batch_time, "how long a batch may hold its rows (default 200ms)")
      ->type_name("TIME");
  app.add_option("--max-lag", i.max_lag, "pause while a replica is further behind (default 10s)")
      ->type_name("TIME");
  app.add_option("--mode", i.mode,
                 "verify: decrypt in this process (client), or by the pack's SQL functions (server)")
      ->type_name("client|server")
      ->check(CLI::IsMember({"client", "server"}));
  app.add_option("--limit", i.limit, "verify: how many bad rows to name (default 20)")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_flag("--check", i.check, "status: exit 3 when a value is in the clear or a key is due");
  app.add_option("--wait", i.wait, "how long to wait for another dunlin (default 5s)")->type_name("TIME");
}

void test_options(CLI::App& app, Invocation& i) {
  app.add_option("--file", i.file,
                 "expectations or budgets instead of tests/rls.toml, tests/performance.toml")
      ->type_name("FILE");
  app.add_flag("--mutate", i.mutate, "rls: weaken each policy in turn, and want a red cell each time");
  app.add_flag("--rewrite", i.rewrite, "rls: try faster forms of policies, proven equal and timed");
  app.add_option("--save", i.save, "rls: keep the matrix in this file")->type_name("FILE");
  app.add_option("--against", i.against, "rls: compare with a kept matrix; more access is a finding")
      ->type_name("FILE");
  app.add_option("--size", i.size, "performance: rows to generate, instead of the file's")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  app.add_option("--clients", i.clients, "performance: sessions at the same time, instead of the file's")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  app.add_option("--output,-o", i.output, "performance: folder of the report (default reports/performance)")
      ->type_name("DIR");
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
             ->check(CLI::PositiveNumber);
         app.add_flag("--verify", i.verify, "check that no entry of the ledger was altered");
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

std::unique_ptr<CLI::App> make_app(const Command& command, Invocation& invocation) {
  auto app = std::make_unique<CLI::App>(command.summary, std::string("dunlin ") + command.name);
  app->set_help_flag();
  const auto options = option_table().find(command.name);
  if (options != option_table().end()) options->second(*app, invocation);
  add_common(*app, invocation);
  add_arguments(*app, invocation);
  return app;
}

// "db push" -> "migrate", "up" -> "migrate".
void resolve_alias(std::vector<std::string>& words) {
  for (const auto& alias : aliases()) {
    const auto parts = split_list(alias.typed, ' ');
    if (words.size() < parts.size() || !std::equal(parts.begin(), parts.end(), words.begin())) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(parts.size()));
    words.insert(words.begin(), alias.command);
    return;
  }
}

Error unknown_command(const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const auto& command : commands()) known.emplace_back(command.name);
  for (const auto& alias : aliases()) known.emplace_back(alias.typed);
  std::string typed = words.front();
  if ((typed == "db" || typed == "migration") && words.size() > 1) typed += " " + words[1];
  const auto near = nearest(typed, known);
  return usage_error(fmt::format("there is no command '{}'", printable(typed)),
                     near ? fmt::format("did you mean dunlin {}?", *near) : "dunlin help lists the commands");
}

Error bad_option(const std::string& command, const std::vector<std::string>& words,
                 const std::string& reason) {
  for (const auto& word : words) {
    if (!word.starts_with("--")) continue;
    const auto name = word.substr(0, word.find('='));
    const auto known = option_names(command);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = nearest(name, known);
    return usage_error(
        fmt::format("dunlin {} has no option {}", command, printable(name)),
        near ? fmt::format("did you mean {}?", *near) : fmt::format("see dunlin help {}", command));
  }
  return usage_error(fmt::format("dunlin {}: {}", command, printable(reason)),
                     fmt::format("see dunlin help {}", command));
}

}  // namespace

Invocation parse_command_line(std::vector<std::string> words) {
  Invocation invocation;
  // Options may stand before the command too: dunlin --env staging status.
  std::size_t first = 0;
  while (first < words.size() && words[first].starts_with("-")) {
    const bool takes_value = words[first] == "--env" || words[first] == "--db-url" ||
                             words[first] == "--config" || words[first] == "--dir";
    first += takes_value ? 2 : 1;
  }
  if (std::find(words.begin(), words.end(), "--version") != words.end() ||
      (!words.empty() && words[0] == "version")) {
    invocation.command = "version";
    return invocation;
  }
  const bool wants_help = std::find(words.begin(), words.end(), "--help") != words.end() ||
                          std::find(words.begin(), words.end(), "-h") != words.end();
  if (first >= words.size()) {
    if (!words.empty() && !wants_help)
      throw usage_error(fmt::format("options without a command: {}", printable(join(words, " "))),
                        "see dunlin help");
    invocation.command = "help";
    return invocation;
  }
  std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
  resolve_alias(words);
  const auto* command = find_command(words.front());
  if (command == nullptr) throw unknown_command(words);
  invocation.command = command->name;
  if (wants_help) {
    invocation.arguments = {invocation.command};
    invocation.command = "help";
    return invocation;
  }
  auto app = make_app(*command, invocation);
  std::vector<std::string> rest(words.rbegin(), words.rend() - 1);
  try {
    app->parse(rest);
  } catch (const CLI::ParseError& e) {
    throw bad_option(invocation.command, words, e.what());
  }
  if (!invocation.arguments.empty() && std::string_view(command->arguments).empty()) {
    throw usage_error(
        fmt::format("dunlin {} takes no '{}'", invocation.command, printable(invocation.arguments.front())),
        fmt::format("see dunlin help {}", invocation.command));
  }
  return invocation;
}

std::string help_page(const std::string& name) {
  Invocation scratch;
  const auto* command = find_command(name);
  if (command == nullptr) throw unknown_command({name});
  auto app = make_app(*command, scratch);
  std::string page =
      fmt::format("dunlin {}: {}\n\nUsage: dunlin {}{} [options]\n", name, command->summary, name,
                  *command->arguments != '\0' ? std::string(" ") + command->arguments : "");
  for (const auto& alias : aliases()) {
    if (name == alias.command) page += fmt::format("Also: dunlin {}\n", alias.typed);
  }
  page += "\nOptions:\n";
  for (const auto* option : app->get_options()) {
    if (option->get_group().empty()) continue;
    const std::string value = option->get_type_name();  // CLI11 appends what is checked: "N:POSITIVE"
    const std::string left = option->get_name(false, true) +
                             (option->get_type_size() > 0 ? " " + value.substr(0, value.find(':')) : "");
    page += fmt::format("  {:<28} {}\n", left, option->get_description());
  }
  page += "\nExamples:\n";
  for (const auto line : split_lines(command->examples)) page += fmt::format("  {}\n", line);
  return page;
}

std::string overview() {
  std::string page =
      "dunlin takes a PostgreSQL change from a SQL file to a verified, reversible change in production.\n\n"
      "Usage: dunlin COMMAND [options]\n";
  std::string group;
  for (const auto& command : commands()) {
    if (group != command.group) page += fmt::format("\n{}\n", command.group);
    group = command.group;
    page += fmt::format("  {:<12} {}\n", command.name, command.summary);
  }
  page +=
      "\nAlso understood: up, down, db push, db reset, migration new|list|up|down|repair.\n"
      "Every command: --env NAME, --db-url URL, --config FILE, --dir DIR, --json, --quiet, --no-color, "
      "--yes, --help.\n"
      "Exit codes: 0 done, 1 failed, 2 usage, 3 findings, 4 lock, 5 refused, 6 unreachable, 130 "
      "interrupted.\n";
  return page;
}

std::vector<std::string> option_names(const std::string& name) {
  Invocation scratch;
  std::vector<std::string> names{"--help"};
  const auto* command = find_command(name);
  if (command == nullptr) return names;
  auto app = make_app(*command, scratch);
  for (const auto* option : app->get_options()) {
    for (const auto& long_name : option->get_lnames()) names.push_back("--" + long_name);
  }
  return names;
}

}  // namespace dunlin::cli
