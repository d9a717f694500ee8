#pragma once

#include <map>
#include <vector>

#include "lint/File.hpp"
#include "lint/audit/AuditReport.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint::audit {

/// Finds objects that are used before they exist, or that no file makes. Sees each statement with the catalog
/// before it.
class Uses {
 public:
  /// A session begins: settings of the one before are gone.
  void begin_file() { bodies_checked_ = true; }
  /// What a statement needs and the catalog doesn't have. DROP, IF EXISTS forms and what a guard surrounds
  /// need nothing.
  void see(const JudgedStatement& statement, const model::Catalog& before, const Place& place);
  /// An object is there now.
  void made(const model::QualifiedName& object, const Place& place);

  const std::vector<EarlyUse>& early() const { return early_; }
  /// Tables and trigger functions that were waited for in vain. To be asked at the end.
  std::vector<MissingObject> missing() const;

 private:
  struct Waiting {
    Place place;
    bool when_called = false;
    bool needed = false;  ///< a relation or a trigger's function: nothing that PostgreSQL itself has
  };
  void wait(const model::QualifiedName& name, Waiting waiting);

  std::map<model::QualifiedName, std::vector<Waiting>> waiting_;  ///< by the name as written
  std::vector<EarlyUse> early_;
  bool bodies_checked_ = true;  ///< check_function_bodies
};

}  // namespace dunlin::lint::audit
