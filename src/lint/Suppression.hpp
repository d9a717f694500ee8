#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/File.hpp"
#include "lint/Rule.hpp"
#include "model/Finding.hpp"

namespace dunlin::lint {

/// `-- dunlin:allow RULE[, RULE]: reason`. Above the first statement and parted from it by an empty line it
/// is for the whole file; else for the statement below it, or that it ends the line of.
struct Suppression {
  std::vector<std::string> rules;
  std::string reason;
  model::SourceSpan place;
  bool whole_file = false;
  std::size_t statement = 0;  ///< index; of whole_file: 0
};

std::vector<Suppression> suppressions_of(const File& file);

/// Leaves out the findings that are allowed, and adds a finding for a suppression that names an unknown rule,
/// gives no reason, or allows nothing that was found. `judged` tells whether a rule ran: one that didn't
/// isn't called unused.
void apply_suppressions(const File& file, const std::function<bool(const Rule&)>& judged,
                        std::vector<model::Finding>& findings, std::size_t& suppressed);

}  // namespace dunlin::lint
