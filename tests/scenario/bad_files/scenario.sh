# Files that can't be read or split are named with their place, and nothing runs.
mkdir migrations
remember_catalog
expect_exit 0 dunlin migrate   # an empty folder
expect_output "no migrations here"
rmdir migrations
"$DUNLIN" migrate >/dev/null 2>&1 || true
mkdir migrations
file migrations/001_ok.sql <<<"CREATE TABLE ok (id int);"

bad() { local code=$1; shift; expect_exit "$code" dunlin migrate; expect_output "$@"; expect_same_catalog; expect_no_escapes; }
printf 'CREATE TABLE a (t text DEFAULT '"'caf\xe9'"');\n' >migrations/002_bad.sql
bad 2 "002_bad.sql:1" "UTF-8"
printf 'SELECT 1;\nSELECT '"'a\0b'"';\n' >migrations/002_bad.sql
bad 2 "002_bad.sql:2" "NUL"
printf "SELECT 1;\n\nSELECT 'it began here;\nSELECT 2;\n" >migrations/002_bad.sql
bad 2 "002_bad.sql:3:8" "unterminated"
printf 'SELECT 1;\nSELECT $x$ and here;\n\n\n' >migrations/002_bad.sql
bad 2 "002_bad.sql:2:8" "unterminated"
printf 'SELECT 1;\n/* and /* here */\n\nSELECT 1;\n' >migrations/002_bad.sql
bad 2 "002_bad.sql:2:1" "unterminated"
printf 'SELECT 1;\n\\set x 1\n' >migrations/002_bad.sql
bad 2 "002_bad.sql:2" '\set'
printf '\\i missing.sql\n' >migrations/002_bad.sql
bad 2 "002_bad.sql:1" "missing.sql"
rm migrations/002_bad.sql
file migrations/2_x.sql <<<"SELECT 1;"; file migrations/002_y.sql <<<"SELECT 1;"
bad 2 "2_x.sql" "002_y.sql"
rm migrations/2_x.sql migrations/002_y.sql
mkdir migrations/002_folder.sql
"$DUNLIN" status >/dev/null 2>&1 || true
rmdir migrations/002_folder.sql
printf '[project]\nmax_file_size = "1KB"\n' >dunlin.toml
head -c 2000 /dev/zero | tr '\0' '-' >migrations/003_big.sql
bad 2 "003_big.sql" "max_file_size"
rm migrations/003_big.sql
printf '[project]\nmigrations = "migrations"\ncolour = "red"\n' >dunlin.toml
bad 2 "dunlin.toml:3" "colour"
rm dunlin.toml

# 5,000 terms, and as many levels of parentheses.
{ echo "CREATE TABLE terms AS SELECT 1"; for _ in $(seq 5000); do echo " + 1"; done; echo " AS n;"; } >migrations/004_terms.sql
code=0; "$DUNLIN" migrate >"$captured/all" 2>&1 || code=$?
if [ $code = 1 ]; then   # the server's own limit (max_stack_depth), said as it is
  expect_output "004_terms.sql:1:" "54001" "nothing of 004_terms remains"
  expect_applied 001
else
  expect_sql "SELECT n FROM terms" 5001
fi
{ echo "CREATE TABLE terms2 AS SELECT n FROM generate_series(1, 6000) n WHERE n = 1"; for i in $(seq 2 5000); do echo " OR n = $i"; done; echo ";"; } >migrations/004_terms.sql
{ echo "CREATE INDEX CONCURRENTLY terms_n ON terms2 ((n"; for _ in $(seq 30); do echo " + 1"; done; echo ")) WHERE n = 1"; for i in $(seq 2 30); do echo " OR n = $i"; done; echo ";"; } >migrations/005_index.sql
migrate
expect_sql "SELECT count(*) FROM terms2" 5000
expect_sql "SELECT indisvalid FROM pg_index WHERE indexrelid = 'terms_n'::regclass" t
{ printf 'SELECT '; head -c 200000 /dev/zero | tr '\0' '('; } >migrations/006_deep.sql
code=0; "$DUNLIN" migrate >"$captured/all" 2>&1 || code=$?
[ $code = 1 ] || [ $code = 2 ] || fail "exit code $code for 200,000 parentheses"
expect_applied 001 004 005
