#include "lint/OutOfTransaction.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct ReindexNotConcurrent {
  static const char* word(model::ObjectKind kind) {
    switch (kind) {
      case model::ObjectKind::index: return "index";
      case model::ObjectKind::table: return "table";
      case model::ObjectKind::schema: return "schema";
      default: return "database";
    }
  }

  static bool is_system(const Scene& scene) {
    return insert_behind_word(scene.text(), "system", "!") != scene.text();
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* reindex = scene.as<model::Maintenance>();
    if (reindex == nullptr || reindex->kind != model::MaintenanceKind::reindex || reindex->concurrently)
      return;
    std::string object, what = "the whole database";
    if (reindex->object_kind == model::ObjectKind::schema) {
      what = "schema " + reindex->objects.front().name;
    } else if (!reindex->objects.empty() && reindex->object_kind != model::ObjectKind::database) {
      const model::QualifiedName& name = reindex->objects.front();
      const model::CatalogIndex* index =
          reindex->object_kind == model::ObjectKind::index ? scene.catalog().find_index(name) : nullptr;
      const bool is_table = reindex->object_kind == model::ObjectKind::table;
      if (is_table && !scene.is_live(name)) return;
      if (index != nullptr && !scene.is_live(index->table)) return;
      object = index != nullptr ? model::to_string(index->table) : scene.shown(name);
      what = index != nullptr || is_table ? object : "the table of " + object;
    }
    model::Finding& finding = report.add(
        object, "REINDEX blocks writes to " + what + ", and reads that use the index, until it is rebuilt");
    if (scene.settings().major < 12 || is_system(scene)) return;
    finding.fix.edits = replace_outside_transaction(
        scene, insert_behind_word(scene.text(), word(reindex->object_kind), " CONCURRENTLY"));
  }
};

}  // namespace

const Rule reindex_not_concurrent{
    .name = "reindex-not-concurrent",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "REINDEX without CONCURRENTLY",
    .why =
        "A plain REINDEX holds a SHARE lock on the table and an ACCESS EXCLUSIVE lock on each index: "
        "writes wait until the index is built anew, and so does every query that would use the index or "
        "only plans with it.",
    .advice =
        "REINDEX INDEX CONCURRENTLY name (PostgreSQL 12 and later), outside of a transaction; the "
        "system catalogs can't be rebuilt so.",
    .statement = ReindexNotConcurrent::statement};

}  // namespace dunlin::lint::rules
