namespace Domaeka.Protocol;

/// <summary>Bounds that the codec enforces itself. The line length of a connection is the business of <see cref="Framing.LineFramer"/>.</summary>
public static class WireLimits
{
    /// <summary>Longest chat text in UTF-16 code units (65,000), counted after decoding. The scripts refuse to send more.</summary>
    public const int MaxTextUnits = 65_000;

    /// <summary>Longest value of any other string field in UTF-16 code units (1,024): room, sender, bot name, identifiers.</summary>
    public const int MaxFieldUnits = 1_024;

    /// <summary>Longest event name in UTF-8 bytes (64).</summary>
    public const int MaxEventBytes = 64;

    /// <summary>How many entries of <c>capabilities</c> are looked at (16); further ones are ignored.</summary>
    public const int MaxCapabilities = 16;

    /// <summary>Longest session token in bytes (100). This server's have 43.</summary>
    public const int MaxSessionTokenBytes = 100;

    /// <summary>Deepest nesting of objects and arrays that is followed (32); the deepest known line has 3.</summary>
    public const int MaxDepth = 32;

    /// <summary>Longest line in bytes that a decoder looks at (64 MiB), whatever the framer let through.</summary>
    public const int MaxDecodableBytes = 64 * 1024 * 1024;
}
