#include "trial/channels/TableKeys.hpp"

#include "base/Json.hpp"

namespace dunlin::trial {
namespace {

std::vector<std::string> names_in(const std::string& json) {
  std::vector<std::string> names;
  const Json list = Json::parse(json);
  if (list.elements() == nullptr) return names;
  for (const Json& name : *list.elements())
    if (name.string() != nullptr) names.push_back(*name.string());
  return names;
}

Guess guess_of(bool has_uuid, bool only_counters) {
  if (has_uuid) return Guess::hopeless;
  return only_counters ? Guess::counter : Guess::possible;
}

// A column is a counter when a sequence fills it.
constexpr const char k_unique_query[] = R"(
  SELECT x.relname, json_agg(a.attname ORDER BY k.place), bool_or(a.atttypid = 'uuid'::regtype),
         bool_and(a.attidentity <> '' OR pg_get_serial_sequence($1, a.attname) IS NOT NULL)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  CROSS JOIN unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k (attnum, place)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indrelid = $1::regclass AND i.indisunique AND i.indisvalid AND i.indexprs IS NULL AND i.indpred IS NULL
  GROUP BY x.relname ORDER BY 1)";

std::vector<UniqueKey> unique_keys_in(const postgres::Result& rows) {
  std::vector<UniqueKey> keys;
  for (int i = 0; i < rows.rows(); ++i)
    keys.push_back(
        {rows.string(i, 0), names_in(rows.string(i, 1)), guess_of(rows.boolean(i, 2), rows.boolean(i, 3))});
  return keys;
}

constexpr const char k_parents_query[] = R"(
  SELECT c.conname, json_agg(a.attname ORDER BY k.place), n.nspname || '.' || p.relname,
         format('%I.%I', n.nspname, p.relname), json_agg(b.attname ORDER BY k.place),
         bool_or(b.atttypid = 'uuid'::regtype),
         bool_and(b.attidentity <> '' OR pg_get_serial_sequence(format('%I.%I', n.nspname, p.relname), b.attname) IS NOT NULL)
  FROM pg_constraint c JOIN pg_class p ON p.oid = c.confrelid JOIN pg_namespace n ON n.oid = p.relnamespace
  CROSS JOIN unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (child, parent, place)
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.child
  JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.parent
  WHERE c.conrelid = $1::regclass AND c.contype = 'f' AND p.relrowsecurity AND NOT row_security_active(p.oid)
  GROUP BY c.conname, n.nspname, p.relname ORDER BY 1)";

std::vector<ParentKey> parents_in(const postgres::Result& rows) {
  std::vector<ParentKey> keys;
  for (int i = 0; i < rows.rows(); ++i)
    keys.push_back({.constraint = rows.string(i, 0),
                    .columns = names_in(rows.string(i, 1)),
                    .parent = rows.string(i, 2),
                    .quoted_parent = rows.string(i, 3),
                    .parent_columns = names_in(rows.string(i, 4)),
                    .guess = guess_of(rows.boolean(i, 5), rows.boolean(i, 6))});
  return keys;
}

constexpr const char k_views_query[] = R"(
  WITH reads AS (
    SELECT DISTINCT r.ev_class AS view, d.refobjid AS relation
    FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
    WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class)
  SELECT n.nspname || '.' || v.relname, format('%I.%I', n.nspname, v.relname),
         (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
          WHERE a.attrelid = v.oid AND a.attnum > 0 AND NOT a.attisdropped),
         (SELECT count(*) FROM reads o WHERE o.view = v.oid) = 1
  FROM reads JOIN pg_class v ON v.oid = reads.view JOIN pg_namespace n ON n.oid = v.relnamespace
  WHERE reads.relation = $1::regclass AND v.relkind IN ('v', 'm') ORDER BY 1)";

std::vector<DependentView> views_in(const postgres::Result& rows) {
  std::vector<DependentView> views;
  for (int i = 0; i < rows.rows(); ++i)
    views.push_back({rows.string(i, 0), rows.string(i, 1), names_in(rows.string(i, 2)), rows.boolean(i, 3)});
  return views;
}

std::vector<std::string> first_of(const postgres::Result& rows) {
  std::vector<std::string> values;
  for (int i = 0; i < rows.rows(); ++i) values.push_back(rows.string(i, 0));
  return values;
}

constexpr const char k_sequences_query[] = R"(
  SELECT DISTINCT format('%I.%I', n.nspname, s.relname)
  FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace
  WHERE s.relkind = 'S'
    AND (EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid
                 AND d.refobjid = $1::regclass AND d.deptype IN ('a', 'i'))
      OR EXISTS (SELECT FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
                 WHERE d.classid = 'pg_attrdef'::regclass AND d.refobjid = s.oid AND f.adrelid = $1::regclass))
  ORDER BY 1)";

constexpr const char k_insertable_query[] = R"(
  SELECT attname FROM pg_attribute
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a'
  ORDER BY attnum)";

}  // namespace

// One round trip, and each query is planned once for all tables.
TableKeys read_table_keys(postgres::Connection& connection, const std::string& quoted_table) {
  postgres::Pipeline pipeline(connection);
  const postgres::Parameters table{quoted_table};
  pipeline.send_repeated(k_unique_query, table);
  pipeline.send_repeated(k_parents_query, table);
  pipeline.send_repeated(k_views_query, table);
  pipeline.send_repeated(k_sequences_query, table);
  pipeline.send_repeated(k_insertable_query, table);
  pipeline.sync();
  const auto next = [&] {
    auto answer = pipeline.next();
    if (answer.error) throw *answer.error;
    return std::move(answer.result);
  };
  TableKeys keys;
  keys.unique = unique_keys_in(next());
  keys.parents = parents_in(next());
  keys.views = views_in(next());
  keys.sequences = first_of(next());
  keys.insertable = first_of(next());
  pipeline.next();  // sync
  return keys;
}

}  // namespace dunlin::trial
