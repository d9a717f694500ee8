#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_view(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::view, model::ObjectKind::materialized_view}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    const std::string name = scene.shown(rename->object.name);
    report.add(name, "queries that read " + name + " fail as soon as it is called " + rename->new_name)
        .severity = by_phase(scene, model::Severity::error);
  }
}

}  // namespace

const Rule rename_view{
    .name = "rename-view",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A view in use gets another name",
    .why = "Queries of running code that read the view by its old name fail from the commit on.",
    .advice = "Create a view of the new name beside it, and drop the old one when nothing reads it any more.",
    .statement = check_rename_view};

}  // namespace dunlin::lint::rules
