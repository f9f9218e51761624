#!/usr/bin/env python3
"""Serves compat_test.proto with a server that is none of ours, for the client tests of Grpc.Compat.Tests.

Usage: grpc_server.py PATH/TO/compat_test.proto

Prints "listening PORT" and serves until its standard input ends. Exit code 3: the Python packages are missing.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import threading
from concurrent import futures

try:
    import grpc
    import grpc_tools.protoc  # noqa: F401 (only to say early that it is missing)
except ImportError as error:
    print(f"missing: {error}. Install the packages python3-grpcio and python3-grpc-tools (apt).", flush=True)
    sys.exit(3)


def compile_proto(proto, folder):
    subprocess.run(
        [
            sys.executable, "-m", "grpc_tools.protoc", f"-I{os.path.dirname(os.path.abspath(proto))}",
            f"--python_out={folder}", f"--grpc_python_out={folder}", os.path.basename(proto),
        ],
        check=True,
    )
    sys.path.insert(0, folder)
    return [importlib.import_module(name) for name in ("compat_test_pb2", "compat_test_pb2_grpc")]


def make_tester(pb, services):
    started, cancelled = {}, {}

    def signal(signals, name):
        return signals.setdefault(name, threading.Event())

    class Tester(services.TesterServicer):
        def Echo(self, request, context):
            if request.behaviour == "fail":
                context.set_trailing_metadata((("reason", "none"), ("blob-bin", b"\x00\x01\xfe\xff")))
                context.abort(grpc.StatusCode.NOT_FOUND, "방이 없습니다: 100 %\n")
            if request.behaviour == "metadata":
                received = tuple(
                    (key, value) for key, value in context.invocation_metadata()
                    if key == "text-key" or key.endswith("-bin")
                )
                context.send_initial_metadata(received)
                context.set_trailing_metadata(received)
            if request.behaviour == "remaining":
                remaining = context.time_remaining()
                return pb.TestReply(count=int(remaining) if remaining is not None and remaining < 1e9 else -1)
            if request.behaviour == "compress":
                context.set_compression(grpc.Compression.Gzip)
            if request.behaviour == "wait":
                context.add_callback(signal(cancelled, request.text).set)
                signal(started, request.text).set()
                signal(cancelled, request.text).wait(30)
            if request.behaviour == "was-started":
                return pb.TestReply(text="yes" if signal(started, request.text).wait(30) else "no")
            if request.behaviour == "was-cancelled":
                return pb.TestReply(text="yes" if signal(cancelled, request.text).wait(30) else "no")
            return pb.TestReply(text=request.text, payload=request.payload)

        def Download(self, request, context):
            for i in range(request.count):
                yield pb.TestReply(text=request.text, payload=request.payload, count=i + 1)
            if request.behaviour == "fail":
                context.abort(grpc.StatusCode.NOT_FOUND, "gone")

        def Upload(self, request_iterator, context):
            texts = [request.text for request in request_iterator]
            return pb.TestReply(text=",".join(texts), count=len(texts))

        def Chat(self, request_iterator, context):
            for request in request_iterator:
                yield pb.TestReply(text=request.text)

    return Tester()


def main():
    with tempfile.TemporaryDirectory() as folder:
        pb, services = compile_proto(sys.argv[1], folder)
        server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
        services.add_TesterServicer_to_server(make_tester(pb, services), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        print(f"listening {port}", flush=True)
        sys.stdin.read()
        server.stop(None).wait()


if __name__ == "__main__":
    main()
