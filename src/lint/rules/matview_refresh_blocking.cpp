#include <algorithm>

#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct MatviewRefreshBlocking {
  // What CONCURRENTLY asks for: a unique index on columns alone, over all rows.
  static bool has_key(const model::Catalog& catalog, const model::QualifiedName& view) {
    const auto indexes = catalog.indexes_of(view);
    return std::any_of(indexes.begin(), indexes.end(), [](const model::CatalogIndex* index) {
      return index->unique && index->valid && index->predicate_text.empty() &&
             std::none_of(index->columns.begin(), index->columns.end(),
                          [](const auto& column) { return column.name.empty(); });
    });
  }

  static void concurrent(const Scene& scene, Reporter& report, const model::CatalogRelation* view) {
    if (view == nullptr || !view->complete || has_key(scene.catalog(), view->name)) return;
    const std::string name = model::to_string(view->name);
    report.add(name, "REFRESH CONCURRENTLY fails with error 55000: " + name +
                         " has no unique index on columns alone and without WHERE");
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* refresh = scene.as<model::Maintenance>();
    if (refresh == nullptr || refresh->kind != model::MaintenanceKind::refresh || refresh->objects.empty())
      return;
    const auto* view = scene.relation(refresh->objects.front());
    if (refresh->concurrently) return concurrent(scene, report, view);
    const std::string name = scene.shown(refresh->objects.front());
    const bool readable = view == nullptr || view->populated;
    if (!refresh->with_data || !readable || !scene.is_live(refresh->objects.front())) return;
    model::Finding& finding =
        report.add(name, "REFRESH MATERIALIZED VIEW locks " + name + " against reads while its query runs");
    if (view != nullptr && has_key(scene.catalog(), view->name))
      finding.fix.edits = replace_piece(scene, {0, scene.text().size()},
                                        insert_behind_word(scene.text(), "view", " CONCURRENTLY"));
  }
};

}  // namespace

const Rule matview_refresh_blocking{
    .name = "matview-refresh-blocking",
    .family = 'F',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "REFRESH MATERIALIZED VIEW that blocks readers, or can't run concurrently",
    .why =
        "A plain refresh holds ACCESS EXCLUSIVE on the view for as long as its query takes. With "
        "CONCURRENTLY readers go on; that needs a unique index on columns, without WHERE (measured: error "
        "55000 otherwise).",
    .advice =
        "CREATE UNIQUE INDEX CONCURRENTLY on the view's key columns, then REFRESH MATERIALIZED VIEW "
        "CONCURRENTLY.",
    .statement = MatviewRefreshBlocking::statement};

}  // namespace dunlin::lint::rules
