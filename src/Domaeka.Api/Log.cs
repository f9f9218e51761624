using System.Net;
using Domaeka.Api.Access;
using Domaeka.Core.Access;

namespace Domaeka.Api;

/// <summary>The host's log events: 5000 to 5999, 3120 to 3149, and 3160 to 3179.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Domaeka {Version} is ready")]
    public static partial void Ready(ILogger logger, string version);

    [LoggerMessage(
        5002,
        LogLevel.Warning,
        "{Section} listens on {Endpoint} in clear text, API keys included: give it a certificate ({Section}:Tls:CertificateFile) or bind it to loopback")]
    public static partial void ClearTextBeyondLoopback(ILogger logger, string section, string endpoint);

    [LoggerMessage(5003, LogLevel.Information, "Stopping: telling the phones to come back in {ReconnectAfter}")]
    public static partial void Stopping(ILogger logger, TimeSpan reconnectAfter);

    [LoggerMessage(5004, LogLevel.Warning, "Not every phone had gone when the time for stopping was over")]
    public static partial void DrainTimedOut(ILogger logger);

    [LoggerMessage(5005, LogLevel.Information, "Stopped: {Connections} phones were told to come back")]
    public static partial void Drained(ILogger logger, int connections);

    [LoggerMessage(5100, LogLevel.Information, "No API key was stored: an admin key was made and written to {Path}")]
    public static partial void AdminKeyWritten(ILogger logger, string path);

    [LoggerMessage(
        5101,
        LogLevel.Warning,
        "API key refused: Method={Method} Verdict={Verdict} KeyId={KeyId} Peer={Peer} ({Withheld} more since the last such message)")]
    public static partial void KeyRefused(
        ILogger logger, string method, KeyVerdict verdict, string? keyId, IPAddress? peer, long withheld);

    [LoggerMessage(5102, LogLevel.Warning, "API key lacks a scope: Method={Method} KeyId={KeyId} Scope={Scope}")]
    public static partial void ScopeMissing(ILogger logger, string method, string keyId, string scope);

    [LoggerMessage(3120, LogLevel.Information, "API key created: KeyId={KeyId} Name={Name} Scopes={Scopes} ExpiresAt={ExpiresAt:u}")]
    public static partial void KeyCreated(ILogger logger, string keyId, string name, ApiScopes scopes, DateTimeOffset? expiresAt);

    [LoggerMessage(3121, LogLevel.Information, "API key changed: KeyId={KeyId} Name={Name} ExpiresAt={ExpiresAt:u}")]
    public static partial void KeyUpdated(ILogger logger, string keyId, string name, DateTimeOffset? expiresAt);

    [LoggerMessage(3122, LogLevel.Information, "API key revoked: KeyId={KeyId} Name={Name}")]
    public static partial void KeyRevoked(ILogger logger, string keyId, string name);

    [LoggerMessage(3123, LogLevel.Warning, "When {Keys} API keys were last used could not be stored, and is kept for the next time: {Reason}")]
    public static partial void KeyUseNotStored(ILogger logger, int keys, string reason);

    [LoggerMessage(3124, LogLevel.Debug, "Call let through: Method={Method} KeyId={KeyId} Peer={Peer} Certificate={Certificate}")]
    public static partial void CallAdmitted(ILogger logger, string method, string keyId, IPAddress? peer, string? certificate);

    [LoggerMessage(3125, LogLevel.Information, "Stream cut, its API key does not hold any more: Method={Method} KeyId={KeyId} Verdict={Verdict}")]
    public static partial void StreamCut(ILogger logger, string method, string? keyId, KeyVerdict verdict);

    [LoggerMessage(3160, LogLevel.Warning, "The collector cannot be reached; that is tried again and not told again: Address={Address} Reason={Reason}")]
    public static partial void CollectorFails(ILogger logger, string? address, string reason);

    [LoggerMessage(3161, LogLevel.Information, "The collector can be reached again: Address={Address}")]
    public static partial void CollectorRecovered(ILogger logger, string? address);

    [LoggerMessage(3162, LogLevel.Warning, "The log file cannot be written, its lines wait and are dropped beyond a bound; that is tried again and not told again: Path={Path} Reason={Reason}")]
    public static partial void LogFileFails(ILogger logger, string path, string reason);

    [LoggerMessage(3163, LogLevel.Information, "The log file is written again, {Lost} lines are missing: Path={Path}")]
    public static partial void LogFileRecovered(ILogger logger, string path, long lost);

    [LoggerMessage(5200, LogLevel.Error, "Call failed: Method={Method} ErrorId={ErrorId}")]
    public static partial void CallFailed(ILogger logger, string method, string errorId, Exception exception);

    [LoggerMessage(5201, LogLevel.Error, "Database does not answer: Method={Method}")]
    public static partial void StorageUnavailable(ILogger logger, string method, Exception exception);

    [LoggerMessage(5202, LogLevel.Error, "Database refused what it was given: Method={Method}")]
    public static partial void StorageRejected(ILogger logger, string method, Exception exception);

    [LoggerMessage(
        5203,
        LogLevel.Warning,
        "Request could not be read: Method={Method} Peer={Peer} ({Withheld} more since the last such message)")]
    public static partial void RequestUnreadable(ILogger logger, string? method, IPAddress? peer, long withheld);

    [LoggerMessage(5300, LogLevel.Warning, "Not ready: {Reasons}")]
    public static partial void NotReady(ILogger logger, string reasons);

    [LoggerMessage(5301, LogLevel.Information, "Ready again")]
    public static partial void ReadyAgain(ILogger logger);

    [LoggerMessage(5150, LogLevel.Information, "A caller drains the server: phones come back in {ReconnectAfter}")]
    public static partial void DrainOrdered(ILogger logger, TimeSpan reconnectAfter);

    [LoggerMessage(5151, LogLevel.Error, "The time for stopping was over before everything had come to its end")]
    public static partial void StopCutShort(ILogger logger, Exception exception);
}
