#pragma once

#include <string>
#include <vector>

namespace dunlin::checks {

enum class CheckState { ok, failed, skipped };
std::string to_string(CheckState state);

/// One thing that was looked at, and what was found.
struct Check {
  std::string kind;  ///< "promise", "assertion", "count"
  std::string name;  ///< "index public.users_email", "verify/data.sql:7"
  CheckState state = CheckState::ok;
  std::string detail;  ///< why it failed, or was skipped
  friend bool operator==(const Check&, const Check&) = default;
};

/// One that is ok when `problem` is empty, and failed because of it otherwise.
Check judged(std::string kind, std::string name, std::string problem);

}  // namespace dunlin::checks
