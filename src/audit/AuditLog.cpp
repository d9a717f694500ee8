#include "audit/AuditLog.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::audit {
namespace {

using postgres::Connection;
using postgres::Sql;

/// As many ids as a person would look at.
constexpr int k_ids_listed = 20;

std::string name_of_log(Connection& connection) {
  const auto rows = connection.exec(
      "SELECT format('%I.%I', nspname, relname) FROM dunlin_pack.audit_settings AS s "
      "JOIN pg_catalog.pg_class AS c ON c.oid = s.log JOIN pg_catalog.pg_namespace AS n ON n.oid = "
      "c.relnamespace");
  if (rows.rows() != 1)
    throw Error(ErrorCode::failed,
                "pack audit's settings don't name its log: dunlin_pack.audit_settings was changed");
  return rows.string(0, 0);
}

/// Ids and hashes of the rows in a window ($1 generation, $2 and $3 its ends), as audit_seal() hashes them.
std::string rows_of_window(const std::string& log) {
  return fmt::format(R"(
    SELECT id, substr(sha256(convert_to(jsonb_build_array(
             id, (extract(epoch FROM created_at) * 1000000)::bigint, txid::text, generation, action, relation, record_id, old_data,
             new_data, details, actor, actor_source, database_user, database_role, application_name, host(client_ip), forwarded_ip)::text,
             'UTF8')), 1, 16) AS hash
    FROM {} WHERE generation = $1::integer AND txid >= $2::bigint AND txid < $3::bigint)",
                     log);
}

std::vector<Seal> read_seals(Connection& connection) {
  const auto rows = connection.exec(R"(
    SELECT seal_no, generation, xid_from::text, xid_to::text, row_count, encode(sha256(leaves), 'hex'), encode(previous, 'hex'),
           encode(seal, 'hex')
    FROM dunlin_pack.audit_seal ORDER BY seal_no)");
  std::vector<Seal> seals;
  for (int row = 0; row < rows.rows(); ++row) {
    seals.push_back({rows.number(row, 0), rows.number(row, 1), rows.string(row, 2), rows.string(row, 3),
                     rows.number(row, 4), rows.string(row, 5), rows.string(row, 6), rows.string(row, 7)});
  }
  return seals;
}

postgres::Parameters window_of(const Seal& seal) {
  return {std::to_string(seal.generation), seal.xid_from, seal.xid_to};
}

std::vector<std::int64_t> ids_in(std::string_view list) {
  std::vector<std::int64_t> ids;
  while (!list.empty()) {
    const auto comma = list.find(',');
    ids.push_back(std::stoll(std::string(list.substr(0, comma))));
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return ids;
}

/// Row by row, against the leaves that the seal has; what was purged on the record is no difference.
RowsDiffer compare_rows(Connection& connection, const std::string& log, const Seal& seal) {
  auto parameters = window_of(seal);
  parameters.emplace_back(std::to_string(seal.number));
  parameters.emplace_back(std::to_string(k_ids_listed));
  const auto rows = connection.exec(Sql::trusted(fmt::format(R"(
    WITH now AS MATERIALIZED ({}),
    sealed AS MATERIALIZED (
      SELECT ('x' || encode(substr(leaves, 24 * n + 1, 8), 'hex'))::bit(64)::bigint AS id, substr(leaves, 24 * n + 9, 16) AS hash
      FROM dunlin_pack.audit_seal, generate_series(0, octet_length(leaves) / 24 - 1) AS n WHERE seal_no = $4::bigint
    ),
    purged AS MATERIALIZED (SELECT unnest(ids) AS id FROM dunlin_pack.audit_purged WHERE seal_no = $4::bigint),
    differing AS (
      SELECT coalesce(sealed.id, now.id) AS id,
             CASE WHEN now.id IS NULL THEN 'deleted' WHEN sealed.id IS NULL THEN 'added' ELSE 'changed' END AS what
      FROM sealed FULL JOIN now ON now.id = sealed.id
      WHERE now.hash IS DISTINCT FROM sealed.hash
        AND NOT (now.id IS NULL AND EXISTS (SELECT FROM purged WHERE purged.id = sealed.id))
    )
    SELECT what, count(*), array_to_string((array_agg(id ORDER BY id))[1:$5::integer], ',') FROM differing GROUP BY what)",
                                                             rows_of_window(log))),
                                    parameters);
  RowsDiffer differ;
  for (int row = 0; row < rows.rows(); ++row) {
    const auto what = rows.text(row, 0);
    auto ids = ids_in(rows.text(row, 2));
    if (what == "deleted") {
      differ.deleted = rows.number(row, 1);
      differ.deleted_ids = std::move(ids);
    } else if (what == "changed") {
      differ.changed = rows.number(row, 1);
      differ.changed_ids = std::move(ids);
    } else {
      differ.added = rows.number(row, 1);
      differ.added_ids = std::move(ids);
    }
  }
  return differ;
}

void observe_rows(Connection& connection, Observation& seen) {
  const auto sql =
      Sql::trusted(fmt::format("SELECT encode(sha256(coalesce(string_agg(int8send(id) || hash, ''::bytea "
                               "ORDER BY id), '')), 'hex') FROM ({}) AS leaf",
                               rows_of_window(seen.log)));
  for (const Seal& seal : seen.seals) {
    auto now = connection.exec(sql, window_of(seal)).string(0, 0);
    if (now != seal.leaves) {
      if (auto differ = compare_rows(connection, seen.log, seal); differ != RowsDiffer{})
        seen.rows_differ.emplace(seal.number, std::move(differ));
    }
    seen.leaves_now.emplace(seal.number, std::move(now));
  }
}

void observe_purges(Connection& connection, Observation& seen) {
  // A purge is told by an event that comes after its rows: one that is in the log, or one that went itself
  // with a later purge that is told. A month that was purged has no rows from before that any more.
  const auto rows = connection.exec(Sql::trusted(fmt::format(R"(
    WITH RECURSIVE gone AS (
      SELECT partition, event, array_agg(id ORDER BY id) AS ids
      FROM dunlin_pack.audit_purged, unnest(ids) AS id GROUP BY partition, event
    ), told AS (
      SELECT gone.* FROM gone JOIN {0} AS l ON l.id = gone.event AND l.action = 'PARTITION_PURGED' AND l.relation = gone.partition
        AND l.details ->> 'ids' = encode(sha256(convert_to(gone.ids::text, 'UTF8')), 'hex')
      UNION
      SELECT gone.* FROM gone JOIN told ON gone.event = ANY (told.ids) AND gone.event < told.event
    )
    SELECT partition, cardinality(ids), event > ALL (ids) AND EXISTS (SELECT FROM told WHERE told.event = gone.event AND told.partition = gone.partition),
           EXISTS (SELECT FROM {0} AS l WHERE l.id < gone.event
                   AND l.tableoid = to_regclass(format('dunlin_pack.%I', gone.partition)))
    FROM gone ORDER BY 1)",
                                                             seen.log)));
  for (int row = 0; row < rows.rows(); ++row) {
    seen.purged_rows += rows.number(row, 1);
    if (!rows.boolean(row, 2)) seen.purged_without_record.push_back(rows.string(row, 0));
    if (rows.boolean(row, 3)) seen.purged_and_there.push_back(rows.string(row, 0));
  }
}

void observe_records(Connection& connection, Observation& seen) {
  const auto anchored = connection.exec("SELECT anchor, seal_no FROM dunlin_pack.audit_anchored");
  for (int row = 0; row < anchored.rows(); ++row)
    seen.anchored[anchored.string(row, 0)].insert(anchored.number(row, 1));
  seen.unsealed_rows = connection
                           .exec(Sql::trusted(fmt::format(R"(
    SELECT count(*) FROM {} AS l WHERE NOT EXISTS (
      SELECT FROM dunlin_pack.audit_seal AS s WHERE s.generation = l.generation
        AND l.txid >= s.xid_from::text::bigint AND l.txid < s.xid_to::text::bigint))",
                                                          seen.log)))
                           .number(0, 0);
}

/// Seals that the anchor doesn't have. Throws where it has others than the database.
std::vector<Seal> missing_in(const Anchor& anchor, const std::vector<Seal>& seals, const std::string& path) {
  const auto hint = fmt::format("dunlin log verify --anchor {}", path);
  if (anchor.broken_line)
    throw refused(
        fmt::format("line {} of {} isn't whole; nothing was appended", *anchor.broken_line, printable(path)),
        hint);
  if (anchor.id.empty())
    throw refused(fmt::format("{} is there, and isn't an anchor; nothing was appended", printable(path)),
                  hint);
  if (anchor.seals.size() > seals.size() ||
      !std::equal(anchor.seals.begin(), anchor.seals.end(), seals.begin())) {
    throw refused(
        fmt::format("{} and the database don't have the same seals; nothing was appended", printable(path)),
        hint);
  }
  return {seals.begin() + static_cast<std::ptrdiff_t>(anchor.seals.size()), seals.end()};
}

}  // namespace

bool is_installed(Connection& connection) {
  return connection.exec("SELECT to_regclass('dunlin_pack.audit_settings') IS NOT NULL").boolean(0, 0);
}

Observation observe(Connection& connection) {
  postgres::Transaction transaction(connection);
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  Observation seen;
  seen.log = name_of_log(connection);
  seen.seals = read_seals(connection);
  observe_rows(connection, seen);
  observe_purges(connection, seen);
  observe_records(connection, seen);
  transaction.commit();
  return seen;
}

Sealed seal(Connection& connection) {
  Sealed done;
  done.rows = connection.exec("SELECT dunlin_pack.audit_seal()").number(0, 0);
  done.last = connection.exec("SELECT coalesce(max(seal_no), 0) FROM dunlin_pack.audit_seal").number(0, 0);
  return done;
}

Sealed seal_to(Connection& connection, const std::filesystem::path& path) {
  Sealed done = seal(connection);
  postgres::Transaction transaction(connection);
  // Two that append at the same time would write the same seals twice.
  connection.exec("SELECT pg_advisory_xact_lock(hashtextextended('dunlin_pack.audit_anchor', 0))");
  auto anchor = read_anchor(path);
  if (!anchor) {
    anchor.emplace();
    anchor->id = connection.exec("SELECT gen_random_uuid()").string(0, 0);
  }
  const auto seals = read_seals(connection);
  const auto missing = missing_in(*anchor, seals, path.string());
  append_to_anchor(path, anchor->id, missing);
  // After the file: a crash in between leaves a file that has more than was promised, which the next call
  // makes good.
  connection.exec(
      "INSERT INTO dunlin_pack.audit_anchored (seal_no, anchor) SELECT seal_no, $1 FROM "
      "dunlin_pack.audit_seal ON CONFLICT DO NOTHING",
      {anchor->id});
  transaction.commit();
  done.appended = static_cast<std::int64_t>(missing.size());
  done.last = seals.empty() ? 0 : seals.back().number;
  return done;
}

}  // namespace dunlin::audit
