#pragma once

#include <string_view>
#include <vector>

#include "model/Lock.hpp"

namespace dunlin::lint {

/// A relation by the part it plays in a form, and the strongest lock that the form takes on it.
struct RoleLock {
  std::string_view role;  ///< "table", "referenced", "default_partition", ...: see docs/truth.md
  model::LockLevel lock = model::LockLevel::none;
  bool operator==(const RoleLock&) const = default;
};

/// What a form does with the rows of a relation.
struct RoleCost {
  std::string_view role;
  model::Cost cost = model::Cost::metadata;
  bool operator==(const RoleCost&) const = default;
};

/// What a statement form does on one major version of PostgreSQL, as measured (docs/truth.md). The texts are
/// part of the program.
struct FormTruth {
  std::string_view form;                     ///< "alter-table-add-check-not-valid"
  bool alone = false;                        ///< it can't run in a transaction block (25001)
  std::string_view sqlstate;                 ///< the server refuses it with this; "" when it runs
  model::Cost cost = model::Cost::metadata;  ///< the dearest of costs
  std::vector<RoleLock> locks;               ///< by role; a role that isn't there isn't locked
  std::vector<RoleCost> costs;               ///< by role; only what is dearer than metadata
  std::string_view reasons;  ///< of a rewrite: "default", "type", "persistence", "access_method"

  /// The lock on a role, or none.
  model::LockLevel lock_on(std::string_view role) const;
  /// What is done with the rows of a role.
  model::Cost cost_on(std::string_view role) const;
};

/// What `form` does on that major version, or on the nearest one that was measured; nothing for a form that
/// tools/truth/forms.sql doesn't have.
const FormTruth* form_truth(int major, std::string_view form);

/// All forms of that major version, sorted by name.
const std::vector<FormTruth>& all_forms(int major);

}  // namespace dunlin::lint
