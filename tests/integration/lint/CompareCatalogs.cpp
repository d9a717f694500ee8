#include "integration/lint/CompareCatalogs.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace dunlin::test {
namespace {

using model::QualifiedName;

class Comparison {
 public:
  std::vector<std::string> found;

  void same(const std::string& what, const std::string& replayed, const std::string& real) {
    if (replayed != real) found.push_back(fmt::format("{}: replayed '{}', real '{}'", what, replayed, real));
  }

  /// The names of both maps; those that only one has are differences.
  template <typename Map>
  std::vector<typename Map::key_type> common(const std::string& what, const Map& replayed, const Map& real) {
    std::vector<typename Map::key_type> keys;
    for (const auto& [key, value] : replayed) {
      if (real.contains(key))
        keys.push_back(key);
      else
        found.push_back(fmt::format("{} {} is only replayed", what, to_text(key)));
    }
    for (const auto& [key, value] : real)
      if (!replayed.contains(key)) found.push_back(fmt::format("{} {} is only real", what, to_text(key)));
    return keys;
  }

 private:
  static std::string to_text(const QualifiedName& name) { return to_string(name); }
  static std::string to_text(const std::string& name) { return name; }
};

std::string text(std::vector<std::string> names, bool in_order = true) {
  if (!in_order) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }
  return fmt::format("{}", fmt::join(names, ","));
}

std::string type_text(const model::TypeName& type, const model::TypeName& real) {
  model::TypeName shown = type;
  shown.collated = false;
  if (shown.name.empty()) shown = real;
  if (shown.schema.empty()) shown.schema = real.schema;
  if (real.name == "geometry" || real.name == "geography") shown.modifiers.clear();  // packed by PostGIS
  shown.collated = false;
  return to_string(shown);
}

std::string column_text(const model::CatalogColumn& column, const model::CatalogColumn& real, bool view) {
  if (view) return fmt::format("{} {}", column.name, type_text(column.type, real.type));
  const bool made_by_query = column.type.name.empty();
  return fmt::format("{} {}{}{} generated={} from={} inherited={} local={}{}{}", column.name,
                     type_text(column.type, real.type), column.not_null ? " not null" : "",
                     column.default_text.empty() ? "" : " default", static_cast<int>(column.generated),
                     text(column.generated_from, false), column.inherited, column.local,
                     column.comment.empty() ? "" : " comment=" + column.comment,
                     made_by_query ? "" : " collate " + column.collation);
}

void compare_columns(const model::CatalogRelation& a, const model::CatalogRelation& b,
                     Comparison& comparison) {
  const std::string name = to_string(a.name);
  for (std::size_t i = 0; i < std::max(a.columns.size(), b.columns.size()); ++i) {
    const std::string what = fmt::format("{} column {}", name, i + 1);
    if (i >= a.columns.size() || i >= b.columns.size()) {
      comparison.same(what, i < a.columns.size() ? a.columns[i].name : "(none)",
                      i < b.columns.size() ? b.columns[i].name : "(none)");
      continue;
    }
    model::CatalogColumn real = b.columns[i];
    if (a.columns[i].type.name.empty()) real.collation.clear();
    if (a.columns[i].type.name.empty()) real.type.modifiers.clear();
    std::string left = column_text(a.columns[i], real, a.is_view());
    model::CatalogColumn shown = real;
    if (a.columns[i].type.name.empty()) shown.type.name.clear();
    comparison.same(what, left, column_text(shown, real, a.is_view()));
  }
}

std::string constraint_text(const model::CatalogConstraint& constraint) {
  const bool ordered = constraint.kind != model::ConstraintKind::check;
  const bool key = constraint.kind == model::ConstraintKind::foreign_key;
  return fmt::format(
      "kind={} ({}) {}({}) delete={} update={} valid={} enforced={} deferrable={} noinherit={} "
      "inherited={} index={}",
      static_cast<int>(constraint.kind), text(constraint.columns, ordered),
      key ? to_string(constraint.references) : "", text(constraint.referenced_columns),
      static_cast<int>(constraint.on_delete), static_cast<int>(constraint.on_update), constraint.valid,
      constraint.enforced, constraint.deferrable, constraint.no_inherit, constraint.inherited,
      constraint.index);
}

std::map<std::string, std::string> constraints_of(const model::CatalogRelation& relation) {
  std::map<std::string, std::string> texts;
  for (const auto& constraint : relation.constraints)
    if (constraint.kind != model::ConstraintKind::not_null)
      texts[constraint.name] = constraint_text(constraint);
  return texts;
}

std::map<std::string, std::string> triggers_of(const model::CatalogRelation& relation) {
  std::map<std::string, std::string> texts;
  for (const auto& trigger : relation.triggers)
    texts[trigger.name] =
        fmt::format("{} {} {} of {} row={} when={} enabled={}", trigger.function.name, trigger.timing,
                    text(trigger.events, false), text(trigger.columns, false), trigger.for_each_row,
                    trigger.has_when, trigger.enabled);
  return texts;
}

std::map<std::string, std::string> policies_of(const model::CatalogRelation& relation) {
  std::map<std::string, std::string> texts;
  for (const auto& policy : relation.policies)
    texts[policy.name] =
        fmt::format("permissive={} for {} to {} using={} check={}", policy.permissive, policy.command,
                    text(policy.roles, false), !policy.using_.empty(), !policy.check.empty());
  return texts;
}

void compare_texts(const std::string& what, const std::map<std::string, std::string>& a,
                   const std::map<std::string, std::string>& b, Comparison& comparison) {
  for (const std::string& key : comparison.common(what, a, b))
    comparison.same(what + " " + key, a.at(key), b.at(key));
}

std::string relation_text(const model::CatalogRelation& relation) {
  std::vector<std::string> parents;
  for (const QualifiedName& parent : relation.inherits) parents.push_back(to_string(parent));
  std::vector<std::string> options;
  for (const auto& [name, value] : relation.options) options.push_back(name);
  return fmt::format(
      "kind={} persistence={} key={}({}) partition_of={} default={} inherits={} rls={}/{} identity={} "
      "access={} options={} rules={} comment={} populated={}",
      static_cast<int>(relation.kind), static_cast<int>(relation.persistence),
      relation.partition_key.strategy == 0 ? '-' : relation.partition_key.strategy,
      text(relation.partition_key.columns), to_string(relation.partition_of), relation.bound.is_default,
      text(parents), relation.row_security, relation.force_row_security, relation.replica_identity,
      relation.access_method, text(options, false), text(relation.rules, false), relation.comment,
      relation.populated);
}

void compare_relations(const model::Catalog& a, const model::Catalog& b, Comparison& comparison) {
  for (const QualifiedName& name : comparison.common("relation", a.relations, b.relations)) {
    const model::CatalogRelation& left = a.relations.at(name);
    const model::CatalogRelation& right = b.relations.at(name);
    const std::string what = to_string(name);
    comparison.same(what, relation_text(left), relation_text(right));
    if (left.complete) {
      compare_columns(left, right, comparison);
      compare_texts(what + " constraint", constraints_of(left), constraints_of(right), comparison);
    }
    compare_texts(what + " trigger", triggers_of(left), triggers_of(right), comparison);
    compare_texts(what + " policy", policies_of(left), policies_of(right), comparison);
  }
}

// Of an exclusion constraint the replay knows neither method nor expressions.
std::string index_text(const model::CatalogIndex& index, bool exclusion) {
  std::vector<std::string> columns;
  for (const auto& column : index.columns)
    columns.push_back(fmt::format("{}{}{}{} {} {}", column.name, column.name.empty() ? "expression" : "",
                                  column.descending ? " desc" : "", column.nulls_first ? " nulls first" : "",
                                  exclusion ? "" : column.operator_class,
                                  column.name.empty() ? "" : column.collation));
  std::vector<std::string> used = index.used_columns;
  for (const auto& column : index.columns)
    if (!column.name.empty()) used.push_back(column.name);
  used.insert(used.end(), index.include.begin(), index.include.end());
  const bool has_used = !index.used_columns.empty();
  return fmt::format(
      "on {} unique={} valid={} {} ({}) include ({}) where={} nnd={} constraint={} part of {} uses {}",
      to_string(index.table), index.unique, index.valid, exclusion ? "" : index.method, text(columns),
      text(index.include), exclusion || !index.predicate_text.empty(), index.nulls_not_distinct,
      index.constraint, to_string(index.partition_of), has_used && !exclusion ? text(used, false) : "");
}

// An operator class that is written out though it is the default.
model::CatalogIndex with_real_defaults(model::CatalogIndex index, const model::CatalogIndex& real) {
  for (std::size_t i = 0; i < std::min(index.columns.size(), real.columns.size()); ++i)
    if (real.columns[i].operator_class.empty()) index.columns[i].operator_class.clear();
  return index;
}

void compare_indexes(const model::Catalog& a, const model::Catalog& b, Comparison& comparison) {
  for (const QualifiedName& name : comparison.common("index", a.indexes, b.indexes)) {
    const model::CatalogIndex& left = a.indexes.at(name);
    const auto* table = a.find_relation(left.table);
    const auto* constraint = table == nullptr ? nullptr : table->find_constraint(left.constraint);
    const bool exclusion = constraint != nullptr && constraint->kind == model::ConstraintKind::exclusion;
    comparison.same("index " + to_string(name),
                    index_text(with_real_defaults(left, b.indexes.at(name)), exclusion),
                    index_text(b.indexes.at(name), exclusion));
  }
  for (const auto& [name, relation] : a.relations) {
    if (!b.relations.contains(name)) continue;
    comparison.same(to_string(name) + " indexes_of", std::to_string(a.indexes_of(name).size()),
                    std::to_string(b.indexes_of(name).size()));
    comparison.same(to_string(name) + " referencing", std::to_string(a.referencing(name).size()),
                    std::to_string(b.referencing(name).size()));
    comparison.same(to_string(name) + " children_of", std::to_string(a.children_of(name).size()),
                    std::to_string(b.children_of(name).size()));
    std::vector<std::string> views_a, views_b;
    for (const auto* view : a.views_on(name)) views_a.push_back(to_string(view->name));
    for (const auto* view : b.views_on(name)) views_b.push_back(to_string(view->name));
    comparison.same(to_string(name) + " views_on", text(views_a, false), text(views_b, false));
  }
}

std::map<std::string, std::string> functions_of(const model::Catalog& catalog, const model::Catalog& real) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, overloads] : catalog.functions)
    for (const auto& function : overloads) {
      if (!function.extension.empty()) continue;
      std::vector<std::string> settings;
      for (const auto& [setting, value] : function.settings) settings.push_back(setting);
      std::vector<std::string> arguments;
      for (const auto& argument : function.arguments)
        arguments.push_back(fmt::format("{}:{}:{}", argument.mode, argument.name, argument.has_default));
      // What comes back isn't said by a function with OUT arguments, and it is for the server to conclude.
      const bool out =
          std::any_of(function.arguments.begin(), function.arguments.end(),
                      [](const auto& argument) { return argument.mode != 'i' && argument.mode != 'v'; });
      model::TypeName returns = out || function.procedure ? model::TypeName() : function.returns;
      returns.modifiers.clear();
      returns.schema.clear();
      texts[function.signature()] =
          fmt::format("({}) returns {} procedure={} {} definer={} leakproof={} {} set {} public={}",
                      text(arguments), to_string(returns), function.procedure, function.language,
                      function.security_definer, function.leakproof, static_cast<int>(function.volatility),
                      text(settings, false), function.public_may_execute);
    }
  (void)real;
  return texts;
}

void compare_types(const model::Catalog& a, const model::Catalog& real, Comparison& comparison) {
  std::map<QualifiedName, model::CatalogType> b;
  for (const auto& [name, type] : real.types)
    if (type.extension.empty()) b.emplace(name, type);
  for (const QualifiedName& name : comparison.common("type", a.types, b)) {
    const model::CatalogType& left = a.types.at(name);
    const model::CatalogType& right = b.at(name);
    const std::string what = "type " + to_string(name);
    const auto shown = [](const model::CatalogType& type) {
      std::vector<std::string> parts;
      for (const auto& constraint : type.constraints)
        parts.push_back(constraint.name + (constraint.valid ? "" : " not valid"));
      for (const auto& attribute : type.attributes)
        parts.push_back(attribute.name + " " + to_string(attribute.type));
      return fmt::format("kind={} domain={} not null={} labels {} parts {}", static_cast<int>(type.kind),
                         type.domain, type.not_null, text(type.labels),
                         text(parts, type.kind == model::TypeKind::composite));
    };
    comparison.same(what, shown(left), shown(right));
    comparison.same(what, type_text(left.base, right.base), type_text(right.base, right.base));
  }
}

void compare_sequences(const model::Catalog& a, const model::Catalog& b, Comparison& comparison) {
  for (const QualifiedName& name : comparison.common("sequence", a.sequences, b.sequences)) {
    const auto owner = [](const model::CatalogSequence& sequence) {
      return to_string(sequence.owned_by_table) + " " + sequence.owned_by_column;
    };
    comparison.same("sequence " + to_string(name), owner(a.sequences.at(name)), owner(b.sequences.at(name)));
  }
}

std::vector<std::string> expanded(const model::CatalogGrant& grant) {
  if (grant.privileges != std::vector<std::string>{"all"}) return grant.privileges;
  switch (grant.kind) {
    case model::ObjectKind::table:
      return {"select", "insert", "update", "delete", "truncate", "references", "trigger"};
    case model::ObjectKind::sequence: return {"select", "update", "usage"};
    case model::ObjectKind::schema: return {"usage", "create"};
    default: return {"execute"};
  }
}

// What the owner holds isn't compared, nor what PostgreSQL gives PUBLIC by itself.
std::string grants_of(const model::Catalog& catalog) {
  std::set<std::string> lines;
  for (const auto& grant : catalog.grants) {
    if (grant.grantee == "postgres" || grant.grantee == "current_user" || grant.object == "public") continue;
    const bool function = grant.kind == model::ObjectKind::function ||
                          grant.kind == model::ObjectKind::procedure ||
                          grant.kind == model::ObjectKind::routine;
    if (function && grant.grantee == "public") continue;
    for (const std::string& privilege : expanded(grant))
      if (privilege != "maintain")
        lines.insert(fmt::format("{} on {} {} to {}{}", privilege,
                                 function ? "function" : to_string(grant.kind), grant.object, grant.grantee,
                                 grant.with_grant_option ? " with grant option" : ""));
  }
  return fmt::format("{}", fmt::join(lines, "; "));
}

std::string publications_of(const model::Catalog& catalog) {
  std::vector<std::string> lines;
  for (const auto& [name, tables] : catalog.publications) {
    std::vector<std::string> names;
    for (const QualifiedName& table : tables) names.push_back(to_string(table));
    lines.push_back(name + " " + text(names, false));
  }
  return text(lines, false);
}

template <typename Map>
std::string keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return text(keys, false);
}

}  // namespace

std::vector<std::string> compare(const model::Catalog& replayed, const model::Catalog& whole) {
  model::Catalog real = whole;
  std::erase_if(real.grants, [&](const model::CatalogGrant& grant) {
    return std::any_of(real.relations.begin(), real.relations.end(), [&](const auto& entry) {
      return !entry.second.extension.empty() && to_string(entry.first) == grant.object;
    });
  });
  std::erase_if(real.relations, [](const auto& entry) { return !entry.second.extension.empty(); });
  std::erase_if(real.indexes,
                [&](const auto& entry) { return !real.relations.contains(entry.second.table); });
  Comparison comparison;
  comparison.same("schemas", keys_of(replayed.schemas), keys_of(real.schemas));
  compare_relations(replayed, real, comparison);
  compare_indexes(replayed, real, comparison);
  compare_texts("function", functions_of(replayed, real), functions_of(real, real), comparison);
  compare_types(replayed, real, comparison);
  compare_sequences(replayed, real, comparison);
  comparison.same("grants", grants_of(replayed), grants_of(real));
  comparison.same("publications", publications_of(replayed), publications_of(real));
  return comparison.found;
}

}  // namespace dunlin::test
