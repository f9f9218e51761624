#!/usr/bin/env python3
"""Manages a Domaeka server with a gRPC client that is none of ours.

Usage: domaeka_client.py HOST:PORT PROTO_FOLDER KEY_FILE BOT DEVICE CHANNEL

The device must be connected and pending, its room known and pending. Prints one line per check, "ok NAME" or
"failed NAME: REASON", and "N passed, M failed" at the end.
Exit code: 0 all passed, 1 a check failed, 3 the Python packages are missing.
"""

import importlib
import os
import shutil
import subprocess
import sys
import tempfile

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
    """Generates the stubs. The health protocol is moved, since its path would hide the package grpc itself."""
    with open(os.path.join(folder, "mirror.proto"), "w", encoding="utf-8") as file:
        file.write(DETAILS_PROTO)
    shutil.copy(os.path.join(protos, "grpc", "health", "v1", "health.proto"), os.path.join(folder, "health.proto"))
    own = sorted(name for name in os.listdir(os.path.join(protos, "domaeka", "v1")) if name.endswith(".proto"))
    subprocess.run(
        [
            sys.executable, "-m", "grpc_tools.protoc", f"-I{protos}", f"-I{folder}",
            f"--python_out={folder}", f"--grpc_python_out={folder}",
            *[f"domaeka/v1/{name}" for name in own], "health.proto", "mirror.proto",
        ],
        check=True,
    )
    sys.path.insert(0, folder)


class Shop:
    def __init__(self, target, key, bot, device, channel_id):
        self.channel = grpc.insecure_channel(target)
        self.auth = (("authorization", f"Bearer {key}"),)
        self.device_name = f"bots/{bot}/devices/{device}"
        self.room_name = f"bots/{bot}/rooms/{channel_id}"
        self.bot, self.device, self.channel_id = bot, device, channel_id
        self.status = importlib.import_module("domaeka.v1.approval_status_pb2")
        self.mirror = importlib.import_module("mirror_pb2")
        self.health_pb = importlib.import_module("health_pb2")
        self.health = importlib.import_module("health_pb2_grpc").HealthStub(self.channel)
        for name in ("device", "room", "message", "server"):
            setattr(self, f"{name}_pb", importlib.import_module(f"domaeka.v1.{name}_service_pb2"))
            services = importlib.import_module(f"domaeka.v1.{name}_service_pb2_grpc")
            setattr(self, f"{name}s", getattr(services, f"{name.capitalize()}ServiceStub")(self.channel))

    def call(self, method, request):
        return method(request, metadata=self.auth, timeout=TIMEOUT)

    def send(self, **fields):
        return self.call(self.messages.SendMessage, self.message_pb.SendMessageRequest(**fields))

    def details(self, error, kind):
        """The detail of a kind in grpc-status-details-bin."""
        status = self.mirror.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        expect(status.code, error.code().value[0])
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
def send_before_approval(s):
    error = failure(lambda: s.send(room=s.room_name, text="아직"))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.FAILED_PRECONDITION, "ROOM_NOT_APPROVED"))


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
    message = s.send(room=s.room_name, text="오늘 저녁 7시,\n사과 공동구매를 시작합니다! 🍎", request_id="python-1").message
    expect(message.state, s.message_pb.DELIVERY_STATE_WRITTEN)
    expect(message.device, s.device_name)
    again = s.send(room=s.room_name, text="오늘 저녁 7시,\n사과 공동구매를 시작합니다! 🍎", request_id="python-1").message
    expect(again, message)


@check
def request_id_reused(s):
    error = failure(lambda: s.send(room=s.room_name, text="다른 말", request_id="python-1"))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED"))


@check
def send_media(s):
    media = s.message_pb.Media(kind=s.message_pb.MEDIA_KIND_IMAGE, format="png", items=[s.message_pb.MediaItem(data=bytes(range(256)))])
    media.wait.FromMilliseconds(1500)
    expect(s.send(room=s.room_name, media=media).message.state, s.message_pb.DELIVERY_STATE_WRITTEN)


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
def block(s):
    device = s.call(s.devices.BlockDevice, s.device_pb.BlockDeviceRequest(name=s.device_name, reason="시험")).device
    expect((device.status, device.rejection_reason), (s.status.APPROVAL_STATUS_BLOCKED, "시험"))
    error = failure(lambda: s.send(room=s.room_name, text="차단"))
    expect((error.code(), s.reason(error)), (grpc.StatusCode.FAILED_PRECONDITION, "DEVICE_NOT_APPROVED"))


def main():
    target, protos, key_file = sys.argv[1:4]
    with open(key_file, encoding="utf-8") as file:
        key = file.read().strip()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        compile_protos(os.path.abspath(protos), folder)
        shop = Shop(target, key, *sys.argv[4:7])
        for function in CHECKS:
            try:
                function(shop)
                print(f"ok {function.__name__}", flush=True)
            except Exception as error:  # whatever it is, the other checks still run
                failed += 1
                print(f"failed {function.__name__}: {type(error).__name__}: {error}", flush=True)
        shop.channel.close()
    print(f"{len(CHECKS) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
