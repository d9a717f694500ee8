#include "checks/Check.hpp"

#include <utility>

namespace dunlin::checks {

std::string to_string(CheckState state) {
  switch (state) {
    case CheckState::ok: return "ok";
    case CheckState::failed: return "failed";
    case CheckState::skipped: return "skipped";
  }
  return "";
}

Check judged(std::string kind, std::string name, std::string problem) {
  const CheckState state = problem.empty() ? CheckState::ok : CheckState::failed;
  return {std::move(kind), std::move(name), state, std::move(problem)};
}

}  // namespace dunlin::checks
