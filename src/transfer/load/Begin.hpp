#pragma once

#include <string>

#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// The schema in which the tables of a transfer are until they are complete.
std::string staging_schema(const std::string& target_schema);

/// The transfer that is under way into the mapping's schema, or a new one: its row, its staging schema and
/// the target schema, in one transaction. Throws a refused Error when the target holds objects (extensions'
/// left out), and when another snapshot or source was begun to be loaded there.
TransferRow begin_or_resume(postgres::Connection& connection, const std::string& source,
                            const Mapping& mapping);

/// Throws a refused Error for a transfer that is complete, or comes from another source.
void require_droppable(const TransferRow& transfer, const std::string& source);

/// Drops the staging schema with all that is in it, and the transfer's rows in the ledger of transfers, in
/// one transaction.
void drop_transfer(postgres::Connection& connection, const TransferRow& transfer);

}  // namespace dunlin::transfer
