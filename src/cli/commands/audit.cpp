#include "lint/audit/Audit.hpp"

#include <chrono>
#include <filesystem>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/AuditDocument.hpp"
#include "cli/AuditFiles.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Consolidate.hpp"
#include "cli/LintSettings.hpp"
#include "cli/Session.hpp"
#include "report/Html.hpp"
#include "report/Markdown.hpp"
#include "report/Text.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

// Of --output's name, where no format is said.
std::string format_of(const Invocation& invocation, const Screen& screen) {
  if (screen.options().json) return "json";
  if (!invocation.format.empty()) return invocation.format;
  const std::string ending = invocation.output ? fs::path(*invocation.output).extension().string() : "";
  if (ending == ".md") return "markdown";
  if (ending == ".html" || ending == ".htm") return "html";
  return ending == ".json" ? "json" : "text";
}

std::string written(const lint::audit::AuditReport& report, const AuditSubject& subject,
                    const std::string& format, const Screen& screen, bool to_file) {
  if (format == "json") return audit_json(report, subject).dump() + "\n";
  const model::Document document = audit_document(report, subject);
  if (format == "markdown") return report::write_markdown(document);
  if (format == "html") return report::write_html(document);
  return report::write_text(
      document, {screen.options().color && !to_file, static_cast<std::size_t>(screen.options().width)});
}

std::string audited_folder(const Invocation& invocation, const model::Config& config) {
  if (invocation.arguments.size() > 1)
    throw usage_error("dunlin audit looks at one folder", "see dunlin help audit");
  return invocation.arguments.empty() ? config.migrations : invocation.arguments.front();
}

std::string today() {
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day date(days);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

int run_audit(const Invocation& invocation, Screen& screen) {
  const model::Config config = load_project(invocation);
  const AuditFiles files(config, audited_folder(invocation, config));
  lint::audit::AuditReport report = lint::audit::audit(files.files(), lint_settings(invocation, config));
  report.not_analysed.insert(report.not_analysed.begin(), files.unreadable().begin(),
                             files.unreadable().end());
  if (invocation.consolidate) return run_consolidate(invocation, files, report, today(), screen);
  const std::string folder = fs::path(files.folder()).filename().string();
  const std::string text = written(report, {folder, files.layout(), ""}, format_of(invocation, screen),
                                   screen, invocation.output.has_value());
  if (invocation.output) {
    write_file(*invocation.output, text);
    screen.note(
        fmt::format("{} written: {}", printable(*invocation.output), counted(report.problems(), "problem")));
  } else {
    screen.print(text);
  }
  return invocation.check && report.problems() > 0 ? static_cast<int>(ErrorCode::findings) : 0;
}

}  // namespace dunlin::cli
