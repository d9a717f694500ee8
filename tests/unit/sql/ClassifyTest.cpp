#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

using model::StatementKind;

struct Case {
  const char* text;
  StatementKind kind;
};

// Each line was tried on a server of version 15 in a transaction block: the kinds that run alone are refused
// there.
const std::vector<Case> k_cases{
    {"SELECT 1", StatementKind::ordinary},
    {"", StatementKind::ordinary},
    {"CREATE TABLE t (a int)", StatementKind::ordinary},
    {"begin", StatementKind::begin},
    {"BEGIN ISOLATION LEVEL SERIALIZABLE", StatementKind::begin},
    {"Start /* x */ Transaction", StatementKind::begin},
    {"COMMIT", StatementKind::commit},
    {"COMMIT AND CHAIN", StatementKind::commit},
    {"END WORK", StatementKind::commit},
    {"PREPARE TRANSACTION 'x'", StatementKind::commit},
    {"PREPARE transaction AS SELECT 1", StatementKind::ordinary},
    {"PREPARE q AS SELECT 1", StatementKind::ordinary},
    {"COMMIT PREPARED 'x'", StatementKind::rerunnable},
    {"ROLLBACK PREPARED 'x'", StatementKind::rerunnable},
    {"ROLLBACK", StatementKind::rollback},
    {"ROLLBACK WORK", StatementKind::rollback},
    {"ABORT TRANSACTION", StatementKind::rollback},
    {"ROLLBACK TO s", StatementKind::ordinary},
    {"ROLLBACK TRANSACTION TO SAVEPOINT s", StatementKind::ordinary},
    {"SAVEPOINT s", StatementKind::ordinary},
    {"RELEASE s", StatementKind::ordinary},
    {"SET lock_timeout = '5s'", StatementKind::session_setting},
    {"SET SESSION statement_timeout TO 0", StatementKind::session_setting},
    {"SET TIME ZONE 'UTC'", StatementKind::session_setting},
    {"SET app.role = 'x'", StatementKind::session_setting},
    {"SET \"search_path\" = a", StatementKind::session_setting},
    {"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", StatementKind::session_setting},
    {"RESET ALL", StatementKind::session_setting},
    {"RESET search_path", StatementKind::session_setting},
    {"SET LOCAL lock_timeout = '5s'", StatementKind::ordinary},
    {"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", StatementKind::ordinary},
    {"SET SESSION TRANSACTION READ ONLY", StatementKind::ordinary},
    {"SET CONSTRAINTS ALL DEFERRED", StatementKind::ordinary},
    {"RESET TRANSACTION ISOLATION LEVEL", StatementKind::ordinary},
    {"SET ROLE admin", StatementKind::set_role},
    {"SET role = admin", StatementKind::set_role},
    {"SET LOCAL ROLE admin", StatementKind::set_role},
    {"SET SESSION ROLE admin", StatementKind::set_role},
    {"SET SESSION AUTHORIZATION DEFAULT", StatementKind::set_role},
    {"SET SESSION SESSION AUTHORIZATION 'x'", StatementKind::set_role},
    {"SET LOCAL SESSION AUTHORIZATION 'x'", StatementKind::set_role},
    {"SET session_authorization = 'x'", StatementKind::set_role},
    {"RESET ROLE", StatementKind::set_role},
    {"RESET SESSION AUTHORIZATION", StatementKind::set_role},
    {"SELECT pg_catalog.set_config('search_path', '', false)", StatementKind::session_setting},
    {"SELECT set_config('a.b', (SELECT 'x'), 'f')", StatementKind::session_setting},
    {"SELECT set_config('role', 'x', false)", StatementKind::set_role},
    {"SELECT set_config('a.b', 'x', true)", StatementKind::ordinary},
    {"SELECT set_config('a.b', 'x', false), 1", StatementKind::ordinary},
    {"SELECT set_config('a.b', 'x', false) FROM t", StatementKind::ordinary},
    {"DISCARD ALL", StatementKind::rerunnable},
    {"DISCARD PLANS", StatementKind::ordinary},
    {"COPY t FROM STDIN", StatementKind::copy_from_stdin},
    {"COPY s.t (a, \"from\") FROM stdin WITH (FORMAT csv)", StatementKind::copy_from_stdin},
    {"COPY t FROM STDOUT", StatementKind::copy_from_stdin},
    {"COPY t FROM '/x'", StatementKind::ordinary},
    {"COPY t FROM PROGRAM 'stdin'", StatementKind::ordinary},
    {"COPY (SELECT a FROM stdin) TO STDOUT", StatementKind::ordinary},
    {"COPY t TO STDOUT", StatementKind::ordinary},
    {"ALTER TYPE mood ADD VALUE 'x'", StatementKind::add_enum_value},
    {"ALTER TYPE public.\"Mood\" ADD VALUE IF NOT EXISTS 'x' AFTER 'y'", StatementKind::add_enum_value},
    {"ALTER TYPE t ADD ATTRIBUTE a int", StatementKind::ordinary},
    {"ALTER TYPE mood RENAME VALUE 'a' TO 'b'", StatementKind::ordinary},
    {"CREATE INDEX i ON t (a)", StatementKind::ordinary},
    {"CREATE INDEX CONCURRENTLY i ON t (a)", StatementKind::create_index_concurrently},
    {"CREATE UNIQUE INDEX /* - */ CONCURRENTLY IF NOT EXISTS i ON t (a)",
     StatementKind::create_index_concurrently},
    {"CREATE INDEX \"concurrently\" ON t (a)", StatementKind::ordinary},
    {"DROP INDEX i", StatementKind::ordinary},
    {"DROP INDEX CONCURRENTLY IF EXISTS i", StatementKind::drop_index_concurrently},
    {"REINDEX TABLE t", StatementKind::ordinary},
    {"REINDEX INDEX CONCURRENTLY i", StatementKind::reindex},
    {"REINDEX (CONCURRENTLY) TABLE t", StatementKind::reindex},
    {"REINDEX (\"concurrently\") TABLE t", StatementKind::reindex},
    {"REINDEX (VERBOSE, CONCURRENTLY true) TABLE t", StatementKind::reindex},
    {"REINDEX (CONCURRENTLY false, CONCURRENTLY on) TABLE t", StatementKind::reindex},
    {"REINDEX (CONCURRENTLY, CONCURRENTLY 'off') TABLE t", StatementKind::ordinary},
    {"REINDEX (CONCURRENTLY 0) TABLE t", StatementKind::ordinary},
    {"REINDEX (TABLESPACE x) TABLE CONCURRENTLY t", StatementKind::reindex},
    {"REINDEX SCHEMA public", StatementKind::reindex},
    {"REINDEX (VERBOSE) DATABASE d", StatementKind::reindex},
    {"REINDEX SYSTEM d", StatementKind::reindex},
    {"ALTER TABLE t DETACH PARTITION p", StatementKind::ordinary},
    {"ALTER TABLE IF EXISTS ONLY s.t DETACH PARTITION s.p CONCURRENTLY", StatementKind::detach_concurrently},
    {"ALTER TABLE t * DETACH PARTITION p CONCURRENTLY", StatementKind::detach_concurrently},
    {"ALTER TABLE t DETACH PARTITION p FINALIZE", StatementKind::detach_finalize},
    {"ALTER TABLE t ADD COLUMN concurrently int", StatementKind::ordinary},
    {"CREATE DATABASE d", StatementKind::create_database},
    {"CREATE TABLESPACE x LOCATION '/x'", StatementKind::create_database},
    {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", StatementKind::create_database},
    {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect)", StatementKind::create_database},
    {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)", StatementKind::ordinary},
    {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect='off')", StatementKind::ordinary},
    {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (slot_name = x, create_slot = 0)",
     StatementKind::ordinary},
    {"DROP DATABASE IF EXISTS d WITH (FORCE)", StatementKind::drop_database},
    {"DROP TABLESPACE x", StatementKind::drop_database},
    {"DROP SUBSCRIPTION s", StatementKind::drop_database},
    {"DROP TABLE t", StatementKind::ordinary},
    {"ALTER SUBSCRIPTION s REFRESH PUBLICATION", StatementKind::rerunnable},
    {"ALTER SUBSCRIPTION s SET PUBLICATION a, b", StatementKind::rerunnable},
    {"ALTER SUBSCRIPTION s ADD PUBLICATION a WITH (copy_data = false)", StatementKind::rerunnable},
    {"ALTER SUBSCRIPTION s SET PUBLICATION a WITH (refresh = false)", StatementKind::ordinary},
    {"ALTER SUBSCRIPTION s SET (slot_name = none)", StatementKind::ordinary},
    {"ALTER SUBSCRIPTION s DISABLE", StatementKind::ordinary},
    {"ALTER DATABASE d SET TABLESPACE x", StatementKind::rerunnable},
    {"ALTER DATABASE d TABLESPACE x", StatementKind::rerunnable},
    {"ALTER DATABASE d SET work_mem = '4MB'", StatementKind::ordinary},
    {"ALTER SYSTEM SET work_mem = '4MB'", StatementKind::rerunnable},
    {"VACUUM", StatementKind::rerunnable},
    {"VACUUM (ANALYZE) t", StatementKind::rerunnable},
    {"ANALYZE t", StatementKind::ordinary},
    {"CLUSTER", StatementKind::rerunnable},
    {"CLUSTER VERBOSE", StatementKind::rerunnable},
    {"CLUSTER t USING i", StatementKind::ordinary},
    {"CLUSTER (VERBOSE) t", StatementKind::ordinary},
    {"DO $$ BEGIN PERFORM 1; END $$", StatementKind::ordinary},
    {"DO $$ BEGIN COMMIT; END $$", StatementKind::unit},
    {"DO LANGUAGE plpgsql $x$ BEGIN LOOP rollback AND CHAIN; END LOOP; END $x$", StatementKind::unit},
    {"DO 'BEGIN COMMIT; END'", StatementKind::unit},
    {"DO E'BEGIN\\nCOMMIT;\\nEND'", StatementKind::unit},
    {"DO $$ BEGIN RAISE NOTICE 'COMMIT;'; -- COMMIT;\n /* COMMIT; */ END $$", StatementKind::ordinary},
    {"DO $$ DECLARE commit int; BEGIN commit := 1; SELECT a, commit; END $$", StatementKind::ordinary},
    {"DO LANGUAGE plpython3u $$ plpy.commit() $$", StatementKind::unit},
    {"CALL p()", StatementKind::ordinary},
    {"REFRESH MATERIALIZED VIEW CONCURRENTLY v", StatementKind::ordinary},
};

TEST(Classify, KnowsEveryKind) {
  for (const auto& [text, kind] : k_cases) EXPECT_EQ(to_string(classify(text)), to_string(kind)) << text;
}

TEST(Classify, IgnoresCaseAndComments) {
  for (const auto& [text, kind] : k_cases) {
    EXPECT_EQ(classify("-- a\n/* b /* c */ */ " + std::string(text) + " -- d"), kind) << text;
  }
}

TEST(Classify, ReadsLongExpressionsWithoutRecursion) {
  std::string text = "SELECT 1";
  for (int i = 0; i < 200'000; ++i) text += "+1";
  EXPECT_EQ(classify(text), StatementKind::ordinary);
  EXPECT_EQ(split({text + ";"}).size(), 1U);
  const std::string nested = std::string(200'000, '(') + "1" + std::string(200'000, ')');
  EXPECT_EQ(classify("COPY (SELECT " + nested + ") TO STDOUT"), StatementKind::ordinary);
  EXPECT_EQ(split({"SELECT " + nested + ";"}).size(), 1U);
}

}  // namespace
}  // namespace dunlin::sql
