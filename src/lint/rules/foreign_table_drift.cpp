#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct ForeignTableDrift {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* table = scene.as<model::CreateTable>();
    if (table == nullptr || !table->foreign) return;
    const std::string name = model::to_string(scene.catalog().created(table->name));
    report.add(name, "columns of the foreign table " + name +
                         " aren't compared with the other server's: a "
                         "difference shows when a query runs");
  }
};

}  // namespace

const Rule foreign_table_drift{.name = "foreign-table-drift",
                               .family = 'H',
                               .profile = Profile::all,
                               .severity = model::Severity::note,
                               .summary = "CREATE FOREIGN TABLE with a column list of its own",
                               .why =
                                   "The definition is only believed. When the other side changes a "
                                   "column, queries here fail or, with "
                                   "a constraint that doesn't hold there, return wrong rows.",
                               .advice =
                                   "IMPORT FOREIGN SCHEMA takes the definitions over; run a query "
                                   "on the table in the migration's "
                                   "-- dunlin:verify.",
                               .statement = ForeignTableDrift::statement};

}  // namespace dunlin::lint::rules
