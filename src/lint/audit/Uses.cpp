#include "lint/audit/Uses.hpp"

#include <algorithm>
#include <set>

#include "lint/audit/Definitions.hpp"
#include "sql/Dependencies.hpp"

namespace dunlin::lint::audit {
namespace {

using Names = std::vector<model::QualifiedName>;

bool is_systems(const model::QualifiedName& name) {
  return name.schema == "pg_catalog" || name.schema == "information_schema" || name.name.starts_with("pg_");
}

bool is_known(const model::Catalog& catalog, const model::QualifiedName& name) {
  const auto* relation = catalog.find_relation(name);
  return (relation != nullptr && is_made(*relation)) || catalog.find_type(name) != nullptr ||
         catalog.find_sequence(name) != nullptr || catalog.find_index(name) != nullptr ||
         !catalog.find_functions(name).empty();
}

void add_references(const std::vector<model::Constraint>& constraints, Names& names) {
  for (const model::Constraint& constraint : constraints) names.push_back(constraint.references);
}

void add_relations(const model::Query& query, Names& names) {
  for (const model::RelationUse& use : query.relations) names.push_back(use.name);
}

// Relations and trigger functions that have to be there when the statement runs.
struct Needs {
  Names operator()(const model::CreateTable& table) const {
    Names names = table.inherits;
    names.insert(names.end(), table.like.begin(), table.like.end());
    names.push_back(table.partition_of);
    add_references(table.constraints, names);
    for (const model::Column& column : table.columns) add_references(column.constraints, names);
    return names;
  }
  Names operator()(const model::CreateTableAs& table) const {
    Names names;
    add_relations(table.query, names);
    return names;
  }
  Names operator()(const model::CreateView& view) const {
    Names names;
    add_relations(view.query, names);
    return names;
  }
  Names operator()(const model::AlterTable& table) const {
    Names names;
    if (table.if_exists) return names;
    names.push_back(table.name);
    for (const model::AlterAction& action : table.actions) {
      if (action.constraint) names.push_back(action.constraint->references);
      if (action.column) add_references(action.column->constraints, names);
    }
    return names;
  }
  Names operator()(const model::CreateIndex& index) const { return {index.table}; }
  Names operator()(const model::CreateTrigger& trigger) const { return {trigger.table, trigger.function}; }
  Names operator()(const model::CreatePolicy& policy) const {
    Names names{policy.table};
    for (const auto* expression : {&policy.using_, &policy.check})
      for (const model::RelationUse& use : expression->relations) names.push_back(use.name);
    return names;
  }
  Names operator()(const model::Dml& dml) const {
    Names names{dml.target};
    add_relations(dml.query, names);
    return names;
  }
  Names operator()(const model::Truncate& truncate) const { return truncate.tables; }
  template <typename Other>
  Names operator()(const Other&) const {
    return {};
  }
};

bool needs_nothing(const JudgedStatement& statement) {
  const auto& command = statement.command;
  if (statement.embedded_in >= 0) return true;
  if (const auto* table = std::get_if<model::AlterTable>(&command)) return table->if_exists;
  if (const auto* rename = std::get_if<model::Rename>(&command)) return rename->if_exists;
  return std::holds_alternative<std::monostate>(command) || std::holds_alternative<model::Drop>(command) ||
         std::holds_alternative<model::SetVariable>(command) ||
         std::holds_alternative<model::TransactionControl>(command) ||
         std::holds_alternative<model::DoBlock>(command) || std::holds_alternative<model::Unparsed>(command);
}

// The types in a function's head: needed when it is made, whatever its language.
std::set<model::QualifiedName> head_types(const model::CreateFunction& function) {
  std::set<model::QualifiedName> types{{function.returns.schema, function.returns.name}};
  for (const model::FunctionArgument& argument : function.arguments)
    types.insert({argument.type.schema, argument.type.name});
  return types;
}

}  // namespace

void Uses::wait(const model::QualifiedName& name, Waiting waiting) {
  if (name.empty() || is_systems(name)) return;
  auto& uses = waiting_[name];
  const auto same =
      std::find_if(uses.begin(), uses.end(), [&](const Waiting& use) { return use.place == waiting.place; });
  if (same == uses.end()) {
    uses.push_back(std::move(waiting));
  } else {
    same->needed = same->needed || waiting.needed;
  }
}

void Uses::see(const JudgedStatement& statement, const model::Catalog& before, const Place& place) {
  if (const auto* variable = std::get_if<model::SetVariable>(&statement.command))
    if (variable->name == "check_function_bodies")
      bodies_checked_ =
          variable->reset || variable->values.empty() ||
          (variable->values[0] != "false" && variable->values[0] != "off" && variable->values[0] != "0");
  if (needs_nothing(statement)) return;
  const auto* created = std::get_if<model::CreateTable>(&statement.command);
  for (const model::QualifiedName& name : std::visit(Needs{}, statement.command)) {
    const bool itself = created != nullptr && before.created(created->name) == before.created(name);
    if (!name.empty() && !itself && !is_known(before, name)) wait(name, {place, false, true});
  }
  const auto* dml = std::get_if<model::Dml>(&statement.command);
  if (dml != nullptr && !dml->from_query && dml->query.calls.empty()) return;  // rows only
  const auto* function = std::get_if<model::CreateFunction>(&statement.command);
  const bool checked =
      function == nullptr || function->atomic_body || (function->language == "sql" && bodies_checked_);
  const auto head = function == nullptr ? std::set<model::QualifiedName>() : head_types(*function);
  for (const sql::QualifiedName& used : sql::referenced_relations(statement.source.text)) {
    const model::QualifiedName name{used.schema, used.name};
    if (!is_known(before, name)) wait(name, {place, !checked && !head.contains(name), false});
  }
}

void Uses::made(const model::QualifiedName& object, const Place& place) {
  for (const model::QualifiedName& spelling : {object, model::QualifiedName{"", object.name}}) {
    const auto found = waiting_.find(spelling);
    if (found == waiting_.end()) continue;
    for (const Waiting& use : found->second)
      if (use.place != place) early_.push_back({model::to_string(object), use.place, place, use.when_called});
    waiting_.erase(found);
  }
}

std::vector<MissingObject> Uses::missing() const {
  std::vector<MissingObject> missing;
  for (const auto& [name, uses] : waiting_) {
    MissingObject object{model::to_string(name), {}};
    for (const Waiting& use : uses)
      if (use.needed) object.uses.push_back(use.place);
    if (!object.uses.empty()) missing.push_back(std::move(object));
  }
  return missing;
}

}  // namespace dunlin::lint::audit
