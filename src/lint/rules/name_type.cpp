#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string name_type_words(const DefinedColumn& column) {
  return column.type.name == "name"
             ? column.name + " of " + column.table +
                   " is of the type name, which is PostgreSQL's own: longer values are cut to 63 bytes"
             : std::string();
}

void check_name_type(const Scene& scene, Reporter& report) {
  report_columns(scene, report, name_type_words);
}

}  // namespace

const Rule name_type{.name = "name-type",
                     .family = 'C',
                     .profile = Profile::all,
                     .severity = model::Severity::note,
                     .summary = "A column of the type name",
                     .why =
                         "It is the type of names in the system catalogs: always 64 bytes on disk, and what "
                         "is longer is cut without an error.",
                     .advice = "text, which isn't cut.",
                     .statement = check_name_type};

}  // namespace dunlin::lint::rules
