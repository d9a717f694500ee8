#include "lint/Baseline.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/Error.hpp"
#include "base/Json.hpp"
#include "report/Fingerprints.hpp"

namespace dunlin::lint {
namespace {

constexpr std::int64_t k_format = 1;

using Key = std::tuple<std::string, std::string, std::string>;

Key key_of(const Baseline::Entry& entry) {
  return {entry.file, entry.rule, entry.fingerprint};
}

Key key_of(const model::Finding& finding, const report::Fingerprint& fingerprint) {
  return {finding.span.file, finding.rule, fingerprint.hash};
}

Error malformed(std::string_view what) {
  return usage_error(fmt::format("the lint baseline can't be read: {}", what),
                     "restore it from version control, or write it anew with dunlin lint --update-baseline");
}

std::string text_field(const Json& json, std::string_view name, std::size_t number) {
  const auto* field = json.find(name);
  if (field == nullptr || field->string() == nullptr || field->string()->empty())
    throw malformed(fmt::format("entry {} has no \"{}\"", number, name));
  return *field->string();
}

Baseline::Entry read_entry(const Json& json, std::size_t number) {
  Baseline::Entry entry{text_field(json, "file", number), text_field(json, "rule", number),
                        text_field(json, "fingerprint", number), 1};
  if (const auto* count = json.find("count")) {
    if (count->integer() == nullptr || *count->integer() < 1)
      throw malformed(fmt::format("the count of entry {} isn't a number from 1", number));
    entry.count = static_cast<std::size_t>(*count->integer());
  }
  return entry;
}

model::Finding stale(const std::string& file, const std::string& rule, std::size_t unused) {
  model::Finding finding;
  finding.rule = k_stale_baseline;
  finding.severity = model::Severity::note;
  finding.span.file = file;
  finding.message =
      unused == 1 ? fmt::format("the baseline accepts a finding of {} here that isn't found any more", rule)
                  : fmt::format("the baseline accepts {} findings of {} here that aren't found any more",
                                unused, rule);
  finding.fix.advice = "take it out of the baseline: dunlin lint --update-baseline";
  return finding;
}

}  // namespace

Baseline make_baseline(const model::Findings& findings, const report::Sources& sources) {
  const auto hashes = report::fingerprints(findings, sources);
  std::map<Key, std::size_t> counts;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (findings.findings[i].rule != k_stale_baseline) ++counts[key_of(findings.findings[i], hashes[i])];
  }
  Baseline baseline;
  for (const auto& [key, count] : counts)
    baseline.entries.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  return baseline;
}

Baseline parse_baseline(std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Error& error) {
    throw malformed(error.message());
  }
  const auto* format = json.find("format");
  if (format == nullptr || format->integer() == nullptr) throw malformed("it has no \"format\"");
  if (*format->integer() != k_format)
    throw usage_error(
        fmt::format("the lint baseline has format {}, and this dunlin reads format {}", *format->integer(),
                    k_format),
        "use the version of dunlin that wrote it, or write it anew with dunlin lint --update-baseline");
  const auto* list = json.find("findings");
  if (list == nullptr || list->elements() == nullptr) throw malformed("it has no list \"findings\"");
  Baseline baseline;
  for (const auto& entry : *list->elements())
    baseline.entries.push_back(read_entry(entry, baseline.entries.size() + 1));
  return baseline;
}

std::string write_baseline(const Baseline& baseline) {
  auto entries = baseline.entries;
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
  std::string lines;
  for (const auto& entry : entries) {
    Json json = Json::object();
    json.set("file", entry.file)
        .set("rule", entry.rule)
        .set("fingerprint", entry.fingerprint)
        .set("count", entry.count);
    lines += fmt::format("{}\n    {}", lines.empty() ? "" : ",", json.dump(-1));
  }
  return fmt::format("{{\n  \"format\": {},\n  \"findings\": [{}{}]\n}}\n", k_format, lines,
                     lines.empty() ? "" : "\n  ");
}

model::Findings apply_baseline(model::Findings findings, const Baseline& baseline,
                               const report::Sources& sources, const std::vector<std::string>& files) {
  std::map<Key, std::size_t> accepted;
  for (const auto& entry : baseline.entries) accepted[key_of(entry)] += entry.count;

  const auto hashes = report::fingerprints(findings, sources);
  std::vector<model::Finding> left;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    auto& finding = findings.findings[i];
    const auto found = accepted.find(key_of(finding, hashes[i]));
    if (found != accepted.end() && found->second > 0) {
      --found->second;
      ++findings.suppressed;
    } else {
      left.push_back(std::move(finding));
    }
  }
  const std::set<std::string_view> looked_at(files.begin(), files.end());
  for (const auto& [key, unused] : accepted) {
    const auto& [file, rule, fingerprint] = key;
    if (unused > 0 && looked_at.count(file) > 0) left.push_back(stale(file, rule, unused));
  }
  findings.findings = std::move(left);
  return findings;
}

}  // namespace dunlin::lint
