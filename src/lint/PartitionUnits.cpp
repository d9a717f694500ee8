#include "lint/PartitionUnits.hpp"

#include "lint/PartitionProof.hpp"
#include "lint/replay/Names.hpp"

namespace dunlin::lint {
namespace {

struct Proofs {
  std::vector<UnitText> before;
  std::vector<std::string> behind;

  void add(const model::QualifiedName& table, const std::string& check) {
    const std::string name = sql_name(object_name(table.name, "bound", "check"));
    const std::string alter = "ALTER TABLE " + sql_name(table);
    before.emplace_back(alter + " ADD CONSTRAINT " + name + " CHECK (" + check + ") NOT VALID");
    before.emplace_back(alter + " VALIDATE CONSTRAINT " + name);
    behind.push_back(alter + " DROP CONSTRAINT " + name);
  }
};

}  // namespace

std::vector<UnitText> proven_attach_units(const Scene& scene, const model::CatalogRelation& parent,
                                          const model::QualifiedName& table, bool empty,
                                          const model::PartitionBound& bound,
                                          std::vector<std::string> attach) {
  const auto check = bound_check(parent.partition_key, bound);
  if (!check) return {};
  Proofs proofs;
  if (!empty) proofs.add(table, *check);
  const model::CatalogRelation* fallback = scene.catalog().default_partition_of(parent.name);
  if (fallback != nullptr && !excludes_bound(*fallback, parent, bound)) {
    if (fallback->kind == model::RelationKind::partitioned_table) return {};
    proofs.add(fallback->name, "NOT (" + *check + ")");
  }
  std::vector<UnitText> units = proofs.before;
  units.emplace_back(std::move(attach));
  for (const std::string& drop : proofs.behind) units.emplace_back(drop);
  return units;
}

}  // namespace dunlin::lint
