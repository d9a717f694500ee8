#include <string>
#include <vector>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct FkeyToAuthUnique {
  // Of users the key is known without having seen the table, which the platform makes.
  static std::vector<std::string> primary_key(const Scene& scene, const model::QualifiedName& table) {
    const auto* known = scene.relation(table);
    if (known != nullptr && known->primary_key() != nullptr) return known->primary_key()->columns;
    return table.name == "users" ? std::vector<std::string>{"id"} : std::vector<std::string>{};
  }

  static void judge(const Scene& scene, const model::CatalogRelation& table, Reporter& report) {
    for (const model::CatalogConstraint& key : table.constraints) {
      if (key.kind != model::ConstraintKind::foreign_key || key.references.schema != "auth" || key.inherited)
        continue;
      const auto primary = primary_key(scene, key.references);
      const bool mine = key.origin.in_database() ? scene.settings().live : true;
      if (!mine || primary.empty() || key.referenced_columns.empty() || key.referenced_columns == primary)
        continue;
      model::Finding& finding =
          report.add_at(key.origin, to_string(table.name),
                        "foreign key " + key.name + " of " + to_string(table.name) + " refers to " +
                            to_string(key.references) + " by a unique constraint that isn't its primary key");
      finding.part = key.name;
    }
  }

  static void catalog(const Scene& scene, Reporter& report) {
    for (const auto& [name, table] : scene.catalog().relations) judge(scene, table, report);
  }
};

}  // namespace

const Rule fkey_to_auth_unique{
    .name = "fkey-to-auth-unique",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A foreign key to a unique column of schema auth that isn't the primary key",
    .why =
        "The tables of schema auth belong to the platform, which may replace their unique indexes in an "
        "update; a foreign key that needs one of these indexes stops the update. Only the primary keys are "
        "promised.",
    .advice = "Refer to auth.users (id).",
    .catalog = FkeyToAuthUnique::catalog};

}  // namespace dunlin::lint::rules
