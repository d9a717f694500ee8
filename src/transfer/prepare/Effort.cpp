#include "transfer/prepare/Effort.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

/// What reading one object through, or doing it by hand, costs in units of about five minutes.
struct Cost {
  const char* kind;
  double read;
  double by_hand;
};
constexpr std::array<Cost, 11> k_costs{{{"table", 0.2, 4},
                                        {"column", 0.05, 0.5},
                                        {"generated column", 0.2, 2},
                                        {"primary key", 0, 1},
                                        {"unique constraint", 0.05, 1},
                                        {"index", 0.05, 1},
                                        {"foreign key", 0.05, 1},
                                        {"check", 0.1, 1},
                                        {"view", 0.5, 4},
                                        {"trigger", 1, 8},
                                        {"virtual table", 1, 8}}};
constexpr double k_refused = 3;  // a question about data that somebody has to decide
constexpr double k_day = 96;     // units of a working day
constexpr std::array<double, 4> k_sizes{6, 24, 96, 480};

std::int64_t count_if_index(const sqlite::Table& table, sqlite::Index::Origin origin) {
  return std::count_if(table.indexes.begin(), table.indexes.end(),
                       [&](const auto& index) { return index.origin == origin; });
}

std::vector<ObjectCount> count_objects(const sqlite::Schema& schema) {
  std::vector<ObjectCount> counts;
  counts.reserve(k_costs.size());
  for (const Cost& cost : k_costs) counts.push_back({cost.kind, 0, 0});
  for (const sqlite::Table& table : schema.tables) {
    const auto generated = std::count_if(table.columns.begin(), table.columns.end(),
                                         [](const auto& column) { return column.generated_sql.has_value(); });
    counts[0].count += 1;
    counts[1].count += static_cast<std::int64_t>(table.columns.size()) - generated;
    counts[2].count += generated;
    counts[3].count += table.primary_key().empty() ? 0 : 1;
    counts[4].count += count_if_index(table, sqlite::Index::Origin::unique_constraint);
    counts[5].count += count_if_index(table, sqlite::Index::Origin::created);
    counts[6].count += static_cast<std::int64_t>(table.foreign_keys.size());
    counts[7].count += static_cast<std::int64_t>(table.checks.size());
  }
  counts[8].count = static_cast<std::int64_t>(schema.views.size());
  counts[9].count = static_cast<std::int64_t>(schema.triggers.size());
  counts[10].count = static_cast<std::int64_t>(schema.virtual_tables.size());
  return counts;
}

// "view-not-translated" and "virtual-table-left-out" speak of a kind; the kinds' names are its beginning.
std::string kind_of(const Problem& problem) {
  std::string best;
  for (const Cost& cost : k_costs) {
    std::string word = cost.kind;
    std::replace(word.begin(), word.end(), ' ', '-');
    if (problem.rule.starts_with(word) && word.size() > best.size()) best = word;
  }
  std::replace(best.begin(), best.end(), '-', ' ');
  return best;
}

bool is_left_out(const Problem& problem) {
  return problem.rule.find("not-translated") != std::string::npos ||
         problem.rule.find("left-out") != std::string::npos;
}

std::string words_for(const Effort& effort, std::int64_t objects, std::int64_t by_hand,
                      std::int64_t refused) {
  std::string text = fmt::format("{}-{}: {} to read through", effort.level, effort.size,
                                 counted(static_cast<std::size_t>(objects), "object"));
  if (by_hand > 0) text += fmt::format(", {} to write by hand", by_hand);
  if (refused > 0)
    text += fmt::format(", {} to decide", counted(static_cast<std::size_t>(refused), "question"));
  if (by_hand == 0 && refused == 0) text += ", nothing to do by hand";
  return text + fmt::format("; about {:.1f} hours", std::max(0.1, effort.units / 12));
}

}  // namespace

Effort estimate_effort(const sqlite::Schema& schema, const std::vector<Problem>& problems) {
  Effort effort;
  effort.objects = count_objects(schema);
  std::set<std::pair<std::string, std::string>> seen;
  std::int64_t refused = 0;
  for (const Problem& problem : problems) {
    if (problem.weight == Weight::refused) ++refused;
    if (!is_left_out(problem) || !seen.emplace(problem.rule, problem.object).second) continue;
    const std::string kind = kind_of(problem);
    for (ObjectCount& count : effort.objects)
      if (count.kind == kind) count.by_hand += 1;
  }
  std::int64_t objects = 0, by_hand = 0;
  for (std::size_t i = 0; i < k_costs.size(); ++i) {
    const ObjectCount& count = effort.objects[i];
    const auto left = std::min(count.by_hand, count.count);
    effort.units += static_cast<double>(count.count - left) * k_costs[i].read +
                    static_cast<double>(left) * k_costs[i].by_hand;
    objects += count.count;
    by_hand += left;
  }
  effort.units += static_cast<double>(refused) * k_refused;
  effort.level = by_hand == 0 && refused == 0 ? 'A' : effort.units <= k_day ? 'B' : 'C';
  effort.size = 1 + static_cast<int>(std::count_if(k_sizes.begin(), k_sizes.end(),
                                                   [&](double limit) { return effort.units > limit; }));
  effort.words = words_for(effort, objects, by_hand, refused);
  return effort;
}

}  // namespace dunlin::transfer
