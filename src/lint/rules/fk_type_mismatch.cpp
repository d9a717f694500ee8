#include <array>
#include <string_view>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct FkTypeMismatch {
  // Types that can be compared with each other; those of different classes can't (SQLSTATE 42804).
  static int class_of(const std::string& type) {
    static constexpr std::array<std::pair<std::string_view, int>, 16> k_classes{{{"int2", 1},
                                                                                 {"int4", 1},
                                                                                 {"int8", 1},
                                                                                 {"serial2", 1},
                                                                                 {"serial4", 1},
                                                                                 {"serial8", 1},
                                                                                 {"numeric", 2},
                                                                                 {"text", 3},
                                                                                 {"varchar", 3},
                                                                                 {"bpchar", 3},
                                                                                 {"uuid", 4},
                                                                                 {"date", 5},
                                                                                 {"timestamp", 5},
                                                                                 {"timestamptz", 5},
                                                                                 {"bool", 6},
                                                                                 {"bytea", 7}}};
    for (const auto& [name, number] : k_classes)
      if (name == type) return number;
    return 0;
  }

  // Both are stored in the same way, so that each value of one is a value of the other.
  static bool same(const model::TypeName& a, const model::TypeName& b) {
    const auto plain = [](const std::string& name) -> std::string {
      if (name == "serial2") return "int2";
      if (name == "serial4") return "int4";
      if (name == "serial8") return "int8";
      return name == "varchar" ? "text" : name;
    };
    return a.array == b.array && plain(a.name) == plain(b.name);
  }

  static bool refused(const model::TypeName& from, const model::TypeName& to) {
    if (from.array != to.array) return true;
    const int a = class_of(from.name);
    const int b = class_of(to.name);
    // An integer column may reference a numeric one, not the other way round.
    return a != 0 && b != 0 && a != b && !(a == 1 && b == 2);
  }

  struct Key {
    model::QualifiedName table;
    const std::vector<model::Column>* new_columns;
    const model::Constraint* constraint;
    std::vector<std::string> columns;
  };

  static const model::TypeName* type_of(const Scene& scene, const model::QualifiedName& table,
                                        const std::vector<model::Column>* new_columns,
                                        const std::string& column) {
    if (new_columns != nullptr)
      for (const model::Column& one : *new_columns)
        if (one.name == column) return &one.type;
    const auto* relation = scene.relation(table);
    const auto* known = relation == nullptr ? nullptr : relation->find_column(column);
    return known == nullptr || known->type.name.empty() ? nullptr : &known->type;
  }

  static std::vector<std::string> referenced(const Scene& scene, const model::Constraint& constraint) {
    if (!constraint.referenced_columns.empty()) return constraint.referenced_columns;
    const auto* parent = scene.relation(constraint.references);
    const auto* key = parent == nullptr ? nullptr : parent->primary_key();
    return key == nullptr ? std::vector<std::string>() : key->columns;
  }

  static void judge(const Scene& scene, const Key& key, Reporter& report) {
    if (key.constraint->kind != model::ConstraintKind::foreign_key) return;
    const std::vector<std::string> parents = referenced(scene, *key.constraint);
    const bool to_itself =
        scene.catalog().qualified(key.constraint->references) == scene.catalog().created(key.table);
    for (std::size_t i = 0; i < key.columns.size() && i < parents.size(); ++i) {
      const auto* from = type_of(scene, key.table, key.new_columns, key.columns[i]);
      const auto* to =
          type_of(scene, key.constraint->references, to_itself ? key.new_columns : nullptr, parents[i]);
      if (from == nullptr || to == nullptr || same(*from, *to)) continue;
      add(scene, key, {key.columns[i], parents[i]}, *from, *to, report);
    }
  }

  static void add(const Scene& scene, const Key& key, const std::pair<std::string, std::string>& columns,
                  const model::TypeName& from, const model::TypeName& to, Reporter& report) {
    const bool fails = refused(from, to);
    if (!fails && scene.settings().profile == Profile::safe && !asked_for(scene)) return;
    const std::string parent = scene.shown(key.constraint->references);
    model::Finding& finding = report.add(
        scene.shown(key.table),
        columns.first + " is " + to_string(from) + ", but " + parent + "." + columns.second + " is " +
            to_string(to) +
            (fails ? ": PostgreSQL refuses the foreign key" : ": values of one may not fit into the other"),
        key.constraint->range);
    if (!fails) finding.severity = model::Severity::warning;
  }

  static bool asked_for(const Scene& scene) {
    for (const std::string& rule : scene.settings().also)
      if (rule == "fk-type-mismatch") return true;
    return false;
  }

  static void judge_column(const Scene& scene, const model::QualifiedName& table,
                           const std::vector<model::Column>& columns, const model::Column& column,
                           Reporter& report) {
    for (const model::Constraint& constraint : column.constraints)
      judge(scene, {table, &columns, &constraint, {column.name}}, report);
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* create = scene.as<model::CreateTable>()) {
      for (const auto& column : create->columns)
        judge_column(scene, create->name, create->columns, column, report);
      for (const auto& constraint : create->constraints)
        judge(scene, {create->name, &create->columns, &constraint, constraint.columns}, report);
    }
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    std::vector<model::Column> added;
    for (const model::AlterAction& action : alter->actions)
      if (action.column && action.kind == model::AlterKind::add_column) added.push_back(*action.column);
    for (const model::Column& column : added) judge_column(scene, alter->name, added, column, report);
    for (const model::AlterAction& action : alter->actions)
      if (action.constraint && action.kind == model::AlterKind::add_constraint)
        judge(scene, {alter->name, &added, &*action.constraint, action.constraint->columns}, report);
  }
};

}  // namespace

const Rule fk_type_mismatch{
    .name = "fk-type-mismatch",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A foreign key whose column has another type than the referenced one",
    .why =
        "Types that can't be compared are refused, and the deploy stops (measured: uuid and text, integer "
        "and "
        "text, numeric to integer). integer to bigint works until the ids outgrow the smaller one; then "
        "inserts fail, and changing the type rewrites the table.",
    .advice = "Give the column the type of the referenced one before it holds rows.",
    .statement = FkTypeMismatch::statement};

}  // namespace dunlin::lint::rules
