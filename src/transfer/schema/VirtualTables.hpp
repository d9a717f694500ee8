#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// What is done about one virtual table: it isn't carried over, PostgreSQL has other means.
struct VirtualTableAdvice {
  Problem problem;
  std::string sql;  ///< what could take its place, for a person to take over; "" where nothing is known
  friend bool operator==(const VirtualTableAdvice&, const VirtualTableAdvice&) = default;
};

/// Full text search becomes a tsvector with a GIN index, an R-tree a box with a GiST index. Pure.
VirtualTableAdvice advise(const sqlite::VirtualTable& table, const Mapping& mapping);

}  // namespace dunlin::transfer
