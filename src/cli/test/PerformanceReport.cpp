#include "cli/test/PerformanceReport.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "report/Markdown.hpp"

namespace dunlin::cli {
namespace {

using model::Inline;
using model::Tone;
using trial::Measured;
using trial::Side;

std::string median_text(const Side& side) {
  if (!side.possible) return "fails";
  return fmt::format("{:.2f} ms ({:.2f}-{:.2f})", side.p50.value, side.p50.low, side.p50.high);
}

std::string p95_text(const Side& side) {
  return side.possible ? fmt::format("{:.2f} ms", side.p95) : "-";
}

// Whole percents. -100 % would say that it takes no time at all: from -99 % on the next digit is shown, not
// rounded.
std::string percents(double change) {
  if (change < -99) return fmt::format("{:.1f}", std::trunc(change * 10) / 10);
  const double whole = std::round(change);
  return whole == 0 ? "0" : fmt::format("{:+.0f}", whole);
}

std::string change_text(const Measured& measured) {
  if (!measured.before.possible || !measured.after.possible) return "-";
  return fmt::format("{} % ({} to {})", percents(measured.change.value), percents(measured.change.low),
                     percents(measured.change.high));
}

std::string shown_plan(const Side& side) {
  return side.possible ? trial::describe(side.plan) : side.error;
}

// Letters, digits and dashes only: a query's name comes from a file.
std::string file_name(const std::string& name) {
  std::string safe = name;
  std::replace_if(
      safe.begin(), safe.end(),
      [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_'; }, '_');
  return safe;
}

Json estimate_json(const trial::Estimate& estimate) {
  return Json::object().set("value", estimate.value).set("low", estimate.low).set("high", estimate.high);
}

Json side_json(const Side& side) {
  Json seq_scans = Json::array();
  for (const auto& scan : side.plan.seq_scans)
    seq_scans.add(Json::object().set("table", scan.table).set("rows", scan.rows));
  Json indexes = Json::array();
  for (const auto& index : side.plan.indexes) indexes.add(index);
  return Json::object()
      .set("possible", side.possible)
      .set("error", side.error)
      .set("calls", trial::samples_of(side.rounds).size())
      .set("p50_ms", estimate_json(side.p50))
      .set("p95_ms", side.p95)
      .set("rows", side.rows)
      .set("indexes", std::move(indexes))
      .set("seq_scans", std::move(seq_scans))
      .set("buffers", side.plan.buffers);
}

model::Table table_of(const std::vector<Measured>& measured) {
  model::Table table{.columns = {{"query"},
                                 {"kept"},
                                 {"p50 before (95 %)", true},
                                 {"p50 after (95 %)", true},
                                 {"p95 before", true},
                                 {"p95 after", true},
                                 {"change of p50 (95 %)", true}}};
  for (const Measured& one : measured)
    table.rows.push_back({model::code(one.query.name),
                          Inline(Inline().label(one.broken.empty() ? "yes" : "no",
                                                one.broken.empty() ? Tone::good : Tone::bad)),
                          Inline(median_text(one.before)), Inline(median_text(one.after)),
                          Inline(p95_text(one.before)), Inline(p95_text(one.after)),
                          Inline(change_text(one))});
  return table;
}

}  // namespace

model::Document performance_document(const std::vector<Measured>& measured,
                                     const trial::PerformanceContract& contract) {
  model::Document document{
      .title = "Queries before and after the migrations",
      .subtitle = fmt::format(
          "size {}; {} through {}, {} in turns, {} warm-up calls", with_thousands(contract.size),
          counted(static_cast<std::size_t>(contract.clients), "client"),
          counted(static_cast<std::size_t>(std::min(contract.clients, contract.sessions)), "session"),
          counted(static_cast<std::size_t>(contract.rounds), "round"), contract.warmup)};
  document.blocks.emplace_back(table_of(measured));
  model::List broken, plans;
  for (const Measured& one : measured) {
    for (const auto& promise : one.broken)
      broken.items.push_back(Inline().label("broken", Tone::bad).add(" " + one.query.name + ": " + promise));
    plans.items.emplace_back(fmt::format("{}: before {}; after {}", one.query.name, shown_plan(one.before),
                                         shown_plan(one.after)));
  }
  if (!broken.items.empty()) document.blocks.emplace_back(std::move(broken));
  document.blocks.emplace_back(std::move(plans));
  return document;
}

Json performance_json(const std::vector<Measured>& measured, const trial::PerformanceContract& contract) {
  Json queries = Json::array();
  bool kept = true;
  for (const Measured& one : measured) {
    Json broken = Json::array();
    for (const auto& promise : one.broken) broken.add(promise);
    kept = kept && one.broken.empty();
    queries.add(Json::object()
                    .set("query", one.query.name)
                    .set("before", side_json(one.before))
                    .set("after", side_json(one.after))
                    .set("change_percent", estimate_json(one.change))
                    .set("broken", std::move(broken)));
  }
  return Json::object()
      .set("outcome", kept ? "done" : "findings")
      .set("size", contract.size)
      .set("clients", contract.clients)
      .set("sessions", std::min(contract.clients, contract.sessions))
      .set("rounds", contract.rounds)
      .set("queries", std::move(queries));
}

void write_performance_report(const std::filesystem::path& folder, const std::vector<Measured>& measured,
                              const trial::PerformanceContract& contract) {
  std::filesystem::create_directories(folder);
  write_file(folder / "report.json", performance_json(measured, contract).dump() + "\n");
  write_file(folder / "report.md", report::write_markdown(performance_document(measured, contract)));
  for (const Measured& one : measured) {
    const std::string name = file_name(one.query.name);
    if (one.before.possible) write_file(folder / (name + ".before.json"), one.before.explained + "\n");
    if (one.after.possible) write_file(folder / (name + ".after.json"), one.after.explained + "\n");
  }
}

}  // namespace dunlin::cli
