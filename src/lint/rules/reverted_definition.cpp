#include <algorithm>

#include "base/Text.hpp"
#include "base/UnifiedDiff.hpp"
#include "lint/Overloads.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

std::string place_words(const model::Origin& origin) {
  return origin.in_database() ? "the database" : origin.file + ":" + std::to_string(origin.line);
}

void check_reverted_definition(const Scene& scene, Reporter& report) {
  const auto* create = scene.as<model::CreateFunction>();
  if (create == nullptr || !create->or_replace) return;
  const model::CatalogFunction* known = replaced_function(scene, *create);
  if (known == nullptr || trim(known->body) == trim(create->body) || scene.made_in_file(known->origin))
    return;
  const auto old =
      std::find_if(known->former.rbegin(), known->former.rend(),
                   [&](const model::FormerBody& former) { return trim(former.body) == trim(create->body); });
  if (old == known->former.rend()) return;
  model::Finding& finding =
      report.add(known->signature(), known->signature() + " gets the body of " + place_words(old->origin) +
                                         " again: what " + place_words(known->origin) + " changed is lost");
  std::vector<std::string> before, after;
  for (const std::string_view line : split_lines(known->body)) before.emplace_back(line);
  for (const std::string_view line : split_lines(create->body)) after.emplace_back(line);
  finding.fix.advice += "\n" + unified_diff(before, after, 1);
}

}  // namespace

const Rule reverted_definition{
    .name = "reverted-definition",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A function gets back exactly the body that it had before a later file changed it",
    .why =
        "The last definition wins. A body that was copied from an old file takes back every fix that was "
        "made since, "
        "and nothing says so.",
    .advice =
        "Begin from the latest definition. Where going back is what is meant, say so: -- dunlin:allow "
        "reverted-definition: reason.",
    .statement = check_reverted_definition};

}  // namespace dunlin::lint::rules
