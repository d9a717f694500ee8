#include "rehearse/consolidate/Consolidation.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/Text.hpp"
#include "migrate/ScriptText.hpp"
#include "rehearse/RunScripts.hpp"
#include "rehearse/consolidate/DataDump.hpp"
#include "rehearse/consolidate/Placement.hpp"
#include "rehearse/consolidate/TolerantRun.hpp"
#include "sql/Grammar.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::rehearse {
namespace {

// No dump of one database has its roles: the files' own statements about them go on.
bool is_about_roles(std::string_view text) {
  sql::TokenStream tokens(text);
  if (tokens.at("do")) return to_lower(text).find("create role") != std::string::npos;
  if (!tokens.accept("create") && !tokens.accept("alter")) return false;
  return tokens.at("role") || tokens.at("user") || tokens.at("group");
}

std::vector<std::string> role_statements(const Scripts& scripts) {
  std::vector<std::string> found;
  for (const model::Migration& migration : scripts.migrations) {
    const migrate::ScriptText script(migration.up, {.max_file_size = scripts.config.max_file_size,
                                                    .placeholders = scripts.config.placeholders,
                                                    .root = scripts.config.root});
    for (const model::Statement& statement : script.statements())
      if (is_about_roles(script.text(statement))) found.emplace_back(script.text(statement));
  }
  return found;
}

void run_before(ScratchServer& server, const ScratchDatabase& database, const Scripts& scripts,
                const ConsolidationOptions& options) {
  if (!options.before) return;
  // Outside of the ledger: no file of the set is to be taken for its successor.
  const auto failed =
      run_tolerantly(server, database, {scripts.config, {*options.before}}, options.statement_timeout);
  if (!failed.empty())
    throw refused("the SQL of --before fails on an empty database at " + failed.front().place + ": " +
                  failed.front().message);
}

void run_original(ScratchServer& server, const ScratchDatabase& database, const Scripts& original,
                  const ConsolidationOptions& options, LastState& state) {
  if (options.tolerate_errors) {
    state.skipped = run_tolerantly(server, database, original, options.statement_timeout);
    return;
  }
  const RunOutcome outcome = run_scripts(server, database, original, options.statement_timeout);
  if (!outcome.done)
    throw refused(
        "the files don't run on an empty database: the run " + describe(outcome),
        "correct them; or --tolerate-errors takes what is left when failing statements are skipped, and "
        "--before FILE runs SQL that provides what they take for granted");
  for (const std::string& role : outcome.invented_roles)
    state.notes.push_back(fmt::format("role {} was invented: the files name it, and none makes it", role));
}

// Of the last state what wasn't there before.
std::vector<DumpEntry> without(std::vector<DumpEntry> entries, const std::vector<DumpEntry>& before) {
  std::erase_if(entries, [&](const DumpEntry& entry) {
    return std::find(before.begin(), before.end(), entry) != before.end();
  });
  return entries;
}

}  // namespace

LastState read_last_state(ScratchServer& server, const Scripts& original,
                          const ConsolidationOptions& options) {
  if (server.pg_dump().empty())
    throw refused(fmt::format("there is no pg_dump here that can read a PostgreSQL {} server",
                              server.version() / 10000),
                  "install the client programs of that version");
  LastState state;
  Placing placing;
  placing.roles = role_statements(original);
  placing.written = options.written;
  const SharedObjects shared = server.shared_objects();
  {
    const ScratchDatabase database = server.create();
    run_before(server, database, original, options);
    std::vector<DumpEntry> before;
    if (options.before) before = read_dump(run_pg_dump(server.pg_dump(), database, {"--schema-only"}));
    run_original(server, database, original, options, state);
    state.schema = dump_schema(server.pg_dump(), database);
    placing.entries = without(read_dump(run_pg_dump(server.pg_dump(), database, {"--schema-only"})), before);
    auto connection = database.connect();
    state.contents = read_contents(connection);
    placing.owner = connection.facts().user;
    if (state.contents.rows() > 0 && !options.before) {
      DataDump data = read_data_dump(run_pg_dump(
          server.pg_dump(), database, {"--data-only", "--column-inserts", "--rows-per-insert=100"}));
      placing.rows = std::move(data.rows);
      placing.refreshes = std::move(data.refreshes);
    } else if (options.before && state.contents.rows() > 0) {
      state.notes.emplace_back("rows aren't taken over: some may belong to what --before made");
    }
  }
  server.drop_except(shared);
  sql::on_large_stack([&] { state.files = place(placing); });
  return state;
}

ConsolidationProof prove(ScratchServer& server, const Scripts& clean, const LastState& original,
                         const ConsolidationOptions& options) {
  ConsolidationProof proof;
  const SharedObjects shared = server.shared_objects();
  {
    const ScratchDatabase database = server.create();
    run_before(server, database, clean, options);
    const RunOutcome outcome = run_scripts(server, database, clean, options.statement_timeout);
    if (outcome.done) {
      proof.differences = compare_schemas(original.schema, dump_schema(server.pg_dump(), database), false);
      auto connection = database.connect();
      if (!options.before)
        for (Difference& difference : compare_contents(original.contents, read_contents(connection)))
          proof.differences.push_back(std::move(difference));
    } else {
      proof.failure = describe(outcome);
    }
  }
  server.drop_except(shared);
  return proof;
}

}  // namespace dunlin::rehearse
