#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// A protected table as one identity meets it.
struct Vantage {
  std::size_t table = 0;             ///< index into the subject's tables
  std::size_t identity = 0;          ///< index into the subject's identities
  std::vector<std::string> visible;  ///< keys of the rows that SELECT shows, sorted
  std::vector<std::string> hidden;   ///< keys of the rows that are there and that it doesn't show, sorted
  friend bool operator==(const Vantage&, const Vantage&) = default;
};

/// One for each protected table and each identity that has any privilege on it and that policies hold for.
/// Those that see every row are left out: nothing is hidden from them. Needs an open transaction.
std::vector<Vantage> find_vantages(postgres::Connection& connection, const Subject& subject);

}  // namespace dunlin::trial
