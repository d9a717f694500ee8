#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "audit/Verdict.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::audit {

/// Whether pack audit is in this database.
bool is_installed(postgres::Connection& connection);

/// Rows, seals and records as they are, read in one snapshot. The hashes are made from the rows by queries of
/// this program, not by functions that somebody may have replaced.
Observation observe(postgres::Connection& connection);

/// What sealing did.
struct Sealed {
  std::int64_t rows = 0;      ///< in the new seal; 0: nothing was new
  std::int64_t appended = 0;  ///< seals that were written to the anchor
  std::int64_t last = 0;      ///< the last seal
};

/// Seals what no running transaction can add to.
Sealed seal(postgres::Connection& connection);

/// The same, and writes the seals that the anchor doesn't have to its end. Throws a refused Error when the
/// anchor and the database don't agree: then something was changed, and log verify says what.
Sealed seal_to(postgres::Connection& connection, const std::filesystem::path& anchor);

}  // namespace dunlin::audit
