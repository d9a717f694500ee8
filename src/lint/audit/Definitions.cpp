#include "lint/audit/Definitions.hpp"

#include <algorithm>
#include <tuple>

#include "base/Text.hpp"
#include "base/UnifiedDiff.hpp"
#include "lint/audit/CanonicalText.hpp"
#include "lint/audit/TableConflicts.hpp"

namespace dunlin::lint::audit {
namespace {

using model::ObjectKind;

// Reads what a command defines; one function for each kind.
struct Reader {
  const model::Catalog& before;

  std::optional<DefinedObject> relation(ObjectKind kind, const model::QualifiedName& name) const {
    DefinedObject object{kind, before.created(name)};
    object.shown = model::to_string(object.name);
    const auto there = before.relations.find(object.name);
    object.exists = there != before.relations.end() && is_made(there->second);
    return object;
  }
  // Something that belongs to a table.
  std::optional<DefinedObject> part(ObjectKind kind, const std::string& name,
                                    const model::QualifiedName& table) const {
    DefinedObject object{kind, before.qualified(table)};
    object.shown = name + " on " + model::to_string(object.name);
    return object;
  }

  std::optional<DefinedObject> operator()(const model::CreateTable& table) const {
    if (table.persistence == model::Persistence::temporary) return std::nullopt;
    auto object = relation(ObjectKind::table, table.name);
    object->if_not_exists = table.if_not_exists;
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreateTableAs& table) const {
    if (table.persistence == model::Persistence::temporary) return std::nullopt;
    auto object =
        relation(table.materialized_view ? ObjectKind::materialized_view : ObjectKind::table, table.name);
    object->if_not_exists = table.if_not_exists;
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreateView& view) const {
    if (view.temporary) return std::nullopt;
    auto object = relation(ObjectKind::view, view.name);
    object->or_replace = view.or_replace;
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreateIndex& index) const {
    if (index.name.empty()) return std::nullopt;
    DefinedObject object{ObjectKind::index, {before.qualified(index.table).schema, index.name}};
    object.shown = model::to_string(object.name);
    object.exists = before.find_index(object.name) != nullptr;
    object.if_not_exists = index.if_not_exists;
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreateFunction& function) const {
    DefinedObject object{function.procedure ? ObjectKind::procedure : ObjectKind::function,
                         before.created(function.name)};
    model::CatalogFunction named;
    named.name = object.name;
    named.arguments = function.arguments;
    object.shown = named.signature();
    object.exists = before.find_function(object.name, function.arguments) != nullptr;
    object.or_replace = function.or_replace;
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreateTrigger& trigger) const {
    auto object = part(ObjectKind::trigger, trigger.name, trigger.table);
    object->or_replace = trigger.or_replace;
    if (const auto* table = before.find_relation(trigger.table))
      object->exists = std::any_of(table->triggers.begin(), table->triggers.end(),
                                   [&](const auto& known) { return known.name == trigger.name; });
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreatePolicy& policy) const {
    if (policy.alters) return std::nullopt;
    auto object = part(ObjectKind::policy, policy.name, policy.table);
    if (const auto* table = before.find_relation(policy.table))
      object->exists = std::any_of(table->policies.begin(), table->policies.end(),
                                   [&](const auto& known) { return known.name == policy.name; });
    return object;
  }
  std::optional<DefinedObject> type(ObjectKind kind, const model::QualifiedName& name) const {
    DefinedObject object{kind, before.created(name)};
    object.shown = model::to_string(object.name);
    object.exists = before.types.contains(object.name);
    return object;
  }
  std::optional<DefinedObject> operator()(const model::CreateType& created) const {
    return type(ObjectKind::type, created.name);
  }
  std::optional<DefinedObject> operator()(const model::CreateDomain& created) const {
    return type(ObjectKind::domain, created.name);
  }
  std::optional<DefinedObject> operator()(const model::CreateSequence& sequence) const {
    if (sequence.alters) return std::nullopt;
    DefinedObject object{ObjectKind::sequence, before.created(sequence.name)};
    object.shown = model::to_string(object.name);
    object.exists = before.sequences.contains(object.name);
    object.if_not_exists = sequence.if_not_exists;
    return object;
  }
  template <typename Other>
  std::optional<DefinedObject> operator()(const Other&) const {
    return std::nullopt;
  }
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(text)) lines.emplace_back(line);
  return lines;
}

}  // namespace

bool is_made(const model::CatalogRelation& relation) {
  return !relation.statement.empty();
}

std::optional<DefinedObject> defined_by(const model::Command& command, const model::Catalog& before) {
  return std::visit(Reader{before}, command);
}

DefinitionEffect Definitions::add(const DefinedObject& object, const JudgedStatement& statement,
                                  const Place& place, std::vector<std::string> comment) {
  Entry& entry = entries_[{object.kind, object.shown}];
  const bool guarded = object.if_not_exists || statement.embedded_in >= 0;
  Definition definition{place, std::string(statement.source.text)};
  definition.effect = !object.exists      ? DefinitionEffect::creates
                      : object.or_replace ? DefinitionEffect::replaces
                      : guarded           ? DefinitionEffect::nothing
                                          : DefinitionEffect::fails;
  std::string canonical = canonical_definition(definition.text);
  if (!entry.definitions.empty() && entry.canonical.back() != canonical)
    definition.difference = unified_diff(lines_of(entry.definitions.back().text), lines_of(definition.text));
  entry.definitions.push_back(std::move(definition));
  entry.canonical.push_back(std::move(canonical));
  entry.comments.push_back(std::move(comment));
  const auto* table = std::get_if<model::CreateTable>(&statement.command);
  entry.tables.push_back(table != nullptr ? std::optional(*table) : std::nullopt);
  return entry.definitions.back().effect;
}

std::vector<RepeatedObject> Definitions::repeated(const model::Catalog& last) const {
  std::vector<RepeatedObject> repeated;
  for (const auto& [key, entry] : entries_) {
    if (entry.definitions.size() < 2) continue;
    RepeatedObject object{key.first, key.second, entry.definitions, {}};
    std::size_t in_force = 0;
    for (std::size_t i = 1; i < entry.definitions.size(); ++i) {
      const DefinitionEffect effect = entry.definitions[i].effect;
      if (effect == DefinitionEffect::creates || effect == DefinitionEffect::replaces) {
        in_force = i;
      } else if (entry.tables[in_force] && entry.tables[i]) {
        for (std::string& words :
             table_conflicts(*entry.tables[in_force], *entry.tables[i], entry.definitions[i].place,
                             last.find_relation(entry.tables[i]->name)))
          object.conflicts.push_back(std::move(words));
      }
    }
    repeated.push_back(std::move(object));
  }
  std::stable_sort(repeated.begin(), repeated.end(), [](const RepeatedObject& a, const RepeatedObject& b) {
    return std::tuple(!a.is_conflict(), !a.differs()) < std::tuple(!b.is_conflict(), !b.differs());
  });
  return repeated;
}

std::vector<WrittenObject> Definitions::written() const {
  std::vector<WrittenObject> written;
  for (const auto& [key, entry] : entries_)
    for (std::size_t i = entry.definitions.size(); i-- > 0;) {
      const Definition& definition = entry.definitions[i];
      if (definition.effect != DefinitionEffect::creates && definition.effect != DefinitionEffect::replaces)
        continue;
      written.push_back({key.first, key.second, definition.place, entry.comments[i]});
      break;
    }
  return written;
}

const Definition* Definitions::last(model::ObjectKind kind, const std::string& shown) const {
  const auto entry = entries_.find({kind, shown});
  if (entry == entries_.end()) return nullptr;
  const auto& all = entry->second.definitions;
  for (auto definition = all.rbegin(); definition != all.rend(); ++definition)
    if (definition->effect == DefinitionEffect::creates || definition->effect == DefinitionEffect::replaces)
      return &*definition;
  return nullptr;
}

}  // namespace dunlin::lint::audit
