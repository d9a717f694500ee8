#include "postgres/catalog/Reading.hpp"

namespace dunlin::postgres {
namespace {

// pg_trigger.tgtype (catalog/pg_trigger.h).
void read_kind(std::int64_t tgtype, model::CatalogTrigger& trigger) {
  trigger.for_each_row = (tgtype & 1) != 0;
  trigger.timing = (tgtype & 64) != 0 ? 'i' : (tgtype & 2) != 0 ? 'b' : 'a';
  if ((tgtype & 4) != 0) trigger.events.emplace_back("insert");
  if ((tgtype & 16) != 0) trigger.events.emplace_back("update");
  if ((tgtype & 8) != 0) trigger.events.emplace_back("delete");
  if ((tgtype & 32) != 0) trigger.events.emplace_back("truncate");
}

void read_triggers(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const Oid oid = rows.number(row, 0);
    const auto found = reading.relations.find(oid);
    if (found == reading.relations.end()) continue;
    model::CatalogTrigger trigger;
    trigger.name = rows.string(row, 1);
    trigger.function = {rows.string(row, 2), rows.string(row, 3)};
    read_kind(rows.number(row, 4), trigger);
    trigger.columns = reading.columns_of(oid, rows.text(row, 5));
    trigger.has_when = rows.boolean(row, 6);
    trigger.enabled = rows.text(row, 7) == "O" || rows.text(row, 7) == "A";
    found->second->triggers.push_back(std::move(trigger));
  }
}

std::string command_of(std::string_view polcmd) {
  if (polcmd == "r") return "select";
  if (polcmd == "a") return "insert";
  if (polcmd == "w") return "update";
  return polcmd == "d" ? "delete" : "all";
}

void read_policies(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    const auto found = reading.relations.find(rows.number(row, 0));
    if (found == reading.relations.end()) continue;
    model::CatalogPolicy policy;
    policy.name = rows.string(row, 1);
    policy.command = command_of(rows.text(row, 2));
    policy.permissive = rows.boolean(row, 3);
    policy.roles = lines_of(rows.text(row, 4));
    policy.using_.text = rows.string(row, 5);
    policy.check.text = rows.string(row, 6);
    found->second->policies.push_back(std::move(policy));
  }
}

void read_sequences(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    model::CatalogSequence sequence;
    sequence.name = {rows.string(row, 0), rows.string(row, 1)};
    const Oid owner = rows.is_null(row, 2) ? 0 : rows.number(row, 2);
    if (const auto found = reading.relations.find(owner); found != reading.relations.end()) {
      sequence.owned_by_table = found->second->name;
      sequence.owned_by_column = reading.column(owner, rows.number(row, 3));
    }
    reading.catalog.add(std::move(sequence));
  }
}

void read_publications(const Result& rows, Reading& reading) {
  for (int row = 0; row < rows.rows(); ++row) {
    auto& tables = reading.catalog.publications[rows.string(row, 0)];
    if (rows.boolean(row, 1)) tables = {{"", "*"}};
    if (rows.is_null(row, 2)) continue;
    if (const auto found = reading.relations.find(rows.number(row, 2)); found != reading.relations.end())
      tables.push_back(found->second->name);
  }
}

}  // namespace

// A partition's copy of its parent's trigger has a tgparentid.
const CatalogQuery k_triggers{
    R"(SELECT t.tgrelid, t.tgname, n.nspname, p.proname, t.tgtype, t.tgattr, t.tgqual IS NOT NULL, t.tgenabled
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 WHERE NOT t.tgisinternal AND t.tgparentid = 0
 ORDER BY t.tgrelid, t.oid)",
    read_triggers};

const CatalogQuery k_policies{
    R"(SELECT p.polrelid, p.polname, p.polcmd, p.polpermissive,
       (SELECT string_agg(CASE WHEN r.oid = 0 THEN 'public' ELSE pg_get_userbyid(r.oid) END, E'\n')
          FROM unnest(p.polroles) AS r (oid)),
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
  FROM pg_catalog.pg_policy p
 ORDER BY p.polrelid, p.oid)",
    read_policies};

const CatalogQuery k_sequences{
    R"(SELECT n.nspname, c.relname, d.refobjid, d.refobjsubid
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')
 WHERE c.relkind = 'S' AND n.nspname !~ '^(pg_|information_schema$|dunlin(_kept)?$)')",
    read_sequences};

const CatalogQuery k_publications{
    R"(SELECT p.pubname, p.puballtables, r.prrelid
  FROM pg_catalog.pg_publication p
  LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
 ORDER BY p.pubname, r.oid)",
    read_publications};

}  // namespace dunlin::postgres
