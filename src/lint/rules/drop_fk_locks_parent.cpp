#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropFkLocksParent {
  static bool drops(const Scene& scene) {
    if (const auto* drop = scene.as<model::Drop>()) return drop->kind == model::ObjectKind::table;
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return false;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::drop_constraint || action.kind == model::AlterKind::drop_column)
        return true;
    return false;
  }

  // The tables that the statement names itself.
  static bool is_named(const Scene& scene, const std::string& relation) {
    if (const auto* alter = scene.as<model::AlterTable>()) return scene.shown(alter->name) == relation;
    const auto* drop = scene.as<model::Drop>();
    if (drop == nullptr) return false;
    for (const model::ObjectName& object : drop->objects)
      if (scene.shown(object.name) == relation) return true;
    return false;
  }

  // PostgreSQL locks what the dropped table's foreign keys reference, too (measured).
  static bool is_parent(const Scene& scene, const std::string& relation) {
    const auto references = [&](const model::QualifiedName& table) {
      const auto* known = scene.relation(table);
      if (known == nullptr) return false;
      for (const auto& constraint : known->constraints)
        if (constraint.kind == model::ConstraintKind::foreign_key &&
            model::to_string(constraint.references) == relation)
          return true;
      return false;
    };
    if (const auto* alter = scene.as<model::AlterTable>()) return references(alter->name);
    for (const model::ObjectName& object : scene.as<model::Drop>()->objects)
      if (references(object.name)) return true;
    return false;
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!drops(scene)) return;
    for (const Effect& effect : scene.effects())
      if (model::blocks_reads(effect.lock) && !is_named(scene, effect.relation) &&
          is_parent(scene, effect.relation))
        report.add(effect.relation, "dropping a foreign key to " + effect.relation + " locks " +
                                        effect.relation + " against reads and writes, too");
  }
};

}  // namespace

const Rule drop_fk_locks_parent{
    .name = "drop-fk-locks-parent",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "Dropping a foreign key, its column or its table locks the referenced table",
    .why =
        "The triggers of the foreign key go on both sides, so both tables are locked with ACCESS EXCLUSIVE "
        "(measured): dropping a table that nobody uses can stop one that everybody uses.",
    .advice =
        "Drop the foreign keys first, each in a unit of its own with a short lock_timeout (dunlin's 2 s and "
        "its retries); the table or column afterwards.",
    .statement = DropFkLocksParent::statement};

}  // namespace dunlin::lint::rules
