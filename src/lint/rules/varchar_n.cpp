#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string varchar_n_words(const DefinedColumn& column) {
  return column.type.name == "varchar" && !column.type.modifiers.empty()
             ? column.name + " of " + column.table + " is " + model::to_string(column.type) +
                   ": a longer value is refused, and a shorter limit later checks every row"
             : std::string();
}

void check_varchar_n(const Scene& scene, Reporter& report) {
  report_columns(scene, report, varchar_n_words);
}

}  // namespace

const Rule varchar_n{
    .name = "varchar-n",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A column of type varchar(n)",
    .why =
        "text is stored in the same way. The limit of a varchar(n) can be raised for free, but lowering it "
        "rewrites the table; a CHECK can be changed either way without a lock that lasts.",
    .advice = "text, with CHECK (length(c) <= 200) where a limit is meant.",
    .statement = check_varchar_n};

}  // namespace dunlin::lint::rules
