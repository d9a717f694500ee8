#include <fmt/format.h>

#include "audit/AuditLog.hpp"
#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/HistoryDocument.hpp"
#include "cli/Session.hpp"
#include "migrate/LedgerSchema.hpp"
#include "migrate/Repair.hpp"
#include "migrate/batch/BatchProgress.hpp"
#include "sql/Split.hpp"

namespace dunlin::cli {
namespace {

int verify_chain(postgres::Connection& connection, Screen& screen) {
  const auto broken = migrate::find_broken_link(connection);
  screen.json(
      Json::object().set("intact", broken == 0).set("broken_at", broken == 0 ? Json() : Json(broken)));
  if (broken == 0) {
    screen.line("the chain of the ledger is intact");
    return 0;
  }
  screen.line(fmt::format(
      "entry {} of the ledger doesn't agree with the one before it: somebody changed dunlin.ledger by hand",
      broken));
  return static_cast<int>(ErrorCode::findings);
}

void show_runs(postgres::Connection& connection, int limit, Screen& screen) {
  const auto rows = connection.exec(R"(
    SELECT r.id, r.command, to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), coalesce(r.outcome, 'running'), r.actor || '@' || r.host, r.database_user,
           coalesce(r.error->>'message', ''), coalesce((extract(epoch FROM r.finished_at - r.started_at) * 1000)::bigint, 0), r.tool_version,
           coalesce((SELECT string_agg(l.kind || ' ' || CASE WHEN l.version = '' THEN 'R__' || l.name WHEN l.name IN ('', l.version) THEN l.version
                                             ELSE l.version || '_' || l.name END, ', ' ORDER BY l.position)
                     FROM dunlin.ledger l WHERE l.run = r.id), ''), coalesce(r.reason, '')
    FROM dunlin.run r ORDER BY r.id DESC LIMIT $1::int)",
                                    {std::to_string(limit)});
  Json runs = Json::array();
  for (int row = 0; row < rows.rows(); ++row) {
    const bool good = rows.text(row, 3) == "done";
    screen.line(fmt::format("run {:<4} {}  {}  {} by {} ({} ms)", rows.text(row, 0), rows.text(row, 2),
                            screen.styled(rows.text(row, 3), good ? Style::good : Style::bad),
                            rows.text(row, 1), printable(rows.text(row, 4)), rows.text(row, 7)));
    if (!rows.text(row, 9).empty()) screen.line(fmt::format("         {}", printable(rows.text(row, 9))));
    if (!rows.text(row, 10).empty())
      screen.line(fmt::format("         reason: {}", printable(rows.text(row, 10))));
    if (!rows.text(row, 6).empty())
      screen.line(fmt::format("         error: {}", printable(rows.text(row, 6))));
    runs.add(Json::object()
                 .set("run", rows.number(row, 0))
                 .set("command", rows.text(row, 1))
                 .set("started_at", rows.text(row, 2))
                 .set("outcome", rows.text(row, 3))
                 .set("actor", rows.text(row, 4))
                 .set("database_user", rows.text(row, 5))
                 .set("error", rows.text(row, 6))
                 .set("duration_ms", rows.number(row, 7))
                 .set("tool_version", rows.text(row, 8))
                 .set("entries", rows.text(row, 9))
                 .set("reason", rows.text(row, 10)));
  }
  screen.json(Json::object().set("runs", runs));
  if (rows.rows() == 0) screen.line("no runs yet");
}

void show_statements(postgres::Connection& connection, const std::string& version, Screen& screen) {
  const auto rows = connection.exec(R"(
    SELECT l.version, l.kind, j.statement, j.state, j.sql, coalesce((extract(epoch FROM j.finished_at - greatest(j.began_at, lag(j.finished_at) OVER (PARTITION BY j.entry ORDER BY j.statement))) * 1000)::numeric(20,1)::text, ''),
           coalesce(j.data_bytes::text, ''), j.sql_hash, j.kind, coalesce(j.intent::text, '')
    FROM dunlin.ledger l JOIN dunlin.journal j ON j.entry = l.hash
    WHERE l.version = $1 OR ltrim(l.version, '0') = ltrim($1, '0') OR l.name = $1 ORDER BY l.position, j.statement)",
                                    {version});
  if (rows.rows() == 0)
    throw usage_error(fmt::format("the journal has nothing about '{}'", printable(version)),
                      "dunlin log shows what ran");
  Json statements = Json::array();
  for (int row = 0; row < rows.rows(); ++row) {
    const auto progress = migrate::batch_progress(rows.string(row, 8), rows.string(row, 9));
    screen.line(fmt::format("{} {:<4} {:>3}  {:<6} {:>10} ms  {}", printable(rows.text(row, 0)),
                            rows.text(row, 1), rows.number(row, 2) + 1, rows.text(row, 3), rows.text(row, 5),
                            printable(sql::one_line(rows.text(row, 4), 100))));
    if (progress) screen.line(fmt::format("         {}", migrate::describe(*progress)));
    statements.add(Json::object()
                       .set("version", rows.text(row, 0))
                       .set("kind", rows.text(row, 1))
                       .set("statement", rows.number(row, 2))
                       .set("state", rows.text(row, 3))
                       .set("sql", rows.text(row, 4))
                       .set("sql_hash", rows.text(row, 7))
                       .set("duration_ms", rows.text(row, 5))
                       .set("data_bytes", rows.text(row, 6))
                       .set("batches", progress ? Json(progress->batches) : Json())
                       .set("rows", progress ? Json(progress->rows) : Json()));
  }
  screen.json(Json::object().set("statements", statements));
}

void require_audit(postgres::Connection& connection) {
  if (!audit::is_installed(connection))
    throw refused("this database has no audit log",
                  "dunlin pack add audit --param tables=...; dunlin migrate");
}

int seal_audit(postgres::Connection& connection, const Invocation& invocation, Screen& screen) {
  require_audit(connection);
  const auto done =
      invocation.anchor ? audit::seal_to(connection, *invocation.anchor) : audit::seal(connection);
  screen.json(Json::object()
                  .set("sealed_rows", done.rows)
                  .set("seal", done.last)
                  .set("anchored_seals", invocation.anchor ? Json(done.appended) : Json()));
  screen.line(done.rows == 0 ? "nothing new to seal"
                             : fmt::format("seal {}: {}", done.last,
                                           counted(static_cast<std::size_t>(done.rows), "row")));
  if (invocation.anchor) {
    screen.line(
        fmt::format("{}: {} appended", printable(*invocation.anchor), counted(done.appended, "seal")));
  } else {
    screen.line("no anchor: who owns the database can make seals anew (--anchor FILE)");
  }
  return 0;
}

int verify_audit(postgres::Connection& connection, const Invocation& invocation, Screen& screen) {
  require_audit(connection);
  const auto anchor = invocation.anchor ? audit::read_anchor(*invocation.anchor) : std::nullopt;
  if (invocation.anchor && !anchor)
    throw usage_error(fmt::format("there is no anchor {}", printable(*invocation.anchor)),
                      "dunlin log seal --anchor FILE makes it");
  const auto seen = audit::observe(connection);
  const auto troubles = audit::judge(seen, anchor);
  Json listed = Json::array();
  for (const auto& trouble : troubles) {
    screen.line(screen.styled(trouble.message, Style::bad));
    Json rows = Json::array();
    for (const auto id : trouble.rows) rows.add(id);
    listed.add(Json::object()
                   .set("kind", trouble.kind)
                   .set("seal", trouble.seal == 0 ? Json() : Json(trouble.seal))
                   .set("rows", rows)
                   .set("message", trouble.message));
  }
  screen.json(Json::object()
                  .set("log", seen.log)
                  .set("intact", troubles.empty())
                  .set("seals", seen.seals.size())
                  .set("anchored", anchor ? Json(anchor->seals.size()) : Json())
                  .set("unsealed_rows", seen.unsealed_rows)
                  .set("purged_rows", seen.purged_rows)
                  .set("troubles", listed));
  if (troubles.empty()) {
    screen.line(fmt::format(
        "{}: {}{}, and the rows in them are as they were sealed", printable(seen.log),
        counted(seen.seals.size(), "seal"),
        anchor ? fmt::format(", {} in the anchor", anchor->seals.size()) : ", no anchor compared"));
  }
  if (seen.purged_rows > 0)
    screen.line(fmt::format("{} went with {}, on the record",
                            counted(static_cast<std::size_t>(seen.purged_rows), "row"),
                            seen.purged_rows == 1 ? "its month" : "their months"));
  if (seen.unsealed_rows > 0)
    screen.line(fmt::format(
        "{} sealed yet: dunlin log seal",
        seen.unsealed_rows == 1 ? "1 row isn't" : with_thousands(seen.unsealed_rows) + " rows aren't"));
  return troubles.empty() ? 0 : static_cast<int>(ErrorCode::findings);
}

}  // namespace

int run_log(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const Target target(config);
  auto connection = target.connect();
  const std::string asked = invocation.arguments.empty() ? "" : invocation.arguments.front();
  if (asked == "seal") return seal_audit(connection, invocation, screen);
  if (asked == "verify") return verify_audit(connection, invocation, screen);
  if (invocation.anchor) throw usage_error("--anchor belongs to dunlin log seal and dunlin log verify");
  if (!migrate::ledger_installed(connection)) {
    screen.json(Json::object().set("runs", Json::array()));
    screen.line("no runs yet");
    return 0;
  }
  if (invocation.verify) return verify_chain(connection, screen);
  if (invocation.output) {
    write_history(connection, *invocation.output);
    screen.json(Json::object().set("file", *invocation.output));
    screen.line("written to " + printable(*invocation.output));
    return 0;
  }
  if (invocation.arguments.empty()) {
    show_runs(connection, invocation.limit, screen);
  } else {
    show_statements(connection, invocation.arguments.front(), screen);
  }
  return 0;
}

}  // namespace dunlin::cli
