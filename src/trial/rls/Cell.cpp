#include "trial/rls/Cell.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <tuple>

#include "base/Text.hpp"

namespace dunlin::trial {
namespace {

using Kind = Expected::Kind;

std::size_t index_of(const Expectations& expectations, const std::string& identity) {
  return static_cast<std::size_t>(&identity_of(expectations, identity) - expectations.identities.data());
}

// UPDATE and DELETE of rows ask two questions.
void add_cells(const Expectations& expectations, std::size_t table, const Expectation& expectation,
               std::vector<Cell>& cells) {
  Cell cell{.table = table,
            .identity = index_of(expectations, expectation.identity),
            .command = expectation.command,
            .expected = expectation.expected,
            .values = expectation.values};
  const bool writes_rows = cell.command == Command::update || cell.command == Command::remove;
  if (cell.command == Command::insert ||
      (cell.command == Command::update && !cell.values.empty() && cell.expected.kind == Kind::denied))
    cell.form = Form::values;
  cells.push_back(cell);
  if (!writes_rows || cell.form == Form::values) return;
  cell.form = Form::blind;
  cells.push_back(cell);
}

// Several rows or assignments for one identity are told apart by numbers.
void number_cells(std::vector<Cell>& cells) {
  using Key = std::tuple<std::size_t, std::size_t, Command, Form>;
  std::map<Key, int> counts, next;
  const auto key = [](const Cell& cell) { return Key{cell.table, cell.identity, cell.command, cell.form}; };
  for (const Cell& cell : cells) ++counts[key(cell)];
  for (Cell& cell : cells)
    if (counts[key(cell)] > 1) cell.number = ++next[key(cell)];
}

std::vector<std::string> difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

std::string rows_text(std::size_t count) {
  return counted(count, "row");
}

Verdict judge_denial(const Cell& cell, const Observed& observed) {
  using Denial = Expected::Denial;
  if (observed.kind == Observed::Kind::denied) {
    const bool right =
        cell.expected.denial == Denial::any || (cell.expected.denial == Denial::policy) == observed.by_policy;
    if (right) return {};
    return {
        .kind = Verdict::Kind::different,
        .message = fmt::format("denied by {}, expected by {}", observed.by_policy ? "a policy" : "privilege",
                               observed.by_policy ? "privilege" : "a policy")};
  }
  if (observed.affected == 0 && observed.keys.empty()) {
    if (cell.form == Form::values && cell.command == Command::update)
      return {};  // there was no row to try it on
    return {.kind = Verdict::Kind::different,
            .message = "the command is allowed and met no row; expected: denied"};
  }
  return {.kind = Verdict::Kind::leak,
          .extra = observed.keys,
          .message = cell.form == Form::values
                         ? fmt::format("{} written; expected: denied",
                                       rows_text(static_cast<std::size_t>(observed.affected)))
                         : fmt::format("reaches {}; expected: denied", rows_text(observed.keys.size()))};
}

Verdict judge_allowed(const Cell& cell, const Observed& observed) {
  if (observed.kind == Observed::Kind::denied)
    return {.kind = Verdict::Kind::lockout, .message = "denied: " + observed.message};
  if (cell.command != Command::insert || observed.affected > 0) return {};
  return {.kind = Verdict::Kind::different, .message = "no row was written, and no error said"};
}

Verdict judge_count(const Cell& cell, const Observed& observed) {
  const auto seen = static_cast<std::int64_t>(observed.keys.size());
  if (observed.kind == Observed::Kind::denied)
    return {.kind = Verdict::Kind::lockout, .message = "denied: " + observed.message};
  if (seen == cell.expected.count) return {};
  return {.kind = seen > cell.expected.count ? Verdict::Kind::leak : Verdict::Kind::lockout,
          .message =
              fmt::format("reaches {}, expected {}", rows_text(observed.keys.size()), cell.expected.count)};
}

Verdict judge_rows(const std::vector<std::string>& oracle, const Observed& observed) {
  if (observed.kind == Observed::Kind::denied) {
    if (oracle.empty())
      return {.kind = Verdict::Kind::different,
              .message = "denied, expected: allowed, and no row (" + observed.message + ")"};
    return {.kind = Verdict::Kind::lockout, .missing = oracle, .message = "denied: " + observed.message};
  }
  Verdict verdict{.extra = difference(observed.keys, oracle), .missing = difference(oracle, observed.keys)};
  if (verdict.extra.empty() && verdict.missing.empty()) return verdict;
  verdict.kind = verdict.extra.empty() ? Verdict::Kind::lockout : Verdict::Kind::leak;
  std::vector<std::string> parts;
  if (!verdict.extra.empty()) parts.push_back(rows_text(verdict.extra.size()) + " too many");
  if (!verdict.missing.empty()) parts.push_back(rows_text(verdict.missing.size()) + " missing");
  verdict.message = join(parts, ", ");
  return verdict;
}

}  // namespace

std::string_view to_string(Form form) {
  static constexpr std::array<std::string_view, 3> k_words{"reading", "blind", "values"};
  return k_words.at(static_cast<std::size_t>(form));
}

std::string_view to_string(Verdict::Kind kind) {
  static constexpr std::array<std::string_view, 5> k_words{"ok", "leak", "lockout", "different", "error"};
  return k_words.at(static_cast<std::size_t>(kind));
}

std::vector<Cell> make_cells(const Expectations& expectations) {
  std::vector<Cell> cells;
  for (std::size_t table = 0; table < expectations.tables.size(); ++table)
    for (const Expectation& expectation : expectations.tables[table].expectations)
      add_cells(expectations, table, expectation, cells);
  number_cells(cells);
  return cells;
}

std::string label(const Cell& cell, const Expectations& expectations) {
  std::string_view how;
  if (cell.form == Form::blind) how = " without WHERE";
  if (cell.form == Form::values && cell.command == Command::update) how = " to given values";
  return fmt::format("{} {} {}{}{}", expectations.identities[cell.identity].name, to_string(cell.command),
                     expectations.tables[cell.table].table, how,
                     cell.number > 0 ? fmt::format(" #{}", cell.number) : "");
}

Verdict judge(const Cell& cell, const std::vector<std::string>& oracle, const Observed& observed) {
  if (observed.kind == Observed::Kind::error)
    return {.kind = Verdict::Kind::error,
            .message = fmt::format("proves nothing: {} (SQLSTATE {})", observed.message, observed.sqlstate)};
  switch (cell.expected.kind) {
    case Kind::denied: return judge_denial(cell, observed);
    case Kind::allowed: return judge_allowed(cell, observed);
    case Kind::count: return judge_count(cell, observed);
    default: return judge_rows(oracle, observed);
  }
}

}  // namespace dunlin::trial
