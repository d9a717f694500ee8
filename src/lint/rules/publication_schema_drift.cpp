#include "lint/Publications.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct PublicationSchemaDrift {
  static bool changes_shape(model::AlterKind kind) {
    return kind == model::AlterKind::add_column || kind == model::AlterKind::drop_column ||
           kind == model::AlterKind::set_type;
  }

  static void say(const Scene& scene, Reporter& report, const model::QualifiedName& table,
                  const std::string& what) {
    const std::string publication = publication_of(scene.catalog(), scene.catalog().qualified(table));
    if (publication.empty() || !scene.is_live(table)) return;
    const std::string name = scene.shown(table);
    report.add(name, name + " is in publication " + publication + ", which doesn't send " + what +
                         ": a subscriber without the same change stops at the next row");
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* alter = scene.as<model::AlterTable>()) {
      for (const model::AlterAction& action : alter->actions)
        if (changes_shape(action.kind))
          return say(scene, report, alter->name, std::string(model::to_string(action.kind)));
    }
    const auto* rename = scene.as<model::Rename>();
    if (rename == nullptr) return;
    if (rename->kind == model::ObjectKind::column)
      return say(scene, report, rename->object.table, "RENAME COLUMN");
    if (rename->kind == model::ObjectKind::table) say(scene, report, rename->object.name, "RENAME");
  }
};

}  // namespace

const Rule publication_schema_drift{.name = "publication-schema-drift",
                                    .family = 'H',
                                    .profile = Profile::strict,
                                    .severity = model::Severity::warning,
                                    .summary = "A change of a published table's columns",
                                    .why =
                                        "Logical replication sends rows, not DDL. When a row has a column "
                                        "that the subscriber's table "
                                        "lacks, its apply worker stops with an error, and WAL piles up on "
                                        "the publisher.",
                                    .advice =
                                        "Add columns on the subscribers first and here second; drop them "
                                        "here first and there second.",
                                    .statement = PublicationSchemaDrift::statement};

}  // namespace dunlin::lint::rules
