#include <algorithm>

#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool names_public(const model::Grant& grant) {
  return std::find(grant.grantees.begin(), grant.grantees.end(), "public") != grant.grantees.end();
}

bool changes_anything(const model::Grant& grant) {
  if (grant.privileges.empty()) return true;
  return std::any_of(grant.privileges.begin(), grant.privileges.end(), [](const std::string& privilege) {
    return privilege != "select" && privilege != "usage" && privilege != "execute" &&
           privilege != "connect" && privilege != "temporary" && privilege != "temp" &&
           privilege != "references";
  });
}

std::string granted_on(const Scene& scene, const model::Grant& grant) {
  if (grant.objects.empty()) return "the object";
  const model::ObjectName& first = grant.objects.front();
  if (grant.all_in_schema) return "everything in schema " + first.name.name;
  const bool relation = grant.kind == model::ObjectKind::table || grant.kind == model::ObjectKind::sequence;
  return relation ? scene.shown(first.name)
                  : std::string(to_string(grant.kind)) + " " + to_string(first.name);
}

void check_grant_to_public(const Scene& scene, Reporter& report) {
  const auto* grant = scene.as<model::Grant>();
  if (grant == nullptr || grant->revoke || grant->default_privileges || !names_public(*grant)) return;
  const bool writes = changes_anything(*grant);
  if (!writes && scene.settings().profile < Profile::strict) return;
  const std::string object = granted_on(scene, *grant);
  const std::string privileges = grant->privileges.empty() ? "all privileges" : join(grant->privileges, ", ");
  model::Finding& finding =
      report.add(object, "every role of the database, now and later, gets " + privileges + " on " + object);
  if (!writes) finding.severity = model::Severity::note;
}

}  // namespace

const Rule grant_to_public{
    .name = "grant-to-public",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "GRANT ... TO PUBLIC",
    .why =
        "PUBLIC is every role, those of other applications and those made later included, and no REVOKE from "
        "a single role takes it back. The default profile reports privileges that change something; strict "
        "also those that read.",
    .advice = "GRANT to the role that needs it.",
    .statement = check_grant_to_public};

}  // namespace dunlin::lint::rules
