#include "cli/pack/WritePack.hpp"

#include <fmt/format.h>
#include <memory>
#include <set>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "cli/LintSettings.hpp"
#include "cli/NewMigration.hpp"
#include "lint/Replay.hpp"
#include "migrate/load/Project.hpp"
#include "packs/Needs.hpp"
#include "report/FindingsJson.hpp"
#include "report/FindingsText.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

/// What the linter says of a file that isn't written yet.
struct Judged {
  model::Findings findings;
  std::string path, text;
  report::Sources sources() const {
    return [this](const std::string& file) {
      return file == path ? std::string_view(text) : std::string_view();
    };
  }
};

Judged judge(const PackRequest& request, const PackFiles& made) {
  const PackFileText& file = made.files.front();
  std::vector<model::Migration> migrations = request.migrations;
  std::erase_if(migrations, [](const model::Migration& migration) { return migration.repeatable; });
  migrations.push_back(migrate::load_text(request.config, file.path, file.text));
  std::vector<std::unique_ptr<migrate::ScriptText>> scripts;
  std::vector<lint::File> files;
  for (const model::Migration& migration : migrations) {
    scripts.push_back(
        std::make_unique<migrate::ScriptText>(migration.up, lint_script_options(request.config)));
    const bool last = &migration == &migrations.back();
    files.push_back(lint_file(migration, *scripts.back(), fs::current_path(),
                              last ? std::optional<std::string_view>(file.text) : std::nullopt));
    files.back().judged = last;
  }
  files.back().has_rollback = files.back().has_rollback || made.files.size() > 1;
  lint::Request judging;
  judging.settings = lint_settings(request.invocation, request.config);
  judging.before = lint::empty_catalog(judging.settings.major * 10000);
  return {lint::lint(files, std::move(judging)).findings, files.back().path, file.text};
}

// What a removal is for: that things are dropped, and whatever is found of tables that go or are dunlin's
// own. What else is found of the project's tables stays a finding.
std::vector<std::string> rules_of_removal(const model::Findings& findings) {
  std::set<std::string> dropped, rules, others;
  for (const model::Finding& finding : findings.findings)
    if (finding.rule == "drop-table") dropped.insert(finding.object);
  for (const model::Finding& finding : findings.findings) {
    const bool of_the_pack = finding.rule.starts_with("drop-") || dropped.contains(finding.object) ||
                             finding.object.starts_with("dunlin_pack.");
    (of_the_pack ? rules : others).insert(finding.rule);
  }
  for (const std::string& rule : others) rules.erase(rule);
  return {rules.begin(), rules.end()};
}

void write(const PackFiles& made) {
  for (const PackFileText& file : made.files) {
    fs::create_directories(file.path.parent_path());
    write_file(file.path, file.text);
  }
}

// What a DBA must have done before this runs: said when no database could be asked.
std::vector<std::string> needs_of(const packs::Pack& pack, const PackAnswer& answer) {
  std::vector<std::string> lines;
  if (answer.asked) return lines;
  for (const packs::Need& need : pack.needs)
    lines.push_back(fmt::format("{} {} {}{}: a DBA runs {}", need.optional ? "uses" : "needs",
                                packs::to_string(need.kind), need.name,
                                need.why.empty() ? "" : " (" + need.why + ")", packs::statement_for(need)));
  return lines;
}

Json result_json(const PackRequest& request, const PackMigration& migration, const PackFiles& made,
                 const PackAnswer& answer, const Judged& judged) {
  Json files = Json::array(), notes = Json::array();
  for (const PackFileText& file : made.files) files.add(file.path.string());
  for (const std::string& note : answer.notes) notes.add(note);
  Json json = Json::object()
                  .set("outcome", request.invocation.dry_run ? "planned" : "done")
                  .set("action", packs::to_string(migration.record.action))
                  .set("pack", migration.record.pack)
                  .set("pack_version", migration.record.version)
                  .set("version", made.version)
                  .set("files", files)
                  .set("checked", answer.asked)
                  .set("notes", notes);
  const Json findings = report::findings_json(judged.findings, judged.sources());
  if (const Json* list = findings.find("findings")) json.set("findings", *list);
  if (request.invocation.dry_run) json.set("text", made.files.front().text);
  return json;
}

}  // namespace

int write_pack(const PackRequest& request, const packs::Pack& pack, PackMigration migration,
               const PackAnswer& answer, Screen& screen) {
  if (request.config.migrations.empty())
    throw usage_error("there is no folder of migrations here", "dunlin init makes one");
  const std::string today = utc_now("%Y-%m-%d");
  PackFiles made = pack_files(request.config, request.migrations, migration, today);
  Judged judged = judge(request, made);
  if (migration.record.action == packs::Action::remove) migration.allowed = rules_of_removal(judged.findings);
  if (!migration.allowed.empty()) {
    made = pack_files(request.config, request.migrations, migration, today);
    judged = judge(request, made);
  }
  if (!request.invocation.dry_run) write(made);
  screen.json(result_json(request, migration, made, answer, judged));
  for (const PackFileText& file : made.files) {
    if (request.invocation.dry_run) screen.line(file.text);
    if (!request.invocation.dry_run) screen.line(fs::relative(file.path, fs::current_path()).string());
  }
  if (!judged.findings.findings.empty())
    screen.line(report::write_findings_text(
        judged.findings, judged.sources(),
        {screen.options().color, static_cast<std::size_t>(screen.options().width)}));
  for (const std::string& line : needs_of(pack, answer)) screen.note(line);
  for (const std::string& note : answer.notes) screen.note(note);
  if (!answer.asked) screen.note("not checked against a database: name one with --env or --db-url");
  screen.note(request.invocation.dry_run ? "nothing was written (--dry-run)"
                                         : "read it, then apply it with: dunlin migrate");
  return 0;
}

}  // namespace dunlin::cli
