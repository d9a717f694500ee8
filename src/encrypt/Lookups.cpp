#include "encrypt/Lookups.hpp"

#include "base/Error.hpp"
#include "encrypt/SingleLookup.hpp"

namespace dunlin::encrypt {
namespace {

constexpr std::size_t k_most_lookups = 10;
// What may be one; looks_up_one_entry() decides.
constexpr char k_mentions[] = R"(blind_index"?\s*\()";

bool has_statistics(postgres::Connection& connection) {
  return connection
      .exec(
          "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') AND "
          "to_regclass('pg_stat_statements') IS NOT NULL")
      .boolean(0, 0);
}

}  // namespace

std::vector<std::string> find_single_lookups(postgres::Connection& connection) {
  std::vector<std::string> out;
  // The body of BEGIN ATOMIC isn't in prosrc.
  const auto rows = connection.exec(R"(
    SELECT name, body FROM (
      SELECT 'function ' || p.oid::regprocedure, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) FROM pg_proc p
      WHERE p.pronamespace <> ALL (ARRAY['pg_catalog'::regnamespace, 'dunlin_pack'::regnamespace])
      UNION ALL
      SELECT 'view ' || c.oid::regclass, pg_get_viewdef(c.oid) FROM pg_class c
      WHERE c.relkind IN ('v', 'm') AND c.relnamespace <> 'pg_catalog'::regnamespace
      UNION ALL
      SELECT 'policy ' || p.polname || ' on ' || p.polrelid::regclass, pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p
    ) AS places (name, body)
    WHERE body ~* $1 ORDER BY 1)",
                                    {k_mentions});
  for (int row = 0; row < rows.rows() && out.size() < k_most_lookups; ++row) {
    if (looks_up_one_entry(rows.text(row, 1))) out.push_back(rows.string(row, 0));
  }
  if (out.size() == k_most_lookups || !has_statistics(connection)) return out;
  try {
    const auto statements = connection.exec(
        "SELECT DISTINCT query, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) FROM pg_stat_statements "
        "WHERE query ~* $1 AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
        {k_mentions});
    for (int row = 0; row < statements.rows() && out.size() < k_most_lookups; ++row) {
      if (looks_up_one_entry(statements.text(row, 0)))
        out.push_back("statement " + statements.string(row, 1));
    }
  } catch (const postgres::SqlError&) {
    // Not loaded, or not ours to read: what functions and views say has to do.
  }
  return out;
}

void require_lookups_under_two_keys(postgres::Connection& connection) {
  if (connection
          .exec("SELECT to_regprocedure('dunlin_pack.blind_indexes(text,text,text,integer)') IS NOT NULL")
          .boolean(0, 0))
    return;
  throw refused("the pack encryption of this database looks values up under one key only",
                "dunlin pack update encryption, then dunlin migrate; then look up with "
                "= ANY (phone_blind_indexes(...))");
}

}  // namespace dunlin::encrypt
