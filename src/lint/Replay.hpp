#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// The catalog of a database without objects: schema "public", everything known.
model::Catalog empty_catalog(int server_version);

/// What the statements of files do to a catalog, one after the other. Each statement is taken to succeed; one
/// about an object that isn't known leaves partial knowledge (CatalogRelation::complete, Catalog::complete).
class Replay {
 public:
  explicit Replay(model::Catalog start) : catalog_(std::move(start)) {}

  const model::Catalog& catalog() const& { return catalog_; }
  model::Catalog catalog() && { return std::move(catalog_); }

  /// Begins a file: a new session, without settings and temporary objects of the one before. `rolls_back`: it
  /// has a ROLLBACK, so the catalog is copied at each BEGIN and SAVEPOINT. `schema`: the file's own, which is
  /// made for it (-- dunlin:schema); "" for none.
  void begin_file(bool rolls_back, const std::string& schema = {});

  /// The effect of a statement. `statement`: its place in the file. `conditional`: it stands in a DO block or
  /// a function and may not have run; it is taken to have, but doesn't replace what is there.
  void apply(const model::Command& command, const model::Origin& origin, model::Range statement = {},
             bool conditional = false);

 private:
  struct Point {
    model::Catalog catalog;
    bool savepoint = false;
  };
  void control(model::TransactionKind kind);
  void end_transaction();
  void set(const model::SetVariable& variable);
  void set_search_path(std::vector<std::string> path, bool local);
  void set_by_call(const model::Dml& query);
  void drop_temporary();

  model::Catalog catalog_;
  std::optional<std::vector<std::string>> path_before_local_;  ///< while SET LOCAL search_path is in force
  std::vector<std::string> path_of_new_sessions_ = catalog_.search_path;
  std::vector<Point> points_;
  bool rolls_back_ = false;
};

}  // namespace dunlin::lint
