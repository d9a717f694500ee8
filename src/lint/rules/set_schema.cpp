#include "lint/Dropped.hpp"
#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool names_move(model::ObjectKind kind) {
  return kind == model::ObjectKind::table || kind == model::ObjectKind::view ||
         kind == model::ObjectKind::materialized_view || kind == model::ObjectKind::sequence;
}

void check_set_schema(const Scene& scene, Reporter& report) {
  const auto* set = scene.as<model::SetSchema>();
  if (set == nullptr || set->kind == model::ObjectKind::extension ||
      !is_in_use(scene, set->kind, set->object))
    return;
  if (made_later(scene, set->kind, set->object)) return;
  const std::string name = shown_object(scene, set->kind, set->object);
  if (name.starts_with(set->schema + ".")) return;
  report
      .add(name, std::string(model::to_string(set->kind)) + " " + name + " moves to schema " + set->schema +
                     ": code that names it where it was fails")
      .severity = by_phase(scene, names_move(set->kind) ? model::Severity::error : model::Severity::warning);
}

}  // namespace

const Rule set_schema{.name = "set-schema",
                      .family = 'D',
                      .profile = Profile::safe,
                      .severity = model::Severity::error,
                      .summary = "ALTER ... SET SCHEMA of something in use",
                      .why =
                          "Qualified names in running code and in function bodies still say the old schema, "
                          "and unqualified ones no "
                          "longer find it where the new schema isn't in the search_path. A table's indexes "
                          "and owned sequences move "
                          "along, and are locked with it (ACCESS EXCLUSIVE).",
                      .advice =
                          "In the same transaction leave a view behind: CREATE VIEW old_schema.t WITH "
                          "(security_invoker = true) AS "
                          "SELECT * FROM new_schema.t; and grant on it. Or ALTER ROLE app SET search_path = "
                          "new_schema, old_schema "
                          "first.",
                      .statement = check_set_schema};

}  // namespace dunlin::lint::rules
