#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_type(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::type, model::ObjectKind::domain}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    const std::string name = shown_object(scene, kind, rename->object);
    report.add(name, "code that names type " + name + " fails as soon as it is called " + rename->new_name)
        .severity = by_phase(scene, model::Severity::warning);
  }
}

}  // namespace

const Rule rename_type{
    .name = "rename-type",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "ALTER TYPE or DOMAIN ... RENAME of one in use",
    .why =
        "Casts and parameters of running code name the old type, and fail; function bodies that name it "
        "fail when they run.",
    .advice =
        "Make a domain or type of the new name beside it (a domain over the old type costs nothing), and "
        "move the code first.",
    .statement = check_rename_type};

}  // namespace dunlin::lint::rules
