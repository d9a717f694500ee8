// Rules that look at what only a database knows: sizes, use, its exact version.
#include <algorithm>
#include <gtest/gtest.h>

#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"
#include "model/Migration.hpp"

namespace dunlin::lint {
namespace {

constexpr std::int64_t k_megabyte = std::int64_t{1} << 20;

// What the script makes, as if it had been read from a server.
model::Catalog database(const std::string& script, int server_version = 150008) {
  const OpenText opened("schema.sql", script);
  Request request;
  request.before = empty_catalog(server_version);
  model::Catalog catalog = lint({opened.file()}, request).catalog;
  for (auto& [name, relation] : catalog.relations) {
    relation.origin = {};
    for (model::CatalogConstraint& constraint : relation.constraints) constraint.origin = {};
  }
  for (auto& [name, index] : catalog.indexes) index.origin = {};
  return catalog;
}

model::CatalogRelation& relation(model::Catalog& catalog, const std::string& name) {
  return catalog.relations.at({"public", name});
}
model::CatalogIndex& index(model::Catalog& catalog, const std::string& name) {
  return catalog.indexes.at({"public", name});
}

model::Findings judged(const model::Catalog& before, const std::string& script, const std::string& rule) {
  const OpenText opened("002_change.sql", script);
  Request request;
  request.before = before;
  request.settings.live = true;
  request.settings.profile = Profile::all;
  std::vector<File> files;
  if (!script.empty()) files.push_back(opened.file());
  model::Findings findings = lint(files, request).findings;
  std::erase_if(findings.findings, [&](const model::Finding& finding) { return finding.rule != rule; });
  return findings;
}

std::vector<std::string> objects(const model::Findings& findings) {
  std::vector<std::string> found;
  for (const model::Finding& finding : findings.findings) found.push_back(finding.object);
  std::sort(found.begin(), found.end());
  return found;
}

using Objects = std::vector<std::string>;

TEST(DatabaseRules, UnusedIndexIsOneThatGuardsNothingAndNobodyReads) {
  model::Catalog catalog = database(
      "CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, city text);"
      "CREATE INDEX users_name ON users (name);"
      "CREATE INDEX users_city ON users (city);"
      "CREATE INDEX users_small ON users (id, city);"
      "CREATE UNIQUE INDEX users_email ON users (email);");
  relation(catalog, "users").statistics = model::TableStatistics{.rows = 1000, .reads = 5};
  for (const char* name : {"users_name", "users_city", "users_small", "users_email", "users_pkey"}) {
    index(catalog, name).scans = 0;
    index(catalog, name).bytes = 2 * k_megabyte;
  }
  index(catalog, "users_city").scans = 7;
  index(catalog, "users_small").bytes = 100;
  EXPECT_EQ(objects(judged(catalog, "", "unused-index")), Objects{"public.users_name"});
  // Without a read of the table nothing can be told.
  relation(catalog, "users").statistics->reads = 0;
  EXPECT_EQ(objects(judged(catalog, "", "unused-index")), Objects{});
}

TEST(DatabaseRules, DefaultPartitionThatHoldsRows) {
  model::Catalog catalog = database(
      "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);"
      "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
      "CREATE TABLE rest PARTITION OF events DEFAULT;");
  EXPECT_EQ(objects(judged(catalog, "", "default-partition-growth")), Objects{});
  relation(catalog, "events_1").statistics = model::TableStatistics{.rows = 10};
  relation(catalog, "rest").statistics = model::TableStatistics{.rows = 0};
  EXPECT_EQ(objects(judged(catalog, "", "default-partition-growth")), Objects{});
  relation(catalog, "rest").statistics->rows = 12345;
  const model::Findings findings = judged(catalog, "", "default-partition-growth");
  ASSERT_EQ(objects(findings), Objects{"public.rest"});
  EXPECT_NE(findings.findings.front().message.find("12,345"), std::string::npos);
}

TEST(DatabaseRules, RewriteOfALargeTable) {
  model::Catalog catalog =
      database("CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE small (id int PRIMARY KEY);");
  const std::string change =
      "ALTER TABLE users ALTER COLUMN id TYPE bigint; ALTER TABLE small ALTER COLUMN id TYPE bigint;"
      "ALTER TABLE users ADD COLUMN a int;";
  EXPECT_EQ(objects(judged(catalog, change, "rewrite-disk-headroom")), Objects{});
  relation(catalog, "users").statistics =
      model::TableStatistics{.rows = 9'000'000, .bytes = 700 * k_megabyte, .index_bytes = 500 * k_megabyte};
  relation(catalog, "small").statistics = model::TableStatistics{.rows = 10, .bytes = 8192};
  const model::Findings findings = judged(catalog, change, "rewrite-disk-headroom");
  ASSERT_EQ(objects(findings), Objects{"public.users"});
  EXPECT_NE(findings.findings.front().message.find("1,200 MB"), std::string::npos)
      << findings.findings.front().message;
}

TEST(DatabaseRules, IndexesThatAreThereTwice) {
  const model::Catalog catalog = database(
      "CREATE TABLE users (id bigint PRIMARY KEY, a int, b int);"
      "CREATE INDEX users_a ON users (a); CREATE INDEX users_a_2 ON users (a);"
      "CREATE INDEX users_ab ON users (a, b); CREATE INDEX users_b ON users (b);");
  EXPECT_EQ(judged(catalog, "", "duplicate-index").findings.size(), 1U);
  EXPECT_EQ(judged(catalog, "", "redundant-prefix-index").findings.size(), 2U);
}

TEST(DatabaseRules, ForeignKeyWithoutIndex) {
  const model::Catalog catalog = database(
      "CREATE TABLE users (id bigint PRIMARY KEY);"
      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users);"
      "CREATE TABLE carts (user_id bigint PRIMARY KEY REFERENCES users);");
  EXPECT_EQ(objects(judged(catalog, "", "unindexed-fk")), Objects{"public.orders"});
}

TEST(DatabaseRules, ConcurrentBuildsOnTheFirst14) {
  const std::string change = "CREATE INDEX CONCURRENTLY users_id ON users (id);";
  EXPECT_EQ(judged(database("", 140000), change, "cic-corruption-14").findings.size(), 1U);
  EXPECT_EQ(judged(database("", 140003), change, "cic-corruption-14").findings.size(), 1U);
  EXPECT_EQ(judged(database("", 140004), change, "cic-corruption-14").findings.size(), 0U);
  EXPECT_EQ(judged(database("", 150000), change, "cic-corruption-14").findings.size(), 0U);
}

TEST(DatabaseRules, InvalidIndexOfThatName) {
  model::Catalog catalog = database("CREATE TABLE users (id bigint); CREATE INDEX users_id ON users (id);");
  const std::string change = "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_id ON users (id);";
  EXPECT_EQ(judged(catalog, change, "invalid-index-trap").findings.size(), 0U);
  index(catalog, "users_id").valid = false;
  const model::Findings findings = judged(catalog, change, "invalid-index-trap");
  ASSERT_EQ(findings.findings.size(), 1U);
  EXPECT_EQ(findings.findings.front().severity, model::Severity::error);
}

TEST(DatabaseRules, InvalidIndexTrapIsANoteWhereDunlinChecks) {
  const OpenText opened("002_change.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_id ON users (id);");
  const model::Migration migration;
  File file = opened.file();
  file.migration = &migration;
  for (const bool loose : {false, true}) {
    file.loose = loose;
    const auto findings = lint({file}, Request{}).findings.findings;
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().severity, loose ? model::Severity::warning : model::Severity::note);
  }
}

TEST(DatabaseRules, PrimaryKeyThatRunsOutOfNumbers) {
  model::Catalog catalog = database(
      "CREATE TABLE old (id serial PRIMARY KEY); CREATE TABLE small (id smallint PRIMARY KEY);"
      "CREATE TABLE wide (id bigint PRIMARY KEY); CREATE TABLE pair (a int, b int, PRIMARY KEY (a, b));");
  EXPECT_EQ(objects(judged(catalog, "", "int-pk-capacity")), Objects{});
  for (const char* name : {"old", "wide", "pair"})
    relation(catalog, name).statistics = model::TableStatistics{.rows = 1'000'000'000};
  relation(catalog, "small").statistics = model::TableStatistics{.rows = 30'000};
  const model::Findings findings = judged(catalog, "", "int-pk-capacity");
  ASSERT_EQ(objects(findings), Objects{"public.small.id"});
  EXPECT_EQ(findings.findings.front().severity, model::Severity::error);
  relation(catalog, "old").statistics->rows = 1'200'000'000;
  EXPECT_EQ(objects(judged(catalog, "", "int-pk-capacity")), (Objects{"public.old.id", "public.small.id"}));
}

TEST(DatabaseRules, TableWithManyDeadRows) {
  model::Catalog catalog =
      database("CREATE TABLE a (id bigint); CREATE TABLE b (id bigint); CREATE TABLE c (id bigint);");
  relation(catalog, "a").statistics = model::TableStatistics{.rows = 100'000, .dead_rows = 50'000};
  relation(catalog, "b").statistics = model::TableStatistics{.rows = 1'000'000, .dead_rows = 50'000};
  relation(catalog, "c").statistics = model::TableStatistics{.rows = 10, .dead_rows = 900};
  EXPECT_EQ(objects(judged(catalog, "", "table-bloat")), Objects{"public.a"});
}

TEST(DatabaseRules, TableOfADatabaseWithoutPrimaryKey) {
  const model::Catalog catalog =
      database("CREATE TABLE a (id bigint); CREATE TABLE b (id bigint PRIMARY KEY);");
  EXPECT_EQ(objects(judged(catalog, "", "no-primary-key")), Objects{"public.a"});
}

TEST(DatabaseRules, RowSecurityOfWhatIsThere) {
  model::Catalog catalog = database(
      "CREATE ROLE anon;"
      "CREATE TABLE open (id int PRIMARY KEY); CREATE TABLE hidden (id int PRIMARY KEY);"
      "CREATE TABLE kept (id int PRIMARY KEY, u uuid); ALTER TABLE kept ENABLE ROW LEVEL SECURITY;"
      "GRANT SELECT ON open, kept TO anon;"
      "CREATE POLICY slow ON kept USING (auth.uid() = u);"
      "CREATE POLICY fast ON kept USING ((SELECT auth.uid() AS uid) = u);"
      "CREATE VIEW past AS SELECT * FROM kept; CREATE VIEW plain AS SELECT * FROM open;"
      "CREATE VIEW asks WITH (security_invoker = true) AS SELECT * FROM kept;");
  for (model::CatalogPolicy& policy : relation(catalog, "kept").policies) policy.origin = {};
  EXPECT_EQ(objects(judged(catalog, "", "rls-missing-on-new-table")), Objects{"public.open"});
  EXPECT_EQ(objects(judged(catalog, "", "secdef-view")), Objects{"public.past"});
  const model::Findings slow = judged(catalog, "", "policy-initplan");
  ASSERT_EQ(slow.findings.size(), 1U);
  EXPECT_NE(slow.findings[0].message.find("\"slow\""), std::string::npos) << slow.findings[0].message;
}

TEST(DatabaseRules, PoliciesOfWhatIsThere) {
  model::Catalog catalog = database(
      "CREATE TABLE idle (id int PRIMARY KEY); CREATE POLICY p ON idle USING (id = 1);"
      "CREATE TABLE closed (id int PRIMARY KEY); ALTER TABLE closed ENABLE ROW LEVEL SECURITY;"
      "CREATE TABLE wide (id int PRIMARY KEY); ALTER TABLE wide ENABLE ROW LEVEL SECURITY;"
      "CREATE POLICY p ON wide FOR DELETE USING (true);"
      "CREATE POLICY server ON wide FOR INSERT TO worker WITH CHECK (true);"
      "CREATE MATERIALIZED VIEW copy AS SELECT * FROM wide; GRANT SELECT ON copy TO PUBLIC;"
      "CREATE MATERIALIZED VIEW own_copy AS SELECT * FROM wide;");
  for (const char* table : {"idle", "wide"})
    for (model::CatalogPolicy& policy : relation(catalog, table).policies) policy.origin = {};
  EXPECT_EQ(objects(judged(catalog, "", "policy-without-rls")), Objects{"public.idle"});
  EXPECT_EQ(objects(judged(catalog, "", "rls-enabled-no-policy")), Objects{"public.closed"});
  EXPECT_EQ(objects(judged(catalog, "", "policy-always-true")), Objects{"public.wide"});
  EXPECT_EQ(objects(judged(catalog, "", "exposes-materialized-view")), Objects{"public.copy"});
}

TEST(DatabaseRules, DefinersOfWhatIsThere) {
  model::Catalog catalog = database(
      "CREATE FUNCTION loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';"
      "CREATE FUNCTION fixed() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';"
      "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1';");
  for (auto& [name, functions] : catalog.functions)
    for (model::CatalogFunction& function : functions) function.origin = {};
  EXPECT_EQ(objects(judged(catalog, "", "secdef-no-search-path")), Objects{"public.loose"});
}

}  // namespace
}  // namespace dunlin::lint
