#include "report/Sarif.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/Json.hpp"
#include "report/Excerpt.hpp"
#include "report/Fingerprints.hpp"

namespace dunlin::report {
namespace {

constexpr const char* k_not_analysed = "not-analysed";

Json text_json(std::string_view text) {
  return Json(Json::Object{{"text", text}});
}

// A path as a URI reference (RFC 3986): relative to the root of the sources unless it is absolute.
Json artifact_json(std::string_view file) {
  while (file.starts_with("./")) file.remove_prefix(2);
  std::string uri = file.starts_with("/") ? "file://" : "";
  for (const char c : file) {
    const bool kept = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                      std::string_view("-._~/").find(c) != std::string_view::npos;
    uri += kept ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  Json out = Json::object();
  out.set("uri", uri);
  if (!file.starts_with("/")) out.set("uriBaseId", "%SRCROOT%");
  return out;
}

Json region_json(LineColumn begin, LineColumn end) {
  Json out = Json::object();
  out.set("startLine", begin.line)
      .set("startColumn", begin.column)
      .set("endLine", end.line)
      .set("endColumn", end.column);
  return out;
}

Json location_json(const model::SourceSpan& span, std::string_view source, std::string_view object) {
  Json physical = Json::object();
  physical.set("artifactLocation", artifact_json(span.file));
  if (span.line > 0) {
    physical.set("region", region_json({span.line, std::max(span.column, 1)}, end_of(span, source)));
  } else {
    physical.set("region", Json(Json::Object{{"startLine", 1}}));  // code scanning wants a line
  }
  Json location = Json::object();
  location.set("physicalLocation", std::move(physical));
  if (!object.empty())
    location.set("logicalLocations", Json(Json::Array{Json(Json::Object{{"fullyQualifiedName", object}})}));
  return location;
}

Json fix_json(const model::Finding& finding, std::string_view source) {
  Json replacements = Json::array();
  for (const auto& edit : finding.fix.edits) {
    Json replacement = Json::object();
    replacement
        .set("deletedRegion",
             region_json(place_of(edit.offset, source), place_of(edit.offset + edit.length, source)))
        .set("insertedContent", text_json(edit.text));
    replacements.add(std::move(replacement));
  }
  Json change = Json::object();
  change.set("artifactLocation", artifact_json(finding.span.file))
      .set("replacements", std::move(replacements));
  Json fix = Json::object();
  if (!finding.fix.advice.empty()) fix.set("description", text_json(finding.fix.advice));
  fix.set("artifactChanges", Json(Json::Array{std::move(change)}));
  return fix;
}

Json properties_json(const model::Finding& finding) {
  Json out = Json::object();
  if (finding.lock != model::LockLevel::none) out.set("lock", to_string(finding.lock));
  if (finding.cost) out.set("cost", to_string(*finding.cost));
  out.set("evidence", to_string(finding.evidence));
  if (!finding.fix.advice.empty()) out.set("advice", finding.fix.advice);
  return out;
}

Json result_json(const model::Finding& finding, std::string_view source, std::size_t rule,
                 const Fingerprint& fingerprint) {
  const auto hash = fmt::format("{}:{}", fingerprint.hash, fingerprint.occurrence);
  Json out = Json::object();
  out.set("ruleId", finding.rule)
      .set("ruleIndex", rule)
      .set("level", to_string(finding.severity))
      .set("message", text_json(finding.message))
      .set("locations", Json(Json::Array{location_json(finding.span, source, finding.object)}))
      // The first name is the one that GitHub compares.
      .set("partialFingerprints",
           Json(Json::Object{{"primaryLocationLineHash", hash}, {"dunlinFinding/v1", hash}}));
  if (!finding.fix.edits.empty() && !source.empty())
    out.set("fixes", Json(Json::Array{fix_json(finding, source)}));
  out.set("properties", properties_json(finding));
  return out;
}

Json rule_json(const RuleText& rule) {
  Json out = Json::object();
  out.set("id", rule.name);
  if (!rule.summary.empty()) out.set("shortDescription", text_json(rule.summary));
  if (!rule.why.empty()) out.set("fullDescription", text_json(rule.why));
  if (!rule.help.empty()) out.set("help", Json(Json::Object{{"text", rule.help}, {"markdown", rule.help}}));
  return out;
}

// The rules of the log, and the place of each among them.
struct Rules {
  Json list = Json::array();
  std::map<std::string, std::size_t> index;

  void add(const RuleText& rule) {
    if (index.try_emplace(rule.name, index.size()).second) list.add(rule_json(rule));
  }
};

Json driver_json(const SarifTool& tool, Json rules) {
  Json notification = Json::object();
  notification.set("id", k_not_analysed)
      .set("shortDescription", text_json("A part of a file that could not be looked into."));
  Json driver = Json::object();
  driver.set("name", "dunlin");
  if (!tool.version.empty()) driver.set("version", tool.version);
  driver.set("rules", std::move(rules)).set("notifications", Json(Json::Array{std::move(notification)}));
  return driver;
}

Json invocation_json(const model::Findings& findings, const Sources& sources) {
  Json notifications = Json::array();
  for (const auto& part : findings.not_analysed) {
    const auto source = sources ? sources(part.span.file) : std::string_view();
    Json notification = Json::object();
    notification.set("descriptor", Json(Json::Object{{"id", k_not_analysed}, {"index", 0}}))
        .set("level", "note")
        .set("message", text_json("not analysed: " + part.reason))
        .set("locations", Json(Json::Array{location_json(part.span, source, "")}));
    notifications.add(std::move(notification));
  }
  Json out = Json::object();
  out.set("executionSuccessful", true).set("toolExecutionNotifications", std::move(notifications));
  return out;
}

}  // namespace

std::string write_sarif(const model::Findings& findings, const Sources& sources, const SarifTool& tool) {
  Rules rules;
  for (const auto& rule : tool.rules) rules.add(rule);
  for (const auto& finding : findings.findings) rules.add({finding.rule, "", "", ""});

  const auto hashes = fingerprints(findings, sources);
  Json results = Json::array();
  for (std::size_t i = 0; i < findings.findings.size(); ++i) {
    const auto& finding = findings.findings[i];
    const auto source = sources ? sources(finding.span.file) : std::string_view();
    results.add(result_json(finding, source, rules.index.at(finding.rule), hashes[i]));
  }
  Json run = Json::object();
  run.set("tool", Json(Json::Object{{"driver", driver_json(tool, std::move(rules.list))}}))
      .set("columnKind", "unicodeCodePoints")
      .set("invocations", Json(Json::Array{invocation_json(findings, sources)}))
      .set("results", std::move(results));
  Json log = Json::object();
  log.set("$schema",
          "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
      .set("version", "2.1.0")
      .set("runs", Json(Json::Array{std::move(run)}));
  return log.dump() + "\n";
}

}  // namespace dunlin::report
