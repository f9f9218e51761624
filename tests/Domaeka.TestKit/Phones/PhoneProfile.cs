using Domaeka.Protocol;
using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>Who a played phone is and how it signs.</summary>
public sealed record PhoneProfile
{
    /// <summary>The bot's name.</summary>
    public string BotName { get; init; } = "testbot";

    /// <summary>The Android id.</summary>
    public string DeviceId { get; init; } = "0123456789abcdef";

    /// <summary>The signed id; null means the same as <see cref="DeviceId"/>, as on most phones.</summary>
    public string? DeviceUuid { get; init; }

    /// <summary>The script's version; it decides the dialect.</summary>
    public string Version { get; init; } = "3.3.3";

    /// <summary>The app.</summary>
    public string ClientType { get; init; } = "MessengerBotR";

    /// <summary>Model and Android version.</summary>
    public string DeviceInfo { get; init; } = "samsung SM-G991N (Android 14, API 34)";

    /// <summary>The secret to sign with; null leaves the signature empty.</summary>
    public string? SecretKey { get; init; } = "domaeka-test-key";

    /// <summary>The salt to sign with.</summary>
    public string Salt { get; init; } = "domaeka-test-salt";

    /// <summary>Sends the flat handshake although the version speaks v3.3, as an early 3.3.0 does.</summary>
    public bool HasFlatHandshake { get; init; }

    /// <summary>Sends only bot name, version and device id in the handshake, as the oldest scripts do.</summary>
    public bool HasShortHandshake { get; init; }

    /// <summary>What the script declares to understand beyond the protocol of old. (default: nothing, as the scripts of today)</summary>
    public PhoneCapabilities Capabilities { get; init; }

    /// <summary>The dialect of the version.</summary>
    public WireDialect Dialect => PhoneVersion.DialectOf(Version);

    /// <summary>Whether a script of this version closes when it is refused (<c>docs/protocol.md</c>, "Behaviour").</summary>
    public bool ClosesWhenRefused =>
        PhoneVersion.TryParse(Version, out var version) && version >= PhoneVersion.FirstMediaWait;
}
