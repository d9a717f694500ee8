#include "transfer/prepare/Findings.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_shown = 20;  // of each weight; the reports have them all

CheckState state_of(Weight weight) {
  switch (weight) {
    case Weight::refused: return CheckState::refused;
    case Weight::changed: return CheckState::warning;
    case Weight::note: return CheckState::note;
  }
  return CheckState::note;
}

Check check_of(const Problem& problem) {
  std::string text = problem.object.empty() ? problem.message : problem.object + ": " + problem.message;
  if (!problem.keys.empty()) text += " (" + join(problem.keys, ", ") + ")";
  return {problem.rule, state_of(problem.weight), std::move(text), problem.hint};
}

void add_problems(const std::vector<Problem>& problems, Weight weight, std::vector<Check>& checks) {
  std::size_t count = 0;
  for (const Problem& problem : problems)
    if (problem.weight == weight && ++count <= k_shown) checks.push_back(check_of(problem));
  if (count > k_shown)
    checks.push_back(
        {"and more", state_of(weight), fmt::format("{} more: see the report", count - k_shown), ""});
}

void add_way_back(const std::vector<std::string>& one_way, const std::vector<std::string>& against_return,
                  std::vector<Check>& checks) {
  const auto add = [&](const std::vector<std::string>& columns, const char* hint) {
    if (!columns.empty())
      checks.push_back(
          {"way back", CheckState::note,
           fmt::format("not byte by byte for {}: {}", counted(columns.size(), "column"), join(columns, ", ")),
           hint});
  };
  if (one_way.empty() && against_return.empty())
    checks.push_back({"way back", CheckState::ok, "every value comes back byte by byte", ""});
  add(one_way,
      "values that nobody changes in PostgreSQL keep their bytes in SQLite; changed ones are spelled anew");
  add(against_return,
      "dunlin transfer return isn't offered with these: they are in a primary key, or in a table without "
      "one, "
      "where a row's old bytes can't be found again");
}

}  // namespace

std::vector<Problem> orphan_problems(const sqlite::ContentChecks& contents, const std::string& policy) {
  const bool kept = policy == "not_valid";
  std::vector<Problem> problems;
  for (const sqlite::Orphans& orphans : contents.orphans) {
    const std::string object =
        orphans.columns.empty() ? orphans.table : orphans.table + "." + join(orphans.columns, ",");
    if (!orphans.problem.empty()) {
      problems.push_back({"foreign-key-unchecked",
                          Weight::note,
                          object,
                          orphans.problem,
                          "SQLite itself can't check this key",
                          0,
                          {}});
      continue;
    }
    problems.push_back(
        {"orphan-rows", kept ? Weight::changed : Weight::refused, object,
         fmt::format("{} to rows of {} that aren't there{}",
                     orphans.count == 1 ? "1 row refers" : with_thousands(orphans.count) + " rows refer",
                     orphans.parent, kept ? ": the foreign key holds for new rows only (NOT VALID)" : ""),
         kept ? "correct the rows in PostgreSQL, then: ALTER TABLE ... VALIDATE CONSTRAINT"
              : "add the parents, set the column to NULL or delete the rows in SQLite; or let them be with "
                "orphans = \"not_valid\" in [transfer] of dunlin.toml",
         orphans.count, orphans.keys});
  }
  return problems;
}

std::vector<Problem> long_value_problems(const sqlite::ContentChecks& contents) {
  std::vector<Problem> problems;
  for (const sqlite::LongValues& values : contents.long_values)
    problems.push_back(
        {"value-too-long", Weight::refused, values.table + "." + values.column,
         fmt::format("{} longer than the {} bytes that are moved, up to {} bytes",
                     values.count == 1 ? "1 value is" : with_thousands(values.count) + " values are",
                     with_thousands(sqlite::k_longest_moved), with_thousands(values.longest)),
         "PostgreSQL couldn't dump a bytea of this length: keep such values in files, or in "
         "parts",
         values.count, values.keys});
  return problems;
}

void mark_unvalidated(const sqlite::ContentChecks& contents, Mapping& mapping) {
  for (const sqlite::Orphans& orphans : contents.orphans) {
    if (!orphans.problem.empty()) continue;
    for (TableMapping& table : mapping.tables)
      if (table.source == orphans.table) table.unvalidated.push_back(join(orphans.columns, ", "));
  }
}

std::vector<Check> check_types(const Mapping& mapping) {
  std::size_t columns = 0, suggested = 0;
  std::int64_t rows = 0;
  for (const TableMapping& table : mapping.tables) {
    rows += table.rows;
    columns += table.columns.size();
    suggested += static_cast<std::size_t>(std::count_if(
        table.columns.begin(), table.columns.end(), [](const auto& c) { return !c.suggestions.empty(); }));
  }
  std::string text = fmt::format("{}, {}, {}", counted(mapping.tables.size(), "table"),
                                 counted(columns, "column"), counted(static_cast<std::size_t>(rows), "row"));
  std::vector<Check> checks{{"tables", CheckState::ok, std::move(text), ""}};
  if (suggested > 0)
    checks.push_back({"types", CheckState::note,
                      fmt::format("{} could have a narrower or richer type", counted(suggested, "column")),
                      "the report names them; [[transfer.column]] in dunlin.toml chooses"});
  return checks;
}

std::vector<Check> check_values(const Mapping& mapping, const std::vector<Problem>& problems) {
  std::vector<Check> checks;
  std::int64_t rows = 0, rejected = 0;
  std::vector<std::string> one_way, against_return;
  for (const TableMapping& table : mapping.tables) {
    rows += table.rows;
    rejected += table.rejected;
    for (const ColumnMapping& column : table.columns)
      if (!column.reversible)
        (must_turn_back(table, column) ? against_return : one_way)
            .push_back(table.source + "." + column.source);
  }
  checks.push_back(
      {"values", CheckState::ok,
       fmt::format("all of {} read, checked and encoded", counted(static_cast<std::size_t>(rows), "row")),
       ""});
  if (rejected > 0)
    checks.push_back({"values", CheckState::warning,
                      fmt::format("{} will be left out", counted(static_cast<std::size_t>(rejected), "row")),
                      "as [transfer] of dunlin.toml says; a run writes them to rejects_<source>.ndjson "
                      "beside the reports"});
  add_way_back(one_way, against_return, checks);
  for (const Weight weight : {Weight::refused, Weight::changed, Weight::note})
    add_problems(problems, weight, checks);
  return checks;
}

}  // namespace dunlin::transfer
