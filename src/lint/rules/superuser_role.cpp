#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_superuser_role(const Scene& scene, Reporter& report) {
  const auto* role = scene.as<model::CreateRole>();
  if (role == nullptr) return;
  for (const auto& [option, value] : role->options)
    if (option == "superuser" && value != "false")
      report.add(role->name,
                 "role " + role->name + " becomes a superuser: no privilege and no policy holds for it");
}

}  // namespace

const Rule superuser_role{
    .name = "superuser-role",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A migration makes a superuser",
    .why =
        "A superuser passes every check, can read and write the server's files and run "
        "programs there. Managed services refuse the statement.",
    .advice =
        "Give the role what it needs: membership in a predefined role (pg_read_all_data, "
        "pg_monitor, pg_signal_backend) or GRANTs.",
    .statement = check_superuser_role};

}  // namespace dunlin::lint::rules
