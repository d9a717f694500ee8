#include "cli/test/ChecksReport.hpp"

namespace dunlin::cli {
namespace {

using model::Inline;
using model::Tone;

Tone tone_of(checks::State state) {
  switch (state) {
    case checks::State::ok: return Tone::good;
    case checks::State::warn: return Tone::warning;
    case checks::State::skipped: return Tone::note;
    default: return Tone::bad;
  }
}

Inline item_of(const checks::CheckResult& result, const checks::Observation& one) {
  Inline item = Inline().label(std::string(checks::to_string(one.state)), tone_of(one.state));
  item.add(" " + result.check.name + " ").code(one.object).add(": " + one.observed);
  return one.remedy.empty() ? item : item.add(". To do: ").code(one.remedy);
}

}  // namespace

void add_observations(model::Document& document, const std::vector<checks::CheckResult>& results) {
  model::List found, not_asked;
  for (const auto& result : results) {
    if (!result.reason.empty())
      not_asked.items.push_back(Inline()
                                    .label(result.state == checks::State::error ? "error" : "skipped",
                                           result.state == checks::State::error ? Tone::bad : Tone::note)
                                    .add(" " + result.check.name + ": " + result.reason));
    for (const auto& one : result.observations)
      if (one.state != checks::State::skipped) found.items.push_back(item_of(result, one));
  }
  if (!found.items.empty()) document.blocks.emplace_back(std::move(found));
  if (!not_asked.items.empty()) document.blocks.emplace_back(std::move(not_asked));
}

Json checks_json(const std::vector<checks::CheckResult>& results) {
  Json list = Json::array();
  for (const auto& result : results) {
    Json observations = Json::array();
    for (const auto& one : result.observations)
      observations.add(Json::object()
                           .set("state", checks::to_string(one.state))
                           .set("object", one.object)
                           .set("observed", one.observed)
                           .set("remedy", one.remedy));
    list.add(Json::object()
                 .set("check", result.check.name)
                 .set("topic", result.check.topic)
                 .set("title", result.check.title)
                 .set("reference", result.check.reference)
                 .set("state", checks::to_string(result.state))
                 .set("reason", result.reason)
                 .set("observations", std::move(observations)));
  }
  return list;
}

}  // namespace dunlin::cli
