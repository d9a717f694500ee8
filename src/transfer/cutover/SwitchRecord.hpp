#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "postgres/Connection.hpp"

namespace dunlin::transfer {

/// How far a switch has come; the ledger's stage is `switched` in all of these.
enum class SwitchPhase {
  committed,  ///< rows, sequences and outbox are there; the configuration may or may not point to PostgreSQL
  confirmed,  ///< the application said that it is well; the source's writers go on, if there are any
};

/// dunlin.transfer_switch: what has to be known afterwards, for going back.
struct SwitchRecord {
  SwitchPhase phase = SwitchPhase::committed;
  std::string catalog;  ///< catalog_digest() at the switch
  friend bool operator==(const SwitchRecord&, const SwitchRecord&) = default;
};

/// In the caller's transaction. Makes the table where it isn't there.
void begin_switch(postgres::Connection& connection, std::int64_t transfer, const std::string& catalog);
void confirm_switch(postgres::Connection& connection, std::int64_t transfer);
void forget_switch(postgres::Connection& connection, std::int64_t transfer);
std::optional<SwitchRecord> find_switch(postgres::Connection& connection, std::int64_t transfer);

}  // namespace dunlin::transfer
