#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_database(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::database})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report.add(name, "DROP DATABASE deletes " + name + " with everything in it").severity =
          by_phase(scene, model::Severity::error);
    }
}

}  // namespace

const Rule drop_database{
    .name = "drop-database",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DROP DATABASE",
    .why =
        "Everything in the database is gone at once: no rollback and no kept data brings it back, only a "
        "backup.",
    .advice = "Leave dropping databases to a person with a fresh backup, outside of migrations.",
    .statement = check_drop_database};

}  // namespace dunlin::lint::rules
