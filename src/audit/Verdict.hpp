#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/Anchor.hpp"
#include "audit/Seal.hpp"

namespace dunlin::audit {

/// How the rows of a seal differ from what was sealed: ids, at most as many as are worth listing.
struct RowsDiffer {
  std::int64_t deleted = 0, changed = 0, added = 0;
  std::vector<std::int64_t> deleted_ids, changed_ids, added_ids;
  friend bool operator==(const RowsDiffer&, const RowsDiffer&) = default;
};

/// What the database says about its log, all seen at one moment.
struct Observation {
  std::string log;  ///< the table, as SQL spells it
  std::vector<Seal> seals;
  std::map<std::int64_t, std::string> leaves_now;  ///< of the rows that are there, by seal; like Seal::leaves
  std::map<std::int64_t, RowsDiffer> rows_differ;  ///< seals whose rows aren't those that were sealed
  std::int64_t purged_rows = 0;                    ///< went with their month, on the record
  std::vector<std::string> purged_without_record;  ///< months
  std::vector<std::string> purged_and_there;       ///< months that are told to be gone, and have older rows
  std::int64_t unsealed_rows = 0;
  std::map<std::string, std::set<std::int64_t>>
      anchored;  ///< seals that were written out, by the anchor's id
};

/// Something that isn't as it was sealed.
struct Trouble {
  std::string kind;       ///< "row_deleted", "seal_changed", ...: a contract (docs/json.md)
  std::int64_t seal = 0;  ///< 0: none
  std::vector<std::int64_t> rows;
  std::string message;
  friend bool operator==(const Trouble&, const Trouble&) = default;
};

/// Compares rows, seals and the anchor, where there is one, with each other. Empty when all agree.
std::vector<Trouble> judge(const Observation& seen, const std::optional<Anchor>& anchor);

}  // namespace dunlin::audit
