namespace Domaeka.Protocol.Messages;

/// <summary>
/// What a script understands beyond the protocol of old, as it declares in its handshake (<c>capabilities</c>; <c>docs/protocol.md</c>,
/// "Extensions"). The scripts of today declare nothing and see nothing of it.
/// </summary>
[Flags]
public enum PhoneCapabilities
{
    /// <summary>Nothing beyond it.</summary>
    None = 0,

    /// <summary>Keeps a session token and resumes with it (<c>session_token</c>).</summary>
    SessionToken = 1,

    /// <summary>Reads compressed lines (<c>gzip</c>).</summary>
    Gzip = 2,
}
