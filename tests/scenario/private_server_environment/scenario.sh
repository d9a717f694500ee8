# The project's private server has its own port and socket, whatever the environment says about other servers.
unset DUNLIN_DATABASE_URL
file migrations/001_one.sql <<<"CREATE TABLE one (n int);"
expect_exit 0 env PGPORT=6543 PGHOST=/nowhere PGHOSTADDR=192.0.2.1 PGUSER=nobody PGDATABASE=none PGCONNECT_TIMEOUT=3 "$DUNLIN" status
folder=.dunlin
[ "$(id -u)" != 0 ] || folder=/var/lib/dunlin/$(printf %s "$(pwd -P)" | sha256sum | cut -c1-16)
[ -d "$folder/postgres" ] || fail "there is no server in $folder"
[ "$(id -u)" != 0 ] || rm -rf "$folder"
