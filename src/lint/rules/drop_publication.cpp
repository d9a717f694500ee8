#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_publication(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::publication, model::ObjectKind::subscription})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report
          .add(name,
               std::string(model::to_string(kind)) + " " + name + " is dropped: replication through it stops")
          .severity = by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_publication{
    .name = "drop-publication",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP PUBLICATION or DROP SUBSCRIPTION",
    .why =
        "Subscribers of a publication that is gone stop with an error, and their slot keeps WAL on the "
        "publisher until its disk is full.",
    .advice =
        "Drop or move the subscriptions first, look at pg_replication_slots, then drop the publication in "
        "a later deploy.",
    .statement = check_drop_publication};

}  // namespace dunlin::lint::rules
