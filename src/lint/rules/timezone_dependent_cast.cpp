#include "lint/Session.hpp"
#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct TimezoneDependentCast {
  static bool has_zone(const std::string& type) { return type.starts_with("timestamptz"); }

  static bool is_local(const std::string& type) {
    return type.starts_with("date") ||
           (type.starts_with("time") && !has_zone(type) && !type.starts_with("timetz"));
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!setting(scene.session(), "timezone").empty()) return;
    for (const LiveTypeChange& change : live_type_changes(scene)) {
      const ColumnTypeChange& types = change.change;
      const bool depends =
          (has_zone(types.from) && is_local(types.to)) || (is_local(types.from) && has_zone(types.to));
      if (!types.known || !depends || !is_plain(*change.action)) continue;
      report.add(change.shown_table,
                 "changing " + change.action->name + " from " + types.from + " to " + types.to +
                     " reads its values as times of the session's TimeZone, which the file doesn't set: with "
                     "another "
                     "one they are shifted" +
                     (types.truth.only_in_utc ? ", and " + change.shown_table + " is rewritten" : ""),
                 change.action->range);
    }
  }

  // USING that names the zone says what is meant.
  static bool is_plain(const model::AlterAction& action) {
    return action.expression.empty() || action.expression.is_column || action.expression.is_cast_of_column;
  }
};

}  // namespace

const Rule timezone_dependent_cast{
    .name = "timezone-dependent-cast",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A change between timestamp and timestamptz that depends on the session's TimeZone",
    .why =
        "A timestamp is taken for a local time of the session's TimeZone, which servers and roles set "
        "differently: "
        "the same file gives other values elsewhere. In UTC such a change keeps the table (indexes on the "
        "column "
        "are built anew), in any other zone it rewrites it (measured on 14 to 18).",
    .advice =
        "Where the stored times are UTC: SET LOCAL timezone = 'UTC' in the same unit before it; nothing is "
        "rewritten. Where they are of another zone: USING c AT TIME ZONE 'Europe/Berlin' says which, and "
        "rewrites the "
        "table. (USING c AT TIME ZONE 'UTC' means the same as the first, but rewrites even in UTC.)",
    .statement = TimezoneDependentCast::statement};

}  // namespace dunlin::lint::rules
