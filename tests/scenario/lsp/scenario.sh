# An editor's talk with `dunlin lsp`: what it says about text that isn't saved, behind the project's files.
# shellcheck shell=bash

coproc editor { dunlin lsp --stdio 2>"$captured/err"; }
from_server=${editor[0]}; to_server=${editor[1]}
server_pid=$editor_PID

send() {  # a message, as JSON
  printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$1" | wc -c)" "$1" >&"$to_server"
  last_command="message $1"
}
receive() {  # the next message, into the captured output
  local line length=
  while IFS= read -r -t 120 -u "$from_server" line; do
    line=${line%$'\r'}
    [ -n "$line" ] || break
    case $line in Content-Length:*) length=${line#*: } ;; esac
  done
  [ -n "$length" ] || fail "no message came"
  LC_ALL=C IFS= read -r -t 120 -N "$length" -u "$from_server" line
  printf '%s\n' "$line" >"$captured/out"
  cp "$captured/out" "$captured/all"
}
uri() { echo "file://$PWD/migrations/$1"; }
edit() {  # VERSION LINE CHARACTER LINE CHARACTER TEXT
  send "$(jq -cn --arg uri "$(uri 002_index.sql)" --argjson v "$1" --argjson a "$2" --argjson b "$3" --argjson c "$4" --argjson d "$5" --arg text "$6" \
    '{jsonrpc: "2.0", method: "textDocument/didChange", params: {textDocument: {uri: $uri, version: $v},
      contentChanges: [{range: {start: {line: $a, character: $b}, end: {line: $c, character: $d}}, text: $text}]}}')"
}

# Before it is initialized it answers nothing else.
send '{"jsonrpc":"2.0","id":0,"method":"textDocument/hover","params":{}}'
receive
expect_json .error.code -32002

send "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"rootUri\":\"file://$PWD\",\"capabilities\":{}}}"
receive
expect_json .result.capabilities.positionEncoding utf-16
expect_json .result.serverInfo.name dunlin
send '{"jsonrpc":"2.0","method":"initialized","params":{}}'

# The text of the editor counts, not the file's: the file has no index.
send "$(jq -cn --arg uri "$(uri 002_index.sql)" --arg text $'-- 😀 é\nCREATE INDEX users_email ON users (email);\n' \
  '{jsonrpc: "2.0", method: "textDocument/didOpen", params: {textDocument: {uri: $uri, languageId: "sql", version: 1, text: $text}}}')"
receive
expect_json .method textDocument/publishDiagnostics
expect_json '.params.diagnostics | map(.code) | join(" ")' index-not-concurrent
expect_json .params.diagnostics[0].range.start.line 1
expect_json .params.version 1

# The lock of the statement under the cursor.
send "$(jq -cn --arg uri "$(uri 002_index.sql)" '{jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: {textDocument: {uri: $uri}, position: {line: 1, character: 8}}}')"
receive
expect_json .id 2
expect_json .result.contents.kind markdown
expect_json '.result.contents.value | test("`ShareLock` on `public.users`: blocks writes; cost: index build")' true

# The fix.
send "$(jq -cn --arg uri "$(uri 002_index.sql)" '{jsonrpc: "2.0", id: "fix", method: "textDocument/codeAction", params: {textDocument: {uri: $uri},
  range: {start: {line: 1, character: 0}, end: {line: 1, character: 0}}, context: {diagnostics: []}}}')"
receive
expect_json .id fix
expect_json '.result[0].kind' quickfix
expect_json '[.result[0].edit.changes[][].newText] | join("") | test("CONCURRENTLY")' true

# After an edit it is said anew. Typed at once, it is judged once; a slow machine may hear the first letter alone.
edit 2 1 13 1 13 C
edit 3 1 14 1 14 'ONCURRENTLY '
receive
[ "$(jq .params.version "$captured/out")" != 2 ] || receive
expect_json .params.version 3
expect_json '.params.diagnostics | map(.code) | index("index-not-concurrent")' null

# Text that can't be split is reported at its line.
edit 4 2 0 2 0 "SELECT 'never ends"
receive
expect_json '.params.diagnostics | length' 1
expect_json '.params.diagnostics[0].range.start.line' 2
expect_output "can't judge this file"

# What isn't JSON, and what isn't known, is answered; then it goes on.
send '{"jsonrpc": nonsense'
receive
expect_json .error.code -32700
expect_json .id null
send '{"jsonrpc":"2.0","id":4,"method":"textDocument/rename","params":{}}'
receive
expect_json .error.code -32601

# Closing takes the diagnostics away; shutdown and exit end it with 0.
send "$(jq -cn --arg uri "$(uri 002_index.sql)" '{jsonrpc: "2.0", method: "textDocument/didClose", params: {textDocument: {uri: $uri}}}')"
receive
expect_json '.params.diagnostics | length' 0
send '{"jsonrpc":"2.0","id":5,"method":"shutdown"}'
receive
expect_json .id 5
send '{"jsonrpc":"2.0","method":"exit"}'
got=0
wait "$server_pid" || got=$?
[ "$got" = 0 ] || fail "exit code $got"
[ ! -s "$captured/err" ] || fail "something on standard error"
