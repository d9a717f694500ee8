#pragma once

#include <string>
#include <vector>

#include "rehearse/SchemaDump.hpp"
#include "rehearse/TableContents.hpp"

namespace dunlin::rehearse {

/// One thing in which two databases differ.
struct Difference {
  std::string object;  ///< "INDEX public.orders_idx", "rows of \"public\".\"orders\""
  std::string detail;  ///< for people: a unified diff of its definition, or what was counted

  friend bool operator==(const Difference&, const Difference&) = default;
};

/// What differs between two schemas, object by object. Pure. With `ignore_column_order` tables whose columns
/// are the same in another order are equal.
std::vector<Difference> compare_schemas(const std::vector<SchemaEntry>& left,
                                        const std::vector<SchemaEntry>& right, bool ignore_column_order);

/// What differs between the rows of two databases. Pure. A sequence that stands further on the right is none:
/// the numbers between were tried and not used.
std::vector<Difference> compare_contents(const DataContents& left, const DataContents& right);

/// The columns whose values change when the same scripts run again on a copy of the same database. Pure.
Mask find_volatile(const DataContents& once, const DataContents& again);

/// The columns that sequences fill, of tables and columns that `before` doesn't have. Pure.
Mask find_numbered(const DataContents& contents, const DataContents& before);

/// What can be said about columns whose values can't be equal: as many of them, one value for all or many.
/// Pure.
std::vector<Difference> compare_masked(const DataContents& left, const DataContents& right, const Mask& mask);

/// Columns of one mask that the other doesn't have. Pure.
std::vector<Difference> compare_masks(const Mask& left, const Mask& right);

/// Columns of either.
Mask merge(Mask a, const Mask& b);

}  // namespace dunlin::rehearse
