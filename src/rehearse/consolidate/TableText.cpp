#include "rehearse/consolidate/TableText.hpp"

#include <algorithm>

#include "base/Text.hpp"

namespace dunlin::rehearse {
namespace {

constexpr std::string_view k_add = "    ADD CONSTRAINT ";

}  // namespace

std::string table_text(const DumpEntry& table, const std::vector<std::string>& constraints) {
  std::vector<std::string> lines = table.lines;
  const auto end =
      std::find_if(lines.begin(), lines.end(), [](const auto& line) { return line.starts_with(")"); });
  if (end == lines.end() || constraints.empty()) return join(lines, "\n");
  std::vector<std::string> added(lines.begin(), end);
  for (const std::string& constraint : constraints) {
    if (!added.back().ends_with("(")) added.back() += ",";
    added.push_back("    " + constraint);
  }
  added.insert(added.end(), end, lines.end());
  return join(added, "\n");
}

std::string constraint_text(const DumpEntry& constraint) {
  if (constraint.lines.size() != 2 || !constraint.lines[0].starts_with("ALTER TABLE ONLY ") ||
      !constraint.lines[1].starts_with(k_add) || !constraint.lines[1].ends_with(";"))
    return "";
  const std::string& line = constraint.lines[1];
  return line.substr(8, line.size() - 9);  // behind "    ADD "
}

bool is_plain_table(const DumpEntry& table) {
  const bool has_columns =
      table.lines.size() > 2 && table.lines[0].starts_with("CREATE ") && table.lines[0].ends_with("(");
  return has_columns && std::none_of(table.lines.begin(), table.lines.end(), [](const std::string& line) {
           return line.starts_with("PARTITION BY") || line.starts_with("INHERITS") ||
                  line.starts_with(") INHERITS");
         });
}

}  // namespace dunlin::rehearse
