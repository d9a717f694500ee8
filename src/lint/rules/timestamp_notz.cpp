#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string timestamp_notz_words(const DefinedColumn& column) {
  return column.type.name == "timestamp"
             ? column.name + " of " + column.table +
                   " is a timestamp without time zone: what instant it means depends on who reads it"
             : std::string();
}

void check_timestamp_notz(const Scene& scene, Reporter& report) {
  report_columns(scene, report, timestamp_notz_words);
}

}  // namespace

const Rule timestamp_notz{
    .name = "timestamp-notz",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "A column of type timestamp without time zone",
    .why =
        "It holds a date and a time on a clock, but not whose clock. now() is converted by the session's "
        "TimeZone, so that rows from servers with different settings can't be compared.",
    .advice =
        "timestamptz: the same 8 bytes, an instant. timestamp is right for local times that are meant as "
        "such, such as opening hours.",
    .statement = check_timestamp_notz};

}  // namespace dunlin::lint::rules
