#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_view(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::view, model::ObjectKind::materialized_view})
    for (const model::ObjectName* object : dropped_objects(scene, kind)) {
      if (made_later(scene, kind, *object)) continue;
      const std::string name = shown_object(scene, kind, *object);
      report.add(name, "queries that read " + name + " fail once it is dropped").severity =
          by_phase(scene, model::Severity::warning);
    }
}

}  // namespace

const Rule drop_view{
    .name = "drop-view",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP VIEW or DROP MATERIALIZED VIEW that is in use",
    .why = "Queries of running code that read the view fail from that moment on; its privileges go with it.",
    .advice =
        "Deploy code that doesn't read it, then drop it in a later file (-- Phase: contract). To change "
        "it, CREATE OR REPLACE VIEW, or drop and create it in one transaction and grant again.",
    .statement = check_drop_view};

}  // namespace dunlin::lint::rules
