#include "lint/replay/Functions.hpp"

#include <algorithm>

#include "lint/replay/Columns.hpp"
#include "lint/replay/Grants.hpp"

namespace dunlin::lint {

using model::CatalogFunction;
using model::FunctionArgument;
using model::ObjectName;
using model::QualifiedName;
using model::TypeName;

namespace {

CatalogFunction made_function(const Site& site, const model::CreateFunction& statement) {
  CatalogFunction made;
  made.name = site.catalog.created(statement.name);
  made.arguments = statement.arguments;
  for (FunctionArgument& argument : made.arguments) argument.type = site.catalog.qualified(argument.type);
  made.returns = site.catalog.qualified(statement.returns);
  made.procedure = statement.procedure;
  made.language = statement.language;
  made.body = statement.body;
  made.security_definer = statement.security_definer;
  made.leakproof = statement.leakproof;
  made.volatility = statement.volatility;
  made.settings = statement.settings;
  made.origin = site.origin;
  made.rights_origin = site.origin;
  return made;
}

bool takes(const CatalogFunction& function, const std::vector<TypeName>& types) {
  auto wanted = types.begin();
  for (const FunctionArgument& argument : function.arguments) {
    if (argument.mode == 'o' || argument.mode == 't') continue;
    if (wanted == types.end() || !model::same_type(argument.type, *wanted++)) return false;
  }
  return wanted == types.end();
}

std::vector<TypeName> qualified(const Site& site, const std::vector<TypeName>& types) {
  std::vector<TypeName> found;
  for (const TypeName& type : types) found.push_back(site.catalog.qualified(type));
  return found;
}

bool names_type(const TypeName& type, const QualifiedName& name) {
  return type.name == name.name && type.schema == name.schema;
}

bool calls(const model::Expression& expression, const QualifiedName& name) {
  return std::any_of(expression.calls.begin(), expression.calls.end(), [&](const model::FunctionCall& call) {
    return call.name.name == name.name && (call.name.schema.empty() || call.name.schema == name.schema);
  });
}

// CASCADE; there is nothing of these to be found when the statement goes without.
void drop_callers(Site& site, const QualifiedName& name) {
  for (auto& [table, relation] : site.catalog.relations) {
    std::erase_if(relation.triggers,
                  [&](const model::CatalogTrigger& trigger) { return trigger.function == name; });
    std::erase_if(relation.policies, [&](const model::CatalogPolicy& policy) {
      return calls(policy.using_, name) || calls(policy.check, name);
    });
  }
}

}  // namespace

void create_function(Site& site, const model::CreateFunction& statement) {
  CatalogFunction made = made_function(site, statement);
  std::vector<CatalogFunction>& overloads = site.catalog.functions[made.name];
  std::vector<TypeName> types;
  for (const FunctionArgument& argument : made.arguments)
    if (argument.mode != 'o' && argument.mode != 't') types.push_back(argument.type);
  const auto same = std::find_if(overloads.begin(), overloads.end(),
                                 [&](const CatalogFunction& known) { return takes(known, types); });
  if (same != overloads.end() && site.conditional && !statement.or_replace)
    return confirm(site, same->origin);
  if (same != overloads.end()) {
    made.origin = replacing(site, same->origin);
    made.public_may_execute = same->public_may_execute;
    made.former = std::move(same->former);
    if (same->body != made.body) made.former.push_back({std::move(same->body), same->origin});
    *same = std::move(made);
    return;
  }
  grant_defaults(site, overloads.emplace_back(std::move(made)));
}

namespace {

void alter_one(CatalogFunction& function, const model::AlterFunction& statement) {
  if (statement.security_definer) function.security_definer = *statement.security_definer;
  if (statement.volatility == "immutable") function.volatility = model::Volatility::immutable;
  if (statement.volatility == "stable") function.volatility = model::Volatility::stable;
  if (statement.volatility == "volatile") function.volatility = model::Volatility::volatile_;
  for (const auto& [reset, value] : statement.resets) {
    if (reset == "all") function.settings.clear();
    std::erase_if(function.settings,
                  [&, &name = reset](const auto& setting) { return setting.first == name; });
  }
  for (const auto& setting : statement.settings) {
    std::erase_if(function.settings, [&](const auto& known) { return known.first == setting.first; });
    function.settings.push_back(setting);
  }
}

}  // namespace

void alter_function(Site& site, const model::AlterFunction& statement) {
  for (CatalogFunction* function : functions_for(site, statement.function)) {
    alter_one(*function, statement);
    if (statement.security_definer) function->rights_origin = site.origin;
  }
}

std::vector<CatalogFunction*> functions_for(Site& site, const ObjectName& object) {
  std::vector<CatalogFunction*> found;
  const std::vector<TypeName> types = qualified(site, object.arguments);
  const auto in_schema = [&](const std::string& schema) {
    const auto known = site.catalog.functions.find({schema, object.name.name});
    if (known == site.catalog.functions.end()) return;
    for (CatalogFunction& function : known->second)
      if (!object.arguments_given || takes(function, types)) found.push_back(&function);
  };
  if (!object.name.schema.empty()) {
    in_schema(object.name.schema);
    return found;
  }
  for (const std::string& schema : site.catalog.search_path)
    if (found.empty()) in_schema(schema);
  return found;
}

void drop_function(Site& site, const ObjectName& object, bool cascade) {
  if (cascade) forget_defaults(site, object.name.name);
  const auto dropped = functions_for(site, object);
  if (dropped.empty()) return;
  const QualifiedName name = dropped.front()->name;
  const std::vector<TypeName> types = qualified(site, object.arguments);
  auto& overloads = site.catalog.functions.at(name);
  std::erase_if(overloads, [&](const CatalogFunction& function) {
    return !object.arguments_given || takes(function, types);
  });
  if (!overloads.empty()) return;
  site.catalog.functions.erase(name);
  if (cascade) drop_callers(site, name);
}

void drop_functions_named(Site& site, const QualifiedName& name) {
  site.catalog.functions.erase(name);
  drop_callers(site, name);
}

void drop_functions_with(Site& site, const QualifiedName& type) {
  erase_functions(site, [&](const CatalogFunction& function) {
    return names_type(function.returns, type) ||
           std::any_of(function.arguments.begin(), function.arguments.end(),
                       [&](const FunctionArgument& argument) { return names_type(argument.type, type); });
  });
}

void erase_functions(Site& site, const std::function<bool(const CatalogFunction&)>& gone) {
  auto& functions = site.catalog.functions;
  for (auto entry = functions.begin(); entry != functions.end();) {
    std::erase_if(entry->second, gone);
    entry = entry->second.empty() ? functions.erase(entry) : std::next(entry);
  }
}

void move_function(Site& site, const ObjectName& object, const std::string& schema, const std::string& name) {
  const auto moved = functions_for(site, object);
  if (moved.empty()) return;
  const QualifiedName old = moved.front()->name;
  const QualifiedName target{schema.empty() ? old.schema : schema, name.empty() ? old.name : name};
  std::vector<CatalogFunction> taken;
  for (CatalogFunction* function : moved) taken.push_back(*function);
  drop_function(site, object, false);
  auto& overloads = site.catalog.functions[target];
  for (CatalogFunction& function : taken) {
    function.name = target;
    overloads.push_back(std::move(function));
  }
  for (auto& [table, relation] : site.catalog.relations)
    for (model::CatalogTrigger& trigger : relation.triggers)
      if (trigger.function == old) trigger.function = target;
}

}  // namespace dunlin::lint
