namespace Domaeka.Protocol.Messages;

/// <summary>
/// The <c>auth</c> object of every chat line and ping answer. Strings that the phone did not send are empty; several are the
/// word <c>unknown</c> on real phones.
/// </summary>
public sealed record PhoneAuth
{
    /// <summary>The app. Signed.</summary>
    public string ClientType { get; init; } = "";

    /// <summary>Name of the bot. Signed.</summary>
    public string BotName { get; init; } = "";

    /// <summary>Identity of the phone (<c>deviceUUID</c>). Signed; on most phones the same as <see cref="DeviceId"/>.</summary>
    public string DeviceUuid { get; init; } = "";

    /// <summary>Android id (<c>deviceID</c>). NOT covered by the signature.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>MAC address. Signed.</summary>
    public string MacAddress { get; init; } = "";

    /// <summary>The phone's own idea of its address. Signed.</summary>
    public string IpAddress { get; init; } = "";

    /// <summary>Time of signing in milliseconds since 1970-01-01 UTC. Signed. 0 when not sent.</summary>
    public long Timestamp { get; init; }

    /// <summary>Version of the script. NOT covered by the signature.</summary>
    public string Version { get; init; } = "";

    /// <summary>HMAC-SHA256 as 64 lower-case hex digits, see <see cref="Signing.PhoneSigner"/>.</summary>
    public string Signature { get; init; } = "";
}
