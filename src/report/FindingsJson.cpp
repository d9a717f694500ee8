#include "report/FindingsJson.hpp"

#include <utility>

#include "report/Excerpt.hpp"
#include "report/Tally.hpp"

namespace dunlin::report {
namespace {

Json or_null(std::string_view text) {
  return text.empty() ? Json() : Json(text);
}

Json fix_json(const model::Fix& fix) {
  Json edits = Json::array();
  for (const auto& edit : fix.edits) {
    edits.add(Json(Json::Object{{"offset", edit.offset}, {"length", edit.length}, {"text", edit.text}}));
  }
  Json out = Json::object();
  out.set("advice", fix.advice).set("automatic", !fix.edits.empty()).set("edits", std::move(edits));
  return out;
}

Json finding_json(const model::Finding& finding, std::string_view source) {
  const auto end = end_of(finding.span, source);
  Json out = Json::object();
  out.set("rule", finding.rule)
      .set("severity", to_string(finding.severity))
      .set("message", finding.message)
      .set("file", finding.span.file)
      .set("line", finding.span.line)
      .set("column", finding.span.column)
      .set("end_line", end.line)
      .set("end_column", end.column)
      .set("object", or_null(finding.object))
      .set("lock", or_null(to_string(finding.lock)))
      .set("cost", finding.cost ? Json(to_string(*finding.cost)) : Json())
      .set("evidence", to_string(finding.evidence))
      .set("fix", fix_json(finding.fix))
      .set("fingerprint", fingerprint(finding, text_of(finding.span, source)));
  return out;
}

Json summary_json(const model::Findings& findings) {
  const auto counts = tally(findings);
  Json out = Json::object();
  out.set("files", findings.files)
      .set("statements", findings.statements)
      .set("errors", counts.errors)
      .set("warnings", counts.warnings)
      .set("notes", counts.notes)
      .set("suppressed", findings.suppressed)
      .set("not_analysed", findings.not_analysed.size())
      .set("fixable", counts.fixable);
  return out;
}

}  // namespace

namespace {

std::string_view source_of(const model::Finding& finding, const Sources& sources) {
  return sources ? sources(finding.span.file) : std::string_view();
}

// What follows the findings.
Json rest_json(const model::Findings& findings, Json out) {
  Json unknown = Json::array();
  for (const auto& part : findings.not_analysed) {
    Json place = Json::object();
    place.set("file", part.span.file)
        .set("line", part.span.line)
        .set("column", part.span.column)
        .set("reason", part.reason);
    unknown.add(std::move(place));
  }
  out.set("not_analysed", std::move(unknown)).set("summary", summary_json(findings));
  return out;
}

// An element of a list in an object, two levels in.
void add_indented(const std::string& text, std::string& out) {
  out += "\n    ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "    ";
  }
}

}  // namespace

Json findings_json(const model::Findings& findings, const Sources& sources) {
  Json list = Json::array();
  for (const auto& finding : findings.findings) list.add(finding_json(finding, source_of(finding, sources)));
  return rest_json(findings, Json::object().set("findings", std::move(list)));
}

// One finding after the other: ten thousand of them as one value take a hundred megabytes.
std::string write_findings_json(const model::Findings& findings, const Sources& sources) {
  if (findings.findings.empty()) return findings_json(findings, sources).dump() + "\n";
  std::string text = "{\n  \"findings\": [";
  for (std::size_t i = 0; i < findings.findings.size(); ++i) {
    const model::Finding& finding = findings.findings[i];
    if (i > 0) text += ',';
    add_indented(finding_json(finding, source_of(finding, sources)).dump(), text);
  }
  return text + "\n  ]," + rest_json(findings, Json::object()).dump().substr(1) + "\n";
}

}  // namespace dunlin::report
