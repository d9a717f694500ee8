#include "cli/Policies.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "cli/LintTarget.hpp"
#include "lint/Policies.hpp"
#include "report/FindingsJson.hpp"
#include "report/FindingsText.hpp"

namespace dunlin::cli {
namespace {

const std::string k_window = "window";

// The minute of the day in a zone, as the server's clock says.
int minute_of_day(postgres::Connection& connection, const std::string& zone) {
  const auto known = connection.exec("SELECT FROM pg_catalog.pg_timezone_names WHERE name = $1", {zone});
  if (known.rows() == 0)
    throw usage_error("the window's time zone " + printable(zone) + " isn't known to the server",
                      "SELECT name FROM pg_timezone_names lists them");
  const auto now = connection.exec(
      "SELECT extract(hour FROM t)::int * 60 + extract(minute FROM t)::int FROM (SELECT now() AT TIME ZONE "
      "$1) AS n (t)",
      {zone});
  return static_cast<int>(now.number(0, 0));
}

void require_known(const Invocation& invocation) {
  for (const std::string& rule : invocation.accept_rules) {
    if (lint::find_rule(rule) != nullptr || rule == k_window) continue;
    std::vector<std::string> names{k_window};
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
    return {false, {}};
  }
  return {true, accepted};
}

void require_window(const model::Config& config, const Invocation& invocation,
                    postgres::Connection& connection, PolicyAnswer& answer) {
  const auto& window = config.environment.policy.window;
  if (!window) return;
  const int minute = minute_of_day(connection, window->zone);
  if (model::contains(*window, minute)) return;
  const auto& accepted = invocation.accept_rules;
  if (std::find(accepted.begin(), accepted.end(), k_window) == accepted.end())
    throw refused(
        fmt::format(
            "migrations run between {} in environment {}, and there it is {:02}:{:02}; nothing was changed",
            model::describe(*window), config.environment.name, minute / 60, minute % 60),
        fmt::format("again in {}, or with --accept window --reason TEXT, which is recorded",
                    describe_duration(std::chrono::minutes(model::minutes_until(*window, minute)))));
  answer.accepted.insert(k_window);
}

std::string acceptance_record(const PolicyAnswer& answer, const std::string& reason) {
  if (answer.accepted.empty()) return reason;
  return "accepted " + join({answer.accepted.begin(), answer.accepted.end()}, ", ") + ": " + reason;
}

}  // namespace dunlin::cli
