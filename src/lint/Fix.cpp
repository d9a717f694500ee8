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

OpenText::OpenText(std::string path, std::string text, int first_line) : text_(std::move(text)) {
  file_.path = std::move(path);
  file_.text = text_;
  const auto statements =
      sql::split({.text = text_, .file = file_.path, .first_line = first_line, .database = ""});
  for (const model::Statement& statement : statements) {
    SourceStatement source;
    source.kind = statement.kind;
    source.text = file_.text.substr(statement.offset, statement.length);
    source.span = {file_.path, statement.offset, statement.length, static_cast<int>(statement.line),
                   static_cast<int>(statement.column)};
    source.begins_unit = statement.begins_unit;
    source.verified = statement.has_verify;
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

namespace {

// What of the file runs forward: all of it, but for a down section or what another tool's sections are.
model::Range up_range(const File& file) {
  if (file.migration == nullptr || file.migration->up.text) return {0, file.text.size()};
  return {file.migration->up.offset, file.migration->up.length};
}

lint::File opened_like(const OpenText& opened, const File& like) {
  File file = opened.file();
  file.transactional = like.transactional;
  file.own_timeouts = like.own_timeouts;
  file.schema = like.schema;
  file.migration = like.migration;
  file.loose = like.loose;
  file.has_rollback = like.has_rollback;
  return file;
}

}  // namespace

Fixed fix(const File& like, const Request& request) {
  const model::Range range = up_range(like);
  const int first_line = like.migration == nullptr ? 1 : like.migration->up.first_line;
  Fixed fixed;
  fixed.up = std::string(like.text.substr(range.offset, range.length));
  for (int round = 0; round < k_most_rounds; ++round) {
    const OpenText opened(like.path, fixed.up, first_line);
    fixed.left = lint({opened_like(opened, like)}, request).findings;
    const model::Finding* next = next_fixable(fixed.left);
    if (next == nullptr) break;
    fixed.up = apply_edits(fixed.up, next->fix.edits);
    fixed.made.push_back(*next);
  }
  fixed.text =
      std::string(like.text.substr(0, range.offset)) + fixed.up + std::string(like.text.substr(range.end()));
  return fixed;
}

}  // namespace dunlin::lint
