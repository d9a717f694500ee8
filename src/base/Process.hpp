#pragma once

#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/Error.hpp"

namespace dunlin {

/// How to start a program: no shell is involved, so no argument needs quoting.
struct Command {
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to the caller's
  std::filesystem::path directory;                               ///< where it runs; empty: here
  std::string user;             ///< system user to become (needs root); empty: ourselves
  bool inherit_output = false;  ///< its output goes to our own stdout and stderr instead of being captured
  std::chrono::milliseconds timeout{std::chrono::hours(24)};
  std::size_t most_output = std::numeric_limits<std::size_t>::max();  ///< bytes; more ends the program
};

/// What a finished program left: its exit code (128 + signal when killed) and its output (stdout and stderr
/// together; cut off at `most_output`).
struct ProcessResult {
  int exit_code = 0;
  std::string output;
};

/// A program that was ended because it took longer than it had.
class ProcessTimeout : public Error {
 public:
  using Error::Error;
};

/// Runs a program to its end; what it has started in the background isn't waited for. Throws a failed Error
/// when it can't be started, a ProcessTimeout when it runs out of time.
ProcessResult run_process(const Command& command);

/// Numeric ids of a system user, or nothing when there is no such user.
std::optional<std::pair<unsigned, unsigned>> find_user(const std::string& name);

}  // namespace dunlin
