#pragma once

#include <set>
#include <vector>

#include "rehearse/TableShape.hpp"

namespace dunlin::rehearse {

/// A table's place in the order of filling.
struct FillTurn {
  std::size_t table = 0;        ///< index into the tables
  std::set<std::size_t> later;  ///< its foreign keys to tables that come no earlier: itself, or in a circle

  friend bool operator==(const FillTurn&, const FillTurn&) = default;
};

/// Parents before children. In a circle the table goes first that can do without its parents. Pure.
std::vector<FillTurn> fill_order(const std::vector<TableShape>& tables);

}  // namespace dunlin::rehearse
