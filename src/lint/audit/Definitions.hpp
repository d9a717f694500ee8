#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lint/File.hpp"
#include "lint/audit/AuditReport.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint::audit {

/// What one statement defines: an object as it is named behind it.
struct DefinedObject {
  model::ObjectKind kind = model::ObjectKind::table;
  model::QualifiedName name;  ///< of a trigger, policy: of its table
  std::string shown;          ///< "public.orders", "touch on public.orders"
  bool exists = false;        ///< in the catalog before the statement
  bool or_replace = false;
  bool if_not_exists = false;
};

/// False for a relation that the replay only knows because a statement uses it.
bool is_made(const model::CatalogRelation& relation);

/// The object that a statement makes, judged by the catalog before it; nothing for other statements and for
/// schemas, extensions and temporary tables.
std::optional<DefinedObject> defined_by(const model::Command& command, const model::Catalog& before);

/// Collects what is defined, statement after statement.
class Definitions {
 public:
  /// Returns what the statement does to the object.
  DefinitionEffect add(const DefinedObject& object, const JudgedStatement& statement, const Place& place,
                       std::vector<std::string> comment);
  /// Those defined more than once, conflicts first, then in order of kind and name. `last`: the catalog
  /// behind the last file.
  std::vector<RepeatedObject> repeated(const model::Catalog& last) const;
  /// The last definition with an effect of each object, dropped ones too.
  std::vector<WrittenObject> written() const;
  /// The last statement that had an effect.
  const Definition* last(model::ObjectKind kind, const std::string& shown) const;

 private:
  struct Entry {
    std::vector<Definition> definitions;
    std::vector<std::string> canonical;
    std::vector<std::vector<std::string>> comments;
    std::vector<std::optional<model::CreateTable>> tables;
  };
  std::map<std::pair<model::ObjectKind, std::string>, Entry> entries_;
};

}  // namespace dunlin::lint::audit
