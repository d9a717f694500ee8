#pragma once

#include "lint/truth/TypeSpelling.hpp"

namespace dunlin::lint {

/// What ALTER COLUMN TYPE does without USING (or with USING column::type).
enum class TypeChange {
  no_cast,                    ///< refused with 42804: there is no automatic cast
  rewrite,                    ///< the table and all its indexes are written anew
  keeps_heap_rebuilds_index,  ///< only indexes on the column are built anew
  keeps_all,                  ///< catalog rows only
};

struct TypeChangeTruth {
  TypeChange change = TypeChange::rewrite;
  bool only_in_utc = false;  ///< so only when the session's TimeZone is UTC; elsewhere the table is rewritten
  bool measured = true;      ///< false: the matrix doesn't have these types, and the dearest is assumed
  bool operator==(const TypeChangeTruth&) const = default;
};

/// What the change of a column's type does on that major version, or on the nearest one that was measured.
/// Domains must be resolved by the caller: one without constraints counts as its base type, a change to one
/// with constraints rewrites.
TypeChangeTruth type_change(int major, const TypeSpelling& from, const TypeSpelling& to);

}  // namespace dunlin::lint
