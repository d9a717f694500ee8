#include "cli/test/RlsReport.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/Text.hpp"
#include "cli/test/ChecksReport.hpp"

namespace dunlin::cli {
namespace {

using model::Inline;
using model::Tone;
using trial::CellResult;
using trial::Command;
using trial::RlsReport;
using trial::Verdict;

constexpr std::size_t k_keys_shown = 10;

// Made in its place: moved about as a temporary, g++ 12 takes parts of the variant for uninitialized.
template <class Block>
void put(model::Document& document, Block block) {
  document.blocks.emplace_back(std::in_place_type<Block>, std::move(block));
}

void add_heading(model::Document& document, const char* text) {
  put(document, model::Heading{2, text});
}

std::string some_keys(const std::vector<std::string>& keys) {
  const std::vector<std::string> first(
      keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), k_keys_shown)));
  const auto more = keys.size() - first.size();
  return join(first, ", ") + (more > 0 ? fmt::format(", ... {} more", more) : "");
}

// Of all cells of one identity, table and command: what was seen, or the worst that was found.
Inline summary(const RlsReport& report, std::size_t table, std::size_t identity, Command command) {
  const CellResult* worst = nullptr;
  for (const CellResult& result : report.cells) {
    const auto& cell = result.cell;
    if (cell.table != table || cell.identity != identity || cell.command != command) continue;
    if (worst == nullptr ||
        (worst->verdict.kind == Verdict::Kind::ok && result.verdict.kind != Verdict::Kind::ok))
      worst = &result;
  }
  if (worst == nullptr) return Inline("-");
  if (worst->verdict.kind == Verdict::Kind::ok) return Inline(seen(*worst));
  return Inline(
      Inline().label(fmt::format("{}: {}", trial::to_string(worst->verdict.kind), seen(*worst)), Tone::bad));
}

void add_matrix(model::Document& document, const RlsReport& report, const trial::Expectations& expectations) {
  model::Table table{.columns = {{"table"}, {"identity"}, {"select"}, {"insert"}, {"update"}, {"delete"}}};
  for (std::size_t t = 0; t < expectations.tables.size(); ++t)
    for (std::size_t i = 0; i < expectations.identities.size(); ++i)
      table.rows.push_back({model::code(expectations.tables[t].table),
                            Inline(expectations.identities[i].name), summary(report, t, i, Command::select),
                            summary(report, t, i, Command::insert), summary(report, t, i, Command::update),
                            summary(report, t, i, Command::remove)});
  put(document, std::move(table));
}

Inline red_line(const CellResult& result) {
  Inline line = Inline().label(std::string(trial::to_string(result.verdict.kind)), Tone::bad);
  line.add(fmt::format(" {}: {}", result.label, result.verdict.message));
  if (!result.verdict.extra.empty()) line.add("; too many: ").code(some_keys(result.verdict.extra));
  if (!result.verdict.missing.empty()) line.add("; missing: ").code(some_keys(result.verdict.missing));
  return line;
}

void add_red_cells(model::Document& document, const RlsReport& report) {
  model::List list;
  for (const CellResult& result : report.cells)
    if (result.verdict.kind != Verdict::Kind::ok) list.items.push_back(red_line(result));
  if (list.items.empty()) return;
  add_heading(document, "Not as expected");
  put(document, std::move(list));
}

bool is_channel(const checks::CheckResult& result) {
  return result.check.topic == "channels";
}

// What is listed one by one: of channels the leaks; limits and what wasn't tried are a line each.
std::vector<checks::CheckResult> listed(const std::vector<checks::CheckResult>& results) {
  std::vector<checks::CheckResult> list;
  for (checks::CheckResult result : results) {
    if (result.state == checks::State::ok) continue;
    if (is_channel(result)) {
      result.reason.clear();
      std::erase_if(result.observations,
                    [](const auto& one) { return one.state != checks::State::critical; });
      if (result.observations.empty()) continue;
    }
    list.push_back(std::move(result));
  }
  return list;
}

std::string without_prefix(const std::string& reason) {
  constexpr std::string_view k_prefix = "known limit: ";
  return reason.starts_with(k_prefix) ? reason.substr(k_prefix.size()) : reason;
}

// A channel's limits by their reason: the same holds for many tables.
std::map<std::string, std::vector<std::string>> limits_of(const checks::CheckResult& result) {
  std::map<std::string, std::vector<std::string>> objects;
  for (const auto& one : result.observations)
    if (one.state == checks::State::warn) objects[one.remedy].push_back(one.object);
  return objects;
}

void add_limits(model::Document& document, const std::vector<checks::CheckResult>& results) {
  model::List list;
  std::map<std::string, std::vector<std::string>> untried;
  for (const auto& result : results) {
    if (!is_channel(result)) continue;
    for (const auto& [reason, objects] : limits_of(result))
      list.items.push_back(Inline()
                               .label("limit", Tone::note)
                               .add(" " + result.check.name + " ")
                               .code(some_keys(objects))
                               .add(": " + without_prefix(reason)));
    if (!result.reason.empty()) untried[result.reason].push_back(result.check.name);
  }
  for (const auto& [reason, names] : untried)
    list.items.push_back(
        Inline().label("not tried", Tone::note).add(" " + join(names, ", ") + ": " + reason));
  if (list.items.empty()) return;
  add_heading(document, "What can be learned of hidden rows");
  put(document, std::move(list));
}

void add_leaks(model::Document& document, const RlsReport& report) {
  const auto results = listed(report.leaks);
  if (!results.empty()) {
    add_heading(document, "Ways around the policies");
    add_observations(document, results);
  }
  model::List list;
  for (const auto& accepted : report.accepted) list.items.push_back(Inline("accepted: " + accepted));
  for (const auto& table : report.without_rows)
    list.items.push_back(
        Inline()
            .label("no rows", Tone::warning)
            .add(" in ")
            .code(table)
            .add(": its cells prove nothing. Write fixtures = \"tests/rows.sql\", or dunlin seed"));
  for (const auto& table : report.unexpected)
    list.items.push_back(Inline("has policies and no expectations: ").code(table));
  if (!list.items.empty()) put(document, std::move(list));
}

std::string what_changed(const trial::Mutant& mutant) {
  return mutant.policy.name.empty() ? mutant.change : mutant.policy.name + ": " + mutant.change;
}

// A survivor, and the test that would have noticed it.
Inline survivor_line(const trial::Mutant& mutant) {
  Inline line = Inline()
                    .label("untested", Tone::bad)
                    .add(fmt::format(" {}.{} ", mutant.policy.schema, mutant.policy.table))
                    .code(what_changed(mutant))
                    .add(" made no cell red. ");
  if (mutant.would_notice.empty())
    return line.add(
        "No question to these identities and rows would have: add a row or an identity that only this lets "
        "in");
  const auto more = mutant.would_notice.size() - 1;
  return line.add("To be written: ")
      .code(mutant.would_notice.front())
      .add(more > 0 ? fmt::format(" ({} more)", more) : "");
}

void add_mutations(model::Document& document, const trial::Mutations& mutations) {
  add_heading(document, "Would a weaker policy be noticed?");
  model::List list;
  std::size_t noticed = 0, alike = 0;
  for (const auto& mutant : mutations.mutants) {
    if (mutant.survived()) list.items.push_back(survivor_line(mutant));
    noticed += mutant.noticed ? 1 : 0;
    alike += mutant.noticed || mutant.survived() ? 0 : 1;
  }
  for (const auto& policy : mutations.without_expectations)
    list.items.push_back(Inline()
                             .label("untested", Tone::bad)
                             .add(fmt::format(" {}.{} ", policy.schema, policy.table))
                             .code(policy.name)
                             .add(": no expectation names the table"));
  put(document,
      model::Paragraph{fmt::format(
          "policies tested: {} of {} ({:.0f} %); changed forms noticed: {} of {}{}", mutations.tested,
          mutations.policies, mutations.coverage() * 100, noticed, mutations.mutants.size(),
          alike > 0 ? fmt::format(", {} make no difference to these identities and rows", alike) : "")});
  if (!list.items.empty()) put(document, std::move(list));
}

std::string rewrite_words(const trial::Rewrite& rewrite) {
  if (!rewrite.error.empty()) return "not possible: " + rewrite.error;
  if (!rewrite.equal) return "not the same: differs for " + some_keys(rewrite.different);
  if (rewrite.timed.empty()) return "proven equal by the matrix; nothing reads through it, so not timed";
  return fmt::format("proven equal by the matrix; {}: {:.3f} ms before, {:.3f} ms after ({:.1f} times)",
                     rewrite.timed, rewrite.before_ms, rewrite.after_ms,
                     rewrite.after_ms > 0 ? rewrite.before_ms / rewrite.after_ms : 0.0);
}

void add_rewrites(model::Document& document, const std::vector<trial::Rewrite>& rewrites) {
  add_heading(document, "Faster forms of policies");
  for (const auto& rewrite : rewrites) {
    put(document, model::Paragraph{Inline(rewrite.form.kind + ": " + rewrite_words(rewrite)),
                                   rewrite.equal ? Tone::good : Tone::warning});
    put(document, model::CodeBlock{join(rewrite.form.statements, ";\n") + ";", "sql"});
  }
}

void add_kept_diff(model::Document& document, const trial::MatrixDiff& diff) {
  add_heading(document, "Against the kept matrix");
  add_matrix_diff(document, diff);
}

}  // namespace

std::string seen(const CellResult& result) {
  switch (result.observed.kind) {
    case trial::Observed::Kind::denied: return "denied";
    case trial::Observed::Kind::error: return "error";
    default: break;
  }
  if (result.cell.form == trial::Form::values) return result.observed.affected > 0 ? "allowed" : "no row";
  return std::to_string(result.observed.keys.size());
}

void add_matrix_diff(model::Document& document, const trial::MatrixDiff& diff) {
  model::List list;
  for (const auto& change : diff.changes) {
    Inline line = Inline().label(change.widened ? "more access" : "less access",
                                 change.widened ? Tone::bad : Tone::note);
    line.add(fmt::format(" {}: {}", change.label, change.message));
    if (!change.gained.empty()) line.add("; gained: ").code(some_keys(change.gained));
    if (!change.lost.empty()) line.add("; lost: ").code(some_keys(change.lost));
    list.items.push_back(std::move(line));
  }
  for (const auto& name : diff.only_before) list.items.push_back(Inline("not asked any more: " + name));
  for (const auto& name : diff.only_now) list.items.push_back(Inline("asked for the first time: " + name));
  for (const auto& policy : diff.policies_removed) list.items.push_back(Inline("- ").code(policy));
  for (const auto& policy : diff.policies_added) list.items.push_back(Inline("+ ").code(policy));
  if (list.items.empty()) {
    put(document, model::Paragraph{"everybody reaches the same rows, through the same policies"});
  } else {
    put(document, std::move(list));
  }
}

model::Document rls_document(const RlsReport& report, const trial::Expectations& expectations,
                             const std::optional<trial::MatrixDiff>& diff) {
  model::Document document{.title = "Who reaches which rows",
                           .subtitle = fmt::format("{}, {} not as expected; {} around the policies",
                                                   counted(report.cells.size(), "cell"), report.red_cells(),
                                                   counted(report.critical_leaks(), "way"))};
  add_matrix(document, report, expectations);
  add_red_cells(document, report);
  add_leaks(document, report);
  add_limits(document, report.leaks);
  if (report.mutations) add_mutations(document, *report.mutations);
  if (!report.rewrites.empty()) add_rewrites(document, report.rewrites);
  if (diff) add_kept_diff(document, *diff);
  return document;
}

namespace {

bool is_red_in(const RlsReport& report, const std::string& label) {
  return std::any_of(report.cells.begin(), report.cells.end(), [&](const CellResult& cell) {
    return cell.label == label && cell.verdict.kind != Verdict::Kind::ok;
  });
}

bool is_found_in(const RlsReport& report, const std::string& check, const std::string& object) {
  return std::any_of(report.leaks.begin(), report.leaks.end(), [&](const checks::CheckResult& result) {
    return result.check.name == check &&
           std::any_of(result.observations.begin(), result.observations.end(), [&](const auto& one) {
             return one.object == object && one.state == checks::State::critical;
           });
  });
}

}  // namespace

void add_new_findings(model::Document& document, const RlsReport& report, const RlsReport* before) {
  model::List red;
  for (const CellResult& cell : report.cells)
    if (cell.verdict.kind != Verdict::Kind::ok && (before == nullptr || !is_red_in(*before, cell.label)))
      red.items.push_back(red_line(cell));
  if (!red.items.empty()) put(document, std::move(red));
  std::vector<checks::CheckResult> leaks;
  for (checks::CheckResult result : report.leaks) {
    std::erase_if(result.observations, [&](const checks::Observation& one) {
      return one.state != checks::State::critical ||
             (before != nullptr && is_found_in(*before, result.check.name, one.object));
    });
    if (result.state != checks::State::error) result.reason.clear();
    if (!result.observations.empty() || !result.reason.empty()) leaks.push_back(std::move(result));
  }
  if (!leaks.empty()) add_observations(document, leaks);
}

}  // namespace dunlin::cli
