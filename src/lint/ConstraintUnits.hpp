#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lint/SplitFix.hpp"

namespace dunlin::lint {

/// The ALTER TABLE of the statement when it is of a table that holds rows others may be using (not a view, a
/// foreign table or a type), else nullptr.
const model::AlterTable* live_alter(const Scene& scene);

/// The relation is known to be partitioned.
bool is_partitioned(const Scene& scene, const model::QualifiedName& table);

/// The name that the constraint has, or the one that PostgreSQL will choose for it. `columns`: its own, also
/// where it is written at a column.
std::string constraint_name(const Scene& scene, const model::AlterTable& alter,
                            const model::Constraint& constraint, const std::vector<std::string>& columns);

/// "CONSTRAINT name CHECK (...)", as written but for the name.
std::string named_constraint(const Scene& scene, const model::Constraint& constraint,
                             const std::string& name);

/// The statement's text with these pieces replaced.
std::string with_pieces(const Scene& scene, std::vector<std::pair<model::Range, std::string>> pieces);

/// An action without the constraint that is written at its column.
std::string column_without(const Scene& scene, const model::AlterAction& action,
                           const model::Constraint& constraint);

/// False for ADD COLUMN IF NOT EXISTS of a column that may be there: a constraint that is taken out of it
/// would be added even where the column isn't.
bool adds_surely(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action);

/// "ALTER TABLE t VALIDATE CONSTRAINT name"
std::string validate_text(const std::string& prefix, const std::string& name);

/// The column is known to be nullable, without a valid CHECK or NOT NULL constraint that proves the contrary.
bool is_unproved_nullable(const model::CatalogRelation& table, const std::string& column);

/// Units that make columns NOT NULL without a scan under a lock that blocks others: a CHECK that is NOT VALID
/// first, then validated, proves it (12 and newer); from 18 on a NOT NULL constraint does so itself.
std::vector<UnitText> not_null_units(const Scene& scene, const model::AlterTable& alter,
                                     const std::vector<std::string>& columns);

/// Units that build the index of a UNIQUE or PRIMARY KEY constraint first, and let the constraint take it
/// over. Empty when the constraint says more than that can express.
std::vector<UnitText> index_constraint_units(const Scene& scene, const model::AlterTable& alter,
                                             const model::Constraint& constraint,
                                             const std::vector<std::string>& columns);

}  // namespace dunlin::lint
