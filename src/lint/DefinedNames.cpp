#include "lint/DefinedNames.hpp"

namespace dunlin::lint {
namespace {

using Names = std::vector<DefinedName>;

void add(std::string kind, const std::string& name, Names& names) {
  if (!name.empty()) names.push_back({std::move(kind), name});
}

void add_column(const model::Column& column, Names& names) {
  add("column", column.name, names);
  for (const model::Constraint& constraint : column.constraints) add("constraint", constraint.name, names);
}

struct Collector {
  Names& names;

  void operator()(const model::CreateTable& create) const {
    add("table", create.name.name, names);
    for (const model::Column& column : create.columns) add_column(column, names);
    for (const model::Constraint& constraint : create.constraints) add("constraint", constraint.name, names);
  }
  void operator()(const model::CreateTableAs& create) const {
    add(create.materialized_view ? "materialized view" : "table", create.name.name, names);
  }
  void operator()(const model::AlterTable& alter) const {
    for (const model::AlterAction& action : alter.actions) {
      if (action.kind == model::AlterKind::add_column && action.column) add_column(*action.column, names);
      if (action.kind == model::AlterKind::add_constraint && action.constraint)
        add("constraint", action.constraint->name, names);
    }
  }
  void operator()(const model::CreateIndex& create) const { add("index", create.name, names); }
  void operator()(const model::CreateView& create) const { add("view", create.name.name, names); }
  void operator()(const model::CreateFunction& create) const {
    add(create.procedure ? "procedure" : "function", create.name.name, names);
  }
  void operator()(const model::CreateType& create) const { add("type", create.name.name, names); }
  void operator()(const model::CreateDomain& create) const { add("domain", create.name.name, names); }
  void operator()(const model::CreateSequence& create) const {
    if (!create.alters) add("sequence", create.name.name, names);
  }
  void operator()(const model::CreateSchema& create) const { add("schema", create.name, names); }
  void operator()(const model::CreateTrigger& create) const { add("trigger", create.name, names); }
  void operator()(const model::Rename& rename) const {
    if (rename.kind != model::ObjectKind::policy && rename.kind != model::ObjectKind::enum_value)
      add(std::string(to_string(rename.kind)), rename.new_name, names);
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

std::vector<DefinedName> defined_names(const Scene& scene) {
  Names names;
  std::visit(Collector{names}, scene.statement().command);
  return names;
}

}  // namespace dunlin::lint
