namespace Domaeka.Protocol.Messages;

/// <summary>
/// A phone introduces itself. Legacy scripts (and an early 3.3.0) send the fields as a flat object without <c>event</c>.
/// Handshakes carry no signature: what they say is a claim.
/// </summary>
public sealed record HandshakeMessage : InboundMessage
{
    /// <summary>Name of the bot (<c>botName</c>). Never empty.</summary>
    public required string BotName { get; init; }

    /// <summary>Android id of the phone (<c>deviceID</c>). Never empty.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Version of the script, possibly with a suffix (<c>3.2.1+...</c>). Null when not sent.</summary>
    public string? Version { get; init; }

    /// <summary>The app, such as <c>MessengerBotR</c>. Null when not sent (the oldest scripts).</summary>
    public string? ClientType { get; init; }

    /// <summary>The phone's own idea of its address (<c>deviceIP</c>). Null when not sent.</summary>
    public string? DeviceIp { get; init; }

    /// <summary>Model and Android version as free text. Null when not sent.</summary>
    public string? DeviceInfo { get; init; }

    /// <summary>Time of sending as sent, see <see cref="PhoneTime"/>; v3.3 only. Null when not sent.</summary>
    public string? Timestamp { get; init; }

    /// <summary>IANA name of the phone's time zone; v3.3 only. Null when not sent.</summary>
    public string? Timezone { get; init; }

    /// <summary>What the script understands beyond the protocol of old (<c>capabilities</c>); none when not sent, or not as it should be.</summary>
    public PhoneCapabilities Capabilities { get; init; }

    /// <summary>
    /// The token that the phone was given last (<c>session_token</c>). Null when not sent, or when it can be none: no string, empty, or
    /// over <see cref="WireLimits.MaxSessionTokenBytes"/>.
    /// </summary>
    public SessionToken? SessionToken { get; init; }
}
