#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_policy(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::policy})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      if (!scene.is_live(object->table)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report
          .add(name, "row level security of " + scene.shown(object->table) + " changes with policy " +
                         object->name.name + " dropped and none of its name created")
          .severity = by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_policy{
    .name = "drop-policy",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP POLICY without another one in its place",
    .why =
        "Without a permissive policy rows disappear for the roles that it was for; without a restrictive "
        "one they become visible to more.",
    .advice =
        "Drop and create the policy in one transaction (or ALTER POLICY), so that no moment is without it.",
    .statement = check_drop_policy};

}  // namespace dunlin::lint::rules
