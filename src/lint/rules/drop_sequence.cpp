#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_sequence(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::sequence})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report
          .add(name, "nextval() of " + name +
                         " fails once it is dropped, and the number that it had reached is lost")
          .severity = by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_sequence{
    .name = "drop-sequence",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "DROP SEQUENCE",
    .why =
        "Code that calls nextval() on it fails, and the number it had reached is lost: one that is made "
        "again begins at 1 and hands out numbers that are taken.",
    .advice = "Deploy code that doesn't use it first; note its last_value in the file.",
    .statement = check_drop_sequence};

}  // namespace dunlin::lint::rules
