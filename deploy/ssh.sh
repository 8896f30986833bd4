#!/usr/bin/env bash
# ssh.sh [--direct ADDRESS] HOSTFILE SWEEP [options of ignd-ps]: the server here, workers by ssh; see deploy/README.md.
set -euo pipefail
source "$(dirname "$0")/programs.sh"

usage() {
    echo "usage: $0 [--direct ADDRESS] HOSTFILE SWEEP [options of ignd-ps]" >&2
    exit 64
}

direct=
if [ "${1:-}" = --direct ]; then
    direct=${2:-}
    shift 2 || usage
fi
[ $# -ge 2 ] || usage
hostfile=$1
sweep=$2
shift 2
[ -r "$hostfile" ] || {
    echo "$0: $hostfile cannot be read" >&2
    exit 66
}

ps=$(program ignd-ps)
server=("$ps")
# If this script is killed outright, nobody is left to stop the server.
command -v setpriv >/dev/null && server=(setpriv --pdeathsig TERM "${server[@]}")
# The path of the worker program on the hosts: the same as here unless said otherwise.
worker=${IGND_WORKER:-$(program ignd-worker)}
run=${IGND_RUN:-runs/$(basename "${sweep%.*}")}
keys=${IGND_KEYS:-$run/keys}
ssh=(ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=10 -o ServerAliveCountMax=3)
[ -n "${IGND_SSH_CONFIG:-}" ] && ssh+=(-F "$IGND_SSH_CONFIG")

# Runs on a host. Its input brings an address, the program, a number of workers and their secret key, and then stays
# open: when it ends, for whatever reason, the workers are ended. The key is in a file of its own while they run.
# shellcheck disable=SC2016
remote='
    read -r address && read -r program && read -r count && read -r secret || exit 69
    key=$(mktemp) || exit 74
    printf "%s\n" "$secret" >"$key"
    exec 3<&0
    workers=
    while [ "$count" -gt 0 ]; do
        "$program" --connect "$address" --key "$key" 3<&- &
        workers="$workers $!"
        count=$((count - 1))
    done
    { cat <&3 >/dev/null; kill $workers; sleep 5; kill $workers; } 2>/dev/null &
    lifeline=$!
    code=0
    for process in $workers; do wait "$process" || code=$?; done
    kill "$lifeline" 2>/dev/null
    rm -f "$key"
    exit "$code"'

scratch=$(mktemp -d)
server_process=
hosts=()
connections=() # processes of ssh
inputs=()      # descriptors of their standard input

is_alive() { kill -0 "$1" 2>/dev/null; }

# end PROCESS: asks it to stop, then to stop at once (the second SIGTERM means that), then stops it.
end() {
    local signal
    for signal in TERM TERM KILL; do
        kill -"$signal" "$1" 2>/dev/null || return 0
        for _ in $(seq 20); do
            is_alive "$1" || return 0
            sleep 0.1
        done
    done
}

finish() {
    trap - EXIT
    trap '' INT TERM HUP
    local input process
    [ -n "$server_process" ] && end "$server_process"
    for input in "${inputs[@]}"; do exec {input}>&-; done
    # The hosts end by themselves now; one that does not answer is not waited for.
    for _ in $(seq 80); do
        local left=
        for process in "${connections[@]}"; do is_alive "$process" && left=1; done
        [ -z "$left" ] && break
        sleep 0.1
    done
    for process in "${connections[@]}"; do kill -KILL "$process" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap finish EXIT
# A signal asks the server to stop: it hands back the work in flight and ends with 75; a second one ends all at once.
stops=0
stop() {
    stops=$((stops + 1))
    [ "$stops" -gt 1 ] && exit 75
    [ -n "$server_process" ] && kill -TERM "$server_process" 2>/dev/null
    return 0
}
trap stop INT TERM HUP
trap '' PIPE # a connection that has ended is seen by its process

# connect HOST WORKERS: one connection with its tunnel, and the workers behind it.
connect() {
    local host=$1 count=$2 number=${#hosts[@]} address=$direct:$port input control process
    control=$scratch/control-$number
    mkfifo "$scratch/input-$number"
    (
        # Only this script may hold the other hosts' inputs open.
        for input in "${inputs[@]}"; do exec {input}>&-; done
        exec "${ssh[@]}" -M -S "$control" -o ControlPersist=no "$host" "sh -c '$remote'"
    ) <"$scratch/input-$number" >"$run/logs/ssh-$number-$host.log" 2>&1 &
    process=$!
    exec {input}>"$scratch/input-$number"
    hosts+=("$host")
    connections+=("$process")
    inputs+=("$input")
    if [ -z "$direct" ]; then
        until "${ssh[@]}" -S "$control" -O check "$host" 2>/dev/null; do
            is_alive "$process" || return 1
            sleep 0.1
        done
        address=127.0.0.1:$("${ssh[@]}" -S "$control" -O forward -R "127.0.0.1:0:127.0.0.1:$port" "$host") || return 1
    fi
    printf '%s\n' "curve://$server_key@$address" "$worker" "$count" "$secret" >&"$input"
}

mkdir -p "$run/logs"
listen=(--bind 127.0.0.1)
[ -n "$direct" ] && listen=(--bind 0.0.0.0)
make_keys "$ps" "$keys"
secret=$(grep '^secret ' "$keys/workers.key")
IGND_PORT=${IGND_PORT:-0} "${server[@]}" --sweep "$sweep" --run "$run" "${listen[@]}" --keys "$keys" "$@" &
server_process=$!
port=$(server_port "$run/connection.json" "$server_process") || {
    code=0
    wait "$server_process" || code=$?
    exit "$code"
}

server_key=$(server_key "$run/connection.json")

while read -r host count _ <&4; do
    case $host in '' | \#*) continue ;; esac
    connect "$host" "${count:-1}" 4<&- || {
        echo "$host: no worker could be started:" >&2
        tail -n 3 "$run/logs/ssh-$((${#hosts[@]} - 1))-$host.log" >&2
    }
done 4<"$hostfile"

# A host that ends early is named; when none is left, there is nothing to wait for.
attend() {
    local number left=0 code
    for number in "${!hosts[@]}"; do
        if is_alive "${connections[$number]}"; then
            left=$((left + 1))
        elif [ -z "${ended[$number]:-}" ]; then
            code=0
            wait "${connections[$number]}" || code=$?
            ended[number]=$code
            [ "$code" -eq 0 ] ||
                echo "${hosts[$number]}: ended with $code; see $run/logs/ssh-$number-${hosts[$number]}.log" >&2
        fi
    done
    [ "$left" -gt 0 ]
}
ended=()
alone=0
while is_alive "$server_process"; do
    if attend; then
        alone=0
    elif [ "$stops" -eq 0 ] && [ $((alone += 1)) -gt 50 ]; then
        echo "no host has a worker any more: stopping; the same command goes on from here" >&2
        exit 69
    fi
    sleep 0.2
done
code=0
wait "$server_process" || code=$?
exit "$code"
