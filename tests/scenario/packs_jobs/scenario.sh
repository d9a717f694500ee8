# Jobs of packs go on where somebody holds a row locked, or refers to one, and say what they left.
run_sql "CREATE TABLE people (id integer PRIMARY KEY, email text); INSERT INTO people SELECT n, 'p' || n FROM generate_series(1, 3) AS n;
  CREATE TABLE letters (id integer PRIMARY KEY, person integer REFERENCES people); INSERT INTO letters VALUES (1, 1), (2, 2), (3, 3);
  CREATE TABLE visits (id integer PRIMARY KEY, at timestamptz); INSERT INTO visits SELECT n, now() - interval '1 year' FROM generate_series(1, 3) AS n;
  CREATE TABLE bills (visit integer REFERENCES visits); INSERT INTO bills VALUES (2);
  CREATE TABLE zones (at timestamptz); INSERT INTO zones VALUES (now() - interval '1 year')"
expect_exit 0 dunlin pack add gdpr --param subject_table=people --param erase=public.letters=delete --param erase=public.people=delete
expect_exit 0 dunlin pack add retention --param "policies=public.visits.at=30 days" --param "policies=public.zones.at=30 days"
migrate
run_sql "UPDATE people SET data_retention_until = now() - interval '1 day'"

# As a crontab runs them: what is printed is mailed.
job() { psql -Xqo /dev/null -v ON_ERROR_STOP=1 -c "SELECT * FROM $1"; }

session holder
tell holder "BEGIN"
tell holder "SELECT FROM letters WHERE id = 2 FOR UPDATE"
expect_exit 0 job "erase_expired_people()"
expect_output "WARNING:  1 of 3 people past their data_retention_until could not be erased"
expect_sql "SELECT string_agg(id::text, ',') FROM people" 2
expect_sql "SELECT subject, reason, attempts FROM people_not_erased()" "2|canceling statement due to lock timeout|1"
tell holder "COMMIT"
close_session holder
expect_exit 0 job "erase_expired_people()"
expect_silent_stderr
expect_sql "SELECT count(*) FROM people" 0
expect_sql "SELECT count(*) FROM dunlin_pack.gdpr_not_erased" 0

expect_exit 0 job "apply_retention()"
expect_output "WARNING:  retention of public.visits failed" "still referenced"
expect_sql "SELECT (SELECT count(*) FROM visits), (SELECT count(*) FROM zones)" "3|0"
run_sql "DELETE FROM bills"
expect_exit 0 job "apply_retention()"
expect_silent_stderr
expect_sql "SELECT count(*) FROM visits" 0
