#include <algorithm>

#include "base/Text.hpp"
#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct LostWithColumn {
  const Scene& scene;
  const model::CatalogRelation& table;
  const std::string& column;

  static bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  static const char* words(model::ConstraintKind kind) {
    switch (kind) {
      case model::ConstraintKind::primary_key: return "primary key ";
      case model::ConstraintKind::unique: return "unique constraint ";
      case model::ConstraintKind::foreign_key: return "foreign key ";
      case model::ConstraintKind::exclusion: return "exclusion constraint ";
      default: return "check ";
    }
  }

  static std::string with_others(const std::string& words, const std::vector<std::string>& columns) {
    return columns.size() < 2 ? words : words + " (" + join(columns, ", ") + ")";
  }

  // A CHECK over the column alone says nothing without it.
  std::vector<std::string> constraints() const {
    std::vector<std::string> lost;
    for (const model::CatalogConstraint& constraint : table.constraints) {
      const bool own_check =
          constraint.columns.size() == 1 && (constraint.kind == model::ConstraintKind::check ||
                                             constraint.kind == model::ConstraintKind::not_null);
      if (!own_check && has(constraint.columns, column))
        lost.push_back(with_others(words(constraint.kind) + constraint.name, constraint.columns));
    }
    return lost;
  }

  // An index over the column alone is of no use without it.
  std::vector<std::string> indexes() const {
    std::vector<std::string> lost;
    for (const model::CatalogIndex* index : scene.catalog().indexes_of(table.name)) {
      if (!index->constraint.empty()) continue;
      std::vector<std::string> columns = index->include;
      for (const model::CatalogIndexColumn& part : index->columns) columns.push_back(part.name);
      const bool used = has(columns, column) || has(index->used_columns, column);
      if (used && (columns.size() > 1 || index->unique || !has(columns, column)))
        lost.push_back((index->unique ? "unique index " : "index ") + index->name.name);
    }
    return lost;
  }
};

void check_drop_column_drops_constraints(const Scene& scene, Reporter& report) {
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || !scene.is_live(alter->name)) return;
  const model::CatalogRelation* table = scene.relation(alter->name);
  if (table == nullptr) return;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::drop_column || table->find_column(action.name) == nullptr) continue;
    const LostWithColumn with{scene, *table, action.name};
    std::vector<std::string> lost = with.constraints();
    for (std::string& index : with.indexes()) lost.push_back(std::move(index));
    if (lost.empty()) continue;
    const std::string name = scene.shown(alter->name);
    report
        .add(name, "with column " + action.name + ", " + name + " also loses " + enumerated(lost),
             action.range)
        .object = name + "." + action.name;
  }
}

}  // namespace

const Rule drop_column_drops_constraints{
    .name = "drop-column-drops-constraints",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP COLUMN takes constraints and indexes along that other columns are part of",
    .why =
        "PostgreSQL drops every index and constraint of the table that the column is part of, without "
        "CASCADE "
        "and without a word: a UNIQUE (tenant_id, email) is gone when tenant_id is dropped, and duplicates "
        "can "
        "be written from then on.",
    .advice =
        "Make what is to replace them first (CREATE UNIQUE INDEX CONCURRENTLY on the columns that stay), "
        "drop "
        "the constraints by name, then the column.",
    .statement = check_drop_column_drops_constraints};

}  // namespace dunlin::lint::rules
