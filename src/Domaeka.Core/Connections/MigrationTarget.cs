using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Domaeka.Core.Connections;

/// <summary>Another server that phones are to go on with.</summary>
/// <param name="Host">Its DNS name, or its address (IPv6 without brackets).</param>
/// <param name="Port">Its TCP port, 1 to 65535.</param>
public sealed record MigrationTarget(string Host, int Port)
{
    /// <summary>Longest <see cref="Host"/>, in characters: it has to fit into what processes tell each other.</summary>
    public const int MaxHostLength = 200;

    /// <summary>
    /// True for a DNS name of letters, digits, hyphens and dots, or an address that something can connect to: not <c>0.0.0.0</c>, <c>::</c>,
    /// broadcast or multicast.
    /// </summary>
    public static bool IsValidHost(string? host)
    {
        if (string.IsNullOrEmpty(host) || host.Length > MaxHostLength || !host.All(IsAllowed))
            return false;
        if (!IPAddress.TryParse(host, out var address))
            return !host.Contains(':') && Uri.CheckHostName(host) == UriHostNameType.Dns && !EndsInNumber(host);

        // "7" and "1.2" are read as addresses, too, by some; nobody who writes them means one.
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? !address.Equals(IPAddress.IPv6Any) && !address.IsIPv6Multicast && !host.Contains('%')
            : host.Count(character => character == '.') == 3 && address.GetAddressBytes()[0] is > 0 and < 224;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        (Host.Contains(':') ? $"[{Host}]:" : $"{Host}:") + Port.ToString(CultureInfo.InvariantCulture);

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or ':';

    // A name whose last label is a number is a mistyped address.
    private static bool EndsInNumber(string host) => host.TrimEnd('.').Split('.')[^1].All(char.IsAsciiDigit);
}
