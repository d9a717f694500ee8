#include "lint/Fix.hpp"

#include <algorithm>

#include "sql/Split.hpp"

namespace dunlin::lint {
namespace {

constexpr int k_most_rounds = 500;

// The next finding whose edits lie in the text.
const model::Finding* next_fixable(const model::Findings& findings) {
  const auto found = std::find_if(findings.findings.begin(), findings.findings.end(),
                                  [](const model::Finding& finding) { return !finding.fix.edits.empty(); });
  return found == findings.findings.end() ? nullptr : &*found;
}

}  // namespace

OpenText::OpenText(std::string path, std::string text) : text_(std::move(text)) {
  file_.path = std::move(path);
  file_.text = text_;
  const auto statements = sql::split({.text = text_, .file = file_.path, .first_line = 1, .database = ""});
  for (const model::Statement& statement : statements) {
    SourceStatement source;
    source.kind = statement.kind;
    source.text = file_.text.substr(statement.offset, statement.length);
    source.span = {file_.path, statement.offset, statement.length, static_cast<int>(statement.line),
                   static_cast<int>(statement.column)};
    source.begins_unit = statement.begins_unit;
    file_.statements.push_back(std::move(source));
  }
}

std::string apply_edits(const std::string& text, const std::vector<model::TextEdit>& edits) {
  std::string result;
  std::size_t at = 0;
  for (const model::TextEdit& edit : edits) {
    result.append(text, at, edit.offset - at);
    result += edit.text;
    at = edit.offset + edit.length;
  }
  return result.append(text, at);
}

Fixed fix(const File& like, const Request& request) {
  Fixed fixed;
  fixed.text = std::string(like.text);
  for (int round = 0; round < k_most_rounds; ++round) {
    const OpenText opened(like.path, fixed.text);
    File file = opened.file();
    file.transactional = like.transactional;
    file.own_timeouts = like.own_timeouts;
    file.migration = like.migration;
    fixed.left = lint({file}, request).findings;
    const model::Finding* next = next_fixable(fixed.left);
    if (next == nullptr) return fixed;
    fixed.text = apply_edits(fixed.text, next->fix.edits);
    fixed.made.push_back(*next);
  }
  return fixed;
}

}  // namespace dunlin::lint
