#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_role(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::role})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report.add(name, "sessions of role " + name + " can't connect any more once it is dropped").severity =
          by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_role{
    .name = "drop-role",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "DROP ROLE of a role that was there before the file",
    .why =
        "Whoever logs in as that role can't any more, and the statement fails while the role owns anything "
        "in any database of the server.",
    .advice = "ALTER ROLE name NOLOGIN first; after a release REASSIGN OWNED, DROP OWNED and DROP ROLE.",
    .statement = check_drop_role};

}  // namespace dunlin::lint::rules
