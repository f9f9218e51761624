using System.Net;
using System.Net.Sockets;

namespace Domaeka.Api.Hosting;

/// <summary>Tries the ports before the server opens them, so that a taken one is named by its setting, and all of them at once.</summary>
internal static class PortProbe
{
    /// <summary>One sentence for each port that cannot be had.</summary>
    public static IEnumerable<string> FindProblems(params (string Section, IPEndPoint EndPoint)[] ports)
    {
        var chosen = ports.Where(port => port.EndPoint.Port != 0).ToList();
        for (var i = 0; i < chosen.Count; i++)
        {
            var (section, endPoint) = chosen[i];
            var twin = chosen.Take(i).FirstOrDefault(other => Overlap(other.EndPoint, endPoint));
            if (twin.Section is not null)
            {
                yield return $"{section}:Port and {twin.Section}:Port are both {endPoint.Port}; allowed: a port for each.";
                continue;
            }

            if (Try(endPoint) is { } error)
                yield return $"{section}:Port is {endPoint.Port}, but {endPoint} cannot be listened on: {Explain(error, section)}";
        }
    }

    private static bool Overlap(IPEndPoint left, IPEndPoint right) =>
        left.Port == right.Port && (IsEvery(left.Address) || IsEvery(right.Address) || left.Address.Equals(right.Address));

    private static bool IsEvery(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static SocketError? Try(IPEndPoint endPoint)
    {
        try
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen();
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }

    private static string Explain(SocketError error, string section) => error switch
    {
        SocketError.AddressAlreadyInUse => $"another program uses it. Stop that one, or choose another port with --{section}:Port=...",
        SocketError.AccessDenied => "this user may not. Choose a port from 1024 on.",
        SocketError.AddressNotAvailable => $"this machine has no such address. Choose another with --{section}:Address=...",
        _ => $"{error}.",
    };
}
