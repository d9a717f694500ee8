#pragma once

#include "trial/channels/Prober.hpp"

namespace dunlin::trial {

/// SELECT, count(*), a lookup by key, COPY, row_security = off: none may show a hidden row.
Probing probe_reading(Prober& prober, const Vantage& vantage);
/// UPDATE and DELETE with RETURNING return rows that SELECT shows, no others.
Probing probe_returning(Prober& prober, const Vantage& vantage);
/// Views over the table: rows that the table hides, and conditions of the caller that see rows which the view
/// is about to filter out (PostgreSQL docs, 41.5: security_barrier).
Probing probe_views(Prober& prober, const Vantage& vantage);
/// A condition that fails says the value that it failed on: it must not have met a hidden row.
Probing probe_conditions(Prober& prober, const Vantage& vantage);
/// A row with the key of a hidden one: INSERT, ON CONFLICT DO NOTHING, ON CONFLICT DO UPDATE. Unique indexes
/// don't ask policies (PostgreSQL docs, 5.9), so whether it is refused tells whether the row is there.
Probing probe_unique_keys(Prober& prober, const Vantage& vantage);
/// A row that refers to a hidden parent. Foreign keys don't ask policies either.
Probing probe_parents(Prober& prober, const Vantage& vantage);
/// EXPLAIN ANALYZE says how many rows a policy removed.
Probing probe_explain(Prober& prober, const Vantage& vantage);
/// pg_stats holds values of columns; it has to hide them where policies are in force.
Probing probe_statistics(Prober& prober, const Vantage& vantage);
/// Everybody may read how many rows a table is thought to have.
Probing probe_row_counts(Prober& prober, const Vantage& vantage);
/// The last value of a sequence says how many rows were ever made.
Probing probe_sequences(Prober& prober, const Vantage& vantage);

}  // namespace dunlin::trial
