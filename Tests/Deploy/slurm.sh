# shellcheck shell=bash
# For run.sh: deploy/slurm.sbatch, in an own cluster: munged, slurmctld and two slurmd on this host.
: "${scratch:?}"
cluster=$scratch/slurm
mkdir -p "$cluster/state"
chmod 755 "$cluster"
dd if=/dev/urandom of="$cluster/munge.key" bs=1024 count=1 status=none
chmod 400 "$cluster/munge.key"
munged --force --foreground --key-file="$cluster/munge.key" --socket="$cluster/munge.socket" \
    --pid-file="$cluster/munge.pid" --log-file="$cluster/munge.log" --seed-file="$cluster/munge.seed" \
    >"$cluster/munge.out" 2>&1 &
daemons+=($!)
read -r controller_port first_port second_port < <(python3 -c '
import socket
free = [socket.socket() for _ in range(3)]
for s in free: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in free))')
host=$(hostname -s)
export SLURM_CONF=$cluster/slurm.conf
cat >"$SLURM_CONF" <<END
ClusterName=ignd
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket
CredType=cred/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool-%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd-%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
KillWait=5
MinJobAge=300
ReturnToService=2
SchedulerParameters=sched_interval=1
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$first_port CPUs=2 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$second_port CPUs=2 State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE
END
slurmctld -D >"$cluster/slurmctld.out" 2>&1 &
daemons+=($!)
for node in n1 n2; do
    slurmd -D -N "$node" >"$cluster/slurmd-$node.out" 2>&1 &
    daemons+=($!)
done
both_idle() { [ "$(sinfo --noheader --Node --format %T | grep -c '^idle$')" -eq 2 ]; }
within 30 both_idle || fail "Slurm's nodes are not idle: $(sinfo 2>&1)"

# submit NAME [options of sbatch] -- SWEEP …: the number of the job.
submit() {
    local name=$1 options=()
    shift
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    IGND_RUN=$scratch/$name sbatch --parsable --output="$scratch/$name.log" "${options[@]}" deploy/slurm.sbatch "${@:2}"
}
state() { scontrol show job "$1" | sed -n 's/.*JobState=\([A-Z]*\).*/\1/p'; }
is() { [ "$(state "$1")" = "$2" ]; }
restarts() { scontrol show job "$1" | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p'; }
has_restarted() { [ "$(restarts "$1")" -ge 1 ]; }
has_joined() { grep -q 'worker .* joined' "$scratch/$1.log"; }

job=$(submit slurm-one --nodes=1 --ntasks=2 -- sweeps/lqr-uav.yaml --quiet)
within 60 is "$job" COMPLETED || fail "slurm.sbatch: $(state "$job"); $(tail -n 3 "$scratch/slurm-one.log")"
hashes "$scratch/slurm-one" | cmp - "$scratch/expected" || fail "slurm.sbatch: hashes differ from the serial run's"
pass "slurm.sbatch: one node, two workers, hashes of the serial run"

job=$(submit slurm-two --nodes=2 --ntasks-per-node=1 -- sweeps/lqr-uav.yaml --quiet)
within 60 is "$job" COMPLETED || fail "slurm.sbatch: $(state "$job"); $(tail -n 3 "$scratch/slurm-two.log")"
hashes "$scratch/slurm-two" | cmp - "$scratch/expected" || fail "slurm.sbatch: hashes differ from the serial run's"
grep -q 'ready curve://' "$scratch/slurm-two.log" || fail "slurm.sbatch: two nodes, and the server has no key"
grep -q INSECURE "$scratch/slurm-two.log" && fail "slurm.sbatch: insecure"
pass "slurm.sbatch: two nodes, one worker each, with keys"

# SIGTERM to the batch script, as before a time limit: drained, requeued, and the second time it goes on.
job=$(submit slurm-drained --nodes=1 --ntasks=2 -- "$scratch/long.yaml" --quiet)
within 30 has_joined slurm-drained || fail "slurm.sbatch: no worker came"
sleep 1
scancel --batch --signal=TERM "$job"
within 30 has_restarted "$job" || fail "slurm.sbatch: SIGTERM did not requeue: $(state "$job")"
pass "slurm.sbatch: SIGTERM drains and requeues"
# Slurm holds a requeued job back for two minutes, since its old credential is revoked; a few seconds do.
sleep 5
scontrol update job="$job" StartTime=now
within 60 is "$job" RUNNING || fail "slurm.sbatch: the requeued job does not start: $(state "$job")"
within 30 grep -q continued "$scratch/slurm-drained.log" || fail "slurm.sbatch: the requeued job did not go on"
pass "slurm.sbatch: the requeued job goes on where it was"
scancel "$job"
within 30 is "$job" CANCELLED || fail "slurm.sbatch: scancel left it $(state "$job")"
sleep 2
is "$job" CANCELLED || fail "slurm.sbatch: a cancelled job came back"
within 10 no_worker_left || fail "slurm.sbatch: scancel left a worker behind"
pass "slurm.sbatch: scancel ends it for good"
