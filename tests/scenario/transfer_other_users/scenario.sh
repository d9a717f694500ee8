# A role whose settings are odd, without any right beyond its own; then a folder of the source that we may not write to.
run_sql "DROP ROLE IF EXISTS odd_settings; CREATE ROLE odd_settings LOGIN; GRANT CREATE ON DATABASE $PGDATABASE TO odd_settings;
  GRANT ALL ON SCHEMA public TO odd_settings"
for setting in "quote_all_identifiers = on" "standard_conforming_strings = off" "datestyle = 'German, DMY'" "timezone = 'Asia/Kathmandu'" \
  "bytea_output = escape" "extra_float_digits = 0" "client_encoding = LATIN1" "default_transaction_isolation = serializable" \
  "search_path = nowhere" "check_function_bodies = off"; do
  run_sql "ALTER ROLE odd_settings SET $setting"
done
server=$DUNLIN_DATABASE_URL
DUNLIN_DATABASE_URL=$(url_of odd_settings)
export DUNLIN_DATABASE_URL
sqlite3 app.db "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL DEFAULT 'é\', r REAL, b BLOB, at DATETIME, up TEXT GENERATED ALWAYS AS (upper(name)) STORED);
  INSERT INTO t VALUES (1, 'ü\n', 0.1, x'00ff', '2024-01-02 03:04:05')"
expect_exit 0 dunlin transfer run --from app.db --yes
expect_exit 0 dunlin transfer verify --from app.db
expect_exit 0 dunlin transfer switch --from app.db --yes
run_sql "INSERT INTO public.t (r, b, at) VALUES (1e300, '\\x01', '2024-12-11 10:09:08')"
expect_exit 0 dunlin transfer return --from app.db --yes
[ "$(sqlite3 app.db "SELECT group_concat(id || name || r || hex(b) || at) FROM t")" = '1ü\n0.100FF2024-01-02 03:04:05,2é\1.0e+30001'"2024-12-11 10:09:08" ] ||
  fail "unexpected rows: $(sqlite3 app.db "SELECT id, name, r, hex(b), at FROM t")"
expect_exit 0 dunlin transfer return --drop --from app.db --yes
export DUNLIN_DATABASE_URL=$server
psql -X -q -c "DROP OWNED BY odd_settings" -c "DROP ROLE odd_settings"

# Somebody else, who may write to the file and not to its folder: nothing is switched or returned, and what is missing is said.
install -d folder work/home
sqlite3 folder/app.db "PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)"
somebody=()
if [ "$(id -u)" = 0 ]; then
  somebody=(setpriv --reuid 12345 --regid 23456 --clear-groups)
  chown -R 12345:23456 folder work
fi
# Not everybody may come to where the program lies.
install -m 755 "$DUNLIN" work/dunlin
chmod 755 . folder
as_somebody() { (cd work && HOME=$PWD/home exec "${somebody[@]}" ./dunlin "$@"); }
run_sql "DROP SCHEMA IF EXISTS dunlin CASCADE"
expect_exit 0 as_somebody transfer run --from ../folder/app.db --yes
chmod 555 folder
expect_exit 5 as_somebody transfer switch --from ../folder/app.db --yes
expect_output "folder can't be written" "-wal and -shm"
chmod 755 folder
expect_exit 0 as_somebody transfer switch --from ../folder/app.db --yes
chmod 555 folder
expect_exit 2 as_somebody transfer return --from ../folder/app.db --yes
expect_output "folder can't be written: what takes the place of app.db is made there"
expect_sql "SELECT stage FROM dunlin.transfer" switched
chmod 755 folder
expect_exit 0 as_somebody transfer return --from ../folder/app.db --yes
