# shellcheck shell=bash
# For run.sh: deploy/ssh.sh, with an own shell server, own keys and own port.
: "${scratch:?}"
mkdir -p "$scratch/ssh" /run/sshd
chmod 700 "$scratch/ssh"
ssh_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/host"
ssh-keygen -q -t ed25519 -N '' -f "$scratch/ssh/user"
cp "$scratch/ssh/user.pub" "$scratch/ssh/authorized"
# OPENBLAS_* chooses the kernels of the linear algebra, and so the last bits: it must be the same on all hosts.
cat >"$scratch/ssh/sshd_config" <<END
ListenAddress 127.0.0.1
Port $ssh_port
HostKey $scratch/ssh/host
AuthorizedKeysFile $scratch/ssh/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
AcceptEnv OPENBLAS_*
END
cat >"$scratch/ssh/config" <<END
Host one two
    HostName 127.0.0.1
    Port $ssh_port
    IdentityFile $scratch/ssh/user
    IdentitiesOnly yes
    UserKnownHostsFile $scratch/ssh/known
    StrictHostKeyChecking accept-new
    SendEnv OPENBLAS_*
END
"$(command -v sshd || echo /usr/sbin/sshd)" -D -e -f "$scratch/ssh/sshd_config" 2>"$scratch/ssh/sshd.log" &
daemons+=($!)
export IGND_SSH_CONFIG=$scratch/ssh/config
within 10 ssh -F "$IGND_SSH_CONFIG" -o BatchMode=yes one true || fail "sshd does not answer"
printf '# host workers\none 1\ntwo 2\n' >"$scratch/hosts"

IGND_RUN=$scratch/ssh-run deploy/ssh.sh "$scratch/hosts" sweeps/lqr-uav.yaml --quiet 2>"$scratch/ssh.log" ||
    fail "ssh.sh ended with $?"
hashes "$scratch/ssh-run" | cmp - "$scratch/expected" || fail "ssh.sh: hashes differ from the serial run's"
[ "$(grep -c joined "$scratch/ssh.log")" -eq 3 ] || fail "ssh.sh: not three workers"
pass "ssh.sh: two hosts, three workers through reverse tunnels, hashes of the serial run"

IGND_RUN=$scratch/ssh-direct deploy/ssh.sh --direct 127.0.0.1 "$scratch/hosts" sweeps/lqr-uav.yaml --quiet \
    2>"$scratch/ssh-direct.log" || fail "ssh.sh --direct ended with $?"
grep -q 'ready curve://' "$scratch/ssh-direct.log" || fail "ssh.sh --direct: the server has no key"
grep -q INSECURE "$scratch/ssh-direct.log" && fail "ssh.sh --direct: insecure"
pass "ssh.sh --direct: no tunnel, with keys"

# The README's two machines: the worker's side makes the tunnel.
.build/release/ignd-ps --sweep sweeps/lqr-uav.yaml --run "$scratch/two" --port 0 --quiet 2>"$scratch/two.log" &
server=$!
within 10 test -s "$scratch/two/connection.json" || fail "the server does not listen"
read -r there here < <(python3 -c '
import json, socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(json.load(open(sys.argv[1]))["endpoint"].rsplit(":")[-1], s.getsockname()[1])' "$scratch/two/connection.json")
ssh -F "$IGND_SSH_CONFIG" -N -L "$here:127.0.0.1:$there" one &
tunnel=$!
(cd "$scratch/bin" && env -i ./ignd-worker --connect "tcp://127.0.0.1:$here") || fail "the worker ended with $?"
wait "$server" || fail "the server ended with $?"
kill "$tunnel"
pass "ssh -L: a worker with an empty environment, through a tunnel of its own"

is_gone() { ! kill -0 "$1" 2>/dev/null; }
# However the script ends, no worker stays behind.
for signal in TERM KILL KILL-server KILL-ssh; do
    rm -rf "$scratch/ssh-killed"
    IGND_RUN=$scratch/ssh-killed deploy/ssh.sh "$scratch/hosts" "$scratch/long.yaml" --quiet 2>"$scratch/ssh.log" &
    script=$!
    within 20 grep -q 'worker .* joined' "$scratch/ssh.log" || fail "ssh.sh: no worker came"
    sleep 1
    server=$(sed -n 's/.*"process":\([0-9]*\).*/\1/p' "$scratch/ssh-killed/connection.json")
    case $signal in
        TERM | KILL) kill -"$signal" "$script" ;;
        KILL-server) kill -KILL "$server" ;;
        KILL-ssh) for connection in $(pgrep -P "$script" -x ssh); do kill -KILL "$connection"; done ;;
    esac
    code=0
    wait "$script" || code=$?
    case $signal:$code in
        TERM:75 | KILL:137 | KILL-server:137 | KILL-ssh:69) ;;
        *) fail "ssh.sh: $signal ended it with $code" ;;
    esac
    within 15 no_worker_left || fail "ssh.sh: $signal left a worker behind"
    within 15 is_gone "$server" || fail "ssh.sh: $signal left the server behind"
    pass "ssh.sh: $signal ends all, exit $code"
done
no_key_left() { ! grep -qs '^secret ' "${TMPDIR:-/tmp}"/tmp.*; }
within 10 no_key_left || fail "ssh.sh left a secret key behind"
pass "ssh.sh: no secret key stays behind"
