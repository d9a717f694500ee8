#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// A constraint of a statement, with the columns that it is about.
struct WrittenConstraint {
  const model::Constraint* constraint = nullptr;
  std::vector<std::string> columns;
  std::string name;  ///< "" when PostgreSQL chooses it
};

/// Appends the constraints written at a column. NOT NULL is part of the column.
void collect_constraints(const model::Column& column, std::vector<WrittenConstraint>& written);

struct ConstraintContext {
  bool new_columns = false;  ///< of a new table or column: all are valid at once
  bool only = false;         ///< ALTER TABLE ONLY
};

/// Adds constraints in the order in which PostgreSQL names them: CHECK, PRIMARY KEY, UNIQUE and EXCLUDE,
/// FOREIGN KEY; with their indexes, and in partitions and inheriting tables.
void add_constraints(Site& site, model::CatalogRelation& relation,
                     const std::vector<WrittenConstraint>& written, ConstraintContext context);

/// Drops a constraint with its index, foreign keys that need it, and what children inherited of it.
void drop_constraint(Site& site, model::CatalogRelation& relation, const std::string& constraint);

void validate_constraint(Site& site, model::CatalogRelation& relation, const std::string& constraint);
void alter_constraint(Site& site, model::CatalogRelation& relation, const model::AlterAction& action);

/// Gives a new partition or inheriting table the CHECK constraints of its parent.
void inherit_checks(Site& site, const model::CatalogRelation& parent, model::CatalogRelation& child);
/// Gives a partition the foreign keys of its parent, unless it has the same already.
void inherit_foreign_keys(Site& site, const model::CatalogRelation& parent, model::CatalogRelation& child);

/// Marks columns of a table and of its partitions NOT NULL.
void set_not_null(Site& site, model::CatalogRelation& relation, const std::vector<std::string>& columns);

}  // namespace dunlin::lint
