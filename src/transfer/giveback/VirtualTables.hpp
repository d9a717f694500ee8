#pragma once

#include <set>
#include <string>
#include <vector>

#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"

namespace dunlin::transfer {

/// The virtual tables of a shadow (full text, R-trees): PostgreSQL has nothing of theirs, so they are fed
/// while rows come, by those of the application's triggers that write to nothing else, or built anew
/// afterwards from the table that they index.
class VirtualTables {
 public:
  /// Has these triggers fire on the shadow's handle, whose own ones are silent, until finish(). Both
  /// arguments must outlive it.
  VirtualTables(sqlite::Database& shadow, const sqlite::Schema& schema);

  /// Rows of this table came or went.
  void note_changed(const std::string& table) { changed_.insert(table); }
  /// Builds anew what can be; returns the names of those that nothing has fed.
  std::vector<std::string> finish();

 private:
  void find_feeders();
  bool rebuild(const sqlite::VirtualTable& table);
  bool is_changed(const std::string& table) const;

  sqlite::Database& shadow_;
  const sqlite::Schema& schema_;
  std::vector<std::string> triggers_;  ///< the temporary copies
  std::set<std::string> fed_;  ///< virtual tables with a trigger for rows that come and one for those that go
  std::set<std::string> changed_;
};

}  // namespace dunlin::transfer
