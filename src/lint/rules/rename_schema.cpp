#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_schema(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::schema}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    const std::string name = rename->object.name.name;
    report.add(name, "names in schema " + name + " fail as soon as it is called " + rename->new_name)
        .severity = by_phase(scene, model::Severity::error);
  }
}

}  // namespace

const Rule rename_schema{
    .name = "rename-schema",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER SCHEMA ... RENAME of a schema in use",
    .why =
        "Every qualified name in running code, in function bodies and in search_path settings still says "
        "the old schema, and fails.",
    .advice =
        "Make the new schema, and views in the old one for the time that code uses both; move tables one "
        "by one.",
    .statement = check_rename_schema};

}  // namespace dunlin::lint::rules
