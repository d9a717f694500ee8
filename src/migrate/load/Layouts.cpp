#include <array>

#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

// The order is that of recognition: dunlin's own layout comes last, since every numbered .sql file fits it.
const std::array<Layout, 10>& table() {
  static const std::array<Layout, 10> k_layouts{
      sqitch_layout(), prisma_layout(), diesel_layout(),          flyway_layout(),   golang_migrate_layout(),
      goose_layout(),  dbmate_layout(), node_pg_migrate_layout(), supabase_layout(), dunlin_layout(),
  };
  return k_layouts;
}

}  // namespace

std::span<const Layout> layouts() {
  return table();
}

const Layout& layout_of(model::Dialect dialect) {
  for (const auto& layout : table()) {
    if (layout.dialect == dialect) return layout;
  }
  return table().back();
}

}  // namespace dunlin::migrate
