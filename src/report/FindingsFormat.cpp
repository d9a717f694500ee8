#include "report/FindingsFormat.hpp"

#include <algorithm>

#include "report/FindingsJson.hpp"
#include "report/FindingsText.hpp"
#include "report/GitHub.hpp"
#include "report/GitLab.hpp"
#include "report/JUnit.hpp"
#include "report/Sarif.hpp"

namespace dunlin::report {
namespace {

using model::Findings;
using Context = FindingsContext;

std::string text(const Findings& findings, const Sources& sources, const Context& context) {
  return write_findings_text(findings, sources, {context.color, context.width});
}
std::string json(const Findings& findings, const Sources& sources, const Context&) {
  return write_findings_json(findings, sources);
}
std::string sarif(const Findings& findings, const Sources& sources, const Context& context) {
  return write_sarif(findings, sources, {context.version, context.rules});
}
std::string github(const Findings& findings, const Sources& sources, const Context&) {
  return write_github(findings, sources);
}
std::string gitlab(const Findings& findings, const Sources& sources, const Context&) {
  return write_gitlab(findings, sources);
}
std::string junit(const Findings& findings, const Sources& sources, const Context&) {
  return write_junit(findings, sources);
}

}  // namespace

const std::vector<FindingsFormat>& findings_formats() {
  static const std::vector<FindingsFormat> k_formats{
      {"text", "for people, with the source and a caret", text},
      {"json", "for programs (docs/json.md)", json},
      {"sarif", "SARIF 2.1.0, for code scanning", sarif},
      {"github", "annotations of GitHub Actions", github},
      {"gitlab", "code quality report of GitLab", gitlab},
      {"junit", "JUnit XML, for CI servers", junit},
  };
  return k_formats;
}

const FindingsFormat* find_findings_format(std::string_view name) {
  const auto& formats = findings_formats();
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const auto& format) { return name == format.name; });
  return found != formats.end() ? &*found : nullptr;
}

}  // namespace dunlin::report
