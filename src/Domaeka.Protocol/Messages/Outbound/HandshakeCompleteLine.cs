namespace Domaeka.Protocol.Messages;

/// <summary>The answer to a handshake (<c>handshakeComplete</c>).</summary>
/// <param name="Success">False makes scripts from 3.2.1 on close and retry every 4 s; 3.2.0 ignores it.</param>
/// <param name="Approved">Whether the device is approved; the scripts only log it.</param>
/// <param name="Message">Text for the script's log.</param>
/// <param name="ServerVersion">Version of the server.</param>
public sealed record HandshakeCompleteLine(bool Success, bool Approved, string Message, string ServerVersion) : OutboundLine
{
    /// <summary>What to resume with; null for none, which takes back nothing that was given before. Only for phones that declare it.</summary>
    public SessionOffer? Session { get; init; }
}
