#pragma once

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::transfer {

/// A generated column that is in the target, as if it were transferred: to compare what both sides compute.
ColumnMapping computed_mapping(const sqlite::Column& column, const PromisedColumn& promised);

/// The mapping with the generated columns behind the stored ones of each table: reading both sides by it
/// compares what SQLite computes with what PostgreSQL does.
Mapping with_computed_columns(Mapping mapping, const sqlite::Schema& schema,
                              const model::TransferConfig& config);

/// Its tables that have generated columns.
Mapping only_computed(const Mapping& mapping);

}  // namespace dunlin::transfer
