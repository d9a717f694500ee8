#pragma once

#include "sql/command/Expressions.hpp"
#include "sql/command/Names.hpp"
#include "sql/command/NewerSyntax.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::sql {

/// One statement being read: its text by tokens, and what of it is newer than the grammar.
struct Reading {
  const Source& source;
  const NewerForms& newer;
};

model::Column column_of(const ColumnDef* definition, const Reading& reading, model::Range range);
/// Of a table, when `range` is a whole element; of a column, from its first word to the next constraint.
model::Constraint constraint_of(const Constraint* constraint, const Reading& reading, model::Range range);
model::PartitionBound bound_of(const PartitionBoundSpec* bound, const Reading& reading);

// One function for each kind of statement.
model::Command create_table(const CreateStmt* statement, const Reading& reading, bool foreign);
model::Command create_table_as(const CreateTableAsStmt* statement, const Reading& reading);
model::Command alter_table(const AlterTableStmt* statement, const Reading& reading);
model::Command create_index(const IndexStmt* statement, const Reading& reading);
model::Command create_view(const ViewStmt* statement, const Reading& reading);
model::Command create_function(const CreateFunctionStmt* statement, const Reading& reading);
model::Command create_trigger(const CreateTrigStmt* statement, const Reading& reading);
model::Command create_policy(const CreatePolicyStmt* statement, const Reading& reading);
model::Command alter_policy(const AlterPolicyStmt* statement, const Reading& reading);
model::Command create_domain(const CreateDomainStmt* statement, const Reading& reading);
model::Command alter_domain(const AlterDomainStmt* statement, const Reading& reading);
model::Command do_block(const DoStmt* statement, const Reading& reading);
/// SELECT, INSERT, UPDATE, DELETE, MERGE; SELECT INTO becomes CreateTableAs.
model::Command query_command(const Node* statement, const Reading& reading);
model::Command copy_command(const CopyStmt* statement, const Reading& reading);
/// All kinds that need nothing but the tree; `Other` for those that have no struct.
model::Command plain_command(const Node* statement, const Reading& reading);

}  // namespace dunlin::sql
