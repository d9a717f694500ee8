#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string money_words(const DefinedColumn& column) {
  return column.type.name == "money"
             ? column.name + " of " + column.table +
                   " is money: how its values are read and written depends on lc_monetary"
             : std::string();
}

void check_money(const Scene& scene, Reporter& report) {
  report_columns(scene, report, money_words);
}

}  // namespace

const Rule money{.name = "money",
                 .family = 'C',
                 .profile = Profile::strict,
                 .severity = model::Severity::warning,
                 .summary = "A column of type money",
                 .why =
                     "It has no currency, the number of its decimal places comes from the server's "
                     "lc_monetary, and a dump restored under another locale means other amounts or fails.",
                 .advice = "numeric(12,2), or bigint for the smallest unit, and a column for the currency.",
                 .statement = check_money};

}  // namespace dunlin::lint::rules
