using System.Text;

namespace Domaeka.Protocol.Messages;

/// <summary>The names of <see cref="PhoneCapabilities"/> on the wire. Case counts.</summary>
public static class CapabilityNames
{
    private static readonly (string Name, byte[] Utf8, PhoneCapabilities Capability)[] Known =
    [
        Pair("session_token", PhoneCapabilities.SessionToken),
        Pair("gzip", PhoneCapabilities.Gzip),
    ];

    /// <summary>The known names, in the order in which they are written.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>The names of a set; empty for <see cref="PhoneCapabilities.None"/>.</summary>
    /// <param name="capabilities">The set.</param>
    public static IEnumerable<string> Of(PhoneCapabilities capabilities) =>
        from known in Known
        where capabilities.HasFlag(known.Capability)
        select known.Name;

    /// <summary>The capability of a name; <see cref="PhoneCapabilities.None"/> when there is none of that name.</summary>
    /// <param name="name">The name.</param>
    public static PhoneCapabilities Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    internal static PhoneCapabilities Find(ReadOnlySpan<byte> name)
    {
        foreach (var known in Known)
        {
            if (name.SequenceEqual(known.Utf8))
                return known.Capability;
        }

        return PhoneCapabilities.None;
    }

    private static (string Name, byte[] Utf8, PhoneCapabilities Capability) Pair(string name, PhoneCapabilities capability) =>
        (name, Encoding.UTF8.GetBytes(name), capability);
}
