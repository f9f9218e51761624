using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Domaeka.Core.Guard;

/// <summary>
/// What counts as one address: an IPv4 address, or an IPv6 /64, since whoever has one address of a /64 mostly has all of them. IPv4
/// within IPv6 counts as IPv4.
/// </summary>
public static class ClientNetwork
{
    /// <summary>Longest text that <see cref="ToText"/> writes, in characters.</summary>
    public const int MaxTextLength = 49;

    private const int V4Bits = 32;
    private const int V6Bits = 64;
    private const int MappedBits = 96;
    private const int BitsPerByte = 8;

    /// <summary>What a client's address counts as.</summary>
    public static IPNetwork Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Mask(plain, plain.AddressFamily == AddressFamily.InterNetwork ? V4Bits : V6Bits);
    }

    /// <summary>True for what counts as one address; false for a wider or narrower network.</summary>
    public static bool IsSingle(IPNetwork network) => network.PrefixLength == SingleBits(network.BaseAddress);

    /// <summary>
    /// Reads <c>203.0.113.7</c>, <c>203.0.113.0/24</c>, <c>2001:db8::1</c> (its /64) or <c>2001:db8::/48</c>. Bits behind the prefix are
    /// cleared. False for anything else, also for shorthands such as <c>10.1</c>.
    /// </summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        network = default;
        if (string.IsNullOrEmpty(text) || text.Length > MaxTextLength)
            return false;

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        if (host.Contains('%', StringComparison.Ordinal) || host.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(host, out var address))
            return false;
        if (address.AddressFamily == AddressFamily.InterNetwork && host.Count(character => character == '.') != 3)
            return false;
        if (slash < 0)
        {
            network = Of(address);
            return true;
        }

        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || bits > address.GetAddressBytes().Length * BitsPerByte)
            return false;
        if (address.IsIPv4MappedToIPv6)
        {
            if (bits < MappedBits)
                return false;
            (address, bits) = (address.MapToIPv4(), bits - MappedBits);
        }

        network = Mask(address, bits);
        return true;
    }

    /// <summary>The one way in which a network is written: <c>203.0.113.7</c> for an IPv4 address, otherwise with its prefix.</summary>
    public static string ToText(IPNetwork network) =>
        network.PrefixLength == V4Bits && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork
            ? network.BaseAddress.ToString()
            : network.ToString();

    private static int SingleBits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? V4Bits : V6Bits;

    private static IPNetwork Mask(IPAddress address, int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        for (var i = 0; i < length; i++)
        {
            var kept = Math.Clamp(bits - (i * BitsPerByte), 0, BitsPerByte);
            bytes[i] &= (byte)(0xFF << (BitsPerByte - kept));
        }

        return new IPNetwork(new IPAddress(bytes[..length]), bits);
    }
}
