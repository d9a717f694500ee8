#include "cli/Judgement.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "migrate/History.hpp"
#include "sql/Split.hpp"

namespace dunlin::cli {
namespace {

// Lines of two statements that differ: the shared beginning and end are left out.
std::string line_difference(std::string_view before, std::string_view after) {
  auto old_lines = split_lines(before);
  auto new_lines = split_lines(after);
  while (!old_lines.empty() && !new_lines.empty() && old_lines.back() == new_lines.back()) {
    old_lines.pop_back();
    new_lines.pop_back();
  }
  std::size_t same = 0;
  while (same < old_lines.size() && same < new_lines.size() && old_lines[same] == new_lines[same]) ++same;
  std::string out;
  for (std::size_t i = same; i < old_lines.size(); ++i)
    out += fmt::format("    - {}\n", printable(old_lines[i]));
  for (std::size_t i = same; i < new_lines.size(); ++i)
    out += fmt::format("    + {}\n", printable(new_lines[i]));
  return out;
}

// What of an applied file differs from what ran, statement by statement.
std::string describe_edit(postgres::Connection& connection, const model::Migration& file,
                          const model::LedgerEntry& entry, const migrate::PlanContext& context) {
  const auto ran = migrate::read_journal(connection, entry.hash);
  const migrate::ScriptText text(file.up, context.script);
  std::vector<model::Statement> now;
  for (const auto& statement : text.statements()) {
    if (statement.kind != model::StatementKind::begin && statement.kind != model::StatementKind::commit)
      now.push_back(statement);
  }
  std::string out = fmt::format("  {}", printable(file.up.file));
  // Adopted and accepted texts were never run, so no statement of theirs is known.
  if (ran.empty() && !now.empty()) return out + ": its text isn't the one that was adopted or accepted";
  for (std::size_t i = 0; i < std::max(ran.size(), now.size()); ++i) {
    const auto before = i < ran.size() ? std::string_view(ran[i].sql) : std::string_view();
    const auto after = i < now.size() ? text.text(now[i]) : std::string_view();
    if (before == after) continue;
    const int line = i < now.size() ? static_cast<int>(now[i].line) : 0;
    return fmt::format("{}{} (ran: -, file: +)\n{}", out,
                       line > 0 ? fmt::format(":{}", line) : ": a statement is gone",
                       line_difference(before, after));
  }
  return out +
         ": comments or white space between statements only (checksums = \"ignore-comments\" lets that pass)";
}

}  // namespace

migrate::SameSql same_sql(const model::Config& config, const migrate::PlanContext& context) {
  if (config.environment.policy.checksums == model::ChecksumMode::exact) {
    return [](const model::Migration&, const model::LedgerEntry&) { return false; };
  }
  return [script = context.script](const model::Migration& file, const model::LedgerEntry& entry) {
    return !entry.sql_checksum.empty() &&
           migrate::ScriptText(file.up, script).sql_checksum() == entry.sql_checksum;
  };
}

void require_agreement(postgres::Connection& connection, const model::Config& config,
                       const std::vector<model::Migration>& files, const model::History& history,
                       const migrate::PlanContext& context, bool only_these) {
  migrate::check_applied(
      files, history, same_sql(config, context),
      [&](const auto& file, const auto& entry) { return describe_edit(connection, file, entry, context); },
      only_these);
}

}  // namespace dunlin::cli
