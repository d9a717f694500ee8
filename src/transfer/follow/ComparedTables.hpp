#pragma once

#include <vector>

#include "sqlite/Schema.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// The mapped tables as a comparison of two copies needs them.
std::vector<sqlite::ComparedTable> compared_tables(const Mapping& mapping, const sqlite::Schema& schema);

}  // namespace dunlin::transfer
