#pragma once

#include <string>
#include <vector>

#include "lint/Scene.hpp"
#include "lint/SplitFix.hpp"

namespace dunlin::lint {

/// How a CREATE INDEX is to be said anew.
struct IndexForm {
  bool concurrently = false;
  bool only = false;
  std::string name;            ///< unquoted; "" leaves the choice to PostgreSQL
  model::QualifiedName table;  ///< empty: the same table, as written
};

/// The statement's CREATE INDEX in that form: method, columns, options and predicate as they are written.
/// IF NOT EXISTS stays where the index keeps its table.
std::string index_text(const Scene& scene, const model::CreateIndex& index, const IndexForm& form);

/// The statement's CREATE INDEX with CONCURRENTLY, layout and comments kept. One without a name gets the name
/// that PostgreSQL would choose, where the catalog tells it.
std::string concurrent_index_text(const Scene& scene, const model::CreateIndex& index);

/// The way to an index on a partitioned table that blocks nobody: the index without partitions, a concurrent
/// build on each partition, each attached. Empty when the partitions aren't known, or one of
/// them has such an index already.
std::vector<UnitText> partitioned_index_units(const Scene& scene, const model::CreateIndex& index);

}  // namespace dunlin::lint
