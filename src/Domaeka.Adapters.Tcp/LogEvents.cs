using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Guard;
using Domaeka.Core.Sessions;
using Domaeka.Protocol.Codec;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp;

/// <summary>
/// What the adapter logs; ids 2000 to 2999. Never a secret, and no chat text. The overloads that take a connection add bot, device and
/// connection id under the same names everywhere.
/// </summary>
internal static partial class LogEvents
{
    public static void CannotVerify(this ILogger logger) => CannotVerifyCore(logger);

    public static void Identified(this ILogger logger, IPhoneConnection phone, string dialect, string how) =>
        IdentifiedCore(
            logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, phone.Identity.ClientVersion, dialect, how);

    public static void Refused(this ILogger logger, IPhoneConnection phone, string reason) =>
        RefusedCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, reason);

    public static void Proven(this ILogger logger, IPhoneConnection phone) =>
        ProvenCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id);

    public static void Resumed(this ILogger logger, IPhoneConnection phone) =>
        ResumedCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id);

    public static void NotResumed(this ILogger logger, DeviceKey device, string connectionId, SessionOutcome outcome) =>
        NotResumedCore(logger, device.BotName, device.DeviceId, connectionId, outcome);

    public static void TokenFailed(this ILogger logger, IPhoneConnection phone, Exception exception) =>
        TokenFailedCore(logger, exception, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id);

    public static void LineDropped(this ILogger logger, SessionName name, ProofStatus reason, string kind, long withheld) =>
        LineDroppedCore(logger, name.Bot, name.DeviceId, name.ConnectionId, kind, reason, withheld);

    public static void BadLine(this ILogger logger, SessionName name, DecodeError error, string? key, long bytes, long withheld) =>
        BadLineCore(logger, name.Bot, name.DeviceId, name.ConnectionId, error, key, bytes, withheld);

    public static void LineTooLong(this ILogger logger, SessionName name, int limit, long withheld) =>
        LineTooLongCore(logger, name.Bot, name.DeviceId, name.ConnectionId, limit, withheld);

    public static void UnknownEvent(this ILogger logger, SessionName name, string what) =>
        UnknownEventCore(logger, name.Bot, name.DeviceId, name.ConnectionId, what);

    public static void ChatRefused(this ILogger logger, SessionName name, ChatOutcome outcome, string? logId, long withheld) =>
        ChatRefusedCore(logger, name.Bot, name.DeviceId, name.ConnectionId, outcome, logId, withheld);

    public static void TooManyBadLines(this ILogger logger, SessionName name, int count) =>
        TooManyBadLinesCore(logger, name.Bot, name.DeviceId, name.ConnectionId, count);

    public static void OtherDeviceHandshake(this ILogger logger, SessionName name, DeviceKey claimed) =>
        OtherDeviceHandshakeCore(logger, name.Bot, name.DeviceId, name.ConnectionId, claimed);

    public static void PingUnanswered(this ILogger logger, IPhoneConnection phone, TimeSpan silence) =>
        PingUnansweredCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, silence);

    public static void Idle(this ILogger logger, IPhoneConnection phone, TimeSpan silence) =>
        IdleCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, silence);

    public static void Closing(this ILogger logger, IPhoneConnection phone, CloseReason reason) =>
        ClosingCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, reason);

    public static void CutOff(this ILogger logger, IPhoneConnection phone, TimeSpan grace) =>
        CutOffCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, grace);

    public static void StatusNotTold(this ILogger logger, IPhoneConnection phone) =>
        StatusNotToldCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id);

    public static void SentAway(this ILogger logger, IPhoneConnection phone, MigrationTarget target, TimeSpan migrateAfter) =>
        SentAwayCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, target, migrateAfter);

    public static void NotWritable(this ILogger logger, IPhoneConnection phone, string messageId, EncodeResult result) =>
        NotWritableCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, messageId, result);

    public static void OutboundLineTooLong(this ILogger logger, IPhoneConnection phone, string messageId, long bytes, int limit) =>
        OutboundLineTooLongCore(
            logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, messageId, bytes, limit);

    public static void OutboundLost(this ILogger logger, IPhoneConnection phone, int begun, int waiting) =>
        OutboundLostCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, begun, waiting);

    public static void WriterFailed(this ILogger logger, IPhoneConnection phone, Exception exception) =>
        WriterFailedCore(logger, exception, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id);

    public static void Unconfirmed(this ILogger logger, IPhoneConnection phone, int count) =>
        UnconfirmedCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, count);

    public static void DeliveryFailed(this ILogger logger, IPhoneConnection phone, string messageId, Exception exception) =>
        DeliveryFailedCore(logger, exception, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, messageId);

    public static void Ended(this ILogger logger, SessionName name, SessionEnd end, long lines, long dropped) =>
        EndedCore(logger, name.Bot, name.DeviceId, name.ConnectionId, end, lines, dropped);

    public static void SessionFailed(this ILogger logger, SessionName name, Exception exception) =>
        SessionFailedCore(logger, exception, name.Bot, name.DeviceId, name.ConnectionId);

    public static void RateLimited(this ILogger logger, SessionName name, int linesPerSecond, long bytesPerSecond, long withheld) =>
        RateLimitedCore(logger, name.Bot, name.DeviceId, name.ConnectionId, linesPerSecond, bytesPerSecond, withheld);

    public static void NeverProven(this ILogger logger, IPhoneConnection phone, TimeSpan waited) =>
        NeverProvenCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id, waited);

    public static void TooManyUnverifiedBytes(this ILogger logger, SessionName name, long bytes, long limit) =>
        TooManyUnverifiedBytesCore(logger, name.Bot, name.DeviceId, name.ConnectionId, bytes, limit);

    public static void NotReplaced(this ILogger logger, IPhoneConnection phone) =>
        NotReplacedCore(logger, phone.Identity.Device.BotName, phone.Identity.Device.DeviceId, phone.Id);

    [LoggerMessage(2000, LogLevel.Warning,
        "Signature:SecretKey is not set: phones CANNOT be verified, and anybody who reaches the port can speak for any phone")]
    private static partial void CannotVerifyCore(ILogger logger);

    [LoggerMessage(2001, LogLevel.Warning,
        "Connection {ConnectionId} from {Remote} refused: {Limit} connections are open already ({Withheld} more refused since the last such message)")]
    public static partial void TooManyConnections(this ILogger logger, string connectionId, object? remote, int limit, long withheld);

    [LoggerMessage(2002, LogLevel.Debug, "Connection {ConnectionId} from {Remote} accepted")]
    public static partial void Accepted(this ILogger logger, string connectionId, object? remote);

    [LoggerMessage(2003, LogLevel.Information,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: script {Version}, dialect {Dialect}, identified by {How}")]
    private static partial void IdentifiedCore(
        ILogger logger, string bot, string deviceId, string connectionId, string? version, string dialect, string how);

    [LoggerMessage(2004, LogLevel.Warning, "Phone {Bot}/{DeviceId} on {ConnectionId} refused: {Reason}")]
    private static partial void RefusedCore(ILogger logger, string bot, string deviceId, string connectionId, string reason);

    [LoggerMessage(2005, LogLevel.Information, "Phone {Bot}/{DeviceId} on {ConnectionId} has proven itself")]
    private static partial void ProvenCore(ILogger logger, string bot, string deviceId, string connectionId);

    [LoggerMessage(2010, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: {Kind} dropped, {Reason} ({Withheld} more since the last such message)")]
    private static partial void LineDroppedCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, string kind, ProofStatus reason, long withheld);

    [LoggerMessage(2011, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: unusable line of {Bytes} bytes, {Error} at key '{Key}' ({Withheld} more since the last such message)")]
    private static partial void BadLineCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, DecodeError error, string? key, long bytes, long withheld);

    [LoggerMessage(2012, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: line longer than {Limit} bytes skipped ({Withheld} more since the last such message)")]
    private static partial void LineTooLongCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, int limit, long withheld);

    [LoggerMessage(2013, LogLevel.Debug, "Phone {Bot}/{DeviceId} on {ConnectionId}: ignored {What}")]
    private static partial void UnknownEventCore(ILogger logger, string? bot, string? deviceId, string connectionId, string what);

    [LoggerMessage(2014, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: chat line {LogId} not taken, {Outcome} ({Withheld} more since the last such message)")]
    private static partial void ChatRefusedCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, ChatOutcome outcome, string? logId, long withheld);

    [LoggerMessage(2015, LogLevel.Warning, "Phone {Bot}/{DeviceId} on {ConnectionId} closed: {Count} unusable lines in a row")]
    private static partial void TooManyBadLinesCore(ILogger logger, string? bot, string? deviceId, string connectionId, int count);

    [LoggerMessage(2016, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId} closed: it now claims to be {Claimed}")]
    private static partial void OtherDeviceHandshakeCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, DeviceKey claimed);

    [LoggerMessage(2017, LogLevel.Information, "Connection {ConnectionId} from {Remote} closed: not identified within {Timeout}")]
    public static partial void NotIdentified(this ILogger logger, string connectionId, object? remote, TimeSpan timeout);

    [LoggerMessage(2020, LogLevel.Warning, "Phone {Bot}/{DeviceId} on {ConnectionId} is dead: ping unanswered for {Silence}")]
    private static partial void PingUnansweredCore(ILogger logger, string bot, string deviceId, string connectionId, TimeSpan silence);

    [LoggerMessage(2021, LogLevel.Warning, "Phone {Bot}/{DeviceId} on {ConnectionId} is dead: nothing heard for {Silence}")]
    private static partial void IdleCore(ILogger logger, string bot, string deviceId, string connectionId, TimeSpan silence);

    [LoggerMessage(2022, LogLevel.Information, "Phone {Bot}/{DeviceId} on {ConnectionId} is being closed: {CloseReason}")]
    private static partial void ClosingCore(ILogger logger, string bot, string deviceId, string connectionId, CloseReason closeReason);

    [LoggerMessage(2023, LogLevel.Information,
        "Phone {Bot}/{DeviceId} on {ConnectionId} did not take what waited within {Grace}: cut off")]
    private static partial void CutOffCore(ILogger logger, string bot, string deviceId, string connectionId, TimeSpan grace);

    [LoggerMessage(2024, LogLevel.Warning, "Phone {Bot}/{DeviceId} on {ConnectionId} could not be told its new status")]
    private static partial void StatusNotToldCore(ILogger logger, string bot, string deviceId, string connectionId);

    [LoggerMessage(2160, LogLevel.Information, "Phone {Bot}/{DeviceId} on {ConnectionId} is told to go on with {Target} after {MigrateAfter}")]
    private static partial void SentAwayCore(
        ILogger logger, string bot, string deviceId, string connectionId, MigrationTarget target, TimeSpan migrateAfter);

    [LoggerMessage(2030, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: message {MessageId} dropped, no line can carry it: {Result}")]
    private static partial void NotWritableCore(
        ILogger logger, string bot, string deviceId, string connectionId, string messageId, EncodeResult result);

    [LoggerMessage(2031, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: message {MessageId} refused, its line of {Bytes} bytes is longer than {Limit}")]
    private static partial void OutboundLineTooLongCore(
        ILogger logger, string bot, string deviceId, string connectionId, string messageId, long bytes, int limit);

    [LoggerMessage(2032, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: link lost with {Begun} messages on their way and {Waiting} waiting")]
    private static partial void OutboundLostCore(
        ILogger logger, string bot, string deviceId, string connectionId, int begun, int waiting);

    [LoggerMessage(2033, LogLevel.Error, "Phone {Bot}/{DeviceId} on {ConnectionId}: the writer failed")]
    private static partial void WriterFailedCore(
        ILogger logger, Exception exception, string bot, string deviceId, string connectionId);

    [LoggerMessage(2034, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: link ended with {Count} messages written and not confirmed")]
    private static partial void UnconfirmedCore(ILogger logger, string bot, string deviceId, string connectionId, int count);

    [LoggerMessage(2035, LogLevel.Error,
        "Phone {Bot}/{DeviceId} on {ConnectionId}: what became of message {MessageId} could not be taken in")]
    private static partial void DeliveryFailedCore(
        ILogger logger, Exception exception, string bot, string deviceId, string connectionId, string messageId);

    [LoggerMessage(2130, LogLevel.Information, "{Section} serves the certificate of {Subject}, good until {End:u}")]
    public static partial void CertificateTaken(this ILogger logger, string section, string subject, DateTimeOffset end);

    [LoggerMessage(2131, LogLevel.Error, "The certificate of {Section}, good until {End:u}, goes on, since its files cannot be used any more: {Problem}")]
    public static partial void CertificateNotTaken(this ILogger logger, string section, DateTimeOffset end, string problem);

    [LoggerMessage(2132, LogLevel.Warning, "The certificate of {Section} ({Subject}) ends, or has ended, at {End:u}: put a new one in its place")]
    public static partial void CertificateEnds(this ILogger logger, string section, string subject, DateTimeOffset end);

    [LoggerMessage(2133, LogLevel.Information,
        "{Section}: {ConnectionId} from {Remote} was cut, its TLS handshake failed: {Reason} ({Withheld} more since the last such message)")]
    public static partial void HandshakeFailed(
        this ILogger logger, string section, string connectionId, object? remote, string reason, long withheld);

    [LoggerMessage(2134, LogLevel.Warning,
        "{Section}: {ConnectionId} from {Remote} was cut, too many TLS handshakes are under way ({UnderWay}; {Withheld} more since the last such message)")]
    public static partial void TooManyHandshakes(
        this ILogger logger, string section, string connectionId, object? remote, int underWay, long withheld);

    [LoggerMessage(2140, LogLevel.Information, "Phone {Bot}/{DeviceId} on {ConnectionId} has resumed with its session token")]
    private static partial void ResumedCore(ILogger logger, string bot, string deviceId, string connectionId);

    [LoggerMessage(2141, LogLevel.Information,
        "Phone {Bot}/{DeviceId} on {ConnectionId} has shown a session token that is not good here: {Outcome}. It goes on as without one")]
    private static partial void NotResumedCore(ILogger logger, string bot, string deviceId, string connectionId, SessionOutcome outcome);

    [LoggerMessage(2142, LogLevel.Error, "Phone {Bot}/{DeviceId} on {ConnectionId}: no session token could be made")]
    private static partial void TokenFailedCore(ILogger logger, Exception exception, string bot, string deviceId, string connectionId);

    [LoggerMessage(2040, LogLevel.Information,
        "Phone {Bot}/{DeviceId} on {ConnectionId} ended: {End}, {Lines} lines received, {Dropped} of them dropped")]
    private static partial void EndedCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, SessionEnd end, long lines, long dropped);

    [LoggerMessage(2041, LogLevel.Error, "Phone {Bot}/{DeviceId} on {ConnectionId}: the session failed")]
    private static partial void SessionFailedCore(
        ILogger logger, Exception exception, string? bot, string? deviceId, string connectionId);

    [LoggerMessage(2100, LogLevel.Warning,
        "Connection {ConnectionId} from {Remote} not let in: {Verdict} ({Withheld} more, from anywhere, since the last such message)")]
    public static partial void TurnedAway(
        this ILogger logger, string connectionId, object? remote, ConnectionVerdict verdict, long withheld);

    [LoggerMessage(2101, LogLevel.Debug, "Connection {ConnectionId} from {Remote}: the socket could not be set up, the phone may be gone already")]
    public static partial void SocketNotTuned(this ILogger logger, string connectionId, object? remote);

    [LoggerMessage(2102, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId} sends more than {LinesPerSecond} lines or {BytesPerSecond} bytes per second and is read more slowly ({Withheld} times more since the last such message)")]
    private static partial void RateLimitedCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, int linesPerSecond, long bytesPerSecond, long withheld);

    [LoggerMessage(2103, LogLevel.Warning, "Phone {Bot}/{DeviceId} on {ConnectionId} closed: it has not proven itself within {Waited}")]
    private static partial void NeverProvenCore(ILogger logger, string bot, string deviceId, string connectionId, TimeSpan waited);

    [LoggerMessage(2104, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId} closed: with its {Bytes} bytes, unfinished lines of unverified phones exceed {Limit}")]
    private static partial void TooManyUnverifiedBytesCore(
        ILogger logger, string? bot, string? deviceId, string connectionId, long bytes, long limit);

    [LoggerMessage(2105, LogLevel.Warning,
        "Phone {Bot}/{DeviceId} on {ConnectionId} does not replace its live connection: what it signed is not newer than what was seen there. Queued lines after a reconnect do this, and recorded ones that somebody repeats")]
    private static partial void NotReplacedCore(ILogger logger, string bot, string deviceId, string connectionId);
}
