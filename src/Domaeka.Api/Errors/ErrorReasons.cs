namespace Domaeka.Api.Errors;

/// <summary>The values of <c>google.rpc.ErrorInfo.reason</c> that this API answers. They are part of its contract.</summary>
internal static class ErrorReasons
{
    /// <summary><c>google.rpc.ErrorInfo.domain</c> of all of them.</summary>
    public const string Domain = "domaeka";

    public const string ApiKeyMissing = "API_KEY_MISSING";
    public const string ApiKeyInvalid = "API_KEY_INVALID";
    public const string ApiKeyExpired = "API_KEY_EXPIRED";
    public const string ApiKeyRevoked = "API_KEY_REVOKED";
    public const string ScopeMissing = "SCOPE_MISSING";

    public const string RequestUnreadable = "REQUEST_UNREADABLE";
    public const string InvalidRequest = "INVALID_REQUEST";
    public const string DeviceNotFound = "DEVICE_NOT_FOUND";
    public const string RoomNotFound = "ROOM_NOT_FOUND";
    public const string MessageNotFound = "MESSAGE_NOT_FOUND";
    public const string ScheduleNotFound = "SCHEDULE_NOT_FOUND";
    public const string KeyNotFound = "KEY_NOT_FOUND";
    public const string ServiceNotFound = "SERVICE_NOT_FOUND";
    public const string ProcessNotFound = "PROCESS_NOT_FOUND";
    public const string AddressBlockNotFound = "ADDRESS_BLOCK_NOT_FOUND";

    public const string MigrationTargetIsSelf = "MIGRATION_TARGET_IS_SELF";
    public const string AlreadyDraining = "ALREADY_DRAINING";
    public const string NotDraining = "NOT_DRAINING";

    public const string TooManyAddressBlocks = "TOO_MANY_ADDRESS_BLOCKS";
    public const string DeviceOffline = "DEVICE_OFFLINE";
    public const string RequestIdReused = "REQUEST_ID_REUSED";
    public const string OutboxFull = "OUTBOX_FULL";
    public const string AlreadyExpired = "ALREADY_EXPIRED";
    public const string AlreadySent = "ALREADY_SENT";
    public const string AlreadyEnded = "ALREADY_ENDED";

    public const string LastAdminKey = "LAST_ADMIN_KEY";

    public const string ScheduleNotActive = "SCHEDULE_NOT_ACTIVE";
    public const string ScheduleOver = "SCHEDULE_OVER";
    public const string ScheduleNotSendable = "SCHEDULE_NOT_SENDABLE";

    public const string ResumeTokenTooOld = "RESUME_TOKEN_TOO_OLD";
    public const string TooManyStreams = "TOO_MANY_STREAMS";
    public const string TooManyRequests = "TOO_MANY_REQUESTS";
    public const string ServerStopping = "SERVER_STOPPING";

    public const string StorageUnavailable = "STORAGE_UNAVAILABLE";
    public const string StorageRejected = "STORAGE_REJECTED";
    public const string Internal = "INTERNAL";
}
