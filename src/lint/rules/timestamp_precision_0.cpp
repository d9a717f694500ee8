#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string timestamp_precision_0_words(const DefinedColumn& column) {
  return (column.type.name == "timestamp" || column.type.name == "timestamptz") &&
                 column.type.modifiers == std::vector<int>{0}
             ? column.name + " of " + column.table + " is " + model::to_string(column.type) +
                   ": values are rounded to seconds, half of them into the future"
             : std::string();
}

void check_timestamp_precision_0(const Scene& scene, Reporter& report) {
  report_columns(scene, report, timestamp_precision_0_words);
}

}  // namespace

const Rule timestamp_precision_0{
    .name = "timestamp-precision-0",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A column of type timestamp(0) or timestamptz(0)",
    .why = "It rounds, it doesn't cut: 12:00:00.6 becomes 12:00:01. It takes the same 8 bytes.",
    .advice = "timestamptz; date_trunc('second', c) where whole seconds are shown.",
    .statement = check_timestamp_precision_0};

}  // namespace dunlin::lint::rules
