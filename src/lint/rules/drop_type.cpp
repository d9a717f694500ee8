#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_type(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::type, model::ObjectKind::domain})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report.add(name, "statements that name type " + name + " fail once it is dropped").severity =
          by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_type{
    .name = "drop-type",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "DROP TYPE or DROP DOMAIN",
    .why =
        "Running code that casts to the type, or binds a parameter of it, fails; drivers keep the type's "
        "OID.",
    .advice = "Stop using it in one release, drop it in the next.",
    .statement = check_drop_type};

}  // namespace dunlin::lint::rules
