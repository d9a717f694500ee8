# A scratch PostgreSQL for scripts that source this: start_server, stop_server, psql and what a database ends as.
# DUNLIN_POSTGRES names the folder with the server's programs; $work is made here and removed by stop_server.

programs=${DUNLIN_POSTGRES:-/usr/lib/postgresql/15/bin}
unset DUNLIN_DATABASE_URL DATABASE_URL DUNLIN_ENV DUNLIN_KILL_AT PGOPTIONS PGDATABASE PGSERVICE

as_server_user() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
pg_ctl() { (cd / && as_server_user "$programs/pg_ctl" -s -D "$work/server/data" "$@"); }
launch() { pg_ctl -l "$work/server/log" -w -t 300 start >/dev/null; }
crash_server() { pg_ctl -m immediate -t 300 stop; }

start_server() {
  work=$(mktemp -d /tmp/dunlin-crash.XXXXXX)
  mkdir "$work/server" && chmod 711 "$work"
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/server"; fi
  (cd / && as_server_user "$programs/initdb" -D "$work/server/data" -U postgres -A trust -E UTF8 --locale=C --no-sync) >"$work/initdb.log" 2>&1 || {
    cat "$work/initdb.log"
    return 1
  }
  cat >>"$work/server/data/postgresql.conf" <<END
unix_socket_directories = '$work/server'
listen_addresses = ''
fsync = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
autovacuum = off
checkpoint_timeout = 1h
END
  launch || { cat "$work/server/log"; return 1; }
}

stop_server() {
  [ -n "${work:-}" ] || return 0
  pg_ctl -m immediate stop
  rm -rf "$work"
}

psql() { command psql -XqAt -v ON_ERROR_STOP=1 -h "$work/server" -U postgres "$@"; }
url() { echo "host=$work/server user=postgres dbname=$1"; }

# Waits until a query of database $1 returns t; fails after $3 (60) seconds.
wait_until() {
  local database=$1 query=$2 end=$((SECONDS + ${3:-60}))
  while [ "$(psql -d "$database" -c "$query" 2>/dev/null)" != t ]; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.05
  done
}

# What database $1 has become, as text to compare: the schema, every index with its state, every table's rows, and how
# often each segment ran. Names of kept tables carry the number of the run, which differs.
end_state() {
  pg_dump -h "$work/server" -U postgres --schema-only --exclude-schema=dunlin --exclude-schema=dunlin_kept "$1" |
    grep -v -e '^\\' -e '^--' -e '^$'
  psql -d "$1" <<'END'
SELECT 'index', indexrelid::regclass, indisvalid, indisready, indislive
FROM pg_index JOIN pg_class c ON c.oid = indexrelid
WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'dunlin'::regnamespace) AND NOT (indisvalid AND c.relname LIKE 'pg_toast%')
ORDER BY indexrelid::regclass::text COLLATE "C";
SELECT 'pending detach', inhrelid::regclass FROM pg_inherits WHERE inhdetachpending;
SELECT format($$SELECT 'table', %L, count(*), md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text COLLATE "C"), '')) FROM %s t$$,
              regexp_replace(c.oid::regclass::text, '__r\d+', ''), c.oid::regclass)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'dunlin')
ORDER BY regexp_replace(c.oid::regclass::text, '__r\d+', '') COLLATE "C", c.oid
\gexec
SELECT 'marks', what, count(*) FROM marks GROUP BY 2 ORDER BY what COLLATE "C";
SELECT 'ledger', position, kind, version, name, outcome FROM dunlin.ledger LEFT JOIN dunlin.completion ON entry = hash ORDER BY position;
SELECT 'journal', l.position, statement, j.kind, j.state, j.sql_hash FROM dunlin.journal j JOIN dunlin.ledger l ON l.hash = j.entry ORDER BY 2, 3;
SELECT 'kept', origin, what, rows FROM dunlin.kept ORDER BY 2, 3, 4;
END
}
