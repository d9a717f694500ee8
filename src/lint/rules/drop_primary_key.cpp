#include <algorithm>

#include "lint/ConstraintUnits.hpp"
#include "lint/replay/Names.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropPrimaryKey {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr || adds_key(*alter)) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::drop_constraint && is_key(scene, *alter, action.name))
        add(scene, *alter, action, report);
  }

  static bool adds_key(const model::AlterTable& alter) {
    return std::any_of(alter.actions.begin(), alter.actions.end(), [](const model::AlterAction& action) {
      return action.kind == model::AlterKind::add_constraint && action.constraint &&
             action.constraint->kind == model::ConstraintKind::primary_key;
    });
  }

  // Of a table that isn't known, the constraint with the name that PostgreSQL gives to primary keys.
  static bool is_key(const Scene& scene, const model::AlterTable& alter, const std::string& name) {
    const auto* table = scene.relation(alter.name);
    const auto* constraint = table == nullptr ? nullptr : table->find_constraint(name);
    if (constraint != nullptr) return constraint->kind == model::ConstraintKind::primary_key;
    return (table == nullptr || !table->complete) && name == object_name(alter.name.name, "", "pkey");
  }

  static bool is_published(const Scene& scene, const model::QualifiedName& table) {
    const model::QualifiedName name = scene.catalog().qualified(table);
    const auto& publications = scene.catalog().publications;
    return std::any_of(publications.begin(), publications.end(), [&](const auto& publication) {
      return std::any_of(publication.second.begin(), publication.second.end(),
                         [&](const auto& one) { return one == name || one.name == "*"; });
    });
  }

  static bool added_later(const Scene& scene, const model::AlterTable& alter) {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const JudgedStatement& later = scene.statements()[i];
      if (later.unit != scene.statement().unit || !later.in_transaction) return false;
      const auto* other = std::get_if<model::AlterTable>(&later.command);
      if (other != nullptr && other->name == alter.name && adds_key(*other)) return true;
    }
    return false;
  }

  static void add(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                  Reporter& report) {
    const std::string table = scene.shown(alter.name);
    std::string message = "without its primary key the rows of " + table + " have no identity: ";
    message +=
        is_published(scene, alter.name)
            ? "it is published, and every UPDATE and DELETE on it will fail"
            : "if it is published, every UPDATE and DELETE on it fails, and ON CONFLICT (key) has no index";
    model::Finding& finding = report.add(table, std::move(message), action.range);
    if (is_published(scene, alter.name)) finding.severity = model::Severity::error;
    if (added_later(scene, alter)) finding.severity = model::Severity::note;
  }
};

}  // namespace

const Rule drop_primary_key{
    .name = "drop-primary-key",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "The primary key of a table in use is dropped",
    .why =
        "Logical replication finds rows by the primary key (REPLICA IDENTITY DEFAULT): on a published table "
        "without one every UPDATE and DELETE fails at once. Foreign keys to it have to go first.",
    .advice =
        "Build the new key's index CONCURRENTLY, and swap both in one statement: ALTER TABLE t DROP "
        "CONSTRAINT t_pkey, ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX i. Or give the table another "
        "identity first: ALTER TABLE t REPLICA IDENTITY USING INDEX i.",
    .statement = DropPrimaryKey::statement};

}  // namespace dunlin::lint::rules
