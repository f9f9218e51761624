using Domaeka.Core.Devices;

namespace Domaeka.Core.Connections;

/// <summary>What a phone says of itself in its handshake, or in the <c>auth</c> of a signed line.</summary>
public sealed record PhoneIdentity
{
    /// <summary>Bot and phone.</summary>
    public required DeviceKey Device { get; init; }

    /// <summary>Such as <c>MessengerBotR</c>; null when not said (the oldest scripts).</summary>
    public string? ClientType { get; init; }

    /// <summary>The script's version, suffix included; null when not said.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>The address that the phone reports, or else the one that it connects from.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Model and Android version as free text; null when not said.</summary>
    public string? DeviceInfo { get; init; }
}
