#include "cli/lsp/ProjectAnalyser.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/File.hpp"
#include "cli/LintFiles.hpp"
#include "lint/Baseline.hpp"
#include "lint/Replay.hpp"
#include "migrate/ScriptText.hpp"
#include "migrate/load/Project.hpp"
#include "report/FindingsText.hpp"
#include "report/Markdown.hpp"

namespace dunlin::cli::lsp {
namespace {

namespace fs = std::filesystem;

std::string canonical(const std::string& path) {
  std::error_code none;
  return fs::weakly_canonical(path, none).string();
}

std::string effect_line(const lint::Effect& effect) {
  std::string line = fmt::format("- {} on {}: blocks {}; cost: {}", report::code_span(to_string(effect.lock)),
                                 report::code_span(effect.relation), blocked_by(effect.lock),
                                 report::cost_in_words(effect.cost));
  if (!effect.reason.empty()) line += fmt::format(" ({})", report::escape_markdown(effect.reason));
  if (!effect.known) line += ", assumed: this form was not measured";
  return line + "\n";
}

std::string describe(const lint::StatementEffects& statement, int major) {
  std::string text;
  for (const auto& effect : statement.effects) text += effect_line(effect);
  if (text.empty()) text = "No lock on a table that was there before.\n";
  return text + fmt::format("\nPostgreSQL {}, transaction {} of this file", major, statement.unit);
}

bool holds(const model::SourceSpan& span, const std::string& file, std::size_t offset) {
  return span.file == file && span.offset <= offset && offset <= span.offset + span.length;
}

}  // namespace

void ProjectAnalyser::forget() {
  project_.reset();
  catalogs_.clear();
  last_.reset();
}

const ProjectAnalyser::Project& ProjectAnalyser::project() {
  if (!project_) {
    Project project{load_config_(), {}, {}, {}};
    if (!project.config.migrations.empty() && fs::is_directory(project.config.migrations))
      project.migrations = migrate::load_migrations(project.config);
    for (const auto& migration : project.migrations) {
      project.paths.push_back(canonical(migration.up.file));
      if (migration.rollback && migration.rollback->script.file != migration.up.file)
        project.rollbacks.insert(canonical(migration.rollback->script.file));
    }
    project_ = std::move(project);
  }
  return *project_;
}

// All of the project's files up to this one; those with an earlier version for a file that isn't saved yet;
// none for a file from elsewhere.
std::size_t ProjectAnalyser::files_before(const std::string& path, const model::Migration& migration) {
  const auto& [config, migrations, paths, rollbacks] = project();
  const auto same = std::find(paths.begin(), paths.end(), path);
  if (same != paths.end()) return static_cast<std::size_t>(same - paths.begin());
  if (config.migrations.empty() || fs::path(path).parent_path() != canonical(config.migrations)) return 0;
  const auto later = std::find_if(migrations.begin(), migrations.end(), [&](const auto& other) {
    return other.repeatable || (!migration.repeatable && migration.version < other.version);
  });
  return static_cast<std::size_t>(later - migrations.begin());
}

const model::Catalog& ProjectAnalyser::catalog_before(std::size_t count) {
  const auto found = catalogs_.find(count);
  if (found != catalogs_.end()) return found->second;
  const auto& config = project().config;
  const auto& migrations = project().migrations;
  std::vector<migrate::ScriptText> scripts;
  std::vector<lint::File> files;
  scripts.reserve(count);  // files have views of the scripts
  for (std::size_t i = 0; i < count; ++i) {
    scripts.emplace_back(migrations[i].up, lint_script_options(config));
    files.push_back(lint_file(migrations[i], scripts.back(), fs::current_path()));
    files.back().judged = false;
  }
  lint::Request request;
  request.settings = settings_;
  request.before = lint::empty_catalog(settings_.major * 10000);
  return catalogs_.emplace(count, lint::lint(files, std::move(request)).catalog).first->second;
}

const ProjectAnalyser::Judged& ProjectAnalyser::judge(const std::string& path, std::string_view text) {
  if (last_ && last_->path == path && last_->text == text) return *last_;
  last_.reset();
  const auto& config = project().config;
  Judged judged{path, std::string(text), path, {}};
  if (project().rollbacks.count(canonical(path)) == 0) {
    const auto migration = migrate::load_text(config, path, judged.text);
    const migrate::ScriptText script(migration.up, lint_script_options(config));
    const std::vector<lint::File> files{lint_file(migration, script, fs::current_path(), judged.text)};
    lint::Request request;
    request.settings = settings_;
    request.files_before = files_before(canonical(path), migration);
    request.before = catalog_before(request.files_before);
    request.want_effects = true;
    judged.shown_path = files.front().path;
    judged.result = lint::lint(files, std::move(request));
    judged.result.catalog = {};  // large, and nobody asks for it
  }
  last_ = std::move(judged);
  return *last_;
}

model::Findings ProjectAnalyser::analyse(const std::string& path, std::string_view text) {
  const auto& judged = judge(path, text);
  auto findings = judged.result.findings;
  const auto baseline = fs::path(project().config.root) / "dunlin-lint-baseline.json";
  if (fs::exists(baseline)) {
    const auto source = [&](const std::string& file) {
      return file == judged.shown_path ? std::string_view(judged.text) : std::string_view();
    };
    findings = lint::apply_baseline(std::move(findings), lint::parse_baseline(read_file(baseline)), source,
                                    {judged.shown_path});
  }
  for (auto& finding : findings.findings)
    if (finding.span.file == judged.shown_path) finding.span.file = path;
  for (auto& part : findings.not_analysed)
    if (part.span.file == judged.shown_path) part.span.file = path;
  return findings;
}

std::optional<std::string> ProjectAnalyser::hover(const std::string& path, std::string_view text,
                                                  std::size_t offset) {
  const auto& judged = judge(path, text);
  for (const auto& part : judged.result.findings.not_analysed)
    if (holds(part.span, judged.shown_path, offset))
      return "Not analysed: " + report::escape_markdown(part.reason);
  for (const auto& statement : judged.result.effects)
    if (holds(statement.span, judged.shown_path, offset)) return describe(statement, settings_.major);
  return std::nullopt;
}

}  // namespace dunlin::cli::lsp
