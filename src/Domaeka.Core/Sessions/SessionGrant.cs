namespace Domaeka.Core.Sessions;

/// <summary>A token for a phone. No record: its text never shows the token.</summary>
public sealed class SessionGrant
{
    /// <summary>The token: 43 characters of Base64url, 256 random bits. For the phone alone; it is stored nowhere.</summary>
    public required string Token { get; init; }

    /// <summary>What to call the token by (<see cref="ISessionTokens.IssueAsync"/>) without keeping it.</summary>
    public required string Handle { get; init; }

    /// <summary>Until when it is good.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>From when on the phone is to be given another one, once it has signed something.</summary>
    public required DateTimeOffset RenewAt { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"session until {ExpiresAt:u}";
}
