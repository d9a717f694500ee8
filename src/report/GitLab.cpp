#include "report/GitLab.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Hash.hpp"
#include "base/Json.hpp"
#include "report/Excerpt.hpp"
#include "report/Fingerprints.hpp"

namespace dunlin::report {
namespace {

std::string_view severity_of(model::Severity severity) {
  switch (severity) {
    case model::Severity::error: return "critical";
    case model::Severity::warning: return "major";
    case model::Severity::note: return "info";
  }
  return "info";
}

Json violation(std::string_view description, std::string_view check, std::string_view severity,
               std::string_view fingerprint, const model::SourceSpan& span, int end_line) {
  std::string_view path = span.file;
  while (path.starts_with("./")) path.remove_prefix(2);  // GitLab finds no file behind one
  Json lines = Json::object();
  lines.set("begin", std::max(span.line, 1)).set("end", std::max(end_line, 1));
  Json out = Json::object();
  out.set("description", description)
      .set("check_name", check)
      .set("fingerprint", fingerprint)
      .set("severity", severity)
      .set("location", Json(Json::Object{{"path", path}, {"lines", std::move(lines)}}));
  return out;
}

}  // namespace

std::string write_gitlab(const model::Findings& findings, const Sources& sources) {
  const auto end_line = [&](const model::SourceSpan& span) {
    return end_of(span, sources ? sources(span.file) : std::string_view()).line;
  };
  const auto hashes = fingerprints(findings, sources);
  Json report = Json::array();
  for (std::size_t i = 0; i < findings.findings.size(); ++i) {
    const auto& finding = findings.findings[i];
    const auto& [hash, occurrence] = hashes[i];
    report.add(violation(finding.message, finding.rule, severity_of(finding.severity),
                         occurrence == 1 ? hash : fmt::format("{}-{}", hash, occurrence), finding.span,
                         end_line(finding.span)));
  }
  for (const auto& part : findings.not_analysed) {
    const auto key = fmt::format("{}\n{}\n{}", part.span.file, part.span.offset, part.reason);
    report.add(violation("not analysed: " + part.reason, "not-analysed", "info", sha256(key).substr(0, 32),
                         part.span, end_line(part.span)));
  }
  return report.dump() + "\n";
}

}  // namespace dunlin::report
