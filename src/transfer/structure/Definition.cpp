#include "transfer/structure/Definition.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "model/command/Command.hpp"
#include "sql/Grammar.hpp"
#include "sql/TokenStream.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::transfer {
namespace {

using Reach = DefinitionChange::Reach;

// `SELECT *`, `SELECT a.*`, `TABLE a`: the columns are those that were there when the view was made. The star
// of count(*) and of a product isn't one.
bool has_star(const std::string& query) {
  sql::TokenStream tokens(query);
  for (std::string before; !tokens.at_end(); tokens.advance()) {
    if (tokens.at("table")) return true;
    if (tokens.at('*')) {
      const sql::Token behind = tokens.ahead();
      if (before == "." || before == "," || before == "select" || before == "distinct" || before == "all")
        return true;
      if (before == ")" && sql::is_word(query, behind, "from")) return true;
    }
    before = sql::name_value(tokens.text());
  }
  return false;
}

struct DefinitionOf {
  std::optional<Definition> operator()(const model::CreateTable& table) const {
    if (table.persistence == model::Persistence::temporary) return std::nullopt;
    Definition definition = made(Definition::Kind::table, table.name);
    definition.in_place = definition.in_place && table.partition_of.name.empty();
    for (const auto& column : table.columns) definition.columns.push_back(column.name);
    return definition;
  }
  std::optional<Definition> operator()(const model::CreateView& view) const {
    if (view.temporary) return std::nullopt;
    Definition definition = made(Definition::Kind::view, view.name);
    definition.star = has_star(view.definition);
    return definition;
  }
  std::optional<Definition> operator()(const model::CreateFunction& function) const {
    return made(Definition::Kind::function, function.name);
  }
  std::optional<Definition> operator()(const model::CreateTrigger& trigger) const {
    Definition definition = made(Definition::Kind::trigger, {trigger.table.schema, trigger.name});
    definition.table = trigger.table.name;
    definition.in_place = false;
    return definition;
  }
  template <typename Other>
  std::optional<Definition> operator()(const Other&) const {
    return std::nullopt;
  }

 private:
  static Definition made(Definition::Kind kind, const model::QualifiedName& name) {
    Definition definition;
    definition.kind = kind;
    definition.name = name.name;
    definition.schema = name.schema;
    definition.in_place = name.schema.empty();
    return definition;
  }
};

// Collects what one statement changes.
class ChangesOf {
 public:
  void operator()(const model::AlterTable& alter) {
    for (const auto& action : alter.actions) {
      if (action.cascade && action.kind == model::AlterKind::drop_column) depending();
      if (changes_part(action.kind))
        named(alter.name, action.name);
      else if (action.kind == model::AlterKind::other)
        named(alter.name);
    }
  }
  void operator()(const model::Drop& drop) {
    if (drop.cascade) depending();
    for (const auto& object : drop.objects) of_object(object);
  }
  // Expressions and queries spell the new name of a column.
  void operator()(const model::Rename& rename) {
    if (rename.kind == model::ObjectKind::column)
      named(rename.object.table);
    else if (rename.kind != model::ObjectKind::constraint && rename.kind != model::ObjectKind::index)
      of_object(rename.object);
  }
  void operator()(const model::SetSchema& set) { of_object(set.object); }
  void operator()(const model::AlterFunction& alter) { of_object(alter.function); }
  void operator()(const model::CreateView& view) { named(view.name); }
  void operator()(const model::CreateFunction& function) { named(function.name); }
  void operator()(const model::CreateTrigger& trigger) { named(trigger.table, trigger.name); }
  void operator()(const model::CreateRule& rule) { named(rule.table, rule.name); }
  void operator()(const model::DoBlock&) { changes_.push_back({Reach::anything, "", "", ""}); }
  void operator()(const model::Call&) { changes_.push_back({Reach::anything, "", "", ""}); }
  template <typename Other>
  void operator()(const Other&) {}

  std::vector<DefinitionChange> take() { return std::move(changes_); }

 private:
  static bool changes_part(model::AlterKind kind) {
    using Kind = model::AlterKind;
    constexpr std::array changing{Kind::drop_column,    Kind::set_type,        Kind::set_default,
                                  Kind::drop_default,   Kind::set_expression,  Kind::drop_expression,
                                  Kind::enable_trigger, Kind::disable_trigger, Kind::enable_rule,
                                  Kind::disable_rule};
    return std::find(changing.begin(), changing.end(), kind) != changing.end();
  }

  void depending() { changes_.push_back({Reach::dependents, "", "", ""}); }
  void named(const model::QualifiedName& object, const std::string& part = "") {
    changes_.push_back({Reach::named, object.schema, object.name, part});
  }
  void of_object(const model::ObjectName& object) {
    if (object.table.name.empty())
      named(object.name);
    else
      named(object.table, object.name.name);
  }

  std::vector<DefinitionChange> changes_;
};

// The others aren't parsed: there can be many of them, and long ones.
bool may_change(const std::string& statement) {
  const sql::TokenStream tokens(statement);
  constexpr std::array words{"alter", "drop", "create", "do", "call"};
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return tokens.at(word); });
}

}  // namespace

std::optional<Definition> definition_in(const std::string& statement) {
  std::optional<Definition> definition;
  sql::on_large_stack([&] { definition = std::visit(DefinitionOf{}, sql::parse_command(statement)); });
  if (definition) definition->sql = statement;
  return definition;
}

std::vector<DefinitionChange> changes_in(const std::string& statement) {
  if (!may_change(statement)) return {};
  ChangesOf changes;
  sql::on_large_stack([&] { std::visit(changes, sql::parse_command(statement)); });
  return changes.take();
}

bool concerns(const DefinitionChange& change, const Definition& definition, const std::string& schema,
              const std::string& column) {
  using Kind = Definition::Kind;
  if (change.reach == Reach::anything) return true;
  if (change.reach == Reach::dependents)
    return definition.kind == Kind::view || definition.kind == Kind::trigger;
  if (!change.schema.empty() && change.schema != schema) return false;
  if (definition.kind == Kind::trigger)
    return change.object == definition.table && (change.part.empty() || change.part == definition.name ||
                                                 change.part == "all" || change.part == "user");
  return change.object == definition.name && (change.part.empty() || change.part == column);
}

bool leaves_schema(const std::string& statement) {
  if (!sql::TokenStream(statement).at("set")) return false;
  bool leaves = false;
  sql::on_large_stack([&] {
    const auto command = sql::parse_command(statement);
    const auto* set = std::get_if<model::SetVariable>(&command);
    leaves = set != nullptr && set->name == "search_path" && !set->reset;
  });
  return leaves;
}

std::string describe(const Definition& definition) {
  switch (definition.kind) {
    case Definition::Kind::table: return definition.name;
    case Definition::Kind::view: return "view " + definition.name;
    case Definition::Kind::function: return "function " + definition.name;
    case Definition::Kind::trigger: return "trigger " + definition.name + " ON " + definition.table;
  }
  return definition.name;
}

}  // namespace dunlin::transfer
