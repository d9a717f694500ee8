#pragma once

#include <string>
#include <vector>

#include "checks/Check.hpp"
#include "model/Catalog.hpp"

namespace dunlin::checks {

/// What files promise, `promised` being the catalog that their replay ends in, compared with what a database
/// has: relations with their columns, indexes that are valid, constraints that are validated, row security,
/// policies, triggers that are enabled, functions and who may not call them. What a later statement dropped
/// or changed counts as it was left. Pure.
std::vector<Check> check_promises(const model::Catalog& promised, const model::Catalog& actual);

/// A privilege that the files have granted, and that the database can be asked about.
struct GrantPromise {
  std::string kind;    ///< "table", "sequence", "schema", "function"
  std::string object;  ///< quoted; of a function with its argument types
  std::string schema;  ///< of a function, unquoted: whoever calls it needs USAGE on it
  std::string grantee;
  std::string privilege;  ///< upper case
  friend bool operator==(const GrantPromise&, const GrantPromise&) = default;
};

/// Those among `promised` whose objects `actual` has. Pure.
std::vector<GrantPromise> grant_promises(const model::Catalog& promised, const model::Catalog& actual);

/// "SELECT on table public.users to app_service"
std::string describe(const GrantPromise& promise);

}  // namespace dunlin::checks
