#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_truncate(const Scene& scene, Reporter& report) {
  const auto* truncate = scene.as<model::Truncate>();
  if (truncate == nullptr) return;
  for (const model::QualifiedName& table : truncate->tables) {
    if (!scene.is_live(table)) continue;
    const std::string name = scene.shown(table);
    report.add(name,
               "TRUNCATE deletes all rows of " + name + ", and nobody reads or writes it until the commit");
  }
}

}  // namespace

const Rule truncate{.name = "truncate",
                    .family = 'D',
                    .profile = Profile::safe,
                    .severity = model::Severity::error,
                    .summary = "TRUNCATE of a table that was there before the file",
                    .why =
                        "All rows are gone with the commit, triggers for DELETE don't fire, and the ACCESS "
                        "EXCLUSIVE lock makes "
                        "readers wait for the rest of the transaction.",
                    .advice =
                        "Delete what may go in batches: -- dunlin:batch table=public.t key=id above DELETE "
                        "FROM t WHERE ...; for "
                        "a table that can really be emptied say so: -- dunlin:allow truncate: reason.",
                    .statement = check_truncate};

}  // namespace dunlin::lint::rules
