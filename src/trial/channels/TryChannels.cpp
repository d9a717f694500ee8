#include "trial/channels/TryChannels.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "base/Text.hpp"
#include "trial/channels/Probes.hpp"

namespace dunlin::trial {
namespace {

using checks::CheckResult;
using checks::State;

struct Channel {
  const char* name;
  const char* title;
  Probing (*probe)(Prober&, const Vantage&);
  bool by_role = false;  // identities of one role meet the same
};

constexpr Channel k_channels[] = {
    {"hidden-rows", "count(*), lookups by key, COPY and row_security = off show what SELECT shows",
     probe_reading, true},
    {"returning", "RETURNING returns rows that SELECT shows, no others", probe_returning, true},
    {"views", "Views show no hidden row, and filter before conditions of the caller run", probe_views, true},
    {"conditions", "Conditions that fail meet no hidden row", probe_conditions, true},
    {"unique-keys", "Unique keys don't tell that a hidden row is there", probe_unique_keys},
    {"parents", "Foreign keys don't tell that a hidden parent is there, nor refer to it", probe_parents},
    {"explain", "EXPLAIN doesn't count hidden rows", probe_explain, true},
    {"statistics", "Statistics don't show values of hidden rows", probe_statistics, true},
    {"row-counts", "The catalog doesn't say how many rows there are", probe_row_counts, true},
    {"sequences", "Sequences don't say how many rows were made, and can't be set", probe_sequences, true},
};

// Who has met each observation of a result, in its order.
using MetBy = std::vector<std::set<std::string>>;

// What several identities meet is one finding: the first one's words, and who else.
void add_once(CheckResult& result, MetBy& met_by, Met met) {
  const auto known = std::find_if(
      result.observations.begin(), result.observations.end(),
      [&](const auto& one) { return one.object == met.found.object && one.state == met.found.state; });
  if (known == result.observations.end()) {
    result.observations.push_back(std::move(met.found));
    met_by.push_back({met.identity});
    return;
  }
  const auto at = static_cast<std::size_t>(known - result.observations.begin());
  if (met_by[at].insert(met.identity).second) known->observed += " (also " + met.identity + ")";
}

// Why it couldn't be tried, and for whom.
using Untried = std::map<std::string, std::vector<std::string>>;

std::string reason_of(const Untried& untried) {
  std::vector<std::string> reasons;
  for (const auto& [reason, where] : untried)
    reasons.push_back(where.empty() ? reason : fmt::format("{} ({})", reason, join(where, ", ")));
  return join(reasons, "; ");
}

// Where it couldn't be tried for a single one of them, "ok" would be too much.
void conclude(CheckResult& result, const Untried& untried) {
  for (const auto& one : result.observations) result.state = std::max(result.state, one.state);
  if (untried.empty()) return;
  if (result.observations.empty()) result.state = State::skipped;
  result.reason = reason_of(untried);
}

CheckResult result_named(const char* name, const char* title) {
  return {.check = {.topic = "channels", .name = name, .title = title, .reference = "", .query = ""},
          .reason = "",
          .observations = {}};
}

}  // namespace

std::vector<CheckResult> try_channels(postgres::Connection& connection, const Subject& subject) {
  const auto vantages = find_vantages(connection, subject);
  Prober prober(connection, subject);
  std::vector<CheckResult> results;
  Untried nothing_hidden;
  if (vantages.empty()) nothing_hidden["nobody who policies hold for is kept from any row"] = {};
  for (const Channel& channel : k_channels) {
    CheckResult result = result_named(channel.name, channel.title);
    Untried untried = nothing_hidden;
    std::set<std::pair<std::size_t, std::string>> asked;
    MetBy met_by;
    for (const Vantage& vantage : vantages) {
      if (channel.by_role && !asked.emplace(vantage.table, prober.identity(vantage).role).second) continue;
      Probing probing = channel.probe(prober, vantage);
      if (!probing.untried.empty())
        untried[probing.untried].push_back(prober.identity(vantage).name + " on " + prober.name(vantage));
      for (auto& found : probing.found)
        add_once(result, met_by, {prober.identity(vantage).name, std::move(found)});
    }
    conclude(result, untried);
    results.push_back(std::move(result));
  }
  CheckResult messages = result_named("messages", "Messages of the server show no value of a hidden row");
  MetBy met_by;
  for (const auto& shown : prober.shown_by_messages()) add_once(messages, met_by, shown);
  conclude(messages, nothing_hidden);
  results.push_back(std::move(messages));
  return results;
}

}  // namespace dunlin::trial
