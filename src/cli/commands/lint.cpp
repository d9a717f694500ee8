#include "lint/Lint.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/LintCache.hpp"
#include "cli/LintFiles.hpp"
#include "cli/LintFix.hpp"
#include "cli/LintSettings.hpp"
#include "cli/LintTarget.hpp"
#include "cli/RulePage.hpp"
#include "cli/Session.hpp"
#include "lint/Baseline.hpp"
#include "lint/Replay.hpp"
#include "report/FindingsFormat.hpp"
#include "report/FindingsJson.hpp"
#include "report/Markdown.hpp"
#include "report/Text.hpp"
#include "revision.hpp"

namespace dunlin::cli {
namespace {

constexpr const char* k_baseline_name = "dunlin-lint-baseline.json";

Json rule_json(const lint::Rule& rule) {
  return Json::object()
      .set("rule", rule.name)
      .set("family", std::string(1, rule.family))
      .set("profile", lint::to_string(rule.profile))
      .set("severity", model::to_string(rule.severity))
      .set("summary", rule.summary)
      .set("why", rule.why)
      .set("fix", rule.advice);
}

int explain(const std::string& name, const Invocation& invocation, Screen& screen) {
  const lint::Rule* rule = lint::find_rule(name);
  if (rule == nullptr) {
    std::vector<std::string> names;
    for (const lint::Rule* known : lint::all_rules()) names.emplace_back(known->name);
    const auto near = nearest(name, names);
    throw usage_error("there is no rule " + printable(name),
                      near ? "did you mean " + *near + "?" : "dunlin lint --rules lists them");
  }
  const model::Document page = rule_page(*rule);
  const report::TextOptions options{screen.options().color, static_cast<std::size_t>(screen.options().width)};
  screen.json(rule_json(*rule));
  screen.line(trim(invocation.format == "markdown" ? report::write_markdown(page)
                                                   : report::write_text(page, options)));
  return 0;
}

int list_rules(const Invocation& invocation, Screen& screen) {
  Json list = Json::array();
  std::string text;
  for (const lint::Rule* rule : lint::all_rules()) {
    list.add(rule_json(*rule));
    text += fmt::format("{} {:<36} {:<7} {:<7} {}\n", rule->family, rule->name,
                        lint::to_string(rule->profile), model::to_string(rule->severity), rule->summary);
  }
  screen.json(Json::object().set("rules", list));
  screen.line(trim(invocation.format == "markdown" ? rules_index() : text));
  return 0;
}

std::vector<report::RuleText> rule_texts() {
  std::vector<report::RuleText> texts;
  for (const lint::Rule* rule : lint::all_rules())
    texts.push_back({rule->name, rule->summary, rule->why, rule->advice});
  return texts;
}

std::string baseline_path(const Invocation& invocation, const model::Config& config) {
  return invocation.baseline_file ? *invocation.baseline_file
                                  : (std::filesystem::path(config.root) / k_baseline_name).string();
}

std::vector<std::string> judged_paths(const LintFiles& files) {
  std::vector<std::string> paths;
  for (const lint::File& file : files.files())
    if (file.judged) paths.push_back(file.path);
  return paths;
}

model::Findings with_baseline(model::Findings findings, const Invocation& invocation,
                              const model::Config& config, const LintFiles& files) {
  const std::string path = baseline_path(invocation, config);
  if (!std::filesystem::exists(path)) return findings;
  return lint::apply_baseline(std::move(findings), lint::parse_baseline(read_file(path)), files.sources(),
                              judged_paths(files));
}

Json effects_json(const std::vector<lint::StatementEffects>& statements) {
  Json list = Json::array();
  for (const lint::StatementEffects& statement : statements)
    for (const lint::Effect& effect : statement.effects)
      list.add(Json::object()
                   .set("file", statement.span.file)
                   .set("line", statement.span.line)
                   .set("column", statement.span.column)
                   .set("object", effect.relation)
                   .set("lock", model::to_string(effect.lock))
                   .set("cost", model::to_string(effect.cost))
                   .set("reason", effect.reason)
                   .set("known", effect.known));
  return list;
}

std::string effects_text(const std::vector<lint::StatementEffects>& statements) {
  std::string text;
  for (const lint::StatementEffects& statement : statements)
    for (const lint::Effect& effect : statement.effects)
      text +=
          fmt::format("{}: {} on {}{}, {}\n", model::to_string(statement.span), model::to_string(effect.lock),
                      printable(effect.relation), effect.reason.empty() ? "" : " (" + effect.reason + ")",
                      model::to_string(effect.cost));
  return text;
}

std::string output(const lint::Result& result, const LintFiles& files, const Invocation& invocation,
                   const Screen::Options& screen) {
  const std::string name = screen.json ? "json" : invocation.format.empty() ? "text" : invocation.format;
  if (name == "json" && invocation.effects)
    return report::findings_json(result.findings, files.sources())
               .set("effects", effects_json(result.effects))
               .dump() +
           "\n";
  const std::string effects =
      name == "text" && invocation.effects ? effects_text(result.effects) + "\n" : std::string();
  const report::FindingsContext context{screen.color, static_cast<std::size_t>(screen.width), DUNLIN_VERSION,
                                        rule_texts()};
  return effects + report::find_findings_format(name)->write(result.findings, files.sources(), context);
}

std::string fail_on(const Invocation& invocation, const model::Config& config) {
  if (!invocation.fail_on.empty()) return invocation.fail_on;
  return config.lint.fail_on.empty() ? "warning" : config.lint.fail_on;
}

bool fails(const model::Findings& findings, const std::string& least) {
  const auto level = model::parse_severity(least);
  return level && std::any_of(findings.findings.begin(), findings.findings.end(),
                              [&](const auto& finding) { return finding.severity >= *level; });
}

LintCache::Entry judge(const LintFiles& files, lint::Request request, const Invocation& invocation,
                       const model::Config& config, Screen& screen) {
  // Never destroyed: the process is about to end, and taking a large catalog apart is a tenth of a run.
  static lint::Result& result = *new lint::Result(lint::lint(files.files(), std::move(request)));
  result.findings = with_baseline(std::move(result.findings), invocation, config, files);
  return {fails(result.findings, fail_on(invocation, config)) ? static_cast<int>(ErrorCode::findings) : 0,
          output(result, files, invocation, screen.options())};
}

int update_baseline(const LintFiles& files, lint::Request request, const Invocation& invocation,
                    const model::Config& config, Screen& screen) {
  const lint::Result result = lint::lint(files.files(), std::move(request));
  const std::string path = baseline_path(invocation, config);
  write_file(path, lint::write_baseline(lint::make_baseline(result.findings, files.sources())));
  screen.line(fmt::format("{} accepts {}", path, counted(result.findings.findings.size(), "finding")));
  return 0;
}

bool has_database(const Invocation& invocation) {
  return invocation.environment || invocation.db_url;
}

// With a database named: its catalog, and the files that it doesn't have.
lint::Request live_request(const Invocation& invocation, const model::Config& config, LintFiles& files) {
  const Target target(config);
  auto connection = target.connect();
  LintTarget seen = look_at(connection, lint_settings(invocation, config));
  if (!invocation.all && invocation.arguments.empty()) files.leave_out(seen.applied);
  seen.request.want_effects = invocation.effects;
  return std::move(seen.request);
}

lint::Request request_of(const Invocation& invocation, const model::Config& config) {
  lint::Request request;
  request.want_effects = invocation.effects;
  request.settings = lint_settings(invocation, config);
  request.before = lint::empty_catalog(request.settings.major * 10000);
  return request;
}

// With a dump: its catalog, and the named files alone.
lint::Request dump_request(const Invocation& invocation, const model::Config& config, LintFiles& files) {
  if (invocation.arguments.empty())
    throw usage_error("--schema needs the files that are to be judged",
                      "dunlin lint --schema dump.sql migrations/007_add_users.sql");
  lint::Request request = request_of(invocation, config);
  const LintFiles dump(config, {*invocation.schema});
  std::vector<lint::File> history = dump.files();
  for (lint::File& file : history) file.judged = false;
  request.before = lint::lint(history, request).catalog;
  request.files_before = history.size();
  files.keep_judged();
  return request;
}

lint::Request any_request(const Invocation& invocation, const model::Config& config, LintFiles& files) {
  if (invocation.schema) return dump_request(invocation, config, files);
  return has_database(invocation) ? live_request(invocation, config, files) : request_of(invocation, config);
}

}  // namespace

int run_lint(const Invocation& invocation, Screen& screen) {
  if (invocation.explain) return explain(*invocation.explain, invocation, screen);
  if (invocation.list_rules) return list_rules(invocation, screen);
  if (invocation.format == "markdown")
    throw usage_error("--format markdown is for --explain and --rules",
                      "findings: text, json, sarif, github, gitlab or junit");
  const model::Config config = load_project(invocation);
  const bool only_judges = !invocation.fix && !invocation.update_baseline && !has_database(invocation);
  std::optional<LintCache> cache;
  if (only_judges) cache.emplace(invocation, config, screen.options());
  std::optional<LintCache::Entry> entry = cache ? cache->find() : std::nullopt;
  if (!entry) {
    static LintFiles& files = *new LintFiles(config, invocation.arguments);  // never destroyed, as above
    lint::Request request = any_request(invocation, config, files);
    if (invocation.fix) return run_fix(invocation, config, files, request, screen);
    if (invocation.update_baseline)
      return update_baseline(files, std::move(request), invocation, config, screen);
    entry = judge(files, std::move(request), invocation, config, screen);
    if (cache) cache->keep(*entry);
  }
  screen.print(entry->output);
  return entry->exit_code;
}

}  // namespace dunlin::cli
