#!/usr/bin/env bash
# Stops a MariaDB that start.sh started, and removes its directory. Usage: stop.sh DIRECTORY
set -euo pipefail

directory=${1:?Usage: stop.sh DIRECTORY}
pid=$(cat "$directory/pid" 2>/dev/null || true)

# The number might meanwhile belong to another process: only one that names this directory is ended.
owns() { [ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -- "--datadir=$directory/data"; }

if owns; then
    # Nothing in it is worth a clean shutdown.
    kill -9 "$pid" 2>/dev/null || true
    for ((wait = 0; wait < 100; wait++)); do
        owns || break
        sleep 0.05
    done
fi
rm -rf "$directory"
