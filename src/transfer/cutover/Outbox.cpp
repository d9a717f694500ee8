#include "transfer/cutover/Outbox.hpp"

#include <fmt/format.h>

#include "base/Hash.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

// `entry` is in the order of insertion, not of commits: readers go by `xid`, which the key begins with (see
// giveback/Shadow).
constexpr const char* k_table = R"(CREATE TABLE dunlin.transfer_outbox (
    entry        bigint GENERATED ALWAYS AS IDENTITY,
    source_table text NOT NULL,
    op           "char" NOT NULL,
    key          jsonb,
    image        text,
    xid          xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
    at           timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    PRIMARY KEY (xid, entry)))";

// One for all tables. Its arguments: the table's name in the source, and the key's columns as an SQL list
// ("": there is no key). The writer's role needs no right on schema dunlin; texts don't depend on its
// settings.
constexpr const char* k_function = R"(CREATE FUNCTION dunlin.transfer_capture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET timezone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1
AS $function$
DECLARE
  wanted text := CASE WHEN TG_ARGV[1] = '' THEN 'NULL::jsonb, t::text'
                      ELSE format('jsonb_build_array(%s), NULL::text', TG_ARGV[1]) END;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    INSERT INTO dunlin.transfer_outbox (source_table, op) VALUES (TG_ARGV[0], 'T');
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    EXECUTE format('INSERT INTO dunlin.transfer_outbox (source_table, op, key, image)
                    SELECT %L, ''D'', %s FROM dunlin_old t', TG_ARGV[0], wanted);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    EXECUTE format('INSERT INTO dunlin.transfer_outbox (source_table, op, key, image)
                    SELECT %L, ''I'', %s FROM dunlin_new t', TG_ARGV[0], wanted);
  END IF;
  RETURN NULL;
END
$function$)";

std::string key_list(const FollowedTable& table) {
  std::vector<std::string> columns;
  for (const auto& column : table.key) columns.push_back("t." + column);
  return join(columns, ", ");
}

struct Event {
  const char* name;  // of the trigger
  const char* when;
  const char* referencing;
};
constexpr Event k_events[] = {
    {"zz_dunlin_outbox_insert", "INSERT", "REFERENCING NEW TABLE AS dunlin_new"},
    {"zz_dunlin_outbox_update", "UPDATE", "REFERENCING OLD TABLE AS dunlin_old NEW TABLE AS dunlin_new"},
    {"zz_dunlin_outbox_delete", "DELETE", "REFERENCING OLD TABLE AS dunlin_old"},
    {"zz_dunlin_outbox_truncate", "TRUNCATE", ""}};

// In one block each statement costs as much as there are statements before it: the triggers of 1,000 tables
// took 9.9 s, in blocks like these 1.0 s (PostgreSQL 15).
constexpr std::size_t k_tables_at_once = 40;

std::string triggers_of(const FollowedTable& table, const std::string& source) {
  std::string made;
  std::vector<std::string> always;
  for (const Event& event : k_events) {
    made += fmt::format(
        "CREATE TRIGGER {} AFTER {} ON {} {} FOR EACH STATEMENT EXECUTE FUNCTION "
        "dunlin.transfer_capture({}, {});\n",
        event.name, event.when, table.name, event.referencing, quote_literal(source),
        quote_literal(key_list(table)));
    always.push_back(fmt::format("ENABLE ALWAYS TRIGGER {}", event.name));
  }
  return made + fmt::format("ALTER TABLE {} {};\n", table.name, join(always, ", "));
}

}  // namespace

void create_outbox(postgres::Connection& connection, const Mapping& mapping) {
  connection.exec(Sql::trusted(k_table));
  connection.exec(Sql::trusted(k_function));
  connection.exec("REVOKE ALL ON FUNCTION dunlin.transfer_capture() FROM PUBLIC");
  // In few round trips: the source's writers are waiting.
  std::string triggers;
  std::size_t tables = 0;
  for (const TableMapping& mapped : mapping.tables) {
    triggers += triggers_of(followed_table(mapping, mapped), mapped.source);
    if (++tables % k_tables_at_once != 0 && tables != mapping.tables.size()) continue;
    connection.exec(Sql::trusted("DO " + quote_literal("BEGIN\n" + triggers + "END")));
    triggers.clear();
  }
}

void drop_outbox(postgres::Connection& connection, const Mapping& mapping) {
  for (const std::string& name : target_names(mapping)) {
    for (const Event& event : k_events)
      connection.exec(Sql::trusted(fmt::format("DROP TRIGGER IF EXISTS {} ON {}", event.name, name)));
  }
  connection.exec("DROP FUNCTION IF EXISTS dunlin.transfer_capture()");
  connection.exec("DROP TABLE IF EXISTS dunlin.transfer_outbox");
}

std::int64_t count_outbox(postgres::Connection& connection) {
  if (!connection.exec("SELECT to_regclass('dunlin.transfer_outbox') IS NOT NULL").boolean(0, 0)) return 0;
  return connection.exec("SELECT count(*) FROM dunlin.transfer_outbox").number(0, 0);
}

std::string describe_entries(std::int64_t count) {
  return with_thousands(count) + (count == 1 ? " entry" : " entries");
}

std::string catalog_digest(postgres::Connection& connection, const Mapping& mapping) {
  const auto rows = connection.exec(
      "SELECT c.oid::regclass::text, a.attnum::text || ' ' || quote_ident(a.attname) || ' ' || "
      "format_type(a.atttypid, a.atttypmod) || ' ' || a.attgenerated::text "
      "FROM unnest($1::text[]::regclass[]) t (oid) JOIN pg_class c ON c.oid = t.oid "
      "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
      "UNION ALL SELECT tgrelid::regclass::text, 'trigger ' || tgname || ' ' || tgenabled::text "
      "FROM pg_trigger WHERE tgname LIKE 'zz\\_dunlin\\_outbox\\_%' AND tgrelid = ANY "
      "($1::text[]::regclass[]) "
      "ORDER BY 1, 2",
      {postgres::array_literal(target_names(mapping))});
  Sha256 digest;
  for (int i = 0; i < rows.rows(); ++i) {
    digest.add_field(rows.text(i, 0));
    digest.add_field(rows.text(i, 1));
  }
  return digest.finish();
}

}  // namespace dunlin::transfer
