#include "cli/lsp/Answers.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <utility>

#include "report/FindingsText.hpp"

namespace dunlin::cli::lsp {
namespace {

using model::Finding;
using model::Findings;
using model::TextEdit;

constexpr std::string_view k_quick_fix = "quickfix";
constexpr std::string_view k_fix_all = "source.fixAll.dunlin";

// DiagnosticSeverity: 1 error, 2 warning, 3 information, 4 hint.
int severity_of(model::Severity severity) {
  switch (severity) {
    case model::Severity::error: return 1;
    case model::Severity::warning: return 2;
    case model::Severity::note: return 3;
  }
  return 3;
}

Json position_json(Position position) {
  return Json(Json::Object{{"line", position.line}, {"character", position.character}});
}

Json diagnostic(Json range, int severity, std::string_view code, std::string_view message) {
  Json out = Json::object();
  out.set("range", std::move(range))
      .set("severity", severity)
      .set("code", code)
      .set("source", "dunlin")
      .set("message", message);
  return out;
}

Json diagnostic_of(const Finding& finding, const TextDocument& document) {
  std::string message = finding.message;
  const auto lock = report::lock_and_cost(finding);
  if (!lock.empty()) message += "\n" + lock;
  if (!finding.fix.advice.empty()) message += "\nfix: " + finding.fix.advice;
  return diagnostic(range_json(document, finding.span.offset, finding.span.length),
                    severity_of(finding.severity), finding.rule, message);
}

// A kind stands for itself and for all below it: "source" for "source.fixAll.dunlin" (CodeActionKind).
bool wanted(const std::vector<std::string>& only, std::string_view kind) {
  return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& asked) {
           return kind == asked || (kind.starts_with(asked) && kind[asked.size()] == '.');
         });
}

bool fixable(const Finding& finding, std::string_view path) {
  return finding.span.file == path && !finding.fix.edits.empty();
}

Json workspace_edit(const std::vector<TextEdit>& edits, const std::string& uri,
                    const TextDocument& document) {
  Json list = Json::array();
  for (const auto& edit : edits) {
    list.add(Json(
        Json::Object{{"range", range_json(document, edit.offset, edit.length)}, {"newText", edit.text}}));
  }
  return Json(Json::Object{{"changes", Json(Json::Object{{uri, std::move(list)}})}});
}

// Edits of all findings; those of a finding that overlap what is already there wait for the next time.
std::vector<TextEdit> all_edits(const Findings& findings, std::string_view path) {
  std::vector<TextEdit> all;
  const auto clear_of_all = [&](const TextEdit& edit) {
    return std::none_of(all.begin(), all.end(), [&](const TextEdit& other) {
      return edit.offset == other.offset ||
             (edit.offset < other.offset + other.length && other.offset < edit.offset + edit.length);
    });
  };
  for (const auto& finding : findings.findings) {
    if (!fixable(finding, path)) continue;
    const auto& edits = finding.fix.edits;
    if (std::all_of(edits.begin(), edits.end(), clear_of_all))
      all.insert(all.end(), edits.begin(), edits.end());
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
  return all;
}

}  // namespace

Json range_json(const TextDocument& document, std::size_t offset, std::size_t length) {
  return Json(Json::Object{{"start", position_json(document.position_of(offset))},
                           {"end", position_json(document.position_of(offset + length))}});
}

Json diagnostics(const Findings& findings, std::string_view path, const TextDocument& document) {
  constexpr int k_hint = 4;
  Json out = Json::array();
  for (const auto& finding : findings.findings) {
    if (finding.span.file == path) out.add(diagnostic_of(finding, document));
  }
  for (const auto& part : findings.not_analysed) {
    if (part.span.file == path)
      out.add(diagnostic(range_json(document, part.span.offset, part.span.length), k_hint, "not-analysed",
                         "not analysed: " + part.reason));
  }
  return out;
}

Json failure_diagnostics(const Failure& failure, const TextDocument& document) {
  const auto begin = document.offset_of({failure.line > 0 ? failure.line - 1 : 0, 0});
  const auto end = document.offset_of({failure.line > 0 ? failure.line - 1 : 0, SIZE_MAX});
  return Json(Json::Array{diagnostic(range_json(document, begin, end - begin),
                                     severity_of(model::Severity::error), "not-analysed",
                                     fmt::format("dunlin can't judge this file: {}", failure.reason))});
}

Json code_actions(const Findings& findings, const std::string& uri, std::string_view path,
                  const TextDocument& document, std::size_t begin, std::size_t end,
                  const std::vector<std::string>& only) {
  Json actions = Json::array();
  for (const auto& finding : findings.findings) {
    const bool touched = finding.span.offset <= end && begin <= finding.span.offset + finding.span.length;
    if (!wanted(only, k_quick_fix) || !touched || !fixable(finding, path)) continue;
    Json action = Json::object();
    action.set("title", fmt::format("dunlin: fix {}", finding.rule))
        .set("kind", k_quick_fix)
        .set("diagnostics", Json(Json::Array{diagnostic_of(finding, document)}))
        .set("isPreferred", true)
        .set("edit", workspace_edit(finding.fix.edits, uri, document));
    actions.add(std::move(action));
  }
  const auto all = wanted(only, k_fix_all) ? all_edits(findings, path) : std::vector<TextEdit>();
  if (!all.empty()) {
    Json action = Json::object();
    action.set("title", "dunlin: fix all in this file")
        .set("kind", k_fix_all)
        .set("edit", workspace_edit(all, uri, document));
    actions.add(std::move(action));
  }
  return actions;
}

}  // namespace dunlin::cli::lsp
