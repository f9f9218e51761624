using Domaeka.Api.Resources;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;
using Status = Grpc.Core.Status;

namespace Domaeka.Api.Errors;

/// <summary>
/// The errors of the API: a gRPC status with <c>google.rpc</c> details in the trailer <c>grpc-status-details-bin</c>, the
/// place where every gRPC language looks for them.
/// </summary>
internal static class RpcErrors
{
    /// <summary>The trailer that carries a serialized <c>google.rpc.Status</c>.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>When a caller should try again after <see cref="ErrorReasons.StorageUnavailable"/> or a full queue.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    /// <summary>An error with an <c>ErrorInfo</c> and further details.</summary>
    public static RpcException Create(
        StatusCode code,
        string reason,
        string message,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        params IEnumerable<IMessage> details)
    {
        // This version of the package calls field 1 by its first name, "type"; on the wire it is the "reason" of today.
        var info = new ErrorInfo { Type = reason, Domain = ErrorReasons.Domain };
        foreach (var (key, value) in metadata ?? [])
            info.Metadata.Add(key, value);

        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(info));
        status.Details.AddRange(details.Select(detail => Any.Pack(detail)));
        return new RpcException(new Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }

    /// <summary>INVALID_ARGUMENT with every violation in one <c>BadRequest</c>.</summary>
    public static RpcException InvalidRequest(IReadOnlyCollection<BadRequest.Types.FieldViolation> violations)
    {
        var badRequest = new BadRequest();
        badRequest.FieldViolations.AddRange(violations);
        var message = "The request is not valid: "
            + string.Join("; ", violations.Select(violation => $"{violation.Field}: {violation.Description}"));
        return Create(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, message, null, badRequest);
    }

    /// <summary>INTERNAL for bytes that are no request of this rpc; what gRPC asks for, although the fault is the caller's.</summary>
    public static RpcException RequestUnreadable() => Create(
        StatusCode.Internal, ErrorReasons.RequestUnreadable, "The request could not be read: its bytes are no message of this rpc.");

    /// <summary>NOT_FOUND for a device.</summary>
    public static RpcException DeviceNotFound(DeviceKey key) =>
        NotFound(ErrorReasons.DeviceNotFound, "domaeka.v1.Device", ResourceNames.ForDevice(key), "There is no such device.");

    /// <summary>NOT_FOUND for a room.</summary>
    public static RpcException RoomNotFound(RoomKey key) =>
        NotFound(
            ErrorReasons.RoomNotFound,
            "domaeka.v1.Room",
            ResourceNames.ForRoom(key),
            "There is no such room: no phone has brought a line of it yet.");

    /// <summary>FAILED_PRECONDITION for a device that has no live connection.</summary>
    public static RpcException DeviceOffline(DeviceKey key) => Create(
        StatusCode.FailedPrecondition,
        ErrorReasons.DeviceOffline,
        "The device is not connected.",
        [new("device", ResourceNames.ForDevice(key))]);

    /// <summary>UNAVAILABLE for a database that does not answer.</summary>
    public static RpcException StorageUnavailable() => Create(
        StatusCode.Unavailable,
        ErrorReasons.StorageUnavailable,
        "The database does not answer; try again later.",
        null,
        Retry());

    /// <summary>Why a message was not sent.</summary>
    public static RpcException ForSend(RoomKey room, SendFailure failure)
    {
        KeyValuePair<string, string>[] where = [new("room", ResourceNames.ForRoom(room))];
        return failure switch
        {
            SendFailure.RoomNotFound => RoomNotFound(room),
            SendFailure.RequestIdReused => Create(
                StatusCode.AlreadyExists,
                ErrorReasons.RequestIdReused,
                "The request_id was used before with another room or content.",
                where),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "This is no failure."),
        };
    }

    /// <summary>UNAVAILABLE for a message that did not leave, because the link broke first.</summary>
    public static RpcException LinkLost(RoomKey room) => Create(
        StatusCode.Unavailable,
        ErrorReasons.LinkLost,
        "The link to the phone was lost before the message left; the room has not got it.",
        [new("room", ResourceNames.ForRoom(room))]);

    private static RpcException NotFound(string reason, string type, string name, string message) => Create(
        StatusCode.NotFound,
        reason,
        message,
        [new("name", name)],
        new ResourceInfo { ResourceType = type, ResourceName = name, Description = message });

    private static RetryInfo Retry() => new() { RetryDelay = Duration.FromTimeSpan(RetryDelay) };
}
