#pragma once

#include <string>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::checks {

/// A privilege that the files have granted, and that the database can be asked about.
struct GrantPromise {
  std::string kind;    ///< "table", "sequence", "schema", "function"
  std::string object;  ///< quoted; of a function with its argument types
  std::string schema;  ///< of a function, unquoted: whoever calls it needs USAGE on it
  std::string grantee;
  std::string privilege;             ///< upper case
  std::vector<std::string> columns;  ///< that it was granted on; empty: on all of the object
  std::string condition;             ///< "FILE:LINE" of a grant that may not have run; "" for one that has
  friend bool operator==(const GrantPromise&, const GrantPromise&) = default;
};

/// Those among `promised` whose objects `actual` has. Pure.
std::vector<GrantPromise> grant_promises(const model::Catalog& promised, const model::Catalog& actual);

/// "SELECT on table public.users to app_service"
std::string describe(const GrantPromise& promise);

}  // namespace dunlin::checks
