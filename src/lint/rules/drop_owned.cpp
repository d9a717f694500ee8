#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_owned(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::owned})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report
          .add(name, "DROP OWNED BY " + name +
                         " drops every object that the role owns here, with its rows, and its privileges")
          .severity = by_phase(scene, model::Severity::error);
    }
}

}  // namespace

const Rule drop_owned{
    .name = "drop-owned",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DROP OWNED BY a role",
    .why =
        "It drops every object that the role owns in this database, with its rows, and takes back every "
        "privilege the role has: which ones they are depends on the database it runs in.",
    .advice = "REASSIGN OWNED BY old_role TO new_role; then drop what is really meant by name.",
    .statement = check_drop_owned};

}  // namespace dunlin::lint::rules
