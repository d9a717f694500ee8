#pragma once

#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "model/Config.hpp"
#include "packs/Pack.hpp"

namespace dunlin::cli {

/// What the database has said about a pack: for people, a line each.
struct PackAnswer {
  bool asked = false;              ///< a database was named, and looked at
  std::vector<std::string> notes;  ///< what it lacks and the pack does without, what couldn't be tried
};

/// --env or --db-url was given.
bool names_database(const Invocation& invocation);

/// Asks the database that --env or --db-url names whether `up`, made with these values, can run there:
/// version, needs, tables' keys, objects in the way. Tries it in a transaction that is rolled back. Throws a
/// refused Error that shows the difference, or what a DBA has to run.
PackAnswer ask_to_add(const Invocation& invocation, const model::Config& config,
                      const std::vector<model::Migration>& migrations, const packs::Pack& pack,
                      const packs::Values& values, const std::string& up);

/// The same for an update of the pack, which may replace what is there.
PackAnswer ask_to_update(const Invocation& invocation, const model::Config& config,
                         const std::vector<model::Migration>& migrations, const packs::Pack& pack,
                         const std::string& up);

/// The same for taking it out: refused when something in the database uses it, naming all of that.
PackAnswer ask_to_remove(const Invocation& invocation, const model::Config& config, const packs::Pack& pack,
                         const std::string& down);

}  // namespace dunlin::cli
