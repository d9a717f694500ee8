#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string timetz_words(const DefinedColumn& column) {
  return column.type.name == "timetz" ? column.name + " of " + column.table +
                                            " is a time with time zone: without a date its offset says little"
                                      : std::string();
}

void check_timetz(const Scene& scene, Reporter& report) {
  report_columns(scene, report, timetz_words);
}

}  // namespace

const Rule timetz{
    .name = "timetz",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A column of type time with time zone",
    .why =
        "An offset without a date can't know daylight saving time. PostgreSQL's documentation calls the "
        "type's usefulness questionable (8.5).",
    .advice = "timestamptz for an instant; time and a column with the zone's name for a time of day.",
    .statement = check_timetz};

}  // namespace dunlin::lint::rules
