#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/Profile.hpp"

namespace dunlin::transfer {

/// What is known of a source after every value was looked at.
struct Assessment {
  Mapping mapping;                     ///< without source_sha256, which whoever made the copy knows
  std::vector<TableProfile> profiles;  ///< in the order of the mapping's tables
  std::vector<Problem> problems;
};

/// Told about progress: table, rows read so far, rows in all (0: not counted yet). Must not throw; called by
/// one thread at a time, not always the same.
using AssessObserver = std::function<void(const std::string&, std::int64_t, std::int64_t)>;

/// Looks at every value of a private copy, chooses each column's type, then tries every value: reads,
/// validates, encodes, decodes again and compares. `snapshot` is opened once a thread.
Assessment assess(const std::string& snapshot, const sqlite::Schema& schema,
                  const model::TransferConfig& config, const AssessObserver& observer);

/// Tries every value with a mapping that is there already (another state of the same source, or an edited
/// plan): new problems, and the mapping with the new counts.
Assessment try_every_value(const std::string& snapshot, const sqlite::Schema& schema, const Mapping& mapping,
                           const AssessObserver& observer);

/// Of everything in the schema that a mapping depends on: SHA-256, in hex.
std::string schema_hash(const sqlite::Schema& schema);

}  // namespace dunlin::transfer
