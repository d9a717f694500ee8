#include "rehearse/consolidate/DataDump.hpp"

#include "base/Text.hpp"

namespace dunlin::rehearse {
namespace {

bool is_heading(const std::vector<std::string_view>& lines, std::size_t at) {
  return lines[at] == "--" && at + 2 < lines.size() && lines[at + 2] == "--" &&
         (lines[at + 1].starts_with("-- Data for Name: ") || lines[at + 1].starts_with("-- Name: ") ||
          lines[at + 1].starts_with("-- PostgreSQL database dump"));
}

}  // namespace

DataDump read_data_dump(std::string_view dump) {
  DataDump data;
  const auto lines = split_lines(dump);
  std::string text;
  bool reading = false;
  const auto finish = [&] {
    const std::string_view statements = trim(text);
    if (statements.starts_with("REFRESH "))
      data.refreshes.emplace_back(statements);
    else if (!statements.empty() && !statements.ends_with(", 1, false);"))  // where a new sequence stands
      data.rows.emplace_back(statements);
    text.clear();
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_heading(lines, i)) {
      finish();
      reading = !lines[i + 1].starts_with("-- PostgreSQL database dump");  // its own settings follow
      i += 2;
    } else if (reading) {
      text += std::string(lines[i]) + "\n";
    }
  }
  finish();
  return data;
}

}  // namespace dunlin::rehearse
