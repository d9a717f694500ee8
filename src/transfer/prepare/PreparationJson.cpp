#include <algorithm>

#include "transfer/prepare/Preparation.hpp"

namespace dunlin::transfer {
namespace {

Json list(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const std::string& value : values) array.add(value);
  return array;
}

Json source_json(const Preparation& preparation) {
  return Json::object()
      .set("file", preparation.source)
      .set("untouched", preparation.source_changes.empty())
      .set("changes", list(preparation.source_changes));
}

Json snapshot_json(const sqlite::Snapshot& snapshot) {
  return Json::object()
      .set("file", snapshot.path)
      .set("bytes", static_cast<std::int64_t>(snapshot.size))
      .set("sha256", snapshot.sha256)
      .set("journal_mode", snapshot.journal_mode)
      .set("attempts", snapshot.attempts);
}

Json file_json(const BackupFile& file) {
  return Json::object()
      .set("file", file.path.string())
      .set("bytes", static_cast<std::int64_t>(file.size))
      .set("sha256", file.sha256);
}

Json backups_json(const Backups& backups) {
  Json copy = Json::array();
  for (const BackupFile& file : backups.copy) copy.add(file_json(file));
  Json compared = Json::array();
  for (const ComparedTable& table : backups.compared)
    compared.add(Json::object().set("table", table.table).set("rows", table.rows).set("equal", table.equal));
  return Json::object()
      .set("copy", copy)
      .set("rebuilt", file_json(backups.rebuilt))
      .set("rebuilt_by", backups.rebuilt_by)
      .set("manifest", backups.manifest.string())
      .set("compared", compared);
}

Json server_json(const ServerFacts& server) {
  Json settings = Json::object();
  for (const auto& [name, value] : server.settings) settings.set(name, value);
  return Json::object()
      .set("version", server.version)
      .set("database", server.database)
      .set("user", server.user)
      .set("tls", server.tls.empty() ? Json() : Json(server.tls))
      .set("objects_in_schema", server.object_count)
      .set("max_connections", server.max_connections)
      .set("settings", settings);
}

Json effort_json(const Effort& effort) {
  Json objects = Json::array();
  for (const ObjectCount& count : effort.objects)
    objects.add(
        Json::object().set("kind", count.kind).set("count", count.count).set("by_hand", count.by_hand));
  return Json::object()
      .set("level", std::string(1, effort.level))
      .set("size", effort.size)
      .set("units", effort.units)
      .set("summary", effort.words)
      .set("objects", objects);
}

Json table_json(const TableMapping& table) {
  Json columns = Json::array();
  for (const ColumnMapping& column : table.columns)
    columns.add(Json::object()
                    .set("source", column.source)
                    .set("declared", column.declared)
                    .set("target", column.target)
                    .set("type", column.type)
                    .set("collation", column.collation)
                    .set("reversible", column.reversible)
                    .set("reason", column.reason)
                    .set("suggestions", list(column.suggestions)));
  return Json::object()
      .set("source", table.source)
      .set("target", table.target)
      .set("rows", table.rows)
      .set("rejected", table.rejected)
      .set("columns", columns);
}

Json problems_json(const std::vector<Problem>& problems) {
  Json array = Json::array();
  for (const Problem& problem : problems)
    array.add(Json::object()
                  .set("rule", problem.rule)
                  .set("weight", to_string(problem.weight))
                  .set("object", problem.object)
                  .set("message", problem.message)
                  .set("hint", problem.hint)
                  .set("count", problem.count)
                  .set("keys", list(problem.keys)));
  return array;
}

Json migrations_json(const std::vector<PreparedMigration>& migrations) {
  Json array = Json::array();
  for (const PreparedMigration& migration : migrations)
    array.add(Json::object()
                  .set("file", migration.file)
                  .set("phase", migration.phase)
                  .set("action", migration.action)
                  .set("findings", migration.findings));
  return array;
}

}  // namespace

bool Preparation::refused() const {
  return std::any_of(phases.begin(), phases.end(),
                     [](const Phase& phase) { return phase.state() == CheckState::refused; });
}

std::vector<std::string> Preparation::refusals() const {
  std::vector<std::string> names;
  std::vector<std::string> rules{"and more"};
  for (const Problem& problem : problems) {
    if (problem.weight != Weight::refused) continue;
    names.push_back(problem.rule + (problem.object.empty() ? "" : " " + problem.object));
    rules.push_back(problem.rule);
  }
  for (const Phase& phase : phases) {
    for (const Check& check : phase.checks) {
      if (check.state == CheckState::refused &&
          std::find(rules.begin(), rules.end(), check.name) == rules.end())
        names.push_back(check.name);
    }
  }
  return names;
}

std::string outcome_of(const Preparation& preparation) {
  if (!preparation.error.empty()) return "failed";
  return preparation.refused() ? "refused" : "ready";
}

Json preparation_json(const Preparation& preparation) {
  Json phases = Json::array();
  for (const Phase& phase : preparation.phases) phases.add(phase_json(phase));
  Json tables = Json::array();
  if (preparation.mapping)
    for (const TableMapping& table : preparation.mapping->tables) tables.add(table_json(table));
  return Json::object()
      .set("outcome", outcome_of(preparation))
      .set("source", source_json(preparation))
      .set("target", preparation.target)
      .set("schema", preparation.schema)
      .set("milliseconds", preparation.milliseconds)
      .set("phases", phases)
      .set("snapshot", preparation.snapshot ? snapshot_json(*preparation.snapshot) : Json())
      .set("backups", preparation.backups ? backups_json(*preparation.backups) : Json())
      .set("server", preparation.server ? server_json(*preparation.server) : Json())
      .set("effort", preparation.effort ? effort_json(*preparation.effort) : Json())
      .set("tables", tables)
      .set("problems", problems_json(preparation.problems))
      .set("migrations", migrations_json(preparation.migrations))
      .set("files", Json::object()
                        .set("plan", preparation.plan_file)
                        .set("log", preparation.log_file)
                        .set("json", preparation.json_file)
                        .set("html", preparation.html_file));
}

}  // namespace dunlin::transfer
