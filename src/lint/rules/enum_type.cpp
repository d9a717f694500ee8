#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_enum_type(const Scene& scene, Reporter& report) {
  const auto* create = scene.as<model::CreateType>();
  if (create == nullptr || create->kind != model::TypeKind::enumeration) return;
  const std::string name = model::to_string(scene.catalog().created(create->name));
  report.add(name, "a value of the enum " + name + " can be added later, but never removed");
}

}  // namespace

const Rule enum_type{
    .name = "enum-type",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "CREATE TYPE ... AS ENUM",
    .why =
        "A value can't be dropped, nor can values be put in another order; that takes a new type and a "
        "rewrite of "
        "each table that has it. A value that is added can't be used before the transaction has committed.",
    .advice =
        "A lookup table with a foreign key, or text with a CHECK (c IN (...)), where the list will change. "
        "An enum is "
        "right for lists that are closed.",
    .statement = check_enum_type};

}  // namespace dunlin::lint::rules
