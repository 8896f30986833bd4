#!/usr/bin/env bash
# Sees to the tools and Debian packages that the build needs: installs the missing ones, once and quietly.
# Further package names may be given as arguments (deploy tests do).
set -euo pipefail

packages=(
    build-essential curl python3                  # linking; data fetch
    unzip zstd                                    # packed data
    libzmq3-dev libsodium-dev                     # transport and security
    libprotobuf-c-dev protobuf-c-compiler         # messages
    libopenblas-dev liblapacke-dev                # matrix products, small linear algebra
    libsqlite3-dev                                # the results index
    libturbojpeg0-dev libstb-dev                  # pictures: decoding, resizing
    "$@"
)

fail() {
    echo "setup: $*" >&2
    exit 1
}

command -v swift >/dev/null ||
    fail "swift is missing: install Swift 6.2 or newer from https://www.swift.org/install/linux/ and put it on PATH"

command -v apt-get >/dev/null ||
    fail "no apt-get here: install what these Debian packages hold by your system's means: ${packages[*]}"

installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null |
    sed -n 's/^installed //p') || true
missing=()
for package in "${packages[@]}"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
    as_root=(env)
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n env)
else
    fail "packages are missing and this user may not install them; run: sudo $install"
fi

echo "setup: installing ${missing[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { "${as_root[@]}" DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1; }
# The lists may be missing or old: they are fetched only if the installation fails without.
# shellcheck disable=SC2086
quietly $install || { quietly apt-get update && quietly $install; } || {
    tail -n 5 "$log" >&2
    fail "could not install; the command was: $install"
}
