#include <algorithm>

#include "lint/Dependents.hpp"
#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// What is known to go along: an error when there is something; a note when the object is known and nothing
// needs it.
struct Cascade {
  const Scene& scene;
  Reporter& report;

  void add(const std::string& what, const std::string& object, const std::vector<Dependent>& dependents,
           bool known, model::Range place) const {
    if (!dependents.empty()) {
      report.add(object, "CASCADE drops more than " + what + ": " + enumerated(words_of(dependents)), place)
          .severity = model::Severity::error;
      return;
    }
    if (known && scene.catalog().complete)
      report
          .add(object,
               "CASCADE of " + what +
                   ": nothing is known to depend on it, and what does in the database goes along",
               place)
          .severity = model::Severity::note;
    else
      report.add(object, "CASCADE drops whatever depends on " + what + ", unseen", place);
  }

  void drop(const model::Drop& drop) const {
    const model::Range whole{0, scene.text().size()};
    for (const model::ObjectName* object : dropped_objects(scene, drop.kind)) {
      if (drop.kind == model::ObjectKind::owned) continue;
      const std::string name = shown_object(scene, drop.kind, *object);
      add(std::string(model::to_string(drop.kind)) + " " + name, name,
          dependents_of(scene.catalog(), drop.kind, *object),
          origin_of(scene.catalog(), drop.kind, *object) != nullptr, whole);
    }
  }

  std::vector<Dependent> dependents(const model::CatalogRelation& table,
                                    const model::AlterAction& action) const {
    if (action.kind == model::AlterKind::drop_column)
      return dependents_of_column(scene.catalog(), table, action.name);
    const model::CatalogConstraint* key = table.find_constraint(action.name);
    std::vector<Dependent> found;
    if (key == nullptr || key->index.empty()) return found;
    for (const Dependent& dependent : dependents_of_relation(scene.catalog(), table.name))
      if (dependent.words.starts_with("foreign key") && references(dependent.relation, table.name, *key))
        found.push_back(dependent);
    return found;
  }

  // The foreign key points at the key's columns.
  bool references(const model::QualifiedName& child, const model::QualifiedName& table,
                  const model::CatalogConstraint& key) const {
    const model::CatalogRelation* relation = scene.relation(child);
    return relation != nullptr && std::any_of(relation->constraints.begin(), relation->constraints.end(),
                                              [&](const auto& constraint) {
                                                return constraint.references == table &&
                                                       constraint.referenced_columns == key.columns;
                                              });
  }

  void alter(const model::AlterTable& alter) const {
    if (!scene.is_live(alter.name)) return;
    const model::CatalogRelation* table = scene.relation(alter.name);
    for (const model::AlterAction& action : alter.actions) {
      const bool drops =
          action.kind == model::AlterKind::drop_column || action.kind == model::AlterKind::drop_constraint;
      if (!drops || !action.cascade) continue;
      const std::string name = scene.shown(alter.name);
      add((action.kind == model::AlterKind::drop_column ? "column " : "constraint ") + action.name, name,
          table == nullptr ? std::vector<Dependent>{} : dependents(*table, action), table != nullptr,
          action.range);
    }
  }
};

void check_drop_cascade(const Scene& scene, Reporter& report) {
  const Cascade cascade{scene, report};
  if (const auto* drop = scene.as<model::Drop>(); drop != nullptr && drop->cascade) cascade.drop(*drop);
  if (const auto* alter = scene.as<model::AlterTable>()) cascade.alter(*alter);
}

}  // namespace

const Rule drop_cascade{
    .name = "drop-cascade",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP ... CASCADE: what else goes isn't in the file",
    .why =
        "Everything that depends on the object is dropped as well: views with their privileges, foreign "
        "keys, "
        "policies, columns. PostgreSQL says which only in a NOTICE afterwards, and in each database it may "
        "be "
        "something else. Each of them is locked (ACCESS EXCLUSIVE).",
    .advice =
        "Drop what depends on it by name, in the same transaction, and leave CASCADE out: then the statement "
        "fails when there is something that nobody thought of.",
    .statement = check_drop_cascade};

}  // namespace dunlin::lint::rules
