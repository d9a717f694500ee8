#pragma once

#include <string>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// UPDATE or DELETE over a table in use that nothing holds to a few rows: no LIMIT in a subquery, and no
/// unique key that is compared with constants. With or without WHERE.
bool is_bulk_write(const Scene& scene, const model::Dml& dml);

/// INSERT ... SELECT, or MERGE, from another table in use, without LIMIT.
bool is_bulk_copy(const Scene& scene, const model::Dml& dml);

/// "-- dunlin:batch table=public.t key=id size=10000" for the statement; "" when the catalog knows no key of
/// the table that batches can walk along, or the statement can't run in batches.
std::string batch_directive(const Scene& scene, const model::Dml& dml);

/// The statement runs in batches already.
bool runs_in_batches(const JudgedStatement& statement);

}  // namespace dunlin::lint
