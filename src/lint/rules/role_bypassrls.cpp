#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_role_bypassrls(const Scene& scene, Reporter& report) {
  const auto* role = scene.as<model::CreateRole>();
  if (role == nullptr) return;
  for (const auto& [option, value] : role->options)
    if (option == "bypassrls" && value != "false")
      report.add(role->name, "no policy holds for role " + role->name + ": it has BYPASSRLS");
}

}  // namespace

const Rule role_bypassrls{
    .name = "role-bypassrls",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A role with BYPASSRLS",
    .why =
        "Row level security isn't applied to such a role, in any table: whoever gets its "
        "password or token sees all tenants.",
    .advice =
        "Give the role policies of its own (TO role USING (true)) on the tables that it "
        "needs.",
    .statement = check_role_bypassrls};

}  // namespace dunlin::lint::rules
