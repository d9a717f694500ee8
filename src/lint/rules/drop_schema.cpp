#include "lint/Dependents.hpp"
#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_schema(const Scene& scene, Reporter& report) {
  const auto* drop = scene.as<model::Drop>();
  for (const model::ObjectName* object : dropped_objects(scene, model::ObjectKind::schema)) {
    const std::string& schema = object->name.name;
    const auto members = words_of(members_of_schema(scene.catalog(), schema));
    const bool known = origin_of(scene.catalog(), model::ObjectKind::schema, *object) != nullptr;
    if (!drop->cascade && !members.empty()) {
      report.add(schema, "DROP SCHEMA " + schema + " fails: it has " + enumerated(members));
    } else if (!members.empty()) {
      report.add(schema, "DROP SCHEMA deletes " + schema + " with " + enumerated(members));
    } else {
      // Without CASCADE only an empty schema can be dropped.
      report.add(schema, "DROP SCHEMA deletes " + schema + (drop->cascade ? " with everything in it" : ""))
          .severity = drop->cascade && !(known && scene.catalog().complete) ? model::Severity::error
                                                                            : model::Severity::warning;
    }
  }
}

}  // namespace

const Rule drop_schema{
    .name = "drop-schema",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DROP SCHEMA of a schema that was there before the file",
    .why =
        "With CASCADE all tables of the schema are deleted with their rows, and all that depends on them in "
        "other schemas; each of them is locked until the commit.",
    .advice =
        "Drop the tables one after the other, each judged by itself, and the empty schema at last without "
        "CASCADE.",
    .statement = check_drop_schema};

}  // namespace dunlin::lint::rules
