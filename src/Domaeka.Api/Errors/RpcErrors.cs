using System.Net;
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
        var info = new ErrorInfo { Reason = reason, Domain = ErrorReasons.Domain };
        foreach (var (key, value) in metadata ?? [])
            info.Metadata.Add(key, value);

        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(info));
        status.Details.AddRange(details.Select(detail => Any.Pack(detail)));
        return new RpcException(new Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }

    /// <summary>INVALID_ARGUMENT with every violation in one <c>BadRequest</c>, as far as trailers hold them.</summary>
    public static RpcException InvalidRequest(IReadOnlyCollection<BadRequest.Types.FieldViolation> violations)
    {
        var told = ViolationList.Cut(violations);
        var badRequest = new BadRequest();
        badRequest.FieldViolations.AddRange(told);
        return Create(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, ViolationList.Describe(told), null, badRequest);
    }

    /// <summary>The <c>google.rpc.Status</c> of an error, for an answer that holds it instead of failing.</summary>
    public static RpcStatus ToStatus(RpcException error) => error.Trailers.GetValueBytes(DetailsTrailer) is { } bytes
        ? RpcStatus.Parser.ParseFrom(bytes)
        : new RpcStatus { Code = (int)error.StatusCode, Message = error.Status.Detail };

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

    /// <summary>NOT_FOUND for a message.</summary>
    public static RpcException MessageNotFound(string id) =>
        NotFound(ErrorReasons.MessageNotFound, "domaeka.v1.Message", ResourceNames.ForMessage(id), "There is no such message.");

    /// <summary>NOT_FOUND for an address that is not blocked.</summary>
    public static RpcException AddressBlockNotFound(IPNetwork network) => NotFound(
        ErrorReasons.AddressBlockNotFound, "domaeka.v1.AddressBlock", ResourceNames.ForAddressBlock(network), "The address is not blocked.");

    /// <summary>RESOURCE_EXHAUSTED for one more blocked address.</summary>
    public static RpcException TooManyAddressBlocks() => Create(
        StatusCode.ResourceExhausted, ErrorReasons.TooManyAddressBlocks, "As many addresses are blocked by hand as may be; lift some first.");

    /// <summary>NOT_FOUND for a server process that does not run.</summary>
    public static RpcException ProcessNotFound(string processName) => Create(
        StatusCode.NotFound,
        ErrorReasons.ProcessNotFound,
        "No server process of this name runs on this database.",
        [new("process", processName)]);

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

    /// <summary>Why a message was not accepted.</summary>
    public static RpcException ForSend(RoomKey room, SendFailure failure)
    {
        KeyValuePair<string, string>[] where = [new("room", ResourceNames.ForRoom(room))];
        return failure switch
        {
            SendFailure.RoomNotFound => RoomNotFound(room),
            SendFailure.RequestIdReused => Create(
                StatusCode.AlreadyExists, ErrorReasons.RequestIdReused, "The request_id was used before with another request.", where),
            SendFailure.OutboxFull => Create(
                StatusCode.ResourceExhausted,
                ErrorReasons.OutboxFull,
                "As many messages wait as may wait; try again later.",
                where,
                Retry()),
            SendFailure.AlreadyExpired => Create(
                StatusCode.FailedPrecondition, ErrorReasons.AlreadyExpired, "The expire_time has passed.", where),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No rpc can fail like this."),
        };
    }

    /// <summary>NOT_FOUND for a schedule.</summary>
    public static RpcException ScheduleNotFound(long id) =>
        NotFound(ErrorReasons.ScheduleNotFound, "domaeka.v1.Schedule", ResourceNames.ForSchedule(id), "There is no such schedule.");

    /// <summary>NOT_FOUND for a key.</summary>
    public static RpcException KeyNotFound(string id) =>
        NotFound(ErrorReasons.KeyNotFound, "domaeka.v1.Key", ResourceNames.ForKey(id), "There is no such key.");

    /// <summary>FAILED_PRECONDITION for the key without which nobody could get in.</summary>
    public static RpcException LastAdminKey(string id) => Create(
        StatusCode.FailedPrecondition,
        ErrorReasons.LastAdminKey,
        "It is the last key that may do admin; make another one first.",
        [new("name", ResourceNames.ForKey(id))]);

    /// <summary>FAILED_PRECONDITION for a key that would have ended before it begins.</summary>
    public static RpcException KeyAlreadyExpired() =>
        Create(StatusCode.FailedPrecondition, ErrorReasons.AlreadyExpired, "The expire_time has passed.");

    /// <summary>ALREADY_EXISTS for a request id that made another key.</summary>
    public static RpcException KeyRequestIdReused() => Create(
        StatusCode.AlreadyExists, ErrorReasons.RequestIdReused, "The request_id was used before with another request.");

    /// <summary>FAILED_PRECONDITION for a schedule that cannot do what it is asked; the problem, if any, is told in Korean.</summary>
    public static RpcException ForSchedule(long id, string reason, string message, string? problem = null)
    {
        KeyValuePair<string, string>[] metadata = [new("name", ResourceNames.ForSchedule(id))];
        return Create(StatusCode.FailedPrecondition, reason, message, problem is null ? metadata : [.. metadata, new("problem", problem)]);
    }

    /// <summary>FAILED_PRECONDITION for a message that cannot be taken back.</summary>
    public static RpcException NotCancellable(string id, string reason, string state) => Create(
        StatusCode.FailedPrecondition,
        reason,
        reason == ErrorReasons.AlreadySent
            ? "The message, or the part at hand, is being written or may have been."
            : "The message came to its end before.",
        [new("name", ResourceNames.ForMessage(id)), new("state", state)]);

    /// <summary>UNAVAILABLE for a stream that ends because the server stops.</summary>
    public static RpcException ServerStopping() => Create(
        StatusCode.Unavailable, ErrorReasons.ServerStopping, "The server stops; call again in a while.", null, Retry());

    private static RpcException NotFound(string reason, string type, string name, string message) => Create(
        StatusCode.NotFound,
        reason,
        message,
        [new("name", name)],
        new ResourceInfo { ResourceType = type, ResourceName = name, Description = message });

    private static RetryInfo Retry() => new() { RetryDelay = Duration.FromTimeSpan(RetryDelay) };
}
