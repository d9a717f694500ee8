#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_enum_value(const Scene& scene, Reporter& report) {
  const auto* alter = scene.as<model::AlterEnum>();
  if (alter == nullptr || alter->old_value.empty()) return;
  const model::ObjectName type{alter->name, {}, {}, false};
  if (!is_in_use(scene, model::ObjectKind::type, type)) return;
  const std::string name = shown_object(scene, model::ObjectKind::type, type);
  report
      .add(name, "code that writes or compares '" + alter->old_value + "' of " + name +
                     " fails as soon as the value is called '" + alter->value + "'")
      .severity = by_phase(scene, model::Severity::warning);
}

}  // namespace

const Rule rename_enum_value{
    .name = "rename-enum-value",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "ALTER TYPE ... RENAME VALUE of an enum in use",
    .why =
        "Running code writes and compares the old label, and gets 22P02 (invalid input value for enum) from "
        "the commit on. Logical replication doesn't carry the rename to subscribers.",
    .advice =
        "ALTER TYPE ... ADD VALUE for the new label, deploy code that reads both and writes the new one, "
        "UPDATE old rows in batches. An old label may stay unused.",
    .statement = check_rename_enum_value};

}  // namespace dunlin::lint::rules
