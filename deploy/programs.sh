# shellcheck shell=bash
# For sourcing: where ignd-ps and ignd-worker are, keys, and waiting for a server's address.

# program NAME: its path in $IGND_BIN, else in this checkout's build, else on PATH.
program() {
    local name=$1 root directory
    root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
    for directory in "${IGND_BIN:-}" "$root/.build/release"; do
        if [ -n "$directory" ] && [ -x "$directory/$name" ]; then
            echo "$directory/$name"
            return
        fi
    done
    command -v "$name" || {
        echo "$name is not built: run \`make build\`, or name its directory in IGND_BIN" >&2
        return 1
    }
}

# server_port FILE PID: the port in a server's connection.json, as soon as it is this server's.
server_port() {
    local file=$1 server=$2
    until grep -qs "\"process\":$server," "$file"; do
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
    sed -n 's/.*"endpoint":"[^"]*:\([0-9]*\)".*/\1/p' "$file"
}

# server_key FILE: the server's public key in its connection.json.
server_key() { sed -n 's/.*"key":"\([0-9a-f]*\)".*/\1/p' "$1"; }

# make_keys SERVER DIRECTORY: the server's key and one for all workers (workers.key), unless they are there.
make_keys() {
    local server=$1 directory=$2
    [ -e "$directory/server.key" ] || "$server" keys new --keys "$directory" >/dev/null || return
    [ -e "$directory/workers.key" ] || "$server" keys new workers --keys "$directory" >/dev/null
}
