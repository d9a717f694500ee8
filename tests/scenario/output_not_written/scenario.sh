# A full disk: an error that can't be shown is an error still, and a result that can't be written is none.
[ -w /dev/full ] || { echo "no /dev/full here"; return; }
mkdir -p migrations
expect_exit 2 bash -c '"$DUNLIN" transfer status --from 2>/dev/full'
expect_exit 2 bash -c '"$DUNLIN" nonsense 2>/dev/full'
expect_exit 1 bash -c '"$DUNLIN" status --json >/dev/full'
expect_output "standard output can't be written"
expect_exit 1 bash -c '"$DUNLIN" status >/dev/full 2>/dev/full'
expect_exit 1 bash -c '"$DUNLIN" --version >/dev/full'
expect_exit 1 bash -c '"$DUNLIN" help >/dev/full'
expect_exit 0 bash -c '"$DUNLIN" status >&- 2>&- <&-'

# Somebody who has read enough (| head) hears nothing of it: the pipe is closed for certain before the program begins.
bash -c 'trap "" PIPE; { while printf x; do :; done 2>/dev/null; "$DUNLIN" help migrate 2>errors; echo $? >code; } | true'
[ "$(cat code)" = 1 ] || fail "exit code $(cat code) into a pipe that nobody reads"
[ ! -s errors ] || fail "said: $(cat errors)"
