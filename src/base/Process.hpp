#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dunlin {

/// How to start a program: no shell is involved, so no argument needs quoting.
struct Command {
  std::vector<std::string> argv;
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to the caller's
  std::filesystem::path directory;                               ///< where it runs; empty: here
  std::string user;             ///< system user to become (needs root); empty: ourselves
  bool inherit_output = false;  ///< its output goes to our own stdout and stderr instead of being captured
  std::chrono::milliseconds timeout{std::chrono::hours(24)};
};

/// What a finished program left: its exit code (128 + signal when killed) and its output (stdout and stderr
/// together).
struct ProcessResult {
  int exit_code = 0;
  std::string output;
};

/// Runs a program to its end. Throws a failed Error when it can't be started or runs out of time.
ProcessResult run_process(const Command& command);

/// Numeric ids of a system user, or nothing when there is no such user.
std::optional<std::pair<unsigned, unsigned>> find_user(const std::string& name);

}  // namespace dunlin
