#include "lint/Suppression.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/Directive.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::lint {
namespace {

// Counts on from one place to the next, so that a file is walked once.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  int line_at(std::size_t offset) {
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
    at_ = offset;
    return line_;
  }
  int column_at(std::size_t offset) const {
    const std::size_t line = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
    return static_cast<int>(line == std::string_view::npos ? offset + 1 : offset - line);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

Suppression read_allow(std::string_view argument) {
  Suppression found;
  const std::size_t colon = argument.find(':');
  found.rules = split_list(argument.substr(0, colon));
  if (colon != std::string_view::npos) found.reason = std::string(trim(argument.substr(colon + 1)));
  return found;
}

// An empty line between the comment (and other comments behind it) and the statement.
bool parted(std::string_view text, std::size_t comment_end, std::size_t statement) {
  std::size_t line_end = text.find('\n', comment_end);
  while (line_end != std::string_view::npos && line_end < statement) {
    const std::size_t next = text.find('\n', line_end + 1);
    const std::size_t end = std::min(next, statement);
    if (next != std::string_view::npos && next < statement &&
        trim(text.substr(line_end + 1, end - line_end - 1)).empty())
      return true;
    line_end = next;
  }
  return false;
}

// The statement that ends on the comment's line, or else the one that begins behind it.
std::size_t statement_of(const File& file, std::size_t comment) {
  for (std::size_t i = 0; i < file.statements.size(); ++i) {
    const auto& span = file.statements[i].span;
    if (file.statements[i].included || span.file != file.path) continue;
    const std::size_t end = span.offset + span.length;
    if (span.offset > comment) return i;
    if (end <= comment && file.text.substr(end, comment - end).find('\n') == std::string_view::npos) return i;
  }
  return file.statements.size();
}

void place(const File& file, const sql::Token& comment, LineCounter& lines, Suppression& found) {
  found.place = {file.path, comment.offset, comment.length, lines.line_at(comment.offset),
                 lines.column_at(comment.offset)};
  found.statement = statement_of(file, comment.offset);
  if (found.statement == 0 && !file.statements.empty() && file.statements[0].span.offset > comment.offset)
    found.whole_file = parted(file.text, comment.end(), file.statements[0].span.offset);
}

bool covers(const File& file, const Suppression& allow, const model::Finding& finding) {
  if (std::find(allow.rules.begin(), allow.rules.end(), finding.rule) == allow.rules.end()) return false;
  if (allow.whole_file) return true;
  if (allow.statement >= file.statements.size()) return false;
  const auto& span = file.statements[allow.statement].span;
  return finding.span.offset >= span.offset &&
         finding.span.offset < span.offset + std::max<std::size_t>(span.length, 1);
}

model::Finding about(const Rule& rule, const Suppression& allow, std::string message) {
  model::Finding finding;
  finding.rule = rule.name;
  finding.severity = rule.severity;
  finding.message = std::move(message);
  finding.span = allow.place;
  finding.fix.advice = rule.advice;
  return finding;
}

void judge_rule(const Suppression& allow, const std::string& name, bool used,
                const std::function<bool(const Rule&)>& judged, std::vector<model::Finding>& findings) {
  const Rule* rule = find_rule(name);
  if (rule == nullptr) {
    std::vector<std::string> names;
    for (const Rule* known : all_rules()) names.emplace_back(known->name);
    const auto near = nearest(name, names);
    findings.push_back(about(rules::unknown_suppression, allow,
                             "there is no rule " + name + (near ? "; did you mean " + *near + "?" : "")));
  } else if (!used && judged(*rule)) {
    findings.push_back(
        about(rules::unused_suppression, allow, "nothing here is found by " + name + ": the comment can go"));
  }
}

}  // namespace

std::vector<Suppression> suppressions_of(const File& file) {
  std::vector<Suppression> found;
  if (file.text.find("dunlin:") == std::string_view::npos) return found;
  LineCounter lines(file.text);
  sql::Lexer lexer(file.text);
  for (sql::Token token = lexer.next(); token.kind != sql::TokenKind::end; token = lexer.next()) {
    if (token.offset >= file.script_end) break;
    if (token.kind != sql::TokenKind::line_comment) continue;
    const auto directive = sql::read_directive(file.text.substr(token.offset, token.length));
    if (!directive || directive->name != "allow") continue;
    Suppression allow = read_allow(directive->argument);
    place(file, token, lines, allow);
    found.push_back(std::move(allow));
  }
  return found;
}

void apply_suppressions(const File& file, const std::function<bool(const Rule&)>& judged,
                        std::vector<model::Finding>& findings, std::size_t& suppressed) {
  for (const Suppression& allow : suppressions_of(file)) {
    if (allow.reason.empty()) {
      findings.push_back(
          about(rules::suppression_without_reason, allow,
                "-- dunlin:allow needs a reason behind a colon; until it has one, nothing is allowed"));
      continue;
    }
    std::vector<std::string> used;
    const auto allowed = [&](const model::Finding& finding) {
      if (!covers(file, allow, finding)) return false;
      used.push_back(finding.rule);
      return true;
    };
    suppressed += std::erase_if(findings, allowed);
    for (const std::string& name : allow.rules)
      judge_rule(allow, name, std::find(used.begin(), used.end(), name) != used.end(), judged, findings);
  }
}

}  // namespace dunlin::lint
