#include <algorithm>

#include "lint/Dependents.hpp"
#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct BlockedDrop {
  const Scene& scene;
  Reporter& report;

  // DROP TABLE a, b: what b has to do with a doesn't matter.
  std::vector<std::string> others(const std::vector<Dependent>& dependents, const model::Drop* drop) const {
    std::vector<std::string> words;
    for (const Dependent& dependent : dependents) {
      const bool goes_too =
          drop != nullptr && std::any_of(drop->objects.begin(), drop->objects.end(), [&](const auto& object) {
            return scene.catalog().qualified(object.name) == dependent.relation;
          });
      if (!goes_too) words.push_back(dependent.words);
    }
    return words;
  }

  void add(const std::string& object, const std::string& statement, const std::vector<std::string>& words,
           model::Range place) const {
    if (!words.empty())
      report.add(object,
                 statement + " fails, because " + enumerated(words) +
                     (words.size() == 1 ? " needs" : " need") + " it",
                 place);
  }

  void drop(const model::Drop& drop) const {
    using enum model::ObjectKind;
    if (drop.cascade || drop.kind == schema || drop.kind == extension) return;
    for (const model::ObjectName& object : drop.objects) {
      if (origin_of(scene.catalog(), drop.kind, object) == nullptr) continue;
      const std::string name = shown_object(scene, drop.kind, object);
      add(name, "DROP of " + name, others(dependents_of(scene.catalog(), drop.kind, object), &drop),
          {0, scene.text().size()});
    }
  }

  void alter(const model::AlterTable& alter) const {
    const model::CatalogRelation* table = scene.relation(alter.name);
    if (table == nullptr) return;
    for (const model::AlterAction& action : alter.actions) {
      if (action.kind != model::AlterKind::drop_column || action.cascade ||
          table->find_column(action.name) == nullptr)
        continue;
      const std::string name = scene.shown(alter.name);
      std::vector<Dependent> dependents = dependents_of_column(scene.catalog(), *table, action.name);
      // That a view's query has the word isn't proof that it means the column, where others have it too.
      std::erase_if(dependents, [&](const Dependent& dependent) {
        return !means_column(dependent, *table, action.name);
      });
      add(name, "DROP COLUMN " + action.name + " of " + name, others(dependents, nullptr), action.range);
    }
  }

  bool means_column(const Dependent& dependent, const model::CatalogRelation& table,
                    const std::string& column) const {
    const model::CatalogRelation* view = scene.relation(dependent.relation);
    if (view == nullptr || !view->is_view()) return true;
    return std::none_of(view->query.relations.begin(), view->query.relations.end(), [&](const auto& use) {
      if (use.name == table.name) return false;
      const model::CatalogRelation* other = scene.relation(use.name);
      return other == nullptr || !other->complete || other->find_column(column) != nullptr;
    });
  }
};

void check_drop_blocked_by_dependents(const Scene& scene, Reporter& report) {
  if (scene.statement().embedded_in >= 0) return;
  const BlockedDrop blocked{scene, report};
  if (const auto* drop = scene.as<model::Drop>()) blocked.drop(*drop);
  if (const auto* alter = scene.as<model::AlterTable>()) blocked.alter(*alter);
}

}  // namespace

const Rule drop_blocked_by_dependents{
    .name = "drop-blocked-by-dependents",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A DROP without CASCADE of something that views, foreign keys, policies, columns need",
    .why = "PostgreSQL refuses it (2BP01, dependent objects still exist), and the deploy stops there.",
    .advice =
        "Drop or replace what depends on it first, by name, in the same transaction. CASCADE would drop it "
        "too, and "
        "whatever else there is.",
    .statement = check_drop_blocked_by_dependents};

}  // namespace dunlin::lint::rules
