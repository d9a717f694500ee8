#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"
#include "lint/effects/TypeForms.hpp"

namespace dunlin::lint {

/// ALTER COLUMN TYPE on a table in use, and what it does there.
struct LiveTypeChange {
  const model::AlterTable* alter = nullptr;
  const model::AlterAction* action = nullptr;
  const model::CatalogRelation* table = nullptr;  ///< nullptr: not known
  ColumnTypeChange change;                        ///< with the statement's USING
  std::string shown_table;                        ///< "public.orders"
  std::string shown_column;                       ///< "public.orders.total"

  bool rewrites() const { return change.known && change.truth.change == TypeChange::rewrite; }
  bool keeps_table() const {
    return change.known && (change.truth.change == TypeChange::keeps_all ||
                            change.truth.change == TypeChange::keeps_heap_rebuilds_index);
  }
};

/// Those of the statement, in order.
std::vector<LiveTypeChange> live_type_changes(const Scene& scene);

/// What the change would do without its USING.
ColumnTypeChange change_without_using(const Scene& scene, const LiveTypeChange& change);

}  // namespace dunlin::lint
