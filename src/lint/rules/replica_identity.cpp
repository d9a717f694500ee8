#include "lint/Publications.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct ReplicaIdentity {
  static void altered(const Scene& scene, Reporter& report, const model::AlterTable& alter) {
    if (!scene.is_live(alter.name)) return;
    const std::string name = scene.shown(alter.name);
    const bool published = !publication_of(scene.catalog(), scene.catalog().qualified(alter.name)).empty();
    for (const model::AlterAction& action : alter.actions) {
      if (action.kind != model::AlterKind::replica_identity) continue;
      if (action.value == "nothing") {
        model::Finding& finding = report.add(name,
                                             "REPLICA IDENTITY NOTHING: UPDATE and DELETE on " + name +
                                                 (published ? " fail from now on, because it is published"
                                                            : " fail as soon as it is published"),
                                             action.range);
        if (!published) finding.severity = model::Severity::warning;
      } else if (action.value == "full") {
        model::Finding& finding = report.add(name,
                                             "REPLICA IDENTITY FULL: each UPDATE and DELETE on " + name +
                                                 " writes the whole old row to the WAL, and a subscriber "
                                                 "without a fitting index reads its "
                                                 "whole table for each",
                                             action.range);
        finding.severity = model::Severity::warning;
      }
    }
  }

  static void published(const Scene& scene, Reporter& report, const model::CreatePublication& publication) {
    for (const model::QualifiedName& written : publication.tables) {
      const auto* table = scene.relation(written);
      if (table == nullptr || !table->complete || has_replica_identity(*table)) continue;
      const std::string name = scene.shown(written);
      report.add(name, "UPDATE and DELETE on " + name + " fail once it is in publication " +
                           publication.name + ": it has no primary key and no other replica identity");
    }
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* alter = scene.as<model::AlterTable>()) return altered(scene, report, *alter);
    if (const auto* publication = scene.as<model::CreatePublication>())
      return published(scene, report, *publication);
  }
};

}  // namespace

const Rule replica_identity{.name = "replica-identity",
                            .family = 'H',
                            .profile = Profile::safe,
                            .severity = model::Severity::error,
                            .summary = "A published table whose rows can't be told apart, or only as a whole",
                            .why =
                                "Logical replication finds a changed row on the other side by its "
                                "replica identity, the primary key "
                                "by default. A published table without one refuses UPDATE and "
                                "DELETE (measured); with FULL the "
                                "whole row is sent.",
                            .advice =
                                "A primary key, or a unique index on NOT NULL columns and "
                                "REPLICA IDENTITY USING INDEX i, before "
                                "the table is published.",
                            .statement = ReplicaIdentity::statement};

}  // namespace dunlin::lint::rules
