#include "lint/truth/TypeTruth.hpp"

#include <map>
#include <mutex>
#include <set>

#include "base/Text.hpp"
#include "lint/truth/TruthFiles.hpp"

namespace dunlin::lint {
namespace {

// How two modifiers relate: whether the new one is smaller, equal or greater is what PostgreSQL asks, not the
// numbers. So a measured pair speaks for all pairs of the same types whose modifiers relate in the same way.
std::string relation_of(const std::vector<int>& from, const std::vector<int>& to) {
  if (from.size() != to.size()) return from.empty() ? "added" : to.empty() ? "dropped" : "other";
  std::string relation;
  for (std::size_t i = 0; i < from.size(); ++i)
    relation += to[i] > from[i] ? '>' : to[i] == from[i] ? '=' : '<';
  return relation;
}

/// A kind of change: types without modifiers, and how the modifiers relate.
using ChangeKey = std::tuple<std::string, std::string, std::string>;

ChangeKey key_of(const TypeSpelling& from, const TypeSpelling& to) {
  return {from.name, to.name, relation_of(from.modifiers, to.modifiers)};
}

/// types.tsv and casts.tsv of one major version.
struct Matrix {
  std::map<ChangeKey, TypeChangeTruth> kept;
  std::map<std::string, std::set<std::string>, std::less<>> casts;
};

// The tab-separated columns of each line that isn't a comment.
std::vector<std::vector<std::string>> read_table(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  for (const auto line : split_lines(text))
    if (!line.empty() && line.front() != '#') rows.push_back(split_list(line, '\t'));
  return rows;
}

Matrix read_matrix(int major) {
  Matrix matrix;
  for (const auto& row : read_table(truth_text(major, "types"))) {
    const bool rebuilds = row.at(3) == "rebuilt";
    matrix.kept[key_of(parse_type(row.at(0)), parse_type(row.at(1)))] = {
        .change = rebuilds ? TypeChange::keeps_heap_rebuilds_index : TypeChange::keeps_all,
        .only_in_utc = row.at(2) == "utc"};
  }
  for (const auto& row : read_table(truth_text(major, "casts"))) {
    const auto targets = split_list(row.at(1));
    matrix.casts[row.at(0)] = {targets.begin(), targets.end()};
  }
  return matrix;
}

const Matrix& matrix_of(int major) {
  static std::mutex mutex;
  static std::map<int, Matrix> by_major;  // read at first use
  const std::scoped_lock lock(mutex);
  const int nearest = nearest_major(major);
  const auto known = by_major.find(nearest);
  return known != by_major.end() ? known->second
                                 : by_major.emplace(nearest, read_matrix(nearest)).first->second;
}

}  // namespace

TypeChangeTruth type_change(int major, const TypeSpelling& from, const TypeSpelling& to) {
  if (from == to) return {.change = TypeChange::keeps_all};
  const Matrix& matrix = matrix_of(major);
  const auto casts = matrix.casts.find(from.name);
  if (casts == matrix.casts.end() || !matrix.casts.contains(to.name)) return {.measured = false};
  if (const auto kept = matrix.kept.find(key_of(from, to)); kept != matrix.kept.end()) return kept->second;
  if (from.name != to.name && !casts->second.contains(to.name)) return {.change = TypeChange::no_cast};
  return {.change = TypeChange::rewrite};
}

}  // namespace dunlin::lint
