#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_function(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::function, model::ObjectKind::procedure,
                          model::ObjectKind::routine, model::ObjectKind::aggregate}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    const std::string name = shown_object(scene, kind, rename->object);
    report.add(name, "callers of " + name + " fail as soon as it is called " + rename->new_name).severity =
        by_phase(scene, model::Severity::warning);
  }
}

}  // namespace

const Rule rename_function{
    .name = "rename-function",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A function in use gets another name",
    .why =
        "Callers of the old name get 42883 (function does not exist) from the commit on. Triggers, "
        "policies and defaults follow the rename, bodies of other functions don't.",
    .advice =
        "In the same transaction create a function of the old name that calls the new one; drop it when "
        "nothing calls it any more.",
    .statement = check_rename_function};

}  // namespace dunlin::lint::rules
