#!/usr/bin/env python3
"""Calls a Domaeka server over TLS with the certificates that it is given, by the C core.

Usage: tls_client.py HOST:PORT KEY_FILE NAME=CA_FILE[,CERTIFICATE_FILE,CERTIFICATE_KEY_FILE] ...

Prints a line per name: "NAME ok" when the call was answered, or "NAME" and the gRPC status. Exit code: 0, or 3 when the Python packages are missing.
"""

import sys

try:
    import grpc
except ImportError as error:
    print(f"missing: {error}. Install the package python3-grpcio (apt).")
    sys.exit(3)

TIMEOUT = 30


def read(path):
    with open(path, "rb") as file:
        return file.read()


def call(target, key, ca, certificate=None, certificate_key=None):
    shown = (read(certificate_key), read(certificate)) if certificate else (None, None)
    with grpc.secure_channel(target, grpc.ssl_channel_credentials(read(ca), *shown)) as channel:
        # The request is empty and the answer is not looked into, so bytes will do.
        status = channel.unary_unary("/domaeka.v1.ServerService/GetServerStatus")
        try:
            answer = status(b"", metadata=(("authorization", f"Bearer {key}"),), timeout=TIMEOUT)
            return "ok" if answer else "empty"
        except grpc.RpcError as error:
            return error.code().name


def main():
    target, key_file = sys.argv[1:3]
    key = read(key_file).decode().strip()
    for argument in sys.argv[3:]:
        name, files = argument.split("=", 1)
        print(name, call(target, key, *files.split(",")), flush=True)


if __name__ == "__main__":
    main()
