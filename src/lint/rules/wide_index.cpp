#include <fmt/format.h>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct WideIndex {
  static constexpr std::size_t k_most_columns = 3;

  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || index->unique || index->columns.size() <= k_most_columns) return;
    if (index->method != "btree" && !index->method.empty()) return;
    const std::string table = scene.shown(index->table);
    report.add(table, fmt::format("an index of {} columns on {}: the last ones seldom narrow a search",
                                  index->columns.size(), table));
  }
};

}  // namespace

const Rule wide_index{
    .name = "wide-index",
    .family = 'A',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A btree of more than three columns that isn't unique",
    .why =
        "Only the columns up to the first range condition narrow a search; the rest makes the index "
        "larger, and updates of any of them write it.",
    .advice = "Index what narrows, and put columns that are only read into INCLUDE (...).",
    .statement = WideIndex::statement};

}  // namespace dunlin::lint::rules
