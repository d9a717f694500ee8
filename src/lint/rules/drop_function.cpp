#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_function(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::function, model::ObjectKind::procedure,
                          model::ObjectKind::routine, model::ObjectKind::aggregate})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report.add(name, "callers of " + name + " fail once it is dropped").severity =
          by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_function{
    .name = "drop-function",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP FUNCTION or DROP PROCEDURE of one that is in use",
    .why =
        "Code that is still running calls it, and gets 42883 (function does not exist) from that moment "
        "on.",
    .advice =
        "Deploy code that doesn't call it, then drop it in a later file (-- Phase: contract). To change "
        "its arguments, create the new one beside it.",
    .statement = check_drop_function};

}  // namespace dunlin::lint::rules
