#include "trial/rls/OpenQuestions.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::trial {
namespace {

std::string came_to(const Cell& cell, const Observed& observed) {
  if (observed.kind == Observed::Kind::denied) return "denied";
  if (observed.kind == Observed::Kind::error) return "an error";
  if (cell.form == Form::values) return observed.affected > 0 ? "allowed" : "no row";
  return counted(observed.keys.size(), "row");
}

bool knows(const std::vector<Cell>& cells, const Cell& cell) {
  return std::find(cells.begin(), cells.end(), cell) != cells.end();
}

}  // namespace

std::vector<Cell> open_questions(const Subject& subject, std::size_t table) {
  std::vector<Cell> cells;
  const auto& expectations = subject.expectations;
  for (std::size_t i = 0; i < expectations.identities.size(); ++i) {
    if (expectations.identities[i].bypasses) continue;
    for (const Command command : {Command::select, Command::update, Command::remove})
      for (const Form form : {Form::reading, Form::blind}) {
        if (command == Command::select && form == Form::blind) continue;
        cells.push_back(
            {.table = table, .identity = i, .command = command, .form = form, .expected = {}, .values = {}});
      }
    for (const Expectation& one : expectations.tables[table].expectations) {
      if (one.values.empty()) continue;
      const Cell cell{.table = table,
                      .identity = i,
                      .command = one.command,
                      .form = Form::values,
                      .expected = {},
                      .values = one.values};
      if (!knows(cells, cell)) cells.push_back(cell);
    }
  }
  return cells;
}

std::string describe_difference(const Cell& cell, const Subject& subject, const Observed& before,
                                const Observed& changed) {
  if (before.kind == changed.kind && before.keys == changed.keys &&
      (before.affected > 0) == (changed.affected > 0))
    return "";
  const std::string was = came_to(cell, before), is = came_to(cell, changed);
  return fmt::format("{}: {}, with the change {}", label(cell, subject.expectations), was,
                     was == is ? "others" : is);
}

}  // namespace dunlin::trial
