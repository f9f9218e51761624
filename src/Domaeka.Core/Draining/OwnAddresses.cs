using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Domaeka.Core.Connections;
using Domaeka.Core.Processes;

namespace Domaeka.Core.Draining;

/// <summary>
/// Finds out whether a target is this very process, as far as the machine can tell: an address that is translated on the way (NAT, a container's
/// published port) is not known to be its own.
/// </summary>
internal sealed class OwnAddresses(IListeningPort port, TimeProvider clock)
{
    /// <summary>How long a name may take to be looked up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<bool> AreMeantAsync(MigrationTarget target, CancellationToken cancellationToken)
    {
        if (target.Port != port.Port)
            return false;
        var addresses = IPAddress.TryParse(target.Host, out var address) ? [address] : await LookUpAsync(target.Host, cancellationToken);
        if (addresses.Length == 0)
            return false;
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(face => face.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .ToHashSet();
        return addresses.All(each => IPAddress.IsLoopback(each) || own.Contains(each.IsIPv4MappedToIPv6 ? each.MapToIPv4() : each));
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            // The phones may know a name that this machine does not.
            return [];
        }
    }
}
