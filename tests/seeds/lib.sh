# What the examples' tests are written with. Sourced by run, once an example, before tests/seeds/<example>/test.sh.
# DUNLIN is the program, PG_PROGRAMS the folder with the server's programs.
# shellcheck shell=bash disable=SC2034

dunlin=$(realpath "${DUNLIN:-build/dev/dunlin}")
programs=${PG_PROGRAMS:-/usr/lib/postgresql/15/bin}
work=$(mktemp -d /tmp/dunlin-seeds.XXXXXX)
failures=0
database=postgres
unset DUNLIN_DATABASE_URL DATABASE_URL DUNLIN_ENV

as_server_user() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
stop() {
  as_server_user "$programs/pg_ctl" -D "$work/server/data" -m immediate -s stop
  rm -rf "$work"
}
# start EXAMPLE [SERVER OPTION...]: a scratch server, and a copy of the example in $work/project.
start() {
  local example=$1
  shift
  example_folder=$PWD/examples/$example
  mkdir "$work/server" && chmod 711 "$work" && cp -r "$example_folder" "$work/project" || return 1
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/server"; fi
  (cd / && as_server_user "$programs/initdb" -D "$work/server/data" -U postgres -A trust -E UTF8 --locale=C --no-sync &&
    as_server_user "$programs/pg_ctl" -D "$work/server/data" -l "$work/server/log" -w -t 300 -s \
      -o "-k $work/server -c listen_addresses= -c synchronous_commit=off $*" start) >"$work/start.log" 2>&1 || {
    cat "$work/start.log" "$work/server/log"
    return 1
  }
}

# psql as a superuser; as another role with `user=NAME psql ...`.
psql() { PGOPTIONS='-c client_min_messages=warning' command psql -XqAt -v ON_ERROR_STOP=1 -h "$work/server" -U "${user:-postgres}" -d "$database" "$@"; }
# Where the program and other programs find the scratch server: url [USER [DATABASE]]
url() { echo "host=$work/server user=${1:-postgres} dbname=${2:-$database}"; }
value() { psql -c "SELECT $1"; }
is() { [ "$1" = "$2" ] || { echo "expected: $2"; echo "is:       $1"; return 1; }; }
silent() { local out; out=$("$@" 2>&1) && [ -z "$out" ] || { echo "$out"; return 1; }; }
# From JSON, by a path: json '{migrations,0,state}' TEXT
json() { psql -v json="$2" -v path="$1" <<<"SELECT (:'json')::jsonb #>> :'path'"; }
# exits CODE COMMAND...: its output, on failure.
exits() {
  local wanted=$1 got=0 out
  shift
  out=$("$@" 2>&1) || got=$?
  [ "$got" = "$wanted" ] || { echo "exit code $got instead of $wanted"; echo "$out"; return 1; }
}
# says TEXT COMMAND...: its output holds the text, whatever its exit code.
says() {
  local wanted=$1 out
  shift
  out=$("$@" 2>&1)
  grep -qF -e "$wanted" <<<"$out" || { echo "no '$wanted' in:"; echo "$out"; return 1; }
}

# check NUMBERS DESCRIPTION COMMAND...: one test.
check() {
  local name="$1 $2" out
  shift 2
  if out=$("$@" 2>&1); then
    echo "ok $name"
  else
    echo "not ok $name"
    sed 's/^/  /' <<<"$out"
    failures=$((failures + 1))
  fi
}
