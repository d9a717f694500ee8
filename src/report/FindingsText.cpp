#include "report/FindingsText.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "report/Excerpt.hpp"
#include "report/InOrder.hpp"
#include "report/Tally.hpp"

namespace dunlin::report {
namespace {

using model::Severity;

constexpr const char* k_bold = "\x1b[1m";
constexpr const char* k_faint = "\x1b[2m";
constexpr const char* k_green = "\x1b[32m";
constexpr std::size_t k_max_lines = 4;

const char* color_of(const Entry& entry) {
  if (entry.finding == nullptr) return "\x1b[35m";
  switch (entry.finding->severity) {
    case Severity::error: return "\x1b[1;31m";
    case Severity::warning: return "\x1b[1;33m";
    case Severity::note: return "\x1b[1;36m";
  }
  return "";
}

// The table of "public.users.email" is "public.users": the lock is on that.
std::string_view table_of(std::string_view object) {
  bool quoted = false;
  std::size_t dots = 0;
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (object[i] == '"') quoted = !quoted;
    if (object[i] == '.' && !quoted && ++dots == 2) return object.substr(0, i);
  }
  return object;
}

class TextWriter {
 public:
  TextWriter(const Sources& sources, const FindingsTextOptions& options)
      : sources_(sources), options_(options) {}

  void add(const Entry& entry) {
    head(entry);
    source(entry);
    if (entry.finding == nullptr) return;
    const auto lock = lock_and_cost(*entry.finding);
    if (!lock.empty()) detail(printable(lock));
    advice(entry.finding->fix);
  }

  std::string text;

 private:
  std::string styled(std::string_view what, const char* style) const {
    return options_.color ? fmt::format("{}{}\x1b[0m", style, what) : std::string(what);
  }

  void head(const Entry& entry) {
    const auto place = styled(printable(to_string(*entry.span)), k_bold);
    if (entry.finding == nullptr) {
      text += fmt::format("{}: {}: {}\n", place, styled("not analysed", color_of(entry)),
                          printable(entry.not_analysed->reason));
      return;
    }
    text += fmt::format("{}: {} {} {}\n", place, styled(to_string(entry.finding->severity), color_of(entry)),
                        styled(fmt::format("[{}]", printable(entry.finding->rule)), k_faint),
                        printable(entry.finding->message));
  }

  void gutter(std::string_view number, std::string_view rest) {
    text += fmt::format("{} {}\n", styled(fmt::format("{:>5} |", number), k_faint), rest);
  }

  void source(const Entry& entry) {
    const auto excerpt = excerpt_of(*entry.span, sources_ ? sources_(entry.span->file) : std::string_view(),
                                    std::max<std::size_t>(options_.width, 40) - 10, k_max_lines);
    if (excerpt.lines.empty()) return;
    const bool several = excerpt.lines.size() > 1;
    for (std::size_t i = 0; i < excerpt.lines.size(); ++i) {
      const auto& line = excerpt.lines[i];
      const std::string bar = !several ? "" : styled(i == 0 ? "/ " : "| ", color_of(entry));
      gutter(std::to_string(line.number), bar + line.text);
    }
    const auto& last = excerpt.lines.back();
    if (!several) {
      gutter("", std::string(last.mark_begin, ' ') +
                     styled(std::string(last.mark_end - last.mark_begin, '^'), color_of(entry)));
    } else if (excerpt.hidden_lines > 0) {
      gutter("", styled(fmt::format("|_ ... and {}", counted(excerpt.hidden_lines, "more line")),
                        color_of(entry)));
    } else {
      gutter("", styled(fmt::format("|{}^", std::string(last.mark_end, '_')), color_of(entry)));
    }
  }

  void detail(std::string_view line) { text += fmt::format("{} {}\n", styled("      =", k_faint), line); }

  void advice(const model::Fix& fix) {
    if (trim(fix.advice).empty()) return;
    const std::string shown = printable(fix.advice, true);
    const std::string label = fix.edits.empty() ? "fix:" : "fix (--fix makes it):";
    bool first = true;
    for (const auto line : split_lines(trim(shown))) {
      if (first) {
        detail(fmt::format("{} {}", styled(label, k_green), line));
      } else {
        text += line.empty() ? "\n" : fmt::format("          {}\n", line);
      }
      first = false;
    }
  }

  const Sources& sources_;
  const FindingsTextOptions& options_;
};

}  // namespace

std::string_view cost_in_words(model::Cost cost) {
  switch (cost) {
    case model::Cost::metadata: return "metadata only";
    case model::Cost::rows: return "the rows it touches";
    case model::Cost::scan: return "scan";
    case model::Cost::index_build: return "index build";
    case model::Cost::rewrite: return "rewrite";
  }
  return "";
}

std::string lock_and_cost(const model::Finding& finding) {
  std::string words;
  if (finding.lock != model::LockLevel::none) {
    words =
        fmt::format("takes {}{}{}: blocks {}", to_string(finding.lock), finding.object.empty() ? "" : " on ",
                    table_of(finding.object), blocked_by(finding.lock));
  }
  if (finding.cost)
    words += fmt::format("{}cost: {}", words.empty() ? "" : "; ", cost_in_words(*finding.cost));
  if (words.empty()) return words;
  if (finding.evidence == model::Evidence::catalog) words += " (from the database's catalog)";
  if (finding.evidence == model::Evidence::measured) words += " (measured)";
  return words;
}

std::string finding_text(const model::Finding& finding, const Sources& sources) {
  const FindingsTextOptions options;
  TextWriter writer(sources, options);
  writer.add({&finding.span, &finding, nullptr});
  return std::move(writer.text);
}

std::string summary_line(const model::Findings& findings) {
  const auto counts = tally(findings);
  auto line = fmt::format("{}, {}: {}, {}, {}, {} suppressed, {} not analysed",
                          counted(findings.files, "file"), counted(findings.statements, "statement"),
                          counted(counts.errors, "error"), counted(counts.warnings, "warning"),
                          counted(counts.notes, "note"), findings.suppressed, findings.not_analysed.size());
  if (counts.fixable > 0) line += fmt::format(", {} fixable with --fix", counts.fixable);
  return line;
}

std::string write_findings_text(const model::Findings& findings, const Sources& sources,
                                const FindingsTextOptions& options) {
  TextWriter writer(sources, options);
  for (const auto& entry : in_order(findings)) {
    writer.add(entry);
    writer.text += '\n';
  }
  const auto line = summary_line(findings);
  writer.text += options.color ? fmt::format("{}{}\x1b[0m\n", k_bold, line) : line + "\n";
  return std::move(writer.text);
}

}  // namespace dunlin::report
