#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "Form.hpp"
#include "Relations.hpp"
#include "model/Lock.hpp"

namespace dunlin::truth {

/// What was seen of one statement.
struct Evidence {
  Relations before;
  Relations after;
  std::map<std::int64_t, model::LockLevel> locks;  ///< strongest on each relation
  std::vector<std::string> messages;               ///< of the server, DEBUG1 and above
  std::string sqlstate;                            ///< of its error; "" when it went well
  bool alone = false;                              ///< it can't run in a transaction block
};

/// One line of the table: what a form does, by role.
struct Outcome {
  std::string form;
  bool alone = false;
  std::string sqlstate;
  std::map<std::string, model::LockLevel> locks;
  std::map<std::string, model::Cost> costs;  ///< only what is dearer than metadata
  std::set<std::string> reasons;             ///< of a rewrite, as the table_rewrite event trigger names them
};

/// Draws the conclusion from what was seen; see docs/truth.md for the rules.
Outcome conclude(const Form& form, const Evidence& evidence);

/// The line of forms.tsv: form, block or alone, SQLSTATE, dearest cost, locks, costs, reasons; "-" is
/// nothing.
std::string to_line(const Outcome& outcome);

}  // namespace dunlin::truth
