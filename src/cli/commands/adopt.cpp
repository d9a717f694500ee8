#include "migrate/Adopt.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "migrate/History.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

migrate::ForeignHistory choose_history(postgres::Connection& connection, const Invocation& invocation) {
  if (invocation.from) {
    const auto tools = migrate::adoptable_tools();
    if (std::find(tools.begin(), tools.end(), *invocation.from) == tools.end()) {
      const auto near = nearest(*invocation.from, tools);
      throw usage_error(fmt::format("dunlin knows no history of '{}'", printable(*invocation.from)),
                        near ? fmt::format("did you mean {}?", *near) : "known: " + join(tools, ", "));
    }
  }
  auto found = migrate::find_foreign_histories(connection, invocation.from);
  if (found.empty())
    throw refused("no history of another tool was found on this database",
                  "begin with a baseline instead: dunlin adopt --baseline VERSION");
  if (found.size() == 1) return found.front();
  std::vector<std::string> names;
  for (const auto& history : found) names.push_back(fmt::format("{} ({})", history.tool, history.table));
  throw refused("several tools have a history here: " + join(names, ", "), "say which one with --from");
}

std::vector<migrate::Correction> baseline(const std::vector<model::Migration>& files,
                                          const std::string& version) {
  for (const auto& file : files) {
    if (!file.repeatable && names_version(version, file.version))
      return {{.kind = model::EntryKind::baseline, .migration = file}};
  }
  model::Migration before_all;
  before_all.version = model::parse_version(version);
  before_all.name = "baseline";
  return {{.kind = model::EntryKind::baseline, .migration = before_all}};
}

void report(const std::vector<migrate::Correction>& corrections, const std::string& from, bool dry,
            Screen& screen) {
  Json entries = Json::array();
  for (const auto& correction : corrections) {
    const bool has_file = !correction.migration.checksum.empty();
    entries.add(Json::object()
                    .set("version", correction.migration.version.text)
                    .set("name", correction.migration.name)
                    .set("kind", model::to_string(correction.kind))
                    .set("has_file", has_file));
    screen.note(fmt::format("  {} {}{}", model::to_string(correction.kind),
                            printable(label(correction.migration)),
                            has_file || correction.kind == model::EntryKind::baseline ? "" : " (no file)"));
  }
  screen.json(
      Json::object().set("outcome", dry ? "planned" : "done").set("from", from).set("migrations", entries));
  screen.line(fmt::format("{} {} from {}", dry ? "would record" : "recorded",
                          counted(corrections.size(), "migration"), from));
}

}  // namespace

int run_adopt(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const auto files = migrate::load_migrations(config);
  const Target target(config);
  auto connection = target.connect();
  const auto before = migrate::read_history(connection);
  if (!before.entries.empty())
    throw refused("dunlin has a history here already", "single corrections: dunlin repair");
  std::string from = "a baseline";
  std::vector<migrate::Correction> corrections;
  if (invocation.baseline) {
    corrections = baseline(files, *invocation.baseline);
  } else {
    const auto history = choose_history(connection, invocation);
    from = fmt::format("{} ({})", history.tool, history.table);
    corrections = migrate::match_foreign_history(history, files);
    for (auto& correction : corrections)
      migrate::take_rollback(correction, plan_context(config, connection).script);
  }
  if (!invocation.dry_run) {
    require_writable(connection);
    Writing writing(connection, config, invocation, screen);
    model::Run run{.id = writing.begin()};
    migrate::record_corrections(connection, migrate::read_history(connection), corrections,
                                plan_context(config, connection).script, run.id,
                                invocation.reason.empty() ? "adopted from " + from : invocation.reason);
    writing.finish(run);
  }
  report(corrections, from, invocation.dry_run, screen);
  return 0;
}

}  // namespace dunlin::cli
