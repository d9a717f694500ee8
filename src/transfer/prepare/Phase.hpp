#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/Json.hpp"

namespace dunlin::transfer {

enum class CheckState : std::uint8_t { ok, note, warning, refused };
/// The word used in JSON and reports: "ok", "note", "warning", "refused".
std::string_view to_string(CheckState state);

/// One thing that was looked at, what was seen, and what to do about it.
struct Check {
  std::string name;  ///< "integrity", "orphan rows"
  CheckState state = CheckState::ok;
  std::string result;
  std::string hint;  ///< "" where nothing is to be done
  friend bool operator==(const Check&, const Check&) = default;
};

/// One of the five phases of a preparation.
struct Phase {
  int number = 0;
  std::string title;
  std::vector<Check> checks;
  std::int64_t milliseconds = 0;

  CheckState state() const;  ///< the worst of its checks
  friend bool operator==(const Phase&, const Phase&) = default;
};

/// {"number", "title", "state", "milliseconds", "checks": [{"name", "state", "result", "hint"}]}
Json phase_json(const Phase& phase);

/// "1.4 GB", "12 kB", "512 bytes": powers of 1000.
std::string describe_size(std::uint64_t bytes);

}  // namespace dunlin::transfer
