#include <algorithm>
#include <fmt/format.h>

#include "base/Json.hpp"
#include "base/Text.hpp"
#include "trial/channels/Probes.hpp"
#include "trial/performance/PlanFacts.hpp"

namespace dunlin::trial {
namespace {

using checks::State;

std::string first_value(const Attempt& attempt) {
  return attempt.rows.empty() ? "" : attempt.rows.front();
}

std::int64_t number_in(const std::string& text) {
  return text.empty() ? 0 : std::strtoll(text.c_str(), nullptr, 10);
}

}  // namespace

Probing probe_explain(Prober& prober, const Vantage& vantage) {
  const TableFacts& table = prober.table(vantage);
  const Attempt plan = prober.attempt(
      vantage,
      {{fmt::format("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT FROM {}", table.quoted), {}}});
  if (!plan.done()) return {};  // who may not read it, may not explain it
  Probing probing;
  for (const auto& scan : facts_of_plan(Json::parse(first_value(plan), 2000)).seq_scans) {
    const auto visible = static_cast<double>(vantage.visible.size());
    if (scan.table != table.name || scan.rows <= visible) continue;
    probing.found.push_back(
        {State::warn, prober.name(vantage),
         fmt::format("{}: EXPLAIN ANALYZE says that the policy removed {}", prober.identity(vantage).name,
                     counted(static_cast<std::size_t>(scan.rows - visible), "row")),
         "known limit: who may send SQL of their own may run EXPLAIN; an API in between (PostgREST with "
         "db-plan-enabled off) keeps it from clients"});
  }
  return probing;
}

Probing probe_statistics(Prober& prober, const Vantage& vantage) {
  const TableFacts& table = prober.table(vantage);
  const Query query{"SELECT count(*) FROM pg_catalog.pg_stats WHERE schemaname = $1 AND tablename = $2",
                    {table.schema, table.name}};
  if (number_in(prober.ask(query).string(0, 0)) == 0)
    return {.found = {},
            .untried = "there are no statistics yet (ANALYZE), or this session may not read them"};
  Probing probing;
  if (number_in(first_value(prober.attempt(vantage, {query}))) > 0)
    probing.found.push_back({State::critical, prober.name(vantage),
                             prober.identity(vantage).name +
                                 ": pg_stats shows the most common values of columns, hidden rows' too",
                             "see who replaced pg_stats, or granted SELECT on pg_statistic"});
  const Attempt direct = prober.attempt(vantage, {{"SELECT count(*) FROM pg_catalog.pg_statistic", {}}});
  if (direct.done())
    probing.found.push_back({State::critical, "pg_catalog.pg_statistic",
                             prober.identity(vantage).name + ": may read values of all columns there",
                             "REVOKE SELECT ON pg_catalog.pg_statistic FROM the role"});
  return probing;
}

Probing probe_row_counts(Prober& prober, const Vantage& vantage) {
  const TableFacts& table = prober.table(vantage);
  const Attempt told = prober.attempt(
      vantage,
      {{"SELECT greatest(c.reltuples::bigint, pg_stat_get_live_tuples(c.oid)) FROM pg_catalog.pg_class c "
        "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
        {table.schema, table.name}}});
  Probing probing;
  const auto count = number_in(first_value(told));
  if (count > static_cast<std::int64_t>(vantage.visible.size()))
    probing.found.push_back(
        {State::warn, prober.name(vantage),
         fmt::format("{}: pg_class and pg_stat_all_tables say about how many rows there are ({})",
                     prober.identity(vantage).name, count),
         "known limit: the catalog is readable for every role that may send SQL of its own; it says how "
         "many, "
         "not what"});
  return probing;
}

Probing probe_sequences(Prober& prober, const Vantage& vantage) {
  const auto& sequences = prober.keys(vantage).sequences;
  Probing probing;
  for (const std::string& sequence : sequences) {
    const bool reads = prober.attempt(vantage, {{"SELECT last_value FROM " + sequence, {}}}).done();
    // nextval and setval aren't rolled back: their privileges are asked for.
    const Attempt may = prober.attempt(
        vantage, {{"SELECT w FROM unnest(ARRAY['USAGE', 'UPDATE']) AS w WHERE has_sequence_privilege($1, w)",
                   {sequence}}});
    const bool sets = std::find(may.rows.begin(), may.rows.end(), "UPDATE") != may.rows.end();
    if (sets)
      probing.found.push_back(
          {State::critical, sequence,
           prober.identity(vantage).name + ": may set it back, and others' inserts fail",
           fmt::format("REVOKE UPDATE ON SEQUENCE {} FROM {};", sequence, prober.identity(vantage).role)});
    if (reads || !may.rows.empty())
      probing.found.push_back(
          {State::warn, sequence,
           fmt::format("{}: {} says how many rows were ever made", prober.identity(vantage).name,
                       reads ? "its last_value" : "nextval"),
           "known limit: keys count; GENERATED AS IDENTITY needs no grant on the sequence, a uuid has "
           "none"});
  }
  return probing;
}

}  // namespace dunlin::trial
