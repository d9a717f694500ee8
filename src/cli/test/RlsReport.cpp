#include "cli/test/RlsReport.hpp"

#include <algorithm>
#include <fmt/format.h>
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

std::string seen(const CellResult& result) {
  switch (result.observed.kind) {
    case trial::Observed::Kind::denied: return "denied";
    case trial::Observed::Kind::error: return "error";
    default: break;
  }
  if (result.cell.form == trial::Form::values) return result.observed.affected > 0 ? "allowed" : "no row";
  return std::to_string(result.observed.keys.size());
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

void add_red_cells(model::Document& document, const RlsReport& report) {
  model::List list;
  for (const CellResult& result : report.cells) {
    if (result.verdict.kind == Verdict::Kind::ok) continue;
    Inline line = Inline().label(std::string(trial::to_string(result.verdict.kind)), Tone::bad);
    line.add(fmt::format(" {}: {}", result.label, result.verdict.message));
    if (!result.verdict.extra.empty()) line.add("; too many: ").code(some_keys(result.verdict.extra));
    if (!result.verdict.missing.empty()) line.add("; missing: ").code(some_keys(result.verdict.missing));
    list.items.push_back(std::move(line));
  }
  if (list.items.empty()) return;
  add_heading(document, "Not as expected");
  put(document, std::move(list));
}

bool has_something(const std::vector<checks::CheckResult>& results) {
  return std::any_of(results.begin(), results.end(),
                     [](const auto& result) { return result.state != checks::State::ok; });
}

void add_leaks(model::Document& document, const RlsReport& report) {
  if (has_something(report.leaks)) {
    add_heading(document, "Ways around the policies");
    add_observations(document, report.leaks);
  }
  model::List list;
  for (const auto& accepted : report.accepted) list.items.push_back(Inline("accepted: " + accepted));
  for (const auto& table : report.unexpected)
    list.items.push_back(Inline("has policies and no expectations: ").code(table));
  if (!list.items.empty()) put(document, std::move(list));
}

void add_mutations(model::Document& document, const trial::Mutations& mutations) {
  add_heading(document, "Would a weaker policy be noticed?");
  model::List list;
  for (const auto& mutant : mutations.mutants)
    if (!mutant.noticed)
      list.items.push_back(Inline()
                               .label("policy untested", Tone::bad)
                               .add(fmt::format(" {}.{} ", mutant.policy.schema, mutant.policy.table))
                               .code(mutant.policy.name)
                               .add(fmt::format(": {} made no cell red", mutant.change)));
  for (const auto& policy : mutations.without_expectations)
    list.items.push_back(Inline()
                             .label("policy untested", Tone::bad)
                             .add(fmt::format(" {}.{} ", policy.schema, policy.table))
                             .code(policy.name)
                             .add(": no expectation names the table"));
  const auto noticed = std::count_if(mutations.mutants.begin(), mutations.mutants.end(),
                                     [](const auto& mutant) { return mutant.noticed; });
  put(document,
      model::Paragraph{fmt::format("policies tested: {} of {} ({:.0f} %); weakened forms noticed: {} of {}",
                                   mutations.tested, mutations.policies, mutations.coverage() * 100, noticed,
                                   mutations.mutants.size())});
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
    put(document,
        model::Paragraph{Inline(rewrite_words(rewrite)), rewrite.equal ? Tone::good : Tone::warning});
    put(document, model::CodeBlock{rewrite.sql + ";", "sql"});
  }
}

void add_diff(model::Document& document, const trial::MatrixDiff& diff) {
  add_heading(document, "Against the kept matrix");
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

Json list(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.add(value);
  return array;
}

Json cells_json(const RlsReport& report) {
  Json cells = Json::array();
  for (const CellResult& result : report.cells)
    cells.add(Json::object()
                  .set("cell", result.label)
                  .set("command", trial::to_string(result.cell.command))
                  .set("form", trial::to_string(result.cell.form))
                  .set("verdict", trial::to_string(result.verdict.kind))
                  .set("seen", seen(result))
                  .set("rows", result.observed.keys.size())
                  .set("extra", list(result.verdict.extra))
                  .set("missing", list(result.verdict.missing))
                  .set("message", result.verdict.message));
  return cells;
}

Json mutations_json(const trial::Mutations& mutations) {
  Json mutants = Json::array();
  for (const auto& mutant : mutations.mutants)
    mutants.add(Json::object()
                    .set("table", mutant.policy.schema + "." + mutant.policy.table)
                    .set("policy", mutant.policy.name)
                    .set("change", mutant.change)
                    .set("noticed", mutant.noticed)
                    .set("noticed_by", mutant.noticed_by));
  Json without = Json::array();
  for (const auto& policy : mutations.without_expectations) without.add(trial::describe(policy));
  return Json::object()
      .set("policies", mutations.policies)
      .set("tested", mutations.tested)
      .set("coverage", mutations.coverage())
      .set("mutants", std::move(mutants))
      .set("without_expectations", std::move(without));
}

Json rewrites_json(const std::vector<trial::Rewrite>& rewrites) {
  Json array = Json::array();
  for (const auto& rewrite : rewrites)
    array.add(Json::object()
                  .set("table", rewrite.policy.schema + "." + rewrite.policy.table)
                  .set("policy", rewrite.policy.name)
                  .set("sql", rewrite.sql)
                  .set("equal", rewrite.equal)
                  .set("different", list(rewrite.different))
                  .set("error", rewrite.error)
                  .set("timed", rewrite.timed)
                  .set("before_ms", rewrite.before_ms)
                  .set("after_ms", rewrite.after_ms));
  return array;
}

Json diff_json(const trial::MatrixDiff& diff) {
  Json changes = Json::array();
  for (const auto& change : diff.changes)
    changes.add(Json::object()
                    .set("cell", change.label)
                    .set("widened", change.widened)
                    .set("gained", list(change.gained))
                    .set("lost", list(change.lost))
                    .set("message", change.message));
  return Json::object()
      .set("widened", diff.widened())
      .set("changes", std::move(changes))
      .set("only_before", list(diff.only_before))
      .set("only_now", list(diff.only_now))
      .set("policies_removed", list(diff.policies_removed))
      .set("policies_added", list(diff.policies_added));
}

}  // namespace

model::Document rls_document(const RlsReport& report, const trial::Expectations& expectations,
                             const std::optional<trial::MatrixDiff>& diff) {
  model::Document document{.title = "Who reaches which rows",
                           .subtitle = fmt::format("{}, {} not as expected; {} around the policies",
                                                   counted(report.cells.size(), "cell"), report.red_cells(),
                                                   counted(report.critical_leaks(), "way"))};
  add_matrix(document, report, expectations);
  add_red_cells(document, report);
  add_leaks(document, report);
  if (report.mutations) add_mutations(document, *report.mutations);
  if (!report.rewrites.empty()) add_rewrites(document, report.rewrites);
  if (diff) add_diff(document, *diff);
  return document;
}

Json rls_json(const RlsReport& report, const std::optional<trial::MatrixDiff>& diff) {
  Json json = Json::object()
                  .set("outcome", report.failed() || (diff && diff->widened()) ? "findings" : "done")
                  .set("cells", cells_json(report))
                  .set("red", report.red_cells())
                  .set("leaks", checks_json(report.leaks))
                  .set("accepted", list(report.accepted))
                  .set("tables_without_expectations", list(report.unexpected));
  if (report.mutations) json.set("mutations", mutations_json(*report.mutations));
  json.set("rewrites", rewrites_json(report.rewrites));
  if (diff) json.set("against", diff_json(*diff));
  return json;
}

}  // namespace dunlin::cli
