namespace MySqlConnector.Authentication;

/// <summary>One way to prove who we are (MySQL protocol, "Authentication Method"). One object serves one log-in.</summary>
internal abstract class AuthenticationPlugin
{
    /// <summary>The name under which servers know it.</summary>
    public abstract string Name { get; }

    /// <summary>How many bytes the challenge must have.</summary>
    public virtual int ChallengeLength => 20;

    /// <summary>The answer to the server's challenge.</summary>
    public abstract byte[] Begin(AuthenticationContext context);

    /// <summary>The answer to a further message of the server; null: none, it goes on by itself.</summary>
    public virtual byte[]? Continue(AuthenticationContext context, ReadOnlySpan<byte> message) =>
        throw new MySqlProtocolException($"The server goes on with {Name} where that is over.");
}
