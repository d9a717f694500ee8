#include "lint/Dependents.hpp"
#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_extension(const Scene& scene, Reporter& report) {
  const auto* drop = scene.as<model::Drop>();
  for (const model::ObjectName* object : dropped_objects(scene, model::ObjectKind::extension)) {
    const std::string& name = object->name.name;
    const auto dependents = words_of(dependents_of_extension(scene.catalog(), name));
    if (dependents.empty())
      report.add(name, "extension " + name + " is dropped with its types, functions and tables");
    else
      report
          .add(name, drop->cascade
                         ? "with extension " + name + " are dropped " + enumerated(dependents)
                         : "DROP EXTENSION " + name + " fails: it is needed by " + enumerated(dependents))
          .severity = model::Severity::error;
  }
}

}  // namespace

const Rule drop_extension{
    .name = "drop-extension",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP EXTENSION of one that was there before the file",
    .why =
        "Its functions, types and operators disappear from running queries. With CASCADE so do the columns "
        "of "
        "its types, with what is in them, and the indexes that use its operator classes.",
    .advice =
        "Look for what uses it (pg_depend with deptype 'e'), change that first, and drop it without CASCADE.",
    .statement = check_drop_extension};

}  // namespace dunlin::lint::rules
