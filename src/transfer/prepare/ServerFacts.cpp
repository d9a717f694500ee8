#include "transfer/prepare/ServerFacts.hpp"

#include "base/Identifier.hpp"
#include "transfer/Ledger.hpp"

namespace dunlin::transfer {
namespace {

void read_identity(postgres::Connection& connection, ServerFacts& facts) {
  const postgres::ServerFacts& known = connection.facts();
  facts.version_number = known.version;
  facts.database = known.database;
  facts.user = known.user;
  facts.host = known.host;
  facts.local = known.host.empty() || known.host.front() == '/' || known.host == "localhost" ||
                known.host.starts_with("127.") || known.host == "::1";
  facts.pooled = known.pooled;
  facts.in_recovery = known.in_recovery;
  const auto row = connection.exec(
      R"(SELECT current_setting('server_version'), current_setting('server_encoding'),
                current_setting('default_transaction_read_only') = 'on',
                has_database_privilege(current_database(), 'CREATE'), pg_database_size(current_database()))");
  facts.version = row.string(0, 0);
  facts.encoding = row.string(0, 1);
  facts.read_only = row.boolean(0, 2);
  facts.may_create_schemas = row.boolean(0, 3);
  facts.database_size = static_cast<std::uint64_t>(row.number(0, 4));
  const auto tls = connection.exec(
      "SELECT version || ', ' || cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl");
  if (tls.rows() > 0) facts.tls = tls.string(0, 0);
}

void read_schema_facts(postgres::Connection& connection, const std::string& schema, ServerFacts& facts) {
  const auto row = connection.exec(
      R"(SELECT has_schema_privilege(oid, 'USAGE'), has_schema_privilege(oid, 'CREATE')
         FROM pg_namespace WHERE nspname = $1)",
      {schema});
  facts.schema_exists = row.rows() > 0;
  if (!facts.schema_exists) return;
  facts.may_use_schema = row.boolean(0, 0);
  facts.may_create_in_schema = row.boolean(0, 1);
  const auto objects = connection.exec(
      R"(WITH o AS (
           SELECT 'pg_class'::regclass AS class, c.oid, CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN
                  'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
                  c.relname::text AS name
           FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
           UNION ALL
           SELECT 'pg_proc'::regclass, p.oid, 'function', p.proname FROM pg_proc p
           WHERE p.pronamespace = $1::regnamespace
           UNION ALL
           SELECT 'pg_collation'::regclass, l.oid, 'collation', l.collname FROM pg_collation l
           WHERE l.collnamespace = $1::regnamespace
           UNION ALL
           SELECT 'pg_type'::regclass, t.oid, 'type', t.typname FROM pg_type t
           LEFT JOIN pg_class c ON c.oid = t.typrelid
           WHERE t.typnamespace = $1::regnamespace AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c'))
         SELECT kind || ' ' || name, count(*) OVER () FROM o
         WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid
                           AND d.deptype IN ('e', 'a', 'i') AND d.refclassid <> 'pg_namespace'::regclass)
         ORDER BY 1 LIMIT 20)",
      {quote_identifier(schema)});
  for (int i = 0; i < objects.rows(); ++i) facts.objects.push_back(objects.string(i, 0));
  if (objects.rows() > 0) facts.object_count = objects.number(0, 1);
}

void read_transfer(postgres::Connection& connection, const std::string& schema, ServerFacts& facts) {
  const auto transfer = find_transfer(connection, schema);
  if (!transfer) return;
  facts.transfer_source = transfer->source;
  facts.transfer_stage = to_string(transfer->stage);
}

void read_capacity(postgres::Connection& connection, ServerFacts& facts) {
  const auto row = connection.exec(
      R"(SELECT current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int,
                (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'))");
  facts.max_connections = static_cast<int>(row.number(0, 0));
  facts.reserved_connections = static_cast<int>(row.number(0, 1));
  facts.used_connections = static_cast<int>(row.number(0, 2));
  const auto settings = connection.exec(
      R"(SELECT name, current_setting(name) FROM pg_settings
         WHERE name IN ('checkpoint_timeout', 'fsync', 'full_page_writes', 'idle_in_transaction_session_timeout',
                        'maintenance_work_mem', 'max_wal_size', 'max_worker_processes', 'shared_buffers',
                        'statement_timeout', 'synchronous_commit', 'TimeZone', 'wal_level', 'work_mem')
         ORDER BY lower(name))");
  for (int i = 0; i < settings.rows(); ++i)
    facts.settings.emplace_back(settings.string(i, 0), settings.string(i, 1));
  const auto extensions = connection.exec("SELECT name FROM pg_available_extensions ORDER BY name");
  for (int i = 0; i < extensions.rows(); ++i) facts.extensions.push_back(extensions.string(i, 0));
  const auto citus = connection.exec(
      R"(SELECT count(DISTINCT proname) = 2 FROM pg_catalog.pg_proc
         WHERE proname IN ('create_distributed_table', 'create_reference_table') AND pg_catalog.pg_function_is_visible(oid))");
  facts.has_citus = citus.boolean(0, 0);
  const auto directory = connection.exec(
      "SELECT setting FROM pg_settings WHERE name = 'data_directory' AND setting IS NOT NULL");
  if (directory.rows() > 0) facts.data_directory = directory.string(0, 0);
}

// A trusted extension can be made by who may CREATE in the database (PostgreSQL docs, CREATE EXTENSION).
FoldingFacts read_folding(postgres::Connection& connection) {
  FoldingFacts facts;
  const auto row = connection.exec(
      R"(SELECT (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
                 WHERE e.extname = 'citext'),
                (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
                  OR EXISTS (SELECT FROM pg_available_extension_versions v JOIN pg_available_extensions a USING (name)
                             WHERE name = 'citext' AND v.version = a.default_version AND (v.trusted OR NOT v.superuser)
                               AND has_database_privilege(current_database(), 'CREATE')),
                to_regnamespace('public') IS NOT NULL,
                EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i'),
                (SELECT datcollate FROM pg_database WHERE datname = current_database()),
                lower('ABCDEFGHIJKLMNOPQRSTUVWXYZ' COLLATE "default") = 'abcdefghijklmnopqrstuvwxyz')");
  if (!row.is_null(0, 0)) facts.citext_schema = row.string(0, 0);
  facts.may_create_citext = row.boolean(0, 1);
  facts.public_exists = row.boolean(0, 2);
  facts.icu = row.boolean(0, 3);
  facts.locale = row.string(0, 4);
  facts.folds_ascii = row.boolean(0, 5);
  facts.citext_visible =
      connection.exec("SELECT $1 = ANY (current_schemas(false)::text[])", {facts.citext_schema})
          .boolean(0, 0);
  return facts;
}

}  // namespace

ServerFacts read_server_facts(postgres::Connection& connection, const std::string& schema) {
  ServerFacts facts;
  read_identity(connection, facts);
  read_schema_facts(connection, schema, facts);
  read_transfer(connection, schema, facts);
  read_capacity(connection, facts);
  facts.folding = read_folding(connection);
  if (facts.encoding == "UTF8")
    facts.folding.folds_more =
        connection.exec("SELECT lower(chr(196) COLLATE \"default\") = chr(228)").boolean(0, 0);
  return facts;
}

}  // namespace dunlin::transfer
