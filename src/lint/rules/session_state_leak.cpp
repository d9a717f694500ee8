#include <algorithm>
#include <array>
#include <string_view>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SessionStateLeak {
  // Settings that change what other statements do.
  static bool matters(const std::string& name) {
    static constexpr std::array<std::string_view, 9> k_names{"check_function_bodies",
                                                             "default_table_access_method",
                                                             "default_tablespace",
                                                             "default_transaction_read_only",
                                                             "role",
                                                             "row_security",
                                                             "session_authorization",
                                                             "session_replication_role",
                                                             "timezone"};
    return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
  }

  static bool taken_back(const Scene& scene, const std::string& name) {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const auto* set = std::get_if<model::SetVariable>(&scene.statements()[i].command);
      if (set != nullptr && !set->local && (set->name == name || (set->reset && set->name == "all")))
        return true;
    }
    return false;
  }

  // The second SET of a file puts back what the first one changed.
  static bool set_before(const Scene& scene, const std::string& name) {
    for (std::size_t i = 0; i < scene.index(); ++i) {
      const auto* set = std::get_if<model::SetVariable>(&scene.statements()[i].command);
      if (set != nullptr && !set->local && !set->reset && set->name == name) return true;
    }
    return false;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* set = scene.as<model::SetVariable>();
    if (set == nullptr || set->local || set->reset || !matters(set->name) || taken_back(scene, set->name) ||
        set_before(scene, set->name))
      return;
    report.add("", "SET " + set->name +
                       " stays in force behind the end of the file, for whatever the session runs "
                       "next");
  }
};

}  // namespace

const Rule session_state_leak{
    .name = "session-state-leak",
    .family = 'E',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A session setting that the file doesn't take back",
    .why =
        "With another role the next file's objects get another owner; with session_replication_role = "
        "replica "
        "foreign keys and triggers don't fire; without check_function_bodies broken functions get in.",
    .advice = "SET LOCAL, or RESET at the end of the file.",
    .statement = SessionStateLeak::statement};

}  // namespace dunlin::lint::rules
