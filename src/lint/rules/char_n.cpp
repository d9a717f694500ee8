#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string char_n_words(const DefinedColumn& column) {
  return column.type.name == "bpchar"
             ? column.name + " of " + column.table + " is " + model::to_string(column.type) +
                   ": its values are padded with spaces"
             : std::string();
}

void check_char_n(const Scene& scene, Reporter& report) {
  report_columns(scene, report, char_n_words);
}

}  // namespace

const Rule char_n{.name = "char-n",
                  .family = 'C',
                  .profile = Profile::all,
                  .severity = model::Severity::note,
                  .summary = "A column of type char(n)",
                  .why =
                      "Values are padded with spaces, which are left out again in comparisons but not in "
                      "LIKE or in what clients read. It is neither smaller nor faster than text, and "
                      "changing it to text rewrites the table (measured).",
                  .advice = "text, with CHECK (length(c) = 2) where the length matters.",
                  .statement = check_char_n};

}  // namespace dunlin::lint::rules
