#include "lint/audit/CommentAbove.hpp"

#include <algorithm>
#include <array>

#include "base/Text.hpp"

namespace dunlin::lint::audit {
namespace {

bool is_about_the_file(std::string_view line) {
  static constexpr std::array<std::string_view, 12> k_keys{
      "migration", "description", "author", "date",  "priority", "impact",
      "phase",     "depends",     "tags",   "title", "version",  "dependencies"};
  const std::string content = to_lower(trim(line.substr(std::min<std::size_t>(2, line.size()))));
  if (content.starts_with("dunlin:") || content.starts_with("migrate:") || content.starts_with("+goose"))
    return true;
  const std::size_t colon = content.find(':');
  if (colon == std::string::npos) return false;
  const std::string_view key = trim(std::string_view(content).substr(0, colon));
  return std::find(k_keys.begin(), k_keys.end(), key) != k_keys.end();
}

}  // namespace

std::vector<std::string> comment_above(std::string_view text, const JudgedStatement& statement) {
  std::vector<std::string> comment;
  if (statement.source.included || statement.source.span.offset > text.size()) return comment;
  std::size_t end = statement.source.span.offset;
  while (end > 0 && text[end - 1] != '\n') --end;  // the beginning of the statement's line
  while (end > 0) {
    const std::size_t begin = end < 2 ? 0 : text.rfind('\n', end - 2) + 1;
    const std::string_view line = trim(text.substr(begin, end - begin));
    if (!line.starts_with("--")) break;
    if (!is_about_the_file(line)) comment.emplace_back(line);
    end = begin;
  }
  std::reverse(comment.begin(), comment.end());
  return comment;
}

}  // namespace dunlin::lint::audit
