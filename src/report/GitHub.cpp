#include "report/GitHub.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "report/Excerpt.hpp"
#include "report/FindingsText.hpp"
#include "report/InOrder.hpp"

namespace dunlin::report {
namespace {

// What the runner takes back: %25, %0D, %0A in a message, and %3A, %2C in a property (actions/toolkit,
// command.ts).
std::string escape_data(std::string_view text, bool property = false) {
  std::string out;
  for (const char c : printable(text, true)) {
    switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += property ? "%3A" : ":"; break;
      case ',': out += property ? "%2C" : ","; break;
      default: out += c;
    }
  }
  return out;
}

std::string_view command_of(const Entry& entry) {
  if (entry.finding == nullptr) return "notice";
  switch (entry.finding->severity) {
    case model::Severity::error: return "error";
    case model::Severity::warning: return "warning";
    case model::Severity::note: return "notice";
  }
  return "notice";
}

std::string place(const model::SourceSpan& span, std::string_view source) {
  std::string_view file = span.file;
  while (file.starts_with("./")) file.remove_prefix(2);
  std::string out = "file=" + escape_data(file, true);
  if (span.line <= 0) return out;
  const auto end = end_of(span, source);
  out += fmt::format(",line={},endLine={}", span.line, end.line);
  // Columns are refused for more than one line.
  if (end.line == span.line) out += fmt::format(",col={},endColumn={}", span.column, end.column);
  return out;
}

std::string message(const Entry& entry) {
  if (entry.finding == nullptr) return entry.not_analysed->reason;
  std::string out = entry.finding->message;
  const auto lock = lock_and_cost(*entry.finding);
  if (!lock.empty()) out += "\n" + lock;
  if (!entry.finding->fix.advice.empty()) out += "\nfix: " + entry.finding->fix.advice;
  return out;
}

}  // namespace

std::string write_github(const model::Findings& findings, const Sources& sources) {
  std::string out;
  for (const auto& entry : in_order(findings)) {
    const auto source = sources ? sources(entry.span->file) : std::string_view();
    const std::string title = entry.finding != nullptr ? entry.finding->rule : "not analysed";
    out += fmt::format("::{} {},title={}::{}\n", command_of(entry), place(*entry.span, source),
                       escape_data(title, true), escape_data(message(entry)));
  }
  return out + summary_line(findings) + "\n";
}

}  // namespace dunlin::report
