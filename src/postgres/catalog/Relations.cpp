#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {

using model::CatalogRelation;
using model::RelationKind;

namespace {

RelationKind relation_kind(char relkind) {
  switch (relkind) {
    case 'p': return RelationKind::partitioned_table;
    case 'v': return RelationKind::view;
    case 'm': return RelationKind::materialized_view;
    case 'f': return RelationKind::foreign_table;
    default: return RelationKind::table;
  }
}

std::string replica_identity_of(char relreplident, std::string_view index) {
  switch (relreplident) {
    case 'n': return "nothing";
    case 'f': return "full";
    case 'i': return std::string(index);
    default: return "default";
  }
}

// A view's text as people write it: without the semicolon behind it.
std::string definition_of(std::string_view text) {
  while (!text.empty() && (text.back() == ';' || text.back() == ' ' || text.back() == '\n'))
    text.remove_suffix(1);
  return std::string(text);
}

void read_relations(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    CatalogRelation relation;
    relation.name = {rows.string(row, 1), rows.string(row, 2)};
    relation.kind = relation_kind(rows.text(row, 3)[0]);
    if (rows.text(row, 4) == "u") relation.persistence = model::Persistence::unlogged;
    relation.row_security = rows.boolean(row, 5);
    relation.force_row_security = rows.boolean(row, 6);
    if (relation.kind == RelationKind::table || relation.kind == RelationKind::partitioned_table)
      relation.replica_identity = replica_identity_of(rows.text(row, 7)[0], rows.text(row, 8));
    relation.access_method = rows.string(row, 9);
    relation.populated = rows.boolean(row, 10);
    relation.owner = rows.string(row, 11);
    relation.options = options_of(rows.text(row, 12));
    relation.bound.text = rows.string(row, 13);
    relation.bound.is_default = relation.bound.text == "DEFAULT";
    relation.definition_text = definition_of(rows.text(row, 14));
    const Oid oid = rows.number(row, 0);
    if (const auto owner = reading.extension_classes.find(oid); owner != reading.extension_classes.end())
      relation.extension = owner->second;
    reading.relations.emplace(oid, &reading.catalog.add(std::move(relation)));
  }
}

void read_parents(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto child = reading.relations.find(rows.number(row, 0));
    const auto parent = reading.relations.find(rows.number(row, 1));
    if (child == reading.relations.end() || parent == reading.relations.end()) continue;
    if (rows.boolean(row, 2))
      child->second->partition_of = parent->second->name;
    else
      child->second->inherits.push_back(parent->second->name);
  }
}

void read_partition_keys(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const Oid oid = rows.number(row, 0);
    const auto found = reading.relations.find(oid);
    if (found == reading.relations.end()) continue;
    found->second->partition_key.strategy = rows.text(row, 1)[0];
    found->second->partition_key.columns = reading.columns_of(oid, rows.text(row, 2));
  }
}

void read_comments(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const Oid oid = rows.number(row, 0);
    const auto found = reading.relations.find(oid);
    if (found == reading.relations.end()) continue;
    if (rows.number(row, 1) == 0)
      found->second->comment = rows.string(row, 2);
    else if (auto* column = found->second->find_column(reading.column(oid, rows.number(row, 1))))
      column->comment = rows.string(row, 2);
  }
}

void read_view_uses(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto view = reading.relations.find(rows.number(row, 0));
    const auto used = reading.relations.find(rows.number(row, 1));
    if (view == reading.relations.end() || used == reading.relations.end()) continue;
    view->second->query.relations.push_back({used->second->name, false});
  }
}

void read_rules(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row)
    if (const auto found = reading.relations.find(rows.number(row, 0)); found != reading.relations.end())
      found->second->rules.push_back(rows.string(row, 1));
}

// reltuples is -1 until the first VACUUM or ANALYZE; then what the statistics counted since is taken.
void read_statistics(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto found = reading.relations.find(rows.number(row, 0));
    if (found == reading.relations.end()) continue;
    model::TableStatistics statistics;
    statistics.rows = rows.number(row, 1);
    statistics.bytes = rows.number(row, 2);
    statistics.dead_rows = rows.number(row, 3);
    statistics.reads = rows.number(row, 4);
    statistics.writes = rows.number(row, 5);
    for (const model::CatalogIndex* index : reading.catalog.indexes_of(found->second->name)) {
      statistics.index_bytes += index->bytes;
      statistics.reads += index->scans.value_or(0);
    }
    found->second->statistics = statistics;
  }
}

}  // namespace

const CatalogQuery k_relations{
    R"(SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
       c.relreplident, ri.relname, coalesce(am.amname, 'heap'), c.relispopulated, pg_get_userbyid(c.relowner),
       array_to_string(c.reloptions, E'\n'), CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
  LEFT JOIN (pg_catalog.pg_index x JOIN pg_catalog.pg_class ri ON ri.oid = x.indexrelid)
         ON x.indrelid = c.oid AND x.indisreplident AND c.relreplident = 'i'
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)')",
    read_relations};

const CatalogQuery k_parents{
    R"(SELECT i.inhrelid, i.inhparent, c.relispartition
  FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p', 'f')
 ORDER BY i.inhrelid, i.inhseqno)",
    read_parents};

const CatalogQuery k_partition_keys{
    "SELECT partrelid, partstrat, partattrs FROM pg_catalog.pg_partitioned_table", read_partition_keys};

const CatalogQuery k_comments{
    "SELECT objoid, objsubid, description FROM pg_catalog.pg_description WHERE classoid = "
    "'pg_catalog.pg_class'::regclass"
    " AND objoid >= 16384",
    read_comments};

const CatalogQuery k_view_uses{
    R"(SELECT DISTINCT r.ev_class, d.refobjid
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                             AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
 WHERE r.rulename = '_RETURN' AND r.ev_class >= 16384)",
    read_view_uses};

const CatalogQuery k_rules{
    "SELECT ev_class, rulename FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN' AND ev_class >= 16384",
    read_rules};

const CatalogQuery k_statistics{
    R"(SELECT c.oid,
       CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint WHEN s.live > 0 THEN s.live ELSE -1 END,
       CASE WHEN c.reltuples < 0 AND s.live > 0 THEN coalesce(pg_table_size(c.oid), 0)
            ELSE (c.relpages + coalesce(t.relpages, 0))::bigint * current_setting('block_size')::bigint END,
       pg_stat_get_dead_tuples(c.oid), pg_stat_get_numscans(c.oid),
       pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid)
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
 CROSS JOIN LATERAL (SELECT pg_stat_get_live_tuples(c.oid) AS live) s
 WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)')",
    read_statistics};

}  // namespace dunlin::postgres
