#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_alter_system(const Scene& scene, Reporter& report) {
  const auto* other = scene.as<model::Other>();
  if (other != nullptr && other->tag.starts_with("ALTER SYSTEM"))
    report.add("", "ALTER SYSTEM changes the settings of the whole server, for all its databases");
}

}  // namespace

const Rule alter_system{
    .name = "alter-system",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "ALTER SYSTEM in a migration",
    .why =
        "It writes postgresql.auto.conf: for every database of the server, outside of any "
        "transaction, past the tool that manages the server, and not taken back by a "
        "rollback. A wrong value can keep the server from starting. Managed services refuse it.",
    .advice =
        "Set it where the server is configured, or for this database only: ALTER DATABASE d "
        "SET name = value, ALTER ROLE r SET name = value.",
    .statement = check_alter_system};

}  // namespace dunlin::lint::rules
