namespace Domaeka.Protocol.Messages;

/// <summary>What a phone that declares <see cref="PhoneCapabilities.SessionToken"/> is given to resume with.</summary>
/// <param name="Token">The token (<c>session_token</c>). It takes the place of every one before.</param>
/// <param name="ExpiresIn">How long it is good (<c>session_expires_in</c>, whole seconds, rounded down); not negative.</param>
public sealed record SessionOffer(SessionToken Token, TimeSpan ExpiresIn);
