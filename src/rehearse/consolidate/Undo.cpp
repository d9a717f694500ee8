#include "rehearse/consolidate/Undo.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::rehearse {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "" : text.replace(at, from.size(), to);
}

// GRANT x ON y TO z; <-> REVOKE x ON y FROM z;
std::string swapped(const std::string& line) {
  const bool grants = line.find("GRANT ") != std::string::npos;
  const std::string_view before = grants ? "GRANT " : "REVOKE ", after = grants ? "REVOKE " : "GRANT ";
  const std::string_view left = grants ? " TO " : " FROM ", right = grants ? " FROM " : " TO ";
  std::string text = replaced(line, before, after);
  const std::size_t at = text.rfind(left);
  if (text.empty() || at == std::string::npos) return "";
  text.replace(at, left.size(), right);
  if (const std::string option = replaced(text, " WITH GRANT OPTION", ""); !option.empty()) text = option;
  return text;
}

// The latest privilege goes first.
std::string undo_privileges(const DumpEntry& entry) {
  std::string text;
  for (auto line = entry.lines.rbegin(); line != entry.lines.rend(); ++line)
    if (const std::string undone = swapped(*line); !undone.empty())
      text += (text.empty() ? "" : "\n") + undone;
  return text;
}

std::string undo_row_security(const DumpEntry& entry) {
  std::string text;
  for (const std::string& line : entry.lines) {
    std::string undone = replaced(line, " ENABLE ROW", " DISABLE ROW");
    if (undone.empty()) undone = replaced(line, " FORCE ROW", " NO FORCE ROW");
    if (!undone.empty()) text += (text.empty() ? "" : "\n") + undone;
  }
  return text;
}

// Names of triggers, policies and rules are read from the statement: in the heading a blank parts them.
std::string undo_part(const DumpEntry& entry) {
  std::string text = join(entry.lines, "\n");
  while (!text.empty() && (text.back() == ';' || text.back() == '\n')) text.pop_back();
  const std::size_t next = text.find(";\n");  // ALTER TABLE ... DISABLE TRIGGER
  const model::Command command = sql::parse_command(text.substr(0, next));
  if (const auto* trigger = std::get_if<model::CreateTrigger>(&command))
    return "DROP TRIGGER " + lint::sql_name(trigger->name) + " ON " + lint::sql_name(trigger->table) + ";";
  if (const auto* policy = std::get_if<model::CreatePolicy>(&command))
    return "DROP POLICY " + lint::sql_name(policy->name) + " ON " + lint::sql_name(policy->table) + ";";
  if (const auto* rule = std::get_if<model::CreateRule>(&command))
    return "DROP RULE " + lint::sql_name(rule->name) + " ON " + lint::sql_name(rule->table) + ";";
  return "";
}

}  // namespace

std::string qualified_name(const DumpEntry& entry) {
  const bool has_arguments = entry.name.ends_with(')');
  const std::size_t end = has_arguments ? entry.name.find('(') : std::string::npos;
  const std::string arguments = end == std::string::npos ? "" : entry.name.substr(end);
  return lint::sql_name(model::QualifiedName{entry.schema, entry.name.substr(0, end)}) + arguments;
}

std::string undo_of(const DumpEntry& entry) {
  static constexpr std::array<std::string_view, 13> k_dropped{
      "EXTENSION",         "SCHEMA",     "TYPE",         "DOMAIN",    "FUNCTION",
      "PROCEDURE",         "AGGREGATE",  "SEQUENCE",     "COLLATION", "VIEW",
      "MATERIALIZED VIEW", "STATISTICS", "EVENT TRIGGER"};
  if (entry.type == "ACL" || entry.type == "DEFAULT ACL") return undo_privileges(entry);
  if (entry.type == "ROW SECURITY") return undo_row_security(entry);
  if (entry.type == "TRIGGER" || entry.type == "POLICY" || entry.type == "RULE") return undo_part(entry);
  if (entry.type == "COMMENT") {
    const std::string text = join(entry.lines, "\n");
    const std::size_t at = text.find(" IS '");
    return at == std::string::npos ? "" : text.substr(0, at) + " IS NULL;";
  }
  if (std::find(k_dropped.begin(), k_dropped.end(), entry.type) == k_dropped.end()) return "";
  const bool goes_with_its_table = entry.type == "SEQUENCE";  // when the table owns it
  return "DROP " + entry.type + (goes_with_its_table ? " IF EXISTS " : " ") + qualified_name(entry) + ";";
}

}  // namespace dunlin::rehearse
