#include "cli/Policies.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "cli/LintTarget.hpp"
#include "lint/Policies.hpp"
#include "report/FindingsJson.hpp"
#include "report/FindingsText.hpp"

namespace dunlin::cli {
namespace {

void require_known(const Invocation& invocation) {
  for (const std::string& rule : invocation.accept_rules) {
    if (lint::find_rule(rule) != nullptr) continue;
    std::vector<std::string> names;
    for (const lint::Rule* known : lint::all_rules()) names.emplace_back(known->name);
    const auto near = nearest(rule, names);
    throw usage_error("--accept: there is no rule " + printable(rule),
                      near ? "did you mean " + *near + "?" : "dunlin lint --rules lists them");
  }
  if (!invocation.accept_rules.empty() && trim(invocation.reason).empty())
    throw usage_error("--accept needs --reason TEXT", "it is recorded in the journal, for who asks later");
}

model::Findings judge(const std::vector<std::string>& rules, const LintFiles& files,
                      postgres::Connection& connection) {
  lint::Settings settings;
  settings.also = rules;
  model::Findings findings =
      lint::lint(files.files(), look_at(connection, std::move(settings)).request).findings;
  const std::set<std::string> demanded(rules.begin(), rules.end());
  std::erase_if(findings.findings, [&](const model::Finding& finding) {
    return !demanded.contains(finding.rule) || finding.span.file.empty();
  });
  return findings;
}

// With --json the shape of a run that got nowhere, and the findings.
void report_findings(const model::Findings& findings, const Error& error, const LintFiles& files,
                     Screen& screen) {
  Json json = Json::object()
                  .set("outcome", "refused")
                  .set("migrations", Json::array())
                  .set("error", error_json(error));
  const Json details = report::findings_json(findings, files.sources());
  if (const Json* list = details.find("findings")) json.set("findings", *list);
  screen.json(json);
  if (screen.options().json) return;
  screen.line(report::write_findings_text(
      findings, files.sources(), {screen.options().color, static_cast<std::size_t>(screen.options().width)}));
  screen.error(error);
}

Error findings_error(const model::Findings& findings, const model::Config& config) {
  return {ErrorCode::findings,
          fmt::format("environment {} doesn't allow this: {} of its policies; nothing was changed",
                      config.environment.name, counted(findings.findings.size(), "finding")),
          fmt::format("correct the files, or run with --accept {} --reason TEXT, which is recorded",
                      findings.findings.front().rule)};
}

// Takes out what is accepted, and returns the names of the rules.
std::set<std::string> take_accepted(model::Findings& findings, const std::vector<std::string>& named) {
  std::set<std::string> accepted;
  std::erase_if(findings.findings, [&](const model::Finding& finding) {
    if (std::find(named.begin(), named.end(), finding.rule) == named.end()) return false;
    accepted.insert(finding.rule);
    return true;
  });
  return accepted;
}

}  // namespace

PolicyAnswer judge_by_policies(const model::Config& config, const Invocation& invocation,
                               const std::vector<model::Migration>& files, const model::Plan& plan,
                               postgres::Connection& connection, Screen& screen) {
  require_known(invocation);
  const auto rules = lint::demanded_rules(config.environment.policy);
  if (rules.empty() || plan.steps.empty()) return {};
  const LintFiles opened(config, files, plan);
  model::Findings findings = judge(rules, opened, connection);
  const std::set<std::string> accepted = take_accepted(findings, invocation.accept_rules);
  if (!findings.findings.empty()) {
    report_findings(findings, findings_error(findings, config), opened, screen);
    return {false, ""};
  }
  if (accepted.empty()) return {};
  return {true, "accepted " + join({accepted.begin(), accepted.end()}, ", ") + ": " + invocation.reason};
}

}  // namespace dunlin::cli
