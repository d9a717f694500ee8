#include <algorithm>

#include "base/Text.hpp"
#include "lint/BodyMentions.hpp"
#include "lint/Dropped.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

using FunctionsFound = std::vector<const model::CatalogFunction*>;

struct BrokenDependent {
  const Scene& scene;
  Reporter& report;

  // The file replaces or drops the function itself, perhaps by this very statement.
  bool is_redone(const model::CatalogFunction& function) const {
    for (std::size_t i = scene.index(); i < scene.statements().size(); ++i) {
      const model::Command& command = scene.statements()[i].command;
      if (const auto* create = std::get_if<model::CreateFunction>(&command))
        if (scene.catalog().created(create->name) == function.name) return true;
      const auto* drop = std::get_if<model::Drop>(&command);
      if (drop == nullptr) continue;
      for (const model::ObjectName& object : drop->objects)
        if (!object.name.empty() && scene.catalog().find_functions(object.name).data() ==
                                        scene.catalog().find_functions(function.name).data())
          return true;
    }
    return false;
  }

  void add(const std::string& what, const FunctionsFound& functions, model::Range place) const {
    std::vector<std::string> broken;
    for (const model::CatalogFunction* function : functions)
      if (!is_redone(*function)) broken.push_back(function->signature());
    if (broken.empty()) return;
    report.add(broken.front(),
               enumerated(broken) + (broken.size() == 1 ? " still uses " : " still use ") + what +
                   (broken.size() == 1 ? ": it fails when it runs" : ": they fail when they run"),
               place);
  }

  model::Range whole() const { return {0, scene.text().size()}; }

  void relation(const model::ObjectName& object, model::ObjectKind kind) const {
    if (made_later(scene, kind, object)) return;
    add(scene.shown(object.name), functions_naming(scene.catalog(), scene.catalog().qualified(object.name)),
        whole());
  }

  void function(const model::ObjectName& object, model::ObjectKind kind) const {
    const auto& overloads = scene.catalog().find_functions(object.name);
    if (overloads.size() != 1 || made_later(scene, kind, object)) return;
    add(shown_object(scene, kind, object), functions_calling(scene.catalog(), overloads.front().name),
        whole());
  }

  void column(const model::QualifiedName& table, const std::string& column, model::Range place) const {
    const model::QualifiedName name = scene.catalog().qualified(table);
    add("column " + column + " of " + scene.shown(table),
        functions_naming_column(scene.catalog(), name, column), place);
  }

  void taken_away(const model::ObjectName& object, model::ObjectKind kind) const {
    using Kind = model::ObjectKind;
    if (kind == Kind::table || kind == Kind::view || kind == Kind::materialized_view ||
        kind == Kind::foreign_table)
      relation(object, kind);
    if (kind == Kind::function || kind == Kind::procedure || kind == Kind::routine) function(object, kind);
  }

  // Renamed in two steps, a to a_old and a_new to a: the name is there again.
  bool comes_back(const model::QualifiedName& table, const std::string& column) const {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const model::Command& command = scene.statements()[i].command;
      const auto* rename = std::get_if<model::Rename>(&command);
      if (rename != nullptr && rename->kind == model::ObjectKind::column && rename->new_name == column &&
          scene.shown(rename->object.table) == scene.shown(table))
        return true;
      const auto* alter = std::get_if<model::AlterTable>(&command);
      if (alter != nullptr && scene.shown(alter->name) == scene.shown(table) &&
          std::any_of(alter->actions.begin(), alter->actions.end(), [&](const model::AlterAction& action) {
            return action.kind == model::AlterKind::add_column && action.column &&
                   action.column->name == column;
          }))
        return true;
    }
    return false;
  }
};

void check_broken_dependent(const Scene& scene, Reporter& report) {
  const BrokenDependent broken{scene, report};
  if (const auto* drop = scene.as<model::Drop>())
    for (const model::ObjectName& object : drop->objects) broken.taken_away(object, drop->kind);
  if (const auto* alter = scene.as<model::AlterTable>())
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::drop_column && !broken.comes_back(alter->name, action.name))
        broken.column(alter->name, action.name, action.range);
  if (const auto* rename = scene.as<model::Rename>()) {
    if (rename->kind == model::ObjectKind::column &&
        !broken.comes_back(rename->object.table, rename->old_name))
      broken.column(rename->object.table, rename->old_name, broken.whole());
    else
      broken.taken_away(rename->object, rename->kind);
  }
  if (const auto* set = scene.as<model::SetSchema>()) broken.taken_away(set->object, set->kind);
}

}  // namespace

const Rule broken_dependent{
    .name = "broken-dependent",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A function's body still uses what is dropped or renamed",
    .why =
        "PostgreSQL doesn't record what the bodies of functions use, and drops or renames it without a word. "
        "The "
        "function fails when it runs: in a trigger, that is every write to the table.",
    .advice = "CREATE OR REPLACE the function without it, in the same transaction and before it is dropped.",
    .statement = check_broken_dependent};

}  // namespace dunlin::lint::rules
