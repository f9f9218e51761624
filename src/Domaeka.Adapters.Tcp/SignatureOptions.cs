namespace Domaeka.Adapters.Tcp;

/// <summary>
/// What the phones' signatures are checked with (<c>docs/protocol.md</c>, "Signature"). Configuration section <c>Signature</c>; checked at start-up.
/// </summary>
public sealed class SignatureOptions
{
    /// <summary>
    /// The secret that the scripts sign with; UTF-8. Null or empty (the default) means that signatures cannot be verified: every line
    /// then counts as the phone's own.
    /// </summary>
    public string? SecretKey { get; set; }

    /// <summary>The salt that the scripts append to what they sign (default: empty).</summary>
    public string Salt { get; set; } = "";

    /// <summary>How far a signature's time may be from the server's clock, either way, more than zero, at most 1 day (default: 5 min).</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>True when a secret is configured, so that every chat line and ping answer must be signed.</summary>
    public bool IsRequired => !string.IsNullOrEmpty(SecretKey);
}
