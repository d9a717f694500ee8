#include "cli/HistoryDocument.hpp"

#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "report/Html.hpp"
#include "report/Markdown.hpp"

namespace dunlin::cli {
namespace {

using model::Inline;
using model::Tone;

// The newest word about each version: applied, taken back or forgotten. Times are in UTC.
constexpr postgres::Sql k_migrations(R"(
  SELECT version, name, kind, coalesce(metadata ->> 'description', ''), concat_ws(', ', metadata ->> 'priority', metadata ->> 'impact'),
         to_char(began AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), ms, actor, run, complete
  FROM (SELECT DISTINCT ON (l.version, CASE WHEN l.version = '' THEN l.name END) l.version, l.name, l.kind, l.metadata, l.position, l.run,
               l.started_at AS began, r.actor, EXISTS (SELECT FROM dunlin.completion c WHERE c.entry = l.hash AND c.outcome = 'done') AS complete,
               (SELECT (extract(epoch FROM max(j.finished_at) - l.started_at) * 1000)::bigint FROM dunlin.journal j WHERE j.entry = l.hash) AS ms
        FROM dunlin.ledger l JOIN dunlin.run r ON r.id = l.run
        ORDER BY l.version, CASE WHEN l.version = '' THEN l.name END, l.position DESC) AS newest
  ORDER BY position)");

constexpr const char* k_history_file = "MIGRATIONS.md";
constexpr std::string_view k_mark = "written by dunlin, anew after each run";

constexpr postgres::Sql k_runs(R"(
  SELECT r.id, to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), r.command, coalesce(r.outcome, 'running'),
         coalesce((extract(epoch FROM r.finished_at - r.started_at) * 1000)::bigint, 0), r.actor || '@' || r.host, r.database_user,
         coalesce((SELECT string_agg(l.kind || ' ' || CASE WHEN l.version = '' THEN 'R__' || l.name WHEN l.name IN ('', l.version) THEN l.version
                                            ELSE l.version || '_' || l.name END, ', ' ORDER BY l.position)
                   FROM dunlin.ledger l WHERE l.run = r.id), ''), coalesce(r.reason, ''), coalesce(r.error ->> 'message', '')
  FROM dunlin.run r ORDER BY r.id DESC)");

std::string took(std::int64_t milliseconds) {
  return describe_duration(std::chrono::milliseconds(milliseconds));
}

Inline state_of(std::string_view kind, bool complete) {
  if (!complete) return Inline().label("half done", Tone::bad);
  if (kind == "down") return Inline().label("taken back", Tone::note);
  if (kind == "forgotten") return Inline().label("forgotten", Tone::note);
  return Inline().label(kind == "adopted" || kind == "baseline" ? std::string(kind) : "applied", Tone::good);
}

// As status and messages name it.
std::string label(const std::string& version, const std::string& name) {
  if (version.empty()) return "R__" + name;
  return name.empty() || name == version ? version : version + "_" + name;
}

model::Table migrations_table(postgres::Connection& connection) {
  const auto rows = connection.exec(k_migrations);
  model::Table table{.columns = {{"migration"},
                                 {"state"},
                                 {"when (UTC)"},
                                 {"took", true},
                                 {"by"},
                                 {"run", true},
                                 {"description"},
                                 {"priority, impact"}},
                     .rows = {}};
  for (int row = 0; row < rows.rows(); ++row) {
    const auto version = rows.string(row, 0);
    const auto name = rows.string(row, 1);
    table.rows.push_back(
        {model::code(label(version, name)), state_of(rows.text(row, 2), rows.boolean(row, 9)),
         rows.string(row, 5), rows.is_null(row, 6) ? Inline() : Inline(took(rows.number(row, 6))),
         rows.string(row, 7), rows.string(row, 8), rows.string(row, 3), rows.string(row, 4)});
  }
  return table;
}

model::Table runs_table(const postgres::Result& rows) {
  model::Table table{.columns = {{"run", true},
                                 {"when (UTC)"},
                                 {"command"},
                                 {"outcome"},
                                 {"took", true},
                                 {"by"},
                                 {"database user"},
                                 {"what"},
                                 {"reason, error"}},
                     .rows = {}};
  for (int row = 0; row < rows.rows(); ++row) {
    const bool good = rows.text(row, 3) == "done";
    const auto reason = rows.string(row, 8);
    const auto error = rows.string(row, 9);
    table.rows.push_back({rows.string(row, 0), rows.string(row, 1), rows.string(row, 2),
                          Inline().label(rows.string(row, 3), good ? Tone::good : Tone::bad),
                          took(rows.number(row, 4)), rows.string(row, 5), rows.string(row, 6),
                          rows.string(row, 7),
                          reason + (reason.empty() || error.empty() ? "" : "; ") + error});
  }
  return table;
}

}  // namespace

model::Document history_document(postgres::Connection& connection) {
  const auto runs = connection.exec(k_runs);
  model::Document document{.title = fmt::format("Migrations of {}", connection.facts().database),
                           .subtitle = runs.rows() == 0 ? std::string(k_mark)
                                                        : fmt::format("{}: as of run {}, {} UTC", k_mark,
                                                                      runs.text(0, 0), runs.text(0, 1))};
  document.add(model::Heading{.level = 2, .text = "What is in the database"});
  document.add(migrations_table(connection));
  document.add(model::Heading{.level = 2, .text = "What ran"});
  document.add(runs_table(runs));
  return document;
}

void write_history(postgres::Connection& connection, const std::filesystem::path& file) {
  const auto document = history_document(connection);
  const auto ending = file.extension();
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
  write_file(file, ending == ".html" || ending == ".htm" ? report::write_html(document)
                                                         : report::write_markdown(document));
}

std::string keep_history(postgres::Connection& connection, const std::filesystem::path& root) {
  const auto file = root / k_history_file;
  try {
    if (std::filesystem::is_regular_file(file) && read_file(file).find(k_mark) != std::string::npos)
      write_history(connection, file);
  } catch (const std::exception& error) {
    return fmt::format("warning: {} isn't up to date: {}", k_history_file, error.what());
  }
  return "";
}

}  // namespace dunlin::cli
