#!/usr/bin/env python3
"""Drives the gRPC server of Grpc.Compat.Tests with a client that is none of ours.

Usage: grpc_client.py HOST:PORT PATH/TO/compat_test.proto

Prints one line per check, "ok NAME" or "failed NAME: REASON", and "N passed, M failed" at the end.
Exit code: 0 all passed, 1 a check failed, 3 the Python packages are missing.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import threading

try:
    import grpc
    import grpc_tools.protoc  # noqa: F401 (only to say early that it is missing)
except ImportError as error:
    print(f"missing: {error}. Install the packages python3-grpcio and python3-grpc-tools (apt).")
    sys.exit(3)

# google.rpc in short, since Debian has no package of it for Python.
DETAILS_PROTO = """
syntax = "proto3";
package mirror;
message Any { string type_url = 1; bytes value = 2; }
message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
"""

TIMEOUT = 30
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def compile_protos(proto, folder):
    with open(os.path.join(folder, "mirror.proto"), "w", encoding="utf-8") as file:
        file.write(DETAILS_PROTO)
    subprocess.run(
        [
            sys.executable, "-m", "grpc_tools.protoc",
            f"-I{os.path.dirname(os.path.abspath(proto))}", f"-I{folder}",
            f"--python_out={folder}", f"--grpc_python_out={folder}",
            os.path.basename(proto), "mirror.proto",
        ],
        check=True,
    )
    sys.path.insert(0, folder)
    return [importlib.import_module(name) for name in ("compat_test_pb2", "compat_test_pb2_grpc", "mirror_pb2")]


class Context:
    def __init__(self, target, pb, services, mirror):
        self.target = target
        self.pb = pb
        self.services = services
        self.mirror = mirror
        self.channel = grpc.insecure_channel(target)
        self.tester = services.TesterStub(self.channel)

    def request(self, **fields):
        return self.pb.TestRequest(**fields)


def expect(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call did not fail")


@check
def unary(t):
    reply = t.tester.Echo(t.request(text="안녕하세요", payload=bytes(range(256))), timeout=TIMEOUT)
    expect(reply.text, "안녕하세요")
    expect(reply.payload, bytes(range(256)))


@check
def unary_empty(t):
    expect(t.tester.Echo(t.request(), timeout=TIMEOUT), t.pb.TestReply())


@check
def unary_large(t):
    payload = os.urandom(3_000_000)
    expect(t.tester.Echo(t.request(payload=payload), timeout=TIMEOUT).payload, payload)


@check
def unary_many_at_once(t):
    futures = [t.tester.Echo.future(t.request(text=str(i)), timeout=TIMEOUT) for i in range(500)]
    expect([future.result().text for future in futures], [str(i) for i in range(500)])


@check
def server_streaming(t):
    replies = list(t.tester.Download(t.request(text="x", count=250), timeout=TIMEOUT))
    expect([reply.count for reply in replies], list(range(1, 251)))


@check
def server_streaming_with_flow_control(t):
    payload = bytes(100_000)
    total = sum(len(r.payload) for r in t.tester.Download(t.request(payload=payload, count=200), timeout=TIMEOUT))
    expect(total, 20_000_000)


@check
def client_streaming(t):
    reply = t.tester.Upload((t.request(text=str(i)) for i in range(100)), timeout=TIMEOUT)
    expect(reply.count, 100)
    expect(reply.text, ",".join(str(i) for i in range(100)))


@check
def client_streaming_empty(t):
    expect(t.tester.Upload(iter([]), timeout=TIMEOUT).count, 0)


@check
def duplex_ping_pong(t):
    turn = threading.Semaphore(1)

    def requests():
        for i in range(50):
            turn.acquire()
            yield t.request(text=str(i))

    seen = []
    for reply in t.tester.Chat(requests(), timeout=TIMEOUT):
        seen.append(reply.text)
        turn.release()
    expect(seen, [str(i) for i in range(50)])


@check
def status_with_detail_and_trailers(t):
    error = failure(lambda: t.tester.Echo(t.request(behaviour="fail"), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.NOT_FOUND)
    expect(error.details(), "방이 없습니다: 100 %\n")
    trailers = dict(error.trailing_metadata())
    expect(trailers["reason"], "none")
    expect(trailers["blob-bin"], b"\x00\x01\xfe\xff")


@check
def status_after_messages(t):
    call = t.tester.Download(t.request(behaviour="fail", count=2), timeout=TIMEOUT)
    expect(next(call).count, 1)
    expect(next(call).count, 2)
    expect(failure(lambda: next(call)).code(), grpc.StatusCode.NOT_FOUND)


@check
def exception_is_unknown(t):
    error = failure(lambda: t.tester.Echo(t.request(behaviour="throw"), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.UNKNOWN)
    expect(error.details(), "Exception was thrown by handler.")


@check
def method_not_implemented(t):
    error = failure(lambda: t.tester.NotImplementedHere(t.request(), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.UNIMPLEMENTED)


@check
def service_not_implemented(t):
    error = failure(lambda: t.services.StrangerStub(t.channel).Echo(t.request(), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.UNIMPLEMENTED)


@check
def deadline_reaches_the_server(t):
    reply = t.tester.Echo(t.request(behaviour="remaining"), timeout=100)
    assert 60 < reply.count <= 100, reply.count
    expect(t.tester.Echo(t.request(behaviour="remaining")).count, -1)


@check
def deadline_passes(t):
    error = failure(lambda: t.tester.Echo(t.request(behaviour="wait", text="deadline"), timeout=3))
    expect(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
    expect(t.tester.Echo(t.request(behaviour="was-cancelled", text="deadline"), timeout=TIMEOUT).text, "yes")


@check
def unary_cancelled(t):
    call = t.tester.Echo.future(t.request(behaviour="wait", text="unary"), timeout=TIMEOUT)
    expect(t.tester.Echo(t.request(behaviour="was-started", text="unary"), timeout=TIMEOUT).text, "yes")
    call.cancel()
    expect(call.code(), grpc.StatusCode.CANCELLED)
    expect(t.tester.Echo(t.request(behaviour="was-cancelled", text="unary"), timeout=TIMEOUT).text, "yes")


@check
def stream_cancelled(t):
    call = t.tester.Download(t.request(behaviour="wait", text="stream", count=1), timeout=TIMEOUT)
    expect(next(call).count, 1)
    call.cancel()
    expect(failure(lambda: next(call)).code(), grpc.StatusCode.CANCELLED)
    expect(t.tester.Echo(t.request(behaviour="was-cancelled", text="stream"), timeout=TIMEOUT).text, "yes")


@check
def metadata_both_ways(t):
    sent = (("text-key", "value"), ("blob-bin", b"\x00\xff>?"), ("odd-bin", b"\x01"))
    _, call = t.tester.Echo.with_call(t.request(behaviour="metadata"), metadata=sent, timeout=TIMEOUT)
    for received in (dict(call.initial_metadata()), dict(call.trailing_metadata())):
        expect(received["text-key"], "value")
        expect(received["blob-bin"], b"\x00\xff>?")
        expect(received["odd-bin"], b"\x01")


@check
def initial_metadata_before_the_reply(t):
    call = t.tester.Download(t.request(behaviour="wait", text="early", count=1), timeout=TIMEOUT)
    expect(dict(call.initial_metadata())["early"], "yes")
    call.cancel()


@check
def gzip_both_ways(t):
    text = "가나다라" * 20_000
    with grpc.insecure_channel(t.target, compression=grpc.Compression.Gzip) as channel:
        tester = t.services.TesterStub(channel)
        expect(tester.Echo(t.request(text=text), timeout=TIMEOUT).text, text)
        expect(tester.Echo(t.request(behaviour="encoding", text=text), timeout=TIMEOUT).text, "gzip")
        expect([r.text for r in tester.Download(t.request(text=text, count=3), timeout=TIMEOUT)], [text] * 3)
        expect([r.text for r in tester.Chat((t.request(text=text) for _ in range(3)), timeout=TIMEOUT)], [text] * 3)


@check
def deflate(t):
    text = "가나다라" * 20_000
    with grpc.insecure_channel(t.target, compression=grpc.Compression.Deflate) as channel:
        tester = t.services.TesterStub(channel)
        expect(tester.Echo(t.request(behaviour="encoding", text=text), timeout=TIMEOUT).text, "deflate")


@check
def status_details(t):
    error = failure(lambda: t.tester.Echo(t.request(behaviour="details"), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.FAILED_PRECONDITION)
    status = t.mirror.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    expect(status.code, grpc.StatusCode.FAILED_PRECONDITION.value[0])
    expect(status.message, error.details())
    expect(status.details[0].type_url, "type.googleapis.com/google.rpc.ErrorInfo")
    info = t.mirror.ErrorInfo.FromString(status.details[0].value)
    expect(info.reason, "DEVICE_OFFLINE")
    expect(info.domain, "domaeka")
    expect(dict(info.metadata), {"device": "1"})


@check
def request_too_large(t):
    error = failure(lambda: t.tester.Echo(t.request(payload=bytes(5_000_000)), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
    expect(t.tester.Echo(t.request(text="still here"), timeout=TIMEOUT).text, "still here")


def main():
    target, proto = sys.argv[1], sys.argv[2]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        pb, services, mirror = compile_protos(proto, folder)
        context = Context(target, pb, services, mirror)
        for function in CHECKS:
            try:
                function(context)
                print(f"ok {function.__name__}", flush=True)
            except Exception as error:  # whatever it is, the other checks still run
                failed += 1
                print(f"failed {function.__name__}: {type(error).__name__}: {error}", flush=True)
        context.channel.close()
    print(f"{len(CHECKS) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
