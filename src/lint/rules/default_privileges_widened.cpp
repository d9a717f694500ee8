#include <algorithm>

#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_default_privileges_widened(const Scene& scene, Reporter& report) {
  const auto* grant = scene.as<model::Grant>();
  if (grant == nullptr || grant->revoke || !grant->default_privileges) return;
  for (const std::string& role : grant->grantees) {
    if (role != "public" && role != "anon") continue;
    const std::string where = grant->objects.empty() ? "" : " in schema " + grant->objects.front().name.name;
    report.add("", (role == "public" ? std::string("PUBLIC") : role) + " gets " +
                       (grant->privileges.empty() ? "all privileges" : join(grant->privileges, ", ")) +
                       " on every " + std::string(to_string(grant->kind)) + " that is made later" + where);
    return;
  }
}

}  // namespace

const Rule default_privileges_widened{
    .name = "default-privileges-widened",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "ALTER DEFAULT PRIVILEGES grants something to PUBLIC or anon",
    .why =
        "Default privileges hold for objects that don't exist yet: each later table is open before anybody "
        "has thought about it, and the file that makes it doesn't show that.",
    .advice = "GRANT on each object, where it is made.",
    .statement = check_default_privileges_widened};

}  // namespace dunlin::lint::rules
