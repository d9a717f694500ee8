#include "rehearse/FillOrder.hpp"

#include <algorithm>

namespace dunlin::rehearse {
namespace {

class Order {
 public:
  explicit Order(const std::vector<TableShape>& tables) : tables_(tables) {
    for (const auto& table : tables) waiting_.insert(table.oid);
  }

  std::vector<FillTurn> make() {
    while (turns_.size() < tables_.size()) {
      // Ready; else able to wait with NULL; else anyone.
      const bool placed = place([&](const auto& key) { return !missing(key); }) ||
                          place([&](const auto& key) { return !missing(key) || key.nullable; }) ||
                          place([](const auto&) { return true; });
      static_cast<void>(placed);
    }
    return std::move(turns_);
  }

 private:
  // A table's reference to itself is always for later, and no reason to wait.
  template <typename May>
  bool place(May may_go) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const auto& table = tables_[i];
      if (!waiting_.contains(table.oid)) continue;
      const auto& keys = table.foreign_keys;
      if (!std::all_of(keys.begin(), keys.end(),
                       [&](const auto& key) { return key.parent == table.oid || may_go(key); }))
        continue;
      FillTurn turn{i, {}};
      for (std::size_t k = 0; k < keys.size(); ++k)
        if (missing(keys[k])) turn.later.insert(k);
      turns_.push_back(std::move(turn));
      waiting_.erase(table.oid);
      return true;
    }
    return false;
  }

  bool missing(const ForeignKeyShape& key) const { return waiting_.contains(key.parent); }

  const std::vector<TableShape>& tables_;
  std::set<Oid> waiting_;
  std::vector<FillTurn> turns_;
};

}  // namespace

std::vector<FillTurn> fill_order(const std::vector<TableShape>& tables) {
  return Order(tables).make();
}

}  // namespace dunlin::rehearse
