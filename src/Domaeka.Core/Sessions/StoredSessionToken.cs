namespace Domaeka.Core.Sessions;

/// <summary>A token as it is stored: what it is good for, but not the token.</summary>
public sealed record StoredSessionToken
{
    /// <summary>SHA-256 of the token, 64 lower-case hex digits. A token has 256 random bits, so nothing is gained by salting it.</summary>
    public required string Hash { get; init; }

    /// <summary>The <c>deviceUUID</c> that the device was bound to when the token was given out; good only as long as it still is.</summary>
    public required string DeviceUuid { get; init; }

    /// <summary>Whether it is good.</summary>
    public required SessionTokenState State { get; init; }

    /// <summary>When it was given out.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Until when it is good, or kept.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
