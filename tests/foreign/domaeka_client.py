#!/usr/bin/env python3
"""Manages a Domaeka server with a gRPC client that is none of ours.

Usage: domaeka_client.py HOST:PORT PROTO_FOLDER KEY_FILE BOT DEVICE CHANNEL [CA_FILE [CERTIFICATE_FILE CERTIFICATE_KEY_FILE]]

With CA_FILE it speaks TLS and trusts that authority alone; with a certificate it shows that one.

The device must be connected and pending, its room known and pending, and it must answer pings. Prints one line per check, "ok NAME" or
"failed NAME: REASON", and "N passed, M failed" at the end.
Exit code: 0 all passed, 1 a check failed, 3 the Python packages are missing.
"""

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import grpc
    from google.protobuf import descriptor_pool
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
message BadRequest {
  message FieldViolation { string field = 1; string description = 2; }
  repeated FieldViolation field_violations = 1;
}
"""

TIMEOUT = 30
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def compile_protos(protos, folder):
    """Generates the stubs. The protocols of gRPC itself are moved, since their path would hide the package grpc."""
    with open(os.path.join(folder, "mirror.proto"), "w", encoding="utf-8") as file:
        file.write(DETAILS_PROTO)
    moved = {"health.proto": "health/v1/health", "reflection.proto": "reflection/v1/reflection", "reflection_alpha.proto": "reflection/v1alpha/reflection"}
    for name, path in moved.items():
        shutil.copy(os.path.join(protos, "grpc", f"{path}.proto"), os.path.join(folder, name))
    own = sorted(name for name in os.listdir(os.path.join(protos, "domaeka", "v1")) if name.endswith(".proto"))
    subprocess.run(
        [
            sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}", f"-I{folder}",
            f"--python_out={folder}", f"--grpc_python_out={folder}",
            *[f"domaeka/v1/{name}" for name in own], "google/rpc/status.proto", *moved, "mirror.proto",
        ],
        check=True,
    )
    sys.path.insert(0, folder)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def connect(target, ca=None, certificate=None, key=None):
    if ca is None:
        return grpc.insecure_channel(target)
    shown = (read(key), read(certificate)) if certificate else (None, None)
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(read(ca), *shown))


class Shop:
    def __init__(self, target, key, bot, device, channel_id, *tls):
        self.channel = connect(target, *tls)
        self.auth = (("authorization", f"Bearer {key}"),)
        self.device_name = f"bots/{bot}/devices/{device}"
        self.room_name = f"bots/{bot}/rooms/{channel_id}"
        self.bot, self.device, self.channel_id = bot, device, channel_id
        self.status = importlib.import_module("domaeka.v1.approval_status_pb2")
        self.mirror = importlib.import_module("mirror_pb2")
        self.health_pb = importlib.import_module("health_pb2")
        self.health = importlib.import_module("health_pb2_grpc").HealthStub(self.channel)
        for name in ("reflection", "reflection_alpha"):
            setattr(self, f"{name}_pb", importlib.import_module(f"{name}_pb2"))
            setattr(self, name, importlib.import_module(f"{name}_pb2_grpc").ServerReflectionStub(self.channel))
        for name in ("device", "room", "message", "server", "key"):
            setattr(self, f"{name}_pb", importlib.import_module(f"domaeka.v1.{name}_service_pb2"))
            services = importlib.import_module(f"domaeka.v1.{name}_service_pb2_grpc")
            setattr(self, f"{name}s", getattr(services, f"{name.capitalize()}ServiceStub")(self.channel))

    def call(self, method, request):
        return method(request, metadata=self.auth, timeout=TIMEOUT)

    def send(self, **fields):
        return self.call(self.messages.SendMessage, self.message_pb.SendMessageRequest(**fields))

    def get(self, message, **fields):
        return self.call(self.messages.GetMessage, self.message_pb.GetMessageRequest(name=message.name, **fields)).message

    def watch(self, **fields):
        return self.messages.WatchMessages(self.message_pb.WatchMessagesRequest(**fields), metadata=self.auth, timeout=TIMEOUT)

    def settle(self, message, done):
        """The message when it is as wanted. Watches first and looks then, so that no change slips through."""
        watch = self.watch(names=[message.name])
        for _ in watch:
            now = self.get(message, view=self.message_pb.MESSAGE_VIEW_BASIC)
            if done(now):
                watch.cancel()
                return now

    def confirmed(self, message):
        message = self.settle(message, lambda now: now.HasField("end_time"))
        expect(self.state(message), "CONFIRMED")
        return message

    def state(self, message):
        return self.message_pb.DeliveryState.Name(message.state)[len("DELIVERY_STATE_"):]

    def why(self, message):
        return self.message_pb.DeliveryReason.Name(message.reason)[len("DELIVERY_REASON_"):]

    def cancel(self, message):
        return self.call(self.messages.CancelMessage, self.message_pb.CancelMessageRequest(name=message.name)).message

    def details(self, error, kind):
        """The detail of a kind in grpc-status-details-bin."""
        status = self.mirror.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        expect(status.code, error.code().value[0])
        return self.detail(status, kind)

    def detail(self, status, kind):
        found = [any.value for any in status.details if any.type_url == f"type.googleapis.com/google.rpc.{kind.DESCRIPTOR.name}"]
        expect(len(found), 1)
        return kind.FromString(found[0])

    def reason(self, error):
        info = self.details(error, self.mirror.ErrorInfo)
        expect(info.domain, "domaeka")
        return info.reason


def expect(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call did not fail")


@check
def health_check(s):
    serving = s.health_pb.HealthCheckResponse.SERVING
    for service in ("", "domaeka.v1.MessageService"):
        expect(s.health.Check(s.health_pb.HealthCheckRequest(service=service), timeout=TIMEOUT).status, serving)
    error = failure(lambda: s.health.Check(s.health_pb.HealthCheckRequest(service="none"), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.NOT_FOUND)


@check
def health_watch(s):
    watch = s.health.Watch(s.health_pb.HealthCheckRequest(), timeout=TIMEOUT)
    expect(next(watch).status, s.health_pb.HealthCheckResponse.SERVING)
    watch.cancel()


@check
def call_without_key(s):
    error = failure(lambda: s.devices.ListDevices(s.device_pb.ListDevicesRequest(), timeout=TIMEOUT))
    expect(error.code(), grpc.StatusCode.UNAUTHENTICATED)
    expect(s.reason(error), "API_KEY_MISSING")


@check
def list_devices(s):
    request = s.device_pb.ListDevicesRequest(bot=s.bot, status=s.status.APPROVAL_STATUS_PENDING)
    devices = s.call(s.devices.ListDevices, request).devices
    expect([device.name for device in devices], [s.device_name])
    expect(devices[0].device_id, s.device)
    assert devices[0].HasField("create_time")


@check
def list_rooms(s):
    rooms = s.call(s.rooms.ListRooms, s.room_pb.ListRoomsRequest(bot=s.bot)).rooms
    expect([(room.name, room.channel_id, room.display_name) for room in rooms], [(s.room_name, s.channel_id, "공동구매방")])


@check
def hold_before_approval(s):
    message = s.settle(s.send(room=s.room_name, text="아직").message, lambda now: s.state(now) == "HELD")
    expect(s.why(message), "ROOM_NOT_APPROVED")
    explained = s.call(s.messages.ExplainMessage, s.message_pb.ExplainMessageRequest(name=message.name))
    expect(s.why(explained.facts[0]), "ROOM_NOT_APPROVED")
    assert explained.sentence and explained.facts[0].text, explained
    for _ in range(2):
        cancelled = s.cancel(message)
        expect((s.state(cancelled), s.why(cancelled)), ("CANCELLED", "CANCELLED_BY_CALLER"))


@check
def approve(s):
    device = s.call(s.devices.ApproveDevice, s.device_pb.ApproveDeviceRequest(name=s.device_name)).device
    expect(device.status, s.status.APPROVAL_STATUS_APPROVED)
    room = s.call(s.rooms.ApproveRoom, s.room_pb.ApproveRoomRequest(name=s.room_name)).room
    expect(room.status, s.status.APPROVAL_STATUS_APPROVED)


@check
def update_with_mask(s):
    request = s.room_pb.UpdateRoomRequest(room=s.room_pb.Room(name=s.room_name, description="사과 방", concurrency=2))
    request.update_mask.paths.append("description")
    room = s.call(s.rooms.UpdateRoom, request).room
    expect((room.description, room.concurrency), ("사과 방", 0))


@check
def send_text(s):
    text = "오늘 저녁 7시,\n사과 공동구매를 시작합니다! 🍎"
    message = s.confirmed(s.send(room=s.room_name, text=text, request_id="python-1").message)
    expect((message.device, message.part_count, message.parts_confirmed), (s.device_name, 1, 1))
    assert message.HasField("write_time") and not message.parts, message
    del message.attempts[:]
    expect(s.send(room=s.room_name, text=text, request_id="python-1").message, message)
    whole = s.get(message)
    expect([part.text for part in whole.parts], [text])
    expect([(attempt.part, attempt.attempt, attempt.device) for attempt in whole.attempts], [(0, 1, s.device_name)])
    expect(s.state(whole.attempts[0]), "CONFIRMED")


@check
def request_id_reused(s):
    error = failure(lambda: s.send(room=s.room_name, text="다른 말", request_id="python-1"))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED"))


@check
def cancel_too_late(s):
    message = s.confirmed(s.send(room=s.room_name, text="늦음").message)
    error = failure(lambda: s.cancel(message))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.FAILED_PRECONDITION, "ALREADY_ENDED"))


@check
def send_media(s):
    media = s.message_pb.Media(kind=s.message_pb.MEDIA_KIND_IMAGE, format="png", items=[s.message_pb.MediaItem(data=bytes(range(256)))])
    media.wait.FromMilliseconds(1500)
    message = s.confirmed(s.send(room=s.room_name, media=media).message)
    stored = s.get(message).parts[0].media.items[0].stored
    expect((stored.sha256, stored.size_bytes), (hashlib.sha256(bytes(range(256))).hexdigest(), 256))


@check
def template_and_preview(s):
    template = s.message_pb.Template(text="{주문자명}님, 총 {총금액}원", values={"주문자명": "홍길동"})
    error = failure(lambda: s.send(room=s.room_name, template=template))
    expect(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
    fields = [violation.field for violation in s.details(error, s.mirror.BadRequest).field_violations]
    expect(fields, ["template.values[총금액]"])
    template.values["총금액"] = "12,000"
    preview = s.send(room=s.room_name, template=template, validate_only=True).message
    expect((preview.name, [part.text for part in preview.parts]), ("", ["홍길동님, 총 12,000원"]))


@check
def sequence_in_order(s):
    parts = [s.message_pb.SequencePart(text="하나"), s.message_pb.SequencePart(text="둘")]
    parts[1].pause_before.FromMilliseconds(50)
    message = s.confirmed(s.send(room=s.room_name, sequence=s.message_pb.Sequence(parts=parts)).message)
    expect((message.part_count, message.parts_confirmed), (2, 2))
    expect([attempt.part for attempt in s.get(message).attempts], [0, 1])


@check
def batch(s):
    request = s.message_pb.SendMessageRequest
    results = s.call(s.messages.BatchSendMessages, s.message_pb.BatchSendMessagesRequest(requests=[
        request(room=s.room_name, text="묶음 1"),
        request(room="nonsense", text="묶음 2"),
        request(room=f"bots/{s.bot}/rooms/404", text="묶음 3"),
        request(room=s.room_name, text="묶음 4"),
    ])).results
    expect([result.WhichOneof("result") for result in results], ["message", "error", "error", "message"])
    expect([s.detail(results[i].error, s.mirror.ErrorInfo).reason for i in (1, 2)], ["INVALID_REQUEST", "ROOM_NOT_FOUND"])
    expect(s.detail(results[1].error, s.mirror.BadRequest).field_violations[0].field, "room")
    for i in (0, 3):
        s.confirmed(results[i].message)


@check
def later_collapsed_and_listed(s):
    tomorrow = int(time.time()) + 86400
    def later(text):
        request = s.message_pb.SendMessageRequest(room=s.room_name, text=text, collapse_key="재고", priority=s.message_pb.MESSAGE_PRIORITY_BULK)
        request.not_before.FromSeconds(tomorrow)
        return s.call(s.messages.SendMessage, request).message
    first, second = later("3개 남음"), later("2개 남음")
    first = s.settle(first, lambda now: now.HasField("end_time"))
    expect((s.state(first), s.why(first), first.collapsed_into), ("CANCELLED", "COLLAPSED", second.name))
    waiting = s.call(s.messages.ListMessages, s.message_pb.ListMessagesRequest(
        room=s.room_name, state=s.message_pb.DELIVERY_STATE_QUEUED, view=s.message_pb.MESSAGE_VIEW_FULL)).messages
    expect([(message.name, message.parts[0].text) for message in waiting], [(second.name, "2개 남음")])
    s.cancel(second)


@check
def list_in_pages(s):
    names, token = [], ""
    while True:
        page = s.call(s.messages.ListMessages, s.message_pb.ListMessagesRequest(bot=s.bot, page_size=2, page_token=token))
        names += [message.name for message in page.messages]
        token = page.next_page_token
        if not token:
            break
    assert len(names) > 6, names
    expect(names, sorted(names, reverse=True))  # the ids are in the order of time


@check
def watch_goes_on_from_its_token(s):
    watch = s.watch(room=s.room_name)
    start = next(watch)
    expect(start.WhichOneof("response"), "heartbeat")
    message = s.confirmed(s.send(room=s.room_name, text="지켜봄").message)
    def until_confirmed(watch):
        seen = []
        for response in watch:
            if response.WhichOneof("response") == "event":
                expect((response.event.name, response.event.room), (message.name, s.room_name))
                seen.append((s.state(response.event), response.resume_token))
                if seen[-1][0] == "CONFIRMED":
                    watch.cancel()
                    return seen
    seen = until_confirmed(watch)
    expect(until_confirmed(s.watch(room=s.room_name, resume_token=start.resume_token)), seen)
    expect(until_confirmed(s.watch(room=s.room_name, resume_token=seen[0][1])), seen[1:])
    error = failure(lambda: next(s.watch(resume_token="nonsense")))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"))


@check
def reflection(s):
    for stub, pb in ((s.reflection, s.reflection_pb), (s.reflection_alpha, s.reflection_alpha_pb)):
        requests = [
            pb.ServerReflectionRequest(list_services=""),
            pb.ServerReflectionRequest(file_containing_symbol="domaeka.v1.MessageService"),
            pb.ServerReflectionRequest(file_by_filename="no/such.proto"),
        ]
        services, files, missing = stub.ServerReflectionInfo(iter(requests), metadata=s.auth, timeout=TIMEOUT)
        assert "domaeka.v1.MessageService" in [service.name for service in services.list_services_response.service], services
        expect(missing.error_response.error_code, grpc.StatusCode.NOT_FOUND.value[0])
        pool = descriptor_pool.DescriptorPool()
        for file in reversed(files.file_descriptor_response.file_descriptor_proto):
            pool.AddSerializedFile(file)
        methods = pool.FindServiceByName("domaeka.v1.MessageService").methods_by_name
        expect(methods["WatchMessages"].input_type.full_name, "domaeka.v1.WatchMessagesRequest")


@check
def invalid_request_names_every_field(s):
    error = failure(lambda: s.send(room="nonsense", request_id="두 칸"))
    expect(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
    expect(s.reason(error), "INVALID_REQUEST")
    fields = {violation.field for violation in s.details(error, s.mirror.BadRequest).field_violations}
    assert {"room", "request_id"} <= fields, fields


@check
def unknown_room(s):
    error = failure(lambda: s.send(room=f"bots/{s.bot}/rooms/404", text="여보세요"))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.NOT_FOUND, "ROOM_NOT_FOUND"))


@check
def server_status(s):
    status = s.call(s.servers.GetServerStatus, s.server_pb.GetServerStatusRequest()).status
    expect((status.live_devices, status.storage_provider, status.draining), (1, "sqlite", False))


@check
def key_life(s):
    key = s.key_pb.Key(display_name="파이썬", scopes=[s.key_pb.KEY_SCOPE_READ])
    made = s.call(s.keys.CreateKey, s.key_pb.CreateKeyRequest(key=key, ttl={"seconds": 3600}))
    own = (("authorization", f"Bearer {made.secret}"),)
    status = lambda: s.servers.GetServerStatus(s.server_pb.GetServerStatusRequest(), metadata=own, timeout=TIMEOUT)
    assert status().status.version
    error = failure(lambda: s.keys.ListKeys(s.key_pb.ListKeysRequest(), metadata=own, timeout=TIMEOUT))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.PERMISSION_DENIED, "SCOPE_MISSING"))
    expect(s.call(s.keys.RevokeKey, s.key_pb.RevokeKeyRequest(name=made.key.name)).key.state, s.key_pb.KEY_STATE_REVOKED)
    error = failure(status)
    expect((error.code(), s.reason(error)), (grpc.StatusCode.UNAUTHENTICATED, "API_KEY_REVOKED"))
    first = s.call(s.keys.ListKeys, s.key_pb.ListKeysRequest(active_only=True)).keys[0]
    error = failure(lambda: s.call(s.keys.RevokeKey, s.key_pb.RevokeKeyRequest(name=first.name)))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.FAILED_PRECONDITION, "LAST_ADMIN_KEY"))


@check
def block(s):
    device = s.call(s.devices.BlockDevice, s.device_pb.BlockDeviceRequest(name=s.device_name, reason="시험")).device
    expect((device.status, device.rejection_reason), (s.status.APPROVAL_STATUS_BLOCKED, "시험"))
    held = s.settle(s.send(room=s.room_name, text="차단").message, lambda now: s.state(now) == "HELD")
    expect(s.why(held), "DEVICE_NOT_APPROVED")
    s.cancel(held)


def main():
    target, protos, key_file = sys.argv[1:4]
    with open(key_file, encoding="utf-8") as file:
        key = file.read().strip()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        compile_protos(os.path.abspath(protos), folder)
        shop = Shop(target, key, *sys.argv[4:])
        for function in CHECKS:
            try:
                function(shop)
                print(f"ok {function.__name__}", flush=True)
            except Exception as error:  # whatever it is, the other checks still run
                failed += 1
                reason = " ".join(f"{type(error).__name__}: {error}".split())
                print(f"failed {function.__name__}: {reason}", flush=True)
        shop.channel.close()
    print(f"{len(CHECKS) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
