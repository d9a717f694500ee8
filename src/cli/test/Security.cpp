#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "base/Text.hpp"
#include "checks/RunChecks.hpp"
#include "cli/Session.hpp"
#include "cli/TestOutput.hpp"
#include "cli/test/ChecksReport.hpp"
#include "cli/test/ProjectFiles.hpp"
#include "cli/test/TestRuns.hpp"
#include "cli/test/Tests.hpp"
#include "trial/rls/RlsTrial.hpp"

namespace dunlin::cli {
namespace {

using checks::CheckResult;
using checks::State;

CheckResult result_of(const char* name, const char* title, const char* reference,
                      std::vector<checks::Observation> observations) {
  CheckResult result{.check = {.topic = "files", .name = name, .title = title, .reference = reference},
                     .observations = std::move(observations)};
  for (const auto& one : result.observations) result.state = std::max(result.state, one.state);
  return result;
}

void append(std::vector<checks::Observation>& to, std::vector<checks::Observation> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

constexpr std::size_t k_names_shown = 20;

std::string left_out_words(const std::vector<std::string>& paths) {
  if (paths.empty()) return "";
  const auto shown = static_cast<std::ptrdiff_t>(std::min(paths.size(), k_names_shown));
  const std::size_t more = paths.size() - static_cast<std::size_t>(shown);
  return fmt::format("{} not searched (more than 1 MB, not text, or unreadable): {}{}",
                     counted(paths.size(), "file"),
                     printable(join({paths.begin(), paths.begin() + shown}, ", ")),
                     more > 0 ? fmt::format(", and {} more", more) : "");
}

// The file that [encryption] key names, from the project's folder; "" when it names none.
std::string named_key_file(const model::Config& config) {
  constexpr std::string_view k_file = "file:";
  const std::string& key = config.environment.encryption.key;
  if (!key.starts_with(k_file)) return "";
  const auto root = std::filesystem::path(config.root).lexically_normal();
  return (root / key.substr(k_file.size())).lexically_normal().lexically_relative(root).string();
}

// What the project's own files say.
std::vector<CheckResult> check_files(const model::Config& config) {
  std::vector<checks::Observation> visible, shared;
  const auto left_out = search_project(config.root, named_key_file(config), config.test.exclude,
                                       [&](const trial::ProjectFile& file) {
                                         append(visible, trial::client_visible_secrets(file));
                                         append(shared, trial::shared_secrets(file));
                                       });
  std::vector<CheckResult> results{
      result_of("client-visible-secrets", "No secret has a name that a build puts into the browser's bundle",
                "OWASP", std::move(visible)),
      result_of("secrets-in-files", "No secret is kept in files that are shared", "OWASP",
                std::move(shared))};
  std::vector<std::string> reasons{left_out_words(left_out)};
  if (!config.test.exclude.empty())
    reasons.push_back("excluded by [test.security]: " + printable(join(config.test.exclude, ", ")));
  std::erase(reasons, "");
  results.back().reason = join(reasons, "; ");
  return results;
}

// The client's part of TLS: only verify-full knows whom it talks to (PostgreSQL docs, 34.19).
CheckResult check_client_tls(const model::Config& config, postgres::Connection& connection) {
  const std::string& host = connection.facts().host;
  const bool local =
      host.empty() || host.starts_with("/") || host == "localhost" || host == "127.0.0.1" || host == "::1";
  std::vector<checks::Observation> observations;
  if (!local && config.environment.url.reveal().find("sslmode=verify-full") == std::string::npos)
    observations.push_back({State::warn, config.environment.name,
                            fmt::format("the url of {} doesn't say sslmode=verify-full", printable(host)),
                            "add sslmode=verify-full and sslrootcert to the url"});
  return result_of("client-tls", "The client checks whom it talks to", "CIS 6.8, OWASP",
                   std::move(observations));
}

std::vector<CheckResult> ask_server(const model::Config& config, postgres::Connection& connection) {
  checks::require_client_roles(connection, config.test.client_roles);
  const auto roles =
      config.test.client_roles.empty() ? checks::guess_client_roles(connection) : config.test.client_roles;
  auto questions = checks::checks_of("security");
  for (auto& check : checks::checks_of("rls")) questions.push_back(std::move(check));
  auto results = checks::run_checks(connection, questions, roles);
  results.push_back(check_client_tls(config, connection));
  return results;
}

std::size_t count_of(const std::vector<CheckResult>& results, State state) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const auto& one) { return one.state == state; }));
}

Json summary_json(const std::vector<CheckResult>& results) {
  Json summary = Json::object().set("checks", results.size());
  for (const State state : {State::ok, State::warn, State::critical, State::skipped, State::error})
    summary.set(checks::to_string(state), count_of(results, state));
  return summary;
}

// A report has to call something a failure, also where nothing is one for the exit code.
State least_failing(const std::string& from) {
  return from == "warn" ? State::warn : State::critical;
}

// What couldn't be asked because of an error counts as bad as what was found.
bool fails(const std::vector<CheckResult>& results, const std::string& from) {
  const State least = least_failing(from);
  return from != "never" &&
         std::any_of(results.begin(), results.end(), [&](const auto& one) { return one.state >= least; });
}

model::Document describe(const std::vector<CheckResult>& results, const std::vector<std::string>& accepted) {
  model::Document document{
      .title = "Security",
      .subtitle = fmt::format("{}: {} ok, {} warn, {} critical, {} skipped, {} error",
                              counted(results.size(), "check"), count_of(results, State::ok),
                              count_of(results, State::warn), count_of(results, State::critical),
                              count_of(results, State::skipped), count_of(results, State::error))};
  add_observations(document, results);
  model::List list;
  for (const auto& one : accepted) list.items.emplace_back("accepted: " + one);
  if (!list.items.empty()) document.blocks.emplace_back(std::move(list));
  return document;
}

}  // namespace

int test_security(const Invocation& invocation, const model::Config& config, Screen& screen) {
  auto results = check_files(config);
  const Target target(config);
  auto connection = target.connect();
  for (auto& result : ask_server(config, connection)) results.push_back(std::move(result));
  const auto accepted = trial::take_accepted(results, config.test.accept);
  const bool failed = fails(results, invocation.fail_on);
  Json accepted_json = Json::array();
  for (const auto& one : accepted) accepted_json.add(one);
  const report::TestReport written{.document = describe(results, accepted),
                                   .json = Json::object()
                                               .set("outcome", failed ? "findings" : "done")
                                               .set("summary", summary_json(results))
                                               .set("checks", checks_json(results))
                                               .set("accepted", std::move(accepted_json)),
                                   .run = security_run(results, least_failing(invocation.fail_on))};
  show_test_report(written, invocation, screen);
  keep_test_report(written, invocation, screen);
  return failed ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
