#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// How many objects of a kind the source has, and how many of them need a person.
struct ObjectCount {
  std::string kind;  ///< "table", "column", "foreign key", "view", ...
  std::int64_t count = 0;
  std::int64_t by_hand = 0;
  friend bool operator==(const ObjectCount&, const ObjectCount&) = default;
};

/// What is left to people, estimated.
struct Effort {
  std::vector<ObjectCount> objects;
  double units = 0;   ///< of about five minutes: reading what was made, and what has to be done by hand
  char level = 'A';   ///< A: nothing is left to do by hand; B: up to a day; C: more
  int size = 1;       ///< 1 to 5, by the units
  std::string words;  ///< "A-1: 12 objects to read through, nothing to do by hand"
  friend bool operator==(const Effort&, const Effort&) = default;
};

/// Counts the objects of a schema and weighs them with the problems that were found. Pure.
Effort estimate_effort(const sqlite::Schema& schema, const std::vector<Problem>& problems);

}  // namespace dunlin::transfer
