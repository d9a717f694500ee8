#include "lint/PartitionProof.hpp"
#include "lint/PartitionUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct AttachUnproven {
  using Relation = model::CatalogRelation;

  // Made by this file for certain: nobody waits for it, but for the default partition that is locked
  // meanwhile.
  static bool is_new(const Scene& scene, const model::QualifiedName& table) {
    if (scene.is_live(table)) return false;
    const model::QualifiedName name = scene.catalog().qualified(table);
    for (std::size_t i = 0; i < scene.index(); ++i) {
      const auto* made = std::get_if<model::CreateTable>(&scene.statements()[i].command);
      if (made != nullptr && made->if_not_exists && scene.catalog().qualified(made->name) == name)
        return false;
    }
    return true;
  }

  // And no statement before the ATTACH put rows into it.
  static bool is_empty(const Scene& scene, const model::QualifiedName& table) {
    if (!is_new(scene, table)) return false;
    const model::QualifiedName name = scene.catalog().qualified(table);
    for (std::size_t i = 0; i < scene.index(); ++i) {
      const model::Command& command = scene.statements()[i].command;
      const auto* rows = std::get_if<model::Dml>(&command);
      if (rows != nullptr && !rows->target.empty() && scene.catalog().qualified(rows->target) == name)
        return false;
      const auto* filled = std::get_if<model::CreateTableAs>(&command);
      if (filled != nullptr && filled->with_data && scene.catalog().qualified(filled->name) == name)
        return false;
    }
    return true;
  }

  static std::vector<model::TextEdit> edits(const Scene& scene, const model::AlterTable& alter,
                                            const model::AlterAction& action, const Relation* parent,
                                            bool proven) {
    if (parent == nullptr || alter.actions.size() != 1) return {};
    return replace_by_units(
        scene, proven_attach_units(scene, *parent, scene.catalog().qualified(action.relation), proven,
                                   action.bound, {std::string(scene.text())}));
  }

  static void judge(const Scene& scene, Reporter& report, const model::AlterTable& alter,
                    const model::AlterAction& action) {
    const Relation* parent = scene.relation(alter.name);
    const Relation* table = scene.relation(action.relation);
    const Relation* fallback = parent == nullptr || action.bound.is_default
                                   ? nullptr
                                   : scene.catalog().default_partition_of(parent->name);
    const bool unknown_parent = parent == nullptr || !parent->complete;
    const bool child = is_empty(scene, action.relation) ||
                       (table != nullptr && proves_bound(*table, parent, action.bound)) ||
                       (is_new(scene, action.relation) && fallback == nullptr && !unknown_parent);
    const bool scans_default = fallback != nullptr && scene.is_live(fallback->name) &&
                               !excludes_bound(*fallback, *parent, action.bound);
    if (child && !scans_default) return;
    const std::string name = scene.shown(action.relation);
    std::string message = "ATTACH PARTITION reads all of ";
    if (!child) message += name + (scans_default ? " and " : "");
    if (scans_default) message += "the default partition " + model::to_string(fallback->name);
    message += ", locked against reads and writes meanwhile: no CHECK proves the bound";
    if (unknown_parent && !action.bound.is_default)
      message += "; should " + scene.shown(alter.name) + " have a default partition, all of that one too";
    model::Finding& finding =
        report.add(child ? model::to_string(fallback->name) : name, std::move(message), action.range);
    if (is_new(scene, action.relation) && !scans_default) finding.severity = model::Severity::warning;
    finding.fix.edits = edits(scene, alter, action, parent, child);
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::attach_partition) judge(scene, report, *alter, action);
  }
};

}  // namespace

const Rule attach_unproven{
    .name = "attach-unproven",
    .family = 'G',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ATTACH PARTITION without a CHECK that proves the bound",
    .why =
        "ATTACH reads the new partition to see that every row fits, and the default partition to see that "
        "none belongs into the new one, both under ACCESS EXCLUSIVE. Measured on 14 to 18: neither is "
        "read when a valid CHECK says the same, NOT NULL of the key included.",
    .advice =
        "On the table: ADD CONSTRAINT b CHECK (key IS NOT NULL AND key >= lo AND key < hi) NOT VALID; "
        "VALIDATE CONSTRAINT b; on the default partition the same with CHECK (NOT (...)); then ATTACH; "
        "then drop both. Each in a unit of its own.",
    .statement = AttachUnproven::statement};

}  // namespace dunlin::lint::rules
