#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_trigger(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::trigger})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      if (!scene.is_live(object->table)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report.add(name, "what trigger " + name + " did for each write stops without an error").severity =
          by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_trigger{
    .name = "drop-trigger",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "DROP TRIGGER",
    .why =
        "What the trigger kept up (audit rows, derived columns, a check) stops with the next write, and "
        "nothing says so.",
    .advice = "Say in the file what replaces it; drop it in the transaction that makes the replacement.",
    .statement = check_drop_trigger};

}  // namespace dunlin::lint::rules
