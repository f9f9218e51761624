#!/usr/bin/env bash
# Starts a private MariaDB for tests and prints what is needed to use it, as NAME=VALUE lines:
#   DIRECTORY=...   everything of it: data, socket, certificate, log
#   PID=...         its process; stop.sh ends it by this and removes the directory
#   PORT=...        on 127.0.0.1
#   CONNECTION=...  a connection string of an account that may do everything
#
# Usage: start.sh [DIRECTORY [PORT]]
# DIRECTORY is made by mktemp when it is not given: in TMPDIR, or with DOMAEKA_TEST_MARIADB_IN_MEMORY=1 in /dev/shm if
# there is room. One that an earlier call left (its server stopped or killed) is started again on the same data and port. With DOMAEKA_TEST_PARENT=PID in the environment the server ends when that process does. Works as root and as any other account; needs mariadbd, mariadb-install-db and openssl.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "$1" >&2; exit 2; }

PATH="$PATH:/usr/sbin:/usr/local/sbin"
for program in mariadbd mariadb-install-db openssl; do
    command -v "$program" >/dev/null || fail "The program $program is missing. On Debian: apt-get install mariadb-server openssl"
done

# Tests make a table a thousand times over. On a disk each one costs several flushes, in memory none; and data in memory outlives the server's
# process as that on a disk does, which is all that tests ever end. Measurements want the disk.
place=${TMPDIR:-/tmp}
if [ "${DOMAEKA_TEST_MARIADB_IN_MEMORY:-}" = 1 ] && [ -w /dev/shm ]; then
    room=$(df -k /dev/shm | awk 'NR == 2 { print $4 }')
    memory=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    if [ "${room:-0}" -ge 2000000 ] && [ "${memory:-0}" -ge 6000000 ]; then place=/dev/shm; fi
fi

directory=${1:-$(mktemp -d "$place/domaeka-mariadb.XXXXXX")}
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
chmod 700 "$directory"

# Each server deletes at its start what others like it have left in the directory for temporary tables: none may be shared.
mkdir -p "$directory/tmp"

# mariadbd refuses to run as root unless it is told that this is meant.
user=()
if [ "$(id -u)" = 0 ]; then user=(--user=root); fi

# A Unix socket's path must be short.
socket="$directory/s"
[ ${#socket} -lt 100 ] || fail "The path $directory is too long for a socket; set TMPDIR to a shorter one."

if [ ! -d "$directory/data/mysql" ]; then
    # The cleartext method: root has no password, and nobody but this machine can reach the port.
    mariadb-install-db --no-defaults "${user[@]}" --datadir="$directory/data" --tmpdir="$directory/tmp" --auth-root-authentication-method=normal \
        --skip-test-db --skip-name-resolve >"$directory/install.log" 2>&1 \
        || { cat "$directory/install.log" >&2; fail "The data directory could not be made."; }
fi

if [ ! -f "$directory/server-cert.pem" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Domaeka test authority" \
        -keyout "$directory/ca-key.pem" -out "$directory/ca.pem" 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" \
        -keyout "$directory/server-key.pem" -out "$directory/server.csr" 2>/dev/null
    openssl x509 -req -in "$directory/server.csr" -days 2 -CA "$directory/ca.pem" -CAkey "$directory/ca-key.pem" -set_serial 1 \
        -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1') -out "$directory/server-cert.pem" 2>/dev/null
fi

port=${2:-$(cat "$directory/port" 2>/dev/null || true)}
for attempt in 1 2 3 4 5; do
    # Any free port; should another program take it meanwhile, the next attempt has another.
    chosen=${port:-$((RANDOM % 20000 + 20000))}
    rm -f "$directory/pid"
    setsid mariadbd --no-defaults "${user[@]}" \
        --datadir="$directory/data" --tmpdir="$directory/tmp" --socket="$socket" --pid-file="$directory/pid" --log-error="$directory/error.log" \
        --skip-networking=0 --bind-address=127.0.0.1 --port="$chosen" --skip-name-resolve \
        --ssl-ca="$directory/ca.pem" --ssl-cert="$directory/server-cert.pem" --ssl-key="$directory/server-key.pem" \
        --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci \
        --max-allowed-packet=128M --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=256M --innodb-log-file-size=128M \
        --max-connections=500 --local-infile=0 ${DOMAEKA_TEST_MARIADB_OPTIONS:-} \
        </dev/null >>"$directory/output.log" 2>&1 &
    pid=$!
    for ((wait = 0; wait < 600; wait++)); do
        if ! kill -0 "$pid" 2>/dev/null; then break; fi
        if [ -S "$socket" ] && [ -f "$directory/pid" ] && (exec 3<>"/dev/tcp/127.0.0.1/$chosen") 2>/dev/null; then
            echo "$chosen" >"$directory/port"
            if [ -n "${DOMAEKA_TEST_PARENT:-}" ]; then
                # A test run that is killed cannot clean up: this ends the server when that process is gone.
                setsid bash -c 'while kill -0 "$1" 2>/dev/null && [ -f "$2/pid" ]; do sleep 1; done; kill -0 "$1" 2>/dev/null || bash "$3" "$2"' \
                    watch "$DOMAEKA_TEST_PARENT" "$directory" "$here/stop.sh" </dev/null >/dev/null 2>&1 &
            fi
            echo "DIRECTORY=$directory"
            echo "PID=$(cat "$directory/pid")"
            echo "PORT=$chosen"
            echo "CONNECTION=Server=127.0.0.1;Port=$chosen;User ID=root;SslMode=Preferred"
            exit 0
        fi
        sleep 0.1
    done
    kill "$pid" 2>/dev/null || true
done

tail -n 30 "$directory/error.log" >&2 || true
fail "mariadbd did not start; its directory is $directory"
