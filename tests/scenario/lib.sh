# What scenarios are written with. Sourced by run, inside of a copy of the scenario's folder, under `set -eu`.
# shellcheck shell=bash

last_command=none
captured=$SCENARIO_WORK/.captured
mkdir -p "$captured"
: >"$captured/out"; : >"$captured/err"; : >"$captured/all"

fail() {
  echo "FAIL: $*"
  echo "--- last command: $last_command"
  echo "--- its output:"; cat "$captured/out"
  echo "--- its errors:"; cat "$captured/err"
  exit 1
}
# shellcheck disable=SC2154
trap 'status=$?; [ $status = 0 ] || echo "FAIL: a command of scenario.sh failed (line ${BASH_LINENO[0]:-?}: ${BASH_COMMAND:-})"; exit $status' ERR

finish_scenario() {
  local name
  for name in "${!session_fds[@]}"; do close_session "$name"; done
  echo "scenario complete"
}

# ---- running the program ----------------------------------------------------------------------------------------

dunlin() { "$DUNLIN" "$@"; }

# Runs a command, keeps its output, and wants this exit code.
expect_exit() {
  local wanted=$1 got=0
  shift
  last_command="$*"
  "$@" >"$captured/out" 2>"$captured/err" </dev/null || got=$?
  cat "$captured/out" "$captured/err" >"$captured/all"
  [ "$got" = "$wanted" ] || fail "exit code $got instead of $wanted: $*"
}

migrate() { expect_exit 0 dunlin migrate "$@"; }
rollback() { expect_exit 0 dunlin rollback "$@"; }

# Starts the program in the background: `start first migrate --wait 5s`, then `expect_end first 0`.
declare -A started
start() {
  local name=$1
  shift
  "$DUNLIN" "$@" >"$captured/$name.out" 2>"$captured/$name.err" </dev/null &
  started[$name]=$!
}
expect_end() {
  local name=$1 wanted=$2 got=0
  wait "${started[$name]}" 2>/dev/null || got=$?
  last_command="(in the background) $name"
  cp "$captured/$name.out" "$captured/out"; cp "$captured/$name.err" "$captured/err"
  cat "$captured/out" "$captured/err" >"$captured/all"
  [ "$got" = "$wanted" ] || fail "exit code $got instead of $wanted of $name"
}
is_running() { kill -0 "${started[$1]}" 2>/dev/null; }

# ---- looking at what it said ------------------------------------------------------------------------------------

expect_output() { local text; for text; do grep -qF -e "$text" "$captured/all" || fail "no output '$text'"; done; }
expect_no_output() { local text; for text; do ! grep -qF -e "$text" "$captured/all" || fail "output '$text'"; done; }
expect_stdout() { [ "$(cat "$captured/out")" = "$1" ] || fail "standard output isn't '$1'"; }
expect_silent_stderr() { [ ! -s "$captured/err" ] || fail "something on standard error"; }
expect_no_escapes() { ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$captured/all" || fail "control characters in the output"; }

# expect_json '.outcome' done: a path of jq in the one JSON document on standard output.
expect_json() {
  local got
  jq -es 'length == 1' "$captured/out" >/dev/null 2>&1 || fail "standard output isn't one JSON document"
  got=$(jq -r "$1" "$captured/out" 2>&1) || fail "jq $1: $got"
  [ "$got" = "$2" ] || fail "$1 is '$got' instead of '$2'"
}

# ---- looking at the database ------------------------------------------------------------------------------------

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$1"; }
run_sql() { psql -X -q -v ON_ERROR_STOP=1 -c "$1" >/dev/null; }

# expect_sql "query" "value": rows by line breaks, columns by |.
expect_sql() {
  local got
  got=$(psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$1" 2>&1) || fail "query failed: $1: $got"
  [ "$got" = "$2" ] || fail "'$got' instead of '$2' from: $1"
}

expect_table() { local t; for t; do expect_sql "SELECT to_regclass('$t') IS NOT NULL" t; done; }
expect_no_table() { local t; for t; do expect_sql "SELECT to_regclass('$t') IS NULL" t; done; }

# Versions in force, in the order of application, as the program's status says.
expect_applied() {
  local got
  got=$("$DUNLIN" status --json | jq -r '[.migrations[] | select(.state == "applied") | .version] | join(" ")') || fail "status failed"
  [ "$got" = "$*" ] || fail "applied: '$got' instead of '$*'"
}
expect_state() {  # VERSION STATE
  local got
  got=$("$DUNLIN" status --json | jq -r --arg v "$1" '.migrations[] | select(.version == $v) | .state') || fail "status failed"
  [ "$got" = "$2" ] || fail "state of $1 is '$got' instead of '$2'"
}

# Everything outside of dunlin's own schemas that a migration can change, as text.
catalog() {
  psql -X -q -A -t -v ON_ERROR_STOP=1 -c "
    SELECT n.nspname, c.relname, c.relkind, coalesce(i.indisvalid::text, ''), string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ',' ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin') GROUP BY 1, 2, 3, 4 ORDER BY 1, 2;
    SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1;
    SELECT oid::regprocedure FROM pg_proc WHERE pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
}
remember_catalog() { catalog >"$captured/catalog"; }
expect_same_catalog() { catalog >"$captured/catalog.now"; diff -u "$captured/catalog" "$captured/catalog.now" || fail "the catalog has changed"; }

# ---- a server of its own ----------------------------------------------------------------------------------------

# own_server PORT: a server that the scenario may end and set up as it likes; its folder is $data, and everything asks it from now on.
own_server() {
  data=$SCENARIO_WORK/pg
  install -d -m 700 "$data"
  [ "$(id -u)" != 0 ] || chown postgres "$data"
  trap 'as_server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true' EXIT
  as_server "$SCENARIO_PROGRAMS/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions >/dev/null || fail "no server"
  printf "listen_addresses = ''\nunix_socket_directories = '%s'\nport = %s\nfsync = off\nautovacuum = off\n" "$PGHOST" "$1" | as_server tee -a "$data/postgresql.conf" >/dev/null
  export PGPORT=$1 PGDATABASE=postgres DUNLIN_DATABASE_URL="host=$PGHOST port=$1 user=postgres dbname=postgres"
}
as_server() { if [ "$(id -u)" = 0 ]; then (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$@"); else (cd / && exec "$@"); fi; }
begin_server() { as_server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -l "$data/log" -w -t 300 start >/dev/null || fail "no server: $(cat "$data/log")"; }
end_server() { as_server "$SCENARIO_PROGRAMS/pg_ctl" -D "$data" -m "$1" -w -t 300 stop >/dev/null || fail "the server doesn't stop"; }

# ---- waiting and other sessions ---------------------------------------------------------------------------------

# What is waited for comes within moments: this is for a machine that stands still meanwhile.
patience=180

# Polls until the query says true.
wait_until() {
  local deadline=$((SECONDS + ${2:-$patience}))
  until [ "$(sql "$1")" = t ]; do
    [ $SECONDS -lt $deadline ] || fail "waited in vain for: $1"
    sleep 0.03
  done
}
wait_for_file_text() {  # FILE TEXT
  local deadline=$((SECONDS + ${3:-$patience}))
  until grep -qF -e "$2" "$1" 2>/dev/null; do
    [ $SECONDS -lt $deadline ] || fail "waited in vain for '$2' in $1"
    sleep 0.03
  done
}

# Sessions of psql that stay open: `session reader`, `tell reader "BEGIN"`, `close_session reader`.
declare -A session_fds session_pids session_counts
session() {
  local name=$1 fd
  mkfifo "$captured/$name.fifo"
  PGAPPNAME="scenario_$name" psql -X -q -A -t <"$captured/$name.fifo" >"$captured/$name.session" 2>&1 &
  session_pids[$name]=$!
  exec {fd}>"$captured/$name.fifo"
  session_fds[$name]=$fd
  session_counts[$name]=0
}
tell() {  # and waits until it has answered
  local name=$1 n
  n=$((session_counts[$name] + 1))
  session_counts[$name]=$n
  printf '%s;\n\\echo answered-%s\n' "$2" "$n" >&"${session_fds[$name]}"
  wait_for_file_text "$captured/$name.session" "answered-$n"
}
say() { printf '%s;\n' "$2" >&"${session_fds[$1]}"; }
close_session() {
  local fd=${session_fds[$1]}
  exec {fd}>&-
  wait "${session_pids[$1]}" 2>/dev/null || true
  unset "session_fds[$1]"
}

# ---- files ------------------------------------------------------------------------------------------------------

# Writes a file of the project from standard input.
file() { mkdir -p "$(dirname "$1")"; cat >"$1"; }

# A URL for the scenario's database with another user, and perhaps a password.
url_of() { echo "host=$PGHOST port=5432 user=$1 dbname=$PGDATABASE${2:+ password=$2}"; }
