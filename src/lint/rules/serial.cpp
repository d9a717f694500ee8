#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string serial_words(const DefinedColumn& column) {
  return column.type.is_serial() && column.column != nullptr
             ? column.name + " of " + column.table + " is " + model::to_string(column.type) +
                   ": its sequence is a separate object, with privileges of its own"
             : std::string();
}

void check_serial(const Scene& scene, Reporter& report) {
  report_columns(scene, report, serial_words);
}

}  // namespace

const Rule serial{.name = "serial",
                  .family = 'C',
                  .profile = Profile::all,
                  .severity = model::Severity::note,
                  .summary = "A column of a serial type",
                  .why =
                      "Nothing stops an INSERT from giving a number that the sequence will give again. Who "
                      "may insert needs USAGE on the sequence, too.",
                  .advice = "bigint GENERATED ALWAYS AS IDENTITY.",
                  .statement = check_serial};

}  // namespace dunlin::lint::rules
