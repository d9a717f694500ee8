#pragma once

#include <string>
#include <vector>

namespace dunlin::sql {

/// A statement as it is found again, and what has to follow its semicolon.
struct Sample {
  std::string text;
  std::string data;
};

inline const std::vector<Sample> k_samples{
    {"SELECT 1", ""},
    {"SELECT ';', E'\\';', U&'\\0041;', \"a;b\", $$;$$, $x$;$$;$x$", ""},
    {"SELECT E'a'\n'\\';'", ""},
    {"CREATE TABLE t (a int DEFAULT (1 + 2), b text CHECK (b <> ';'))", ""},
    {"CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO l VALUES (1); SELECT 2)", ""},
    {"CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1; END; $f$", ""},
    {"CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END", ""},
    {"CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC END", ""},
    {"COPY t (a, b) FROM STDIN", "\n1\t';\n\\N\t$$\n\\.\n"},
    {"COPY u FROM STDIN WITH (FORMAT csv)", " -- data\r\n\"a;\n\\.\r\n"},
    {"COPY (SELECT 1) TO STDOUT", ""},
    {"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (lower(a))", ""},
    {"ALTER TABLE t DETACH PARTITION p CONCURRENTLY", ""},
    {"ALTER TYPE mood ADD VALUE 'x'", ""},
    {"REINDEX (VERBOSE, CONCURRENTLY) TABLE t", ""},
    {"DO $$ BEGIN COMMIT; END $$", ""},
    {"SET search_path = a, b", ""},
    {"SELECT set_config('a.b', 'c', false)", ""},
    {"BEGIN", ""},
    {"COMMIT", ""},
    {"ROLLBACK TO SAVEPOINT s", ""},
    {"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)", ""},
    {"VACUUM (ANALYZE) t", ""},
    {"INSERT INTO t VALUES (1, 'é'), (0x1F, 1_000)", ""},
    {"SELECT a FROM b WHERE c = $1 AND d ->> 'e' <> $2 /* f; */ AND g", ""},
};

}  // namespace dunlin::sql
