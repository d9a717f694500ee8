#pragma once

#include <string>
#include <vector>

#include "migrate/load/SourceFile.hpp"

namespace dunlin::migrate {

/// A line of sqitch.plan that names a change.
struct SqitchChange {
  std::string name;
  std::string planner;  ///< "Ann Example <ann@example.org>"
  std::string date;     ///< as written: 2024-01-15T12:30:00Z
  std::string note;
  std::vector<std::string> requires_changes;  ///< as written: "users", "users@v1.0", "other:users"
  std::vector<std::string> conflicts;
  std::vector<std::string> tags;  ///< "@v1.0", directly after it
  std::vector<std::string>
      rework_tags;           ///< when a later change has its name: tags that its scripts' names may carry
  std::size_t instance = 1;  ///< 2 for the first rework of the name, and so on
  int line = 0;

  friend bool operator==(const SqitchChange&, const SqitchChange&) = default;
};

/// The changes of a plan in its order. Throws a usage Error with facts file and line for what sqitch wouldn't
/// take either: no %project, a line it can't read, a name twice without a tag between, a requirement that
/// isn't planned before, a conflict with a change that is.
std::vector<SqitchChange> read_sqitch_plan(const SourceFile& file);

}  // namespace dunlin::migrate
