#include "lint/audit/Families.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/Text.hpp"
#include "lint/SplitFix.hpp"
#include "lint/audit/CanonicalText.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::lint::audit {
namespace {

// Of a family of triggers' functions that keep updated_at, the name that most projects know.
constexpr std::string_view k_known_name = "update_updated_at_column";

struct Trigger {
  std::string shown;  ///< "touch on public.orders"
  std::string name;
  model::QualifiedName table;
};
using Triggers = std::map<model::QualifiedName, std::vector<Trigger>>;  ///< by function

Triggers triggers_by_function(const model::Catalog& last) {
  Triggers triggers;
  for (const auto& [name, relation] : last.relations)
    for (const model::CatalogTrigger& trigger : relation.triggers)
      triggers[last.qualified(trigger.function)].push_back(
          {trigger.name + " on " + model::to_string(name), trigger.name, name});
  return triggers;
}

std::string arguments_of(const model::CatalogFunction& function) {
  const std::string signature = function.signature();
  return signature.substr(signature.find('('));
}

using Group = std::vector<const model::CatalogFunction*>;

std::vector<Group> groups_of(const model::Catalog& last) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Group> groups;
  for (const auto& [name, overloads] : last.functions)
    for (const model::CatalogFunction& function : overloads) {
      const std::string body = canonical_body(function.body);
      if (body.empty() || !function.extension.empty() || function.language == "c") continue;
      groups[{body, function.language, arguments_of(function), model::to_string(function.returns)}].push_back(
          &function);
    }
  std::vector<Group> families;
  for (auto& [key, group] : groups)
    if (group.size() > 1) families.push_back(std::move(group));
  return families;
}

void add_difference(const Group& group, std::string_view what, bool (*has)(const model::CatalogFunction&),
                    std::vector<std::string>& out) {
  std::vector<std::string> those;
  for (const auto* function : group)
    if (has(*function)) those.push_back(function->signature());
  if (!those.empty() && those.size() < group.size())
    out.push_back(std::string(what) + ": " + join(those, ", ") + " only");
}

std::vector<std::string> differences_of(const Group& group) {
  std::vector<std::string> out;
  add_difference(
      group, "SECURITY DEFINER", [](const auto& f) { return f.security_definer; }, out);
  add_difference(
      group, "settings (SET ...)", [](const auto& f) { return !f.settings.empty(); }, out);
  add_difference(
      group, "STABLE", [](const auto& f) { return f.volatility == model::Volatility::stable; }, out);
  add_difference(
      group, "IMMUTABLE", [](const auto& f) { return f.volatility == model::Volatility::immutable; }, out);
  return out;
}

const model::CatalogFunction* choose(const Group& group, const Triggers& triggers) {
  const auto rank = [&](const model::CatalogFunction* function) {
    const auto used = triggers.find(function->name);
    const std::size_t count = used == triggers.end() ? 0 : used->second.size();
    return std::tuple(function->name.name != k_known_name, -static_cast<long>(count),
                      function->origin.file_index, function->origin.line);
  };
  return *std::min_element(group.begin(), group.end(),
                           [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
}

// Statements that hand the triggers of `function` to `kept` and drop it; "" when a trigger's text is unknown.
std::string merge_one(const model::CatalogFunction& function, const model::CatalogFunction& kept,
                      const Triggers& triggers, const Definitions& definitions) {
  std::string sql;
  if (const auto used = triggers.find(function.name); used != triggers.end())
    for (const Trigger& trigger : used->second) {
      const Definition* definition = definitions.last(model::ObjectKind::trigger, trigger.shown);
      const std::string text = definition == nullptr ? "" : with_function(definition->text, kept.name);
      if (text.empty()) return "";
      sql += "DROP TRIGGER " + sql_name({"", trigger.name}) + " ON " + sql_name(trigger.table) + ";\n" +
             text + ";\n";
    }
  return sql + "DROP FUNCTION " + sql_name(function.name) + arguments_of(function) + ";\n";
}

std::string merge_sql(const Group& group, const model::CatalogFunction& kept, const Triggers& triggers,
                      const Definitions& definitions) {
  if (kept.returns.name != "trigger") return "";  // who calls them isn't known
  std::string sql;
  for (const auto* function : group) {
    if (function == &kept) continue;
    const std::string one = merge_one(*function, kept, triggers, definitions);
    if (one.empty()) return "";
    sql += one;
  }
  return sql;
}

}  // namespace

std::string with_function(const std::string& trigger, const model::QualifiedName& function) {
  sql::TokenStream tokens(trigger);
  while (!tokens.at_end()) {
    if (!tokens.accept("execute")) {
      tokens.advance();
      continue;
    }
    if (!tokens.accept("function") && !tokens.accept("procedure")) continue;
    const std::size_t begin = tokens.current().offset;
    if (!tokens.accept_name() || !tokens.at('(')) return "";
    return trigger.substr(0, begin) + sql_name(function) + trigger.substr(tokens.current().offset);
  }
  return "";
}

std::vector<FunctionFamily> find_families(const model::Catalog& last, const Definitions& definitions) {
  const Triggers triggers = triggers_by_function(last);
  std::vector<FunctionFamily> families;
  for (Group& group : groups_of(last)) {
    std::sort(group.begin(), group.end(), [](const auto* a, const auto* b) {
      return std::tuple(a->origin.file_index, a->origin.line) <
             std::tuple(b->origin.file_index, b->origin.line);
    });
    const model::CatalogFunction* kept = choose(group, triggers);
    FunctionFamily family;
    std::set<std::string> texts;
    for (const auto* function : group) {
      FunctionFamily::Member member{
          function->signature(), {function->origin.file, function->origin.line}, {}};
      if (const auto used = triggers.find(function->name); used != triggers.end())
        for (const Trigger& trigger : used->second) member.triggers.push_back(trigger.shown);
      family.members.push_back(std::move(member));
      texts.insert(plain_body(function->body));
    }
    family.same_text = texts.size() == 1;
    family.differences = differences_of(group);
    family.kept = kept->signature();
    family.body = std::string(trim(kept->body));
    family.merge_sql = merge_sql(group, *kept, triggers, definitions);
    families.push_back(std::move(family));
  }
  std::stable_sort(families.begin(), families.end(), [](const FunctionFamily& a, const FunctionFamily& b) {
    return a.members.size() > b.members.size();
  });
  return families;
}

std::vector<Overload> find_overloads(const model::Catalog& last) {
  std::vector<Overload> overloads;
  for (const auto& [name, functions] : last.functions) {
    if (functions.size() < 2 || !functions.front().extension.empty()) continue;
    Overload overload{model::to_string(name), {}};
    for (const model::CatalogFunction& function : functions)
      overload.functions.emplace_back(function.signature(),
                                      Place{function.origin.file, function.origin.line});
    overloads.push_back(std::move(overload));
  }
  return overloads;
}

}  // namespace dunlin::lint::audit
