#!/usr/bin/env bash
# Runs the experiments of the paper on this machine and writes their report: scripts/paper.sh small|full [NAME…]
#
# `full` serves the whole grids of sweeps/paper/, `small` those of sweeps/paper/small/, each to WORKERS (2) local
# workers into runs/paper-SIZE/NAME. The same command again goes on where it was. Data that are missing are fetched
# where the way is open; IGND_DATA names a directory with copies of those that must be downloaded by hand.
set -euo pipefail
copies=${IGND_DATA:+$(realpath -- "$IGND_DATA")}
cd "$(dirname "$0")/.."
server=.build/release/ignd-ps
workers=${WORKERS:-2}

usage() {
    echo "usage: scripts/paper.sh small|full [NAME…], NAME one of the files in sweeps/paper/" >&2
    exit 64
}

say() { echo "paper: $*" >&2; }

size=${1:-}
case $size in
small) sweeps=sweeps/paper/small ;;
full) sweeps=sweeps/paper ;;
*) usage ;;
esac
shift

# The cheap ones first.
names=(lqr-uav lqr-uav-stochastic lqr-bdt lqr-bdt-stochastic frozen-lake a9a imdb-linear california diamonds imdb cats-dogs)
[ $# -eq 0 ] || names=("$@")
for name in "${names[@]}"; do
    [ -f "$sweeps/$name.yaml" ] || usage
done
[ -x "$server" ] || { say "$server is missing; \`make build\` makes it"; exit 66; }

# Fetches a set that any way brings, unless $2 is there already.
fetch() { [ -e "$2" ] || "$server" data fetch "$1" >/dev/null; }

# Puts a copy of a set in place of a long download, unless $2 is there already: the first of the rest that the
# directory of copies has.
copy() {
    local name=$1 target=$2 source
    [ -e "$target" ] && return
    [ -n "$copies" ] || return
    for source in "${@:3}"; do
        [ -e "$copies/$source" ] || continue
        "$server" data fetch "$name" --from "$copies/$source" >/dev/null
        return
    done
    return 1
}

# Makes data/$1.safetensors with the rest as the arguments of `data prepare`, unless it is there.
prepare() { "$server" data prepare "${@:2}" -o "data/$1.safetensors" >/dev/null; }

reviews() { copy imdb data/imdb aclImdb imdb aclImdb_v1.tar.gz; }

# Puts in place what the sweep $1 learns from.
provide() {
    case $1 in
    california) fetch california data/california_housing.csv ;;
    diamonds) fetch diamonds data/diamonds.csv ;;
    a9a)
        [ -e data/a9a.safetensors ] || { copy a9a data/a9a.t . && prepare a9a data/a9a --test data/a9a.t; }
        ;;
    imdb)
        [ -e data/imdb.safetensors ] ||
            { reviews && fetch cl100k data/cl100k_base.tiktoken && prepare imdb data/imdb --kind tokens; }
        ;;
    imdb-linear)
        [ -e data/imdb-tfidf.safetensors ] || { reviews && prepare imdb-tfidf data/imdb --kind words; }
        ;;
    cats-dogs)
        [ -e data/cats-dogs.safetensors ] ||
            { copy cats-dogs data/cats-dogs PetImages cats-dogs kagglecatsanddogs_5340.zip &&
                prepare cats-dogs data/cats-dogs; }
        ;;
    esac
}

done_runs=()
skipped=()
for name in "${names[@]}"; do
    if ! provide "$name"; then
        skipped+=("$name")
        say "$name is skipped, its data are not here: \`$server data fetch ${name%-linear}\` downloads them;" \
            "or let IGND_DATA name a directory with the original files"
        continue
    fi
    run=runs/paper-$size/$name
    say "$name, into $run"
    "$server" --sweep "$sweeps/$name.yaml" --run "$run" --port 0 --local-workers "$workers" --linger 2 --quiet
    done_runs+=("$run")
done

[ ${#done_runs[@]} -gt 0 ] || { say "no experiment could run"; exit 66; }
"$server" report "${done_runs[@]}" --output "runs/paper-$size/report"
[ ${#skipped[@]} -eq 0 ] || say "skipped for want of data: ${skipped[*]}"
