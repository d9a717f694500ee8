#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// ALTER EXTENSION ... SET SCHEMA further down.
std::string schema_later(const Scene& scene, const std::string& extension, std::string schema) {
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const auto* moved = std::get_if<model::SetSchema>(&scene.statements()[i].command);
    if (moved != nullptr && moved->kind == model::ObjectKind::extension &&
        moved->object.name.name == extension)
      schema = moved->schema;
  }
  return schema;
}

void check_extension_in_public(const Scene& scene, Reporter& report) {
  const auto* extension = scene.as<model::CreateExtension>();
  if (extension == nullptr || extension->alters || extension->name == "plpgsql") return;
  const std::string made_in =
      extension->schema.empty() ? scene.catalog().created({"", extension->name}).schema : extension->schema;
  const std::string schema = schema_later(scene, extension->name, made_in);
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
