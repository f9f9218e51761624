#!/usr/bin/env bash
# Builds everything and runs every test. Usage: ./test.sh [extra arguments for dotnet test]
#
# What it needs and how it gets it:
#   dotnet 10 SDK                           must be there
#   python3-grpcio, python3-grpc-tools      Debian packages, for the foreign gRPC client; installed by apt-get
#                                           when this runs as root and they are missing
#   iproute2                                Debian package, likewise, for tests that cut a phone's link (network namespaces, as root)
#   libfaketime                             Debian package, likewise, for tests that set the server's clock
#   mariadb-server, openssl                 Debian packages, likewise. A server of its own is started for the run, on a free port of the
#                                           loopback with a directory of its own, and stopped at the end. To use another, name an account
#                                           that may create databases: DOMAEKA_TEST_MARIADB="Server=...;User ID=...;Password=..."
set -euo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
configuration=${CONFIGURATION:-Release}

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing: install it and make sure that 'dotnet' is on the PATH." >&2
    exit 2
fi

# The tests call Debian's own interpreter: another python3 on the PATH would not see Debian's packages.
export DOMAEKA_PYTHON=${DOMAEKA_PYTHON:-/usr/bin/python3}
if ! "$DOMAEKA_PYTHON" -c 'import cryptography, grpc, grpc_tools' 2>/dev/null; then
    packages="python3 python3-cryptography python3-grpcio python3-grpc-tools"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $packages by apt-get, for the foreign gRPC client."
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null
    else
        echo "Missing for the foreign gRPC client: apt-get install $packages" >&2
        exit 2
    fi
fi

if [ "$(id -u)" = 0 ] && ! (PATH="$PATH:/usr/sbin:/sbin" && command -v ip) >/dev/null && command -v apt-get >/dev/null; then
    echo "Installing iproute2 by apt-get, for tests that cut a link."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq iproute2 >/dev/null
fi

if ! compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing libfaketime by apt-get, for tests that set the server's clock."
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libfaketime >/dev/null
    else
        echo "Missing for tests that set the server's clock: apt-get install libfaketime" >&2
        exit 2
    fi
fi

if [ -z "${DOMAEKA_TEST_MARIADB:-}" ] && ! (PATH="$PATH:/usr/sbin:/usr/local/sbin" && command -v mariadbd && command -v mariadb-install-db && command -v openssl) >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing mariadb-server and openssl by apt-get, for a private server."
        apt-get update -qq

        # Only the programs are wanted: the package must not start a server of its own beside.
        policy=/usr/sbin/policy-rc.d
        [ -e "$policy" ] && policy= || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; }
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq mariadb-server openssl >/dev/null
        [ -z "$policy" ] || rm -f "$policy"
    else
        echo "Missing for a private MariaDB: apt-get install mariadb-server openssl" >&2
        exit 2
    fi
fi

dotnet build Domaeka.sln --configuration "$configuration" -warnaserror -v quiet

log=$(mktemp)
database=
finish() {
    rm -f "$log"
    if [ -n "$database" ]; then tests/mariadb/stop.sh "$database"; fi
}
trap finish EXIT

if [ -z "${DOMAEKA_TEST_MARIADB:-}" ]; then
    started=$(DOMAEKA_TEST_PARENT=$$ DOMAEKA_TEST_MARIADB_IN_MEMORY=1 tests/mariadb/start.sh) || exit 2
    database=$(sed -n 's/^DIRECTORY=//p' <<<"$started")
    DOMAEKA_TEST_MARIADB=$(sed -n 's/^CONNECTION=//p' <<<"$started")
fi
export DOMAEKA_TEST_MARIADB

status=0
# One test assembly after the other: several at once on two cores make each other time out.
dotnet test Domaeka.sln --configuration "$configuration" --no-build -maxcpucount:1 "$@" 2>&1 | tee "$log" || status=$?

awk '
    match($0, /Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+/) {
        line = substr($0, RSTART, RLENGTH); gsub(/[^0-9 ]/, "", line); split(line, n, " ")
        failed += n[1]; passed += n[2]; skipped += n[3]
    }
    END {
        if (skipped > 0) printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
        else printf "%d passed, %d failed\n", passed, failed
        exit passed > 0 ? 0 : 1
    }' "$log" || status=1
exit "$status"
