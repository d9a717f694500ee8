#pragma once

#include <cstdint>
#include <string>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Which rows somebody writes on PostgreSQL after the switch: dunlin.transfer_outbox, filled by
/// statement-level triggers with transition tables on every mapped table. Of tables with a key it has the
/// key, of others the whole row as text. The triggers fire with session_replication_role = replica too. What
/// bypasses them bypasses the outbox: ALTER TABLE ... DISABLE TRIGGER, a subscription, writes to a partition
/// of its own name; the comparison of a way back finds that.
///
/// Makes the table, the function and the triggers; in the transaction that reaches `switched`.
void create_outbox(postgres::Connection& connection, const Mapping& mapping);
/// Takes everything of it away.
void drop_outbox(postgres::Connection& connection, const Mapping& mapping);
/// How many entries there are; 0 when there is no outbox.
std::int64_t count_outbox(postgres::Connection& connection);
/// "1 entry", "81,000 entries".
std::string describe_entries(std::int64_t count);

/// A digest of what the mapping relies on in the target: the columns of its tables and their types, and that
/// the triggers of the outbox are there and enabled. Another one means DDL since.
std::string catalog_digest(postgres::Connection& connection, const Mapping& mapping);

}  // namespace dunlin::transfer
