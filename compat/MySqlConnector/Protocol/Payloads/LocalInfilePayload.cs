namespace MySqlConnector.Protocol.Payloads;

/// <summary>
/// The server asks for a file of this machine. MySQL protocol, "LOCAL INFILE Request". It is never given one: CLIENT_LOCAL_FILES
/// is not offered, so that only a server that means harm can ask.
/// </summary>
internal static class LocalInfilePayload
{
    public const byte Header = 0xFB;
}
