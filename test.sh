#!/usr/bin/env bash
# Builds everything and runs every test. Usage: ./test.sh [extra arguments for dotnet test]
#
# What it needs and how it gets it:
#   dotnet 10 SDK                           must be there
#   python3-grpcio, python3-grpc-tools      Debian packages, for the foreign gRPC client; installed by apt-get
#                                           when this runs as root and they are missing
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

dotnet build Domaeka.sln --configuration "$configuration" -warnaserror -v quiet

log=$(mktemp)
trap 'rm -f "$log"' EXIT
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
