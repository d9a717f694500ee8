#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogConstraint;
using model::ConstraintKind;
using model::ForeignKeyAction;

namespace {

ConstraintKind constraint_kind(char contype) {
  switch (contype) {
    case 'f': return ConstraintKind::foreign_key;
    case 'n': return ConstraintKind::not_null;
    case 'p': return ConstraintKind::primary_key;
    case 'u': return ConstraintKind::unique;
    case 'x': return ConstraintKind::exclusion;
    default: return ConstraintKind::check;
  }
}

ForeignKeyAction action_of(std::string_view code) {
  if (code == "r") return ForeignKeyAction::restrict;
  if (code == "c") return ForeignKeyAction::cascade;
  if (code == "n") return ForeignKeyAction::set_null;
  if (code == "d") return ForeignKeyAction::set_default;
  return ForeignKeyAction::no_action;
}

void read_references(const Result& rows, int row, const Reading& reading, CatalogConstraint& constraint) {
  const Oid referenced = rows.number(row, 5);
  const auto found = reading.relations.find(referenced);
  if (found == reading.relations.end()) return;
  constraint.references = found->second->name;
  constraint.referenced_columns = reading.columns_of(referenced, rows.text(row, 6));
  constraint.on_delete = action_of(rows.text(row, 7));
  constraint.on_update = action_of(rows.text(row, 8));
}

void read_constraints(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const Oid oid = rows.number(row, 0);
    const auto found = reading.relations.find(oid);
    if (found == reading.relations.end()) continue;
    CatalogConstraint constraint;
    constraint.name = rows.string(row, 1);
    constraint.kind = constraint_kind(rows.text(row, 2)[0]);
    constraint.columns = reading.columns_of(oid, rows.text(row, 3));
    constraint.expression_text = rows.string(row, 4);
    read_references(rows, row, reading, constraint);
    constraint.valid = rows.boolean(row, 9);
    constraint.enforced = rows.boolean(row, 10);
    constraint.deferrable = rows.boolean(row, 11);
    constraint.no_inherit = constraint.kind == ConstraintKind::check && rows.boolean(row, 12);
    constraint.inherited = rows.boolean(row, 13);
    constraint.index = rows.string(row, 14);
    // PostgreSQL 18 sets attnotnull for a NOT NULL that isn't validated too; old rows may still be null.
    if (constraint.kind == ConstraintKind::not_null && !constraint.valid)
      for (const std::string& name : constraint.columns)
        if (auto* column = found->second->find_column(name)) column->not_null = false;
    found->second->constraints.push_back(std::move(constraint));
  }
}

void read_domain_constraints(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto found = reading.types.find(rows.number(row, 0));
    if (found == reading.types.end()) continue;
    CatalogConstraint constraint;
    constraint.name = rows.string(row, 1);
    constraint.expression_text = rows.string(row, 2);
    constraint.valid = rows.boolean(row, 3);
    found->second->constraints.push_back(std::move(constraint));
  }
}

}  // namespace

// Left out are the rows that a foreign key has for each partition of the table that it references: their
// parent row is on the same table.
const CatalogQuery k_constraints{
    R"(SELECT k.*
  FROM (SELECT true AS conenforced) AS older,
       LATERAL (SELECT c.conrelid, c.conname, c.contype, c.conkey, pg_get_expr(c.conbin, c.conrelid), c.confrelid,
                       c.confkey, c.confdeltype, c.confupdtype, c.convalidated, conenforced, c.condeferrable,
                       c.connoinherit, c.coninhcount > 0, CASE WHEN c.contype IN ('p', 'u', 'x') THEN i.relname END
                  FROM pg_catalog.pg_constraint c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
                  LEFT JOIN pg_catalog.pg_class i ON i.oid = c.conindid
                  LEFT JOIN (SELECT p.oid, p.conrelid FROM pg_catalog.pg_constraint p) parent ON parent.oid = c.conparentid
                 WHERE c.contype IN ('c', 'f', 'n', 'p', 'u', 'x') AND c.conrelid <> 0
                   AND parent.conrelid IS DISTINCT FROM c.conrelid
                   AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)'
                 ORDER BY c.conrelid, c.oid) AS k)",
    read_constraints};

const CatalogQuery k_domain_constraints{
    R"(SELECT c.contypid, c.conname, pg_get_expr(c.conbin, 0), c.convalidated
  FROM pg_catalog.pg_constraint c
 WHERE c.contypid >= 16384 AND c.contype = 'c'
 ORDER BY c.oid)",
    read_domain_constraints};

}  // namespace dunlin::postgres
