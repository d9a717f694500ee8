#include "cli/pack/PackTarget.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "base/UnifiedDiff.hpp"
#include "cli/LintTarget.hpp"
#include "cli/Session.hpp"
#include "packs/NamedTables.hpp"
#include "packs/Needs.hpp"
#include "packs/Trial.hpp"
#include "rehearse/RunScripts.hpp"

namespace dunlin::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(text)) lines.emplace_back(line);
  return lines;
}

void require_version(postgres::Connection& connection, const packs::Pack& pack) {
  const int major = connection.server_version() / 10000;
  if (major < pack.minimum_server)
    throw refused(fmt::format("pack {} needs PostgreSQL {} or newer; this server is {}", pack.name,
                              pack.minimum_server, major),
                  "nothing was written");
}

std::string describe(const packs::MissingNeed& missing) {
  return fmt::format("{} {}{}: {}", packs::to_string(missing.need.kind), missing.need.name,
                     missing.need.why.empty() ? "" : " (" + missing.need.why + ")", missing.statement);
}

void require_needs(postgres::Connection& connection, const packs::Pack& pack, PackAnswer& answer) {
  std::vector<std::string> lines;
  for (const auto& missing : packs::missing_needs(connection, pack)) {
    if (missing.need.optional)
      answer.notes.push_back("not there, so that part is skipped: " + describe(missing));
    else
      lines.push_back("  " + describe(missing));
  }
  if (!lines.empty())
    throw refused(
        fmt::format("pack {} needs what this database doesn't have; nothing was written", pack.name),
        "a DBA runs\n" + join(lines, "\n"));
}

void require_keys(postgres::Connection& connection, const packs::Pack& pack, const packs::Values& values) {
  const auto tables = packs::tables_without_key(connection, pack, values);
  if (tables.empty()) return;
  throw refused(
      fmt::format("pack {} tells rows apart by their primary key, and {} {} none; nothing was written",
                  pack.name, printable(join(tables, ", ")), tables.size() == 1 ? "has" : "have"),
      fmt::format("add one in a migration before: ALTER TABLE {} ADD PRIMARY KEY (...)",
                  printable(tables.front())));
}

std::string describe(const packs::Collision& collision) {
  if (collision.same())
    return fmt::format("{}: there already, the same as the pack's\n", printable(collision.object));
  return fmt::format("{} (there: -, the pack's: +)\n{}", printable(collision.object),
                     printable(unified_diff(lines_of(collision.there), lines_of(collision.ours)), true));
}

Error collision_error(const packs::Pack& pack, const std::vector<packs::Collision>& collisions) {
  std::string text;
  for (const auto& collision : collisions) text += "\n" + describe(collision);
  const bool all_same =
      std::all_of(collisions.begin(), collisions.end(), [](const auto& c) { return c.same(); });
  return refused(
      fmt::format("{} of pack {} {} there already{}; nothing was written{}",
                  counted(collisions.size(), "object"), pack.name, collisions.size() == 1 ? "is" : "are",
                  all_same ? "" : ", with another definition",
                  text.substr(0, text.find_last_not_of('\n') + 1)),
      all_same
          ? "drop them in a migration before, or add the pack without --env and record it with dunlin repair "
            "--mark-applied VERSION"
          : "rename what is there in a migration before, or leave the pack out");
}

// What to do about a failure that nobody has missed a right or a role for. The server's advice is CASCADE
// where something depends on what an update drops, which would take somebody's view away.
std::string advice_on(const packs::Pack& pack, const packs::UpTrial& trial) {
  constexpr std::string_view k_still_used = "2BP01";  // dependent_objects_still_exist
  if (trial.sqlstate == k_still_used)
    return "drop what depends on it in a migration before this one, and make it anew behind it";
  return trial.hint.empty() ? "see dunlin pack show " + pack.name + " for its parameters and needs"
                            : printable(trial.hint);
}

Error failure_error(const packs::Pack& pack, const packs::UpTrial& trial, const std::string& advice) {
  const auto role = rehearse::missing_role(trial.sqlstate, trial.failure);
  Error error = refused(fmt::format("pack {} can't run on this database: {}; nothing was written", pack.name,
                                    printable(trial.failure)),
                        !advice.empty() ? advice
                        : role          ? fmt::format("a DBA runs\n  {}",
                                                      packs::statement_for({packs::NeedKind::role, *role, "", false}))
                                        : advice_on(pack, trial));
  error.set_fact("detail", trial.detail);
  error.set_fact("statement", trial.statement);
  return error;
}

bool has_pending(postgres::Connection& connection, const std::vector<model::Migration>& migrations) {
  const auto applied = applied_versions(connection);
  return std::any_of(migrations.begin(), migrations.end(), [&](const auto& migration) {
    return !migration.repeatable && !applied.contains(migration.version.text);
  });
}

using Trying = packs::UpTrial (*)(postgres::Connection&, const std::string&);

// Adding and updating differ in how they are tried.
PackAnswer ask_to_run(const Invocation& invocation, const model::Config& config,
                      const std::vector<model::Migration>& migrations, const packs::Pack& pack,
                      const packs::Values& values, const std::string& up, Trying try_it) {
  PackAnswer answer;
  if (!names_database(invocation)) return answer;
  const Target target(config);
  auto connection = target.connect();
  answer.asked = true;
  require_version(connection, pack);
  require_needs(connection, pack, answer);
  if (connection.facts().in_recovery) {
    answer.notes.emplace_back("not tried: this server is a replica");
    return answer;
  }
  const auto trial = try_it(connection, up);
  if (!trial.collisions.empty()) throw collision_error(pack, trial.collisions);
  if (trial.failure.empty()) return answer;
  constexpr std::string_view k_denied = "42501";  // insufficient_privilege: no migration of ours gives it
  const bool denied = trial.sqlstate == k_denied;
  const bool pending = !denied && has_pending(connection, migrations);
  if (!trial.waited && !pending) {
    require_keys(connection, pack, values);
    const auto views = packs::views_among(connection, pack, values);
    throw failure_error(pack, trial,
                        denied           ? packs::help_for_denied(connection, trial.failure)
                        : !views.empty() ? printable(views.front()) + " is a view: name a table instead"
                                         : "");
  }
  answer.notes.push_back(fmt::format(
      "not tried to its end: {}{}", printable(trial.failure),
      trial.waited ? " (somebody holds the lock)" : "; migrations are pending that may make what it needs"));
  return answer;
}

}  // namespace

bool names_database(const Invocation& invocation) {
  return invocation.environment || invocation.db_url;
}

PackAnswer ask_to_add(const Invocation& invocation, const model::Config& config,
                      const std::vector<model::Migration>& migrations, const packs::Pack& pack,
                      const packs::Values& values, const std::string& up) {
  return ask_to_run(invocation, config, migrations, pack, values, up, packs::try_up);
}

PackAnswer ask_to_update(const Invocation& invocation, const model::Config& config,
                         const std::vector<model::Migration>& migrations, const packs::Pack& pack,
                         const std::string& up) {
  return ask_to_run(invocation, config, migrations, pack, {}, up, packs::try_update);
}

PackAnswer ask_to_remove(const Invocation& invocation, const model::Config& config, const packs::Pack& pack,
                         const std::string& down) {
  PackAnswer answer;
  if (!names_database(invocation)) return answer;
  const Target target(config);
  auto connection = target.connect();
  answer.asked = true;
  if (connection.facts().in_recovery) {
    answer.notes.emplace_back("not tried: this server is a replica");
    return answer;
  }
  const auto trial = packs::try_down(connection, down);
  if (!trial.uses.empty()) {
    std::string users;
    for (const auto& use : trial.uses) users += "\n  " + printable(use.user);
    throw refused(fmt::format("pack {} is used; nothing was written{}", pack.name, users),
                  "change or drop these in a migration before");
  }
  for (const std::string& table : trial.filled_tables)
    answer.notes.push_back(fmt::format(
        "{} has rows, which this migration drops: keep them first (pg_dump -t)", printable(table)));
  if (!trial.failure.empty())
    answer.notes.push_back(fmt::format("not tried to its end: {}", printable(trial.failure)));
  return answer;
}

}  // namespace dunlin::cli
