#include <algorithm>

#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct MatviewWithData {
  static bool reads_live(const Scene& scene, const model::Query& query) {
    return std::any_of(query.relations.begin(), query.relations.end(),
                       [&](const model::RelationUse& use) { return scene.is_live(use.name); });
  }

  // The statement says WITH DATA itself; then it is left as it is.
  static bool says_with_data(const Scene& scene) {
    return insert_behind_word(scene.text(), "data", "!") != scene.text();
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* view = scene.as<model::CreateTableAs>();
    if (view == nullptr || !view->materialized_view || !view->with_data ||
        !scene.statement().in_transaction || !reads_live(scene, view->query))
      return;
    const std::string name = model::to_string(scene.catalog().created(view->name));
    model::Finding& finding =
        report.add(name, "materialized view " + name +
                             " is filled in the transaction that makes it: what that has "
                             "locked stays locked while its query runs");
    if (view->if_not_exists || says_with_data(scene)) return;
    finding.fix.edits =
        append_units(scene, {{"REFRESH MATERIALIZED VIEW " + sql_name(view->name)}},
                     std::string(scene.text()) +
                         (scene.text().find('\n') == std::string_view::npos ? " " : "\n") + "WITH NO DATA");
  }
};

}  // namespace

const Rule matview_with_data{
    .name = "matview-with-data",
    .family = 'F',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "CREATE MATERIALIZED VIEW that runs its query at once",
    .why = "The query may take minutes; meanwhile all locks of the same transaction are held.",
    .advice =
        "CREATE MATERIALIZED VIEW ... WITH NO DATA, then REFRESH MATERIALIZED VIEW in a unit of its own.",
    .statement = MatviewWithData::statement};

}  // namespace dunlin::lint::rules
