#include "lint/Dropped.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// What code of before the file would miss, or could no longer write.
struct NotAdditive {
  const Scene& scene;
  Reporter& report;

  model::Range whole() const { return {0, scene.text().size()}; }
  void add(const std::string& object, const std::string& what, model::Range place) const {
    report.add(object, what, place);
  }

  static bool is_seen(model::ObjectKind kind) {
    using enum model::ObjectKind;
    return kind != index && kind != trigger && kind != policy && kind != rule && kind != constraint;
  }

  void operator()(const model::Drop& drop) const {
    if (!is_seen(drop.kind)) return;
    for (const model::ObjectName* object : dropped_objects(scene, drop.kind)) {
      const std::string name = shown_object(scene, drop.kind, *object);
      const bool again = drop.kind != model::ObjectKind::table && made_later(scene, drop.kind, *object);
      if (!again)
        add(name, "old code would miss " + std::string(model::to_string(drop.kind)) + " " + name, whole());
    }
  }
  void operator()(const model::Rename& rename) const {
    const model::Rename* noticed = is_seen(rename.kind) ? noticed_rename(scene, rename.kind) : nullptr;
    if (noticed == nullptr || scene.catalog().find_index(rename.object.name) != nullptr) return;
    const bool part = !rename.object.table.empty();
    const std::string name =
        part ? scene.shown(rename.object.table) : shown_object(scene, rename.kind, rename.object);
    add(name,
        "old code would miss " + std::string(model::to_string(rename.kind)) + " " +
            (part ? rename.old_name + " of " + name : name) + ", which becomes " + rename.new_name,
        whole());
  }
  void operator()(const model::SetSchema& set) const {
    if (!is_in_use(scene, set.kind, set.object) || made_later(scene, set.kind, set.object)) return;
    const std::string name = shown_object(scene, set.kind, set.object);
    add(name, "old code would miss " + std::string(model::to_string(set.kind)) + " " + name, whole());
  }
  void operator()(const model::AlterEnum& alter) const {
    const model::ObjectName type{alter.name, {}, {}, false};
    if (!alter.old_value.empty() && is_in_use(scene, model::ObjectKind::type, type)) {
      const std::string name = shown_object(scene, model::ObjectKind::type, type);
      add(name, "old code would miss the value '" + alter.old_value + "' of " + name, whole());
    }
  }
  void operator()(const model::Truncate& truncate) const {
    for (const model::QualifiedName& table : truncate.tables)
      if (scene.is_live(table))
        add(scene.shown(table), "old code would miss the rows of " + scene.shown(table), whole());
  }
  void operator()(const model::CreateIndex& index) const {
    if (index.unique && scene.is_live(index.table))
      add(scene.shown(index.table),
          "writes of old code to " + scene.shown(index.table) + " may be refused as duplicates", whole());
  }
  void operator()(const model::AlterDomain& alter) const {
    if (alter.kind == model::AlterDomainKind::add_constraint ||
        alter.kind == model::AlterDomainKind::set_not_null)
      add(model::to_string(alter.name),
          "values that old code writes may be refused by domain " + model::to_string(alter.name), whole());
  }
  void operator()(const model::AlterTable& alter) const {
    if (!scene.is_live(alter.name)) return;
    for (const model::AlterAction& action : alter.actions) {
      const std::string what = refused(alter, action);
      if (!what.empty()) add(scene.shown(alter.name), what, action.range);
    }
  }

  std::string refused(const model::AlterTable& alter, const model::AlterAction& action) const {
    const std::string table = scene.shown(alter.name);
    const std::string column = "column " + action.name + " of " + table;
    if (made_here(alter, action.name)) return {};
    switch (action.kind) {
      case model::AlterKind::drop_column: return "old code would miss " + column;
      case model::AlterKind::set_type: return "old code would find another type in " + column;
      case model::AlterKind::set_not_null:
        return "old code that writes no value for " + column + " would be refused";
      case model::AlterKind::drop_default:
        return "old code that leaves " + column + " to its default would write NULL";
      case model::AlterKind::add_constraint:
        return "writes of old code to " + table + " may be refused by the new constraint" +
               (action.constraint && !action.constraint->name.empty() ? " " + action.constraint->name : "");
      case model::AlterKind::add_column:
        return needs_value(action) ? "old code writes no value for column " + action.column->name + " of " +
                                         table + ", which is NOT NULL and has no default"
                                   : std::string();
      default: return {};
    }
  }

  // The file made the column itself.
  bool made_here(const model::AlterTable& alter, const std::string& column) const {
    const model::CatalogRelation* table = scene.relation(alter.name);
    const model::CatalogColumn* known = table == nullptr ? nullptr : table->find_column(column);
    return known != nullptr && scene.made_in_file(known->origin);
  }

  static bool needs_value(const model::AlterAction& action) {
    return action.column && action.column->not_null && !action.column->default_value &&
           action.column->generated == model::Generated::no && !action.column->type.is_serial();
  }

  template <typename Another>
  void operator()(const Another&) const {}
};

void check_additive_only_violation(const Scene& scene, Reporter& report) {
  std::visit(NotAdditive{scene, report}, scene.statement().command);
}

}  // namespace

const Rule additive_only_violation{
    .name = "additive-only-violation",
    .family = 'D',
    .profile = Profile::policy,
    .severity = model::Severity::error,
    .summary =
        "Something is dropped, renamed or narrowed that code of before may need (policy additive_only)",
    .why =
        "While a release rolls out, and when it is rolled back, the code of before runs against the new "
        "schema. It "
        "works as long as the schema only gains things.",
    .advice =
        "Split it: a file that only adds goes out with this release; what takes away goes out when no "
        "running code "
        "needs it, with -- dunlin:allow additive-only-violation: reason.",
    .statement = check_additive_only_violation};

}  // namespace dunlin::lint::rules
