#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_extension_in_public(const Scene& scene, Reporter& report) {
  const auto* extension = scene.as<model::CreateExtension>();
  if (extension == nullptr || extension->alters || extension->name == "plpgsql") return;
  const std::string schema =
      extension->schema.empty() ? scene.catalog().created({"", extension->name}).schema : extension->schema;
  if (!is_exposed(scene, schema)) return;
  report.add(extension->name, "extension " + extension->name + " puts its functions into schema " + schema +
                                  ", which is exposed");
}

}  // namespace

const Rule extension_in_public{
    .name = "extension-in-public",
    .family = 'I',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "An extension in an exposed schema",
    .why =
        "All functions of the extension become part of the API, PUBLIC may execute them, and their names "
        "stand "
        "among the project's own.",
    .advice =
        "CREATE SCHEMA IF NOT EXISTS extensions; CREATE EXTENSION ... SCHEMA extensions. A few, such as "
        "pg_cron, choose their own schema.",
    .statement = check_extension_in_public};

}  // namespace dunlin::lint::rules
