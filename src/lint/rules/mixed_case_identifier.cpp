#include <algorithm>

#include "lint/DefinedNames.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// What an unquoted name can't have: PostgreSQL folds those to lower case.
bool needs_quotes_always(const std::string& name) {
  return std::any_of(name.begin(), name.end(), [](unsigned char c) {
    return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '$' && c < 0x80;
  });
}

void check_mixed_case_identifier(const Scene& scene, Reporter& report) {
  for (const DefinedName& defined : defined_names(scene))
    if (needs_quotes_always(defined.name))
      report.add(defined.name, "the " + defined.kind + " \"" + defined.name +
                                   "\" has to be written in double quotes wherever it is used");
}

}  // namespace

const Rule mixed_case_identifier{
    .name = "mixed-case-identifier",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A name with capitals, spaces or signs",
    .why =
        "PostgreSQL folds names without quotes to lower case: \"userId\" and userId are two names. Forgotten "
        "quotes are an error that only shows when that query runs.",
    .advice = "Lower case letters, digits and underscores: user_id.",
    .statement = check_mixed_case_identifier};

}  // namespace dunlin::lint::rules
