#include "cli/Policies.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "cli/LintTarget.hpp"
#include "lint/Policies.hpp"
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

}  // namespace

std::string require_policies(const model::Config& config, const Invocation& invocation,
                             const std::vector<model::Migration>& files, const model::Plan& plan,
                             postgres::Connection& connection, Screen& screen) {
  require_known(invocation);
  const auto rules = lint::demanded_rules(config.environment.policy);
  if (rules.empty() || plan.steps.empty()) return "";
  const LintFiles opened(config, files, plan);
  model::Findings findings = judge(rules, opened, connection);
  std::set<std::string> accepted;
  std::erase_if(findings.findings, [&](const model::Finding& finding) {
    const auto& named = invocation.accept_rules;
    if (std::find(named.begin(), named.end(), finding.rule) == named.end()) return false;
    accepted.insert(finding.rule);
    return true;
  });
  if (!findings.findings.empty()) {
    screen.line(report::write_findings_text(
        findings, opened.sources(),
        {screen.options().color, static_cast<std::size_t>(screen.options().width)}));
    const std::string rule = findings.findings.front().rule;
    throw Error(
        ErrorCode::findings,
        fmt::format("environment {} doesn't allow this: {} of its policies; nothing was changed",
                    config.environment.name, counted(findings.findings.size(), "finding")),
        fmt::format("correct the files, or run with --accept {} --reason TEXT, which is recorded", rule));
  }
  if (accepted.empty()) return "";
  return "accepted " + join({accepted.begin(), accepted.end()}, ", ") + ": " + invocation.reason;
}

}  // namespace dunlin::cli
