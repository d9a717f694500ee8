#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_grant_with_grant_option(const Scene& scene, Reporter& report) {
  if (const auto* grant = scene.as<model::Grant>();
      grant != nullptr && grant->with_grant_option && !grant->revoke)
    report.add("", join(grant->grantees, ", ") + " may give these privileges to any other role");
  if (const auto* grant = scene.as<model::GrantRole>();
      grant != nullptr && grant->with_admin_option && !grant->revoke)
    report.add("",
               join(grant->grantees, ", ") + " may make any role a member of " + join(grant->roles, ", "));
}

}  // namespace

const Rule grant_with_grant_option{
    .name = "grant-with-grant-option",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "WITH GRANT OPTION or WITH ADMIN OPTION",
    .why =
        "Who has the option hands privileges on, and what they gave can be revoked with CASCADE only. What "
        "the files say about privileges is then no longer all there is.",
    .advice = "Leave the option out and grant to each role in a migration.",
    .statement = check_grant_with_grant_option};

}  // namespace dunlin::lint::rules
