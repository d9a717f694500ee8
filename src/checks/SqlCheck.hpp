#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::checks {

/// How bad what a check found is, and whether it could look at all. Never `ok` because something was missing.
enum class State { ok, skipped, warn, critical, error };
/// "ok", "skipped", "warn", "critical", "error": a JSON contract.
std::string_view to_string(State state);
std::optional<State> parse_state(std::string_view word);

/// A question to the server that SQL can answer. Its query returns a row for each thing that isn't as it
/// should be: state, object, observed, remedy.
struct SqlCheck {
  std::string topic;       ///< "security", "rls": the folder in checks/
  std::string name;        ///< "definer-callable": the file's name
  std::string title;       ///< what is checked, as a sentence
  std::string reference;   ///< "CIS 4.7", "OWASP"; "" for none
  int minimum_server = 0;  ///< 150000; 0 for any
  std::string query;       ///< $1: client roles (text[]), where it asks about them

  bool asks_about_clients() const { return query.find("$1") != std::string::npos; }
  friend bool operator==(const SqlCheck&, const SqlCheck&) = default;
};

/// A file of checks/ as it is part of the program.
struct CheckFile {
  std::string_view topic;
  std::string_view name;
  std::string_view text;
};

/// The check that a file holds: lines `-- key: value` (title, reference, minimum_server), then one query.
/// Throws a failed Error for a file without title or query.
SqlCheck parse_check(const CheckFile& file);

/// All checks of a topic by name.
std::vector<SqlCheck> checks_of(std::string_view topic);

}  // namespace dunlin::checks
