#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin {

/// What an error means to the caller. The numbers are the process exit codes (docs/exit-codes.md).
enum class ErrorCode {
  failed = 1,
  usage = 2,
  findings = 3,
  lock_timeout = 4,
  refused = 5,
  unreachable = 6,
  interrupted = 130,
};

/// The word used for an error code in JSON output: "failed", "usage", ... (a contract).
std::string_view to_string(ErrorCode code);

/// One error for the whole program: what happened, what to do next, and named facts (file, line, sqlstate,
/// ...) in the order in which they are shown. The names of the facts are JSON field names.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, std::string hint = {});

  const char* what() const noexcept override { return message_.c_str(); }
  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::string& hint() const { return hint_; }
  const std::vector<std::pair<std::string, std::string>>& context() const { return context_; }

  /// The fact named `name`, or "" when it is not there.
  std::string_view fact(std::string_view name) const;

  /// Adds a fact, or replaces the one of that name; empty values are dropped.
  void set_fact(std::string_view name, std::string value);
  void set_hint(std::string hint) { hint_ = std::move(hint); }
  void set_code(ErrorCode code) { code_ = code; }

 private:
  ErrorCode code_;
  std::string message_;
  std::string hint_;
  std::vector<std::pair<std::string, std::string>> context_;
};

/// Refused: nothing was changed. Exit code 5.
Error refused(std::string message, std::string hint = {});
/// Wrong usage or configuration. Exit code 2.
Error usage_error(std::string message, std::string hint = {});

}  // namespace dunlin
