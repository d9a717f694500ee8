#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/Repair.hpp"
#include "model/Migration.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// A migration that another tool recorded as applied.
struct ForeignEntry {
  std::string version;  ///< as that tool spells it; may be a file name
  std::string name;
  bool up_to = false;  ///< the tool keeps one version only: everything up to it is applied
};

/// The history of another tool as found on the target.
struct ForeignHistory {
  std::string tool;
  std::string table;
  std::vector<ForeignEntry> entries;
};

/// The histories of other tools on this database. Reads only. Throws a refused Error when one of them says
/// that its last migration failed half-way: what the database has isn't known then.
std::vector<ForeignHistory> find_foreign_histories(postgres::Connection& connection,
                                                   const std::optional<std::string>& tool);

/// Names that `--from` accepts.
std::vector<std::string> adoptable_tools();

/// What adopting the history means for these files: an adopted entry for each that the tool has applied, with
/// the file's checksum, and for each of the tool's entries that has no file. Pure.
std::vector<Correction> match_foreign_history(const ForeignHistory& history,
                                              const std::vector<model::Migration>& files);

}  // namespace dunlin::migrate
