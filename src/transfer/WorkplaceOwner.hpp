#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "transfer/Ledger.hpp"
#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// Which transfer a workplace's plan and copies belong to, from the beginning of its load to its end: without
/// them it can't be followed, verified or returned. One source may be loaded into several databases.
struct WorkplaceOwner {
  std::string server;  ///< for people: host, port and database
  std::string schema;
  std::int64_t transfer = 0;
  std::string began;    ///< TransferRow::began: numbers are the same in other databases
  bool lasting = true;  ///< false: on a project's private server, for a look
  friend bool operator==(const WorkplaceOwner&, const WorkplaceOwner&) = default;
};

/// Nothing when nobody is. Throws an Error when the note isn't JSON.
std::optional<WorkplaceOwner> read_owner(const Workplace& workplace);
void write_owner(const Workplace& workplace, const WorkplaceOwner& owner);
void forget_owner(const Workplace& workplace);

bool is_owner(const WorkplaceOwner& owner, const TransferRow& row);

}  // namespace dunlin::transfer
