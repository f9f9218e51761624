using System.Net;
using System.Net.Sockets;
using MySqlConnector.Protocol;
using MySqlConnector.Settings;

namespace MySqlConnector.Session;

/// <summary>Finds a host that takes the connection.</summary>
internal static class TransportConnector
{
    private static int _nextHost;

    /// <exception cref="MySqlException"><see cref="MySqlErrorCode.UnableToConnectToHost"/>: none of the hosts does.</exception>
    public static async ValueTask<ConnectedTransport> ConnectAsync(ConnectionSettings settings, IOBehavior io, CancellationToken cancellationToken)
    {
        if (settings.IsUnixSocket)
        {
            var path = settings.Hosts[0];
            return new ConnectedTransport(await ConnectAsync([new UnixDomainSocketEndPoint(path)], settings, io, cancellationToken), path);
        }

        Exception? last = null;
        var first = FirstHost(settings);
        for (var i = 0; i < settings.Hosts.Length; i++)
        {
            var host = settings.Hosts[(first + i) % settings.Hosts.Length];
            try
            {
                var endPoints = await ResolveAsync(host, settings.Port, io, cancellationToken);
                return new ConnectedTransport(await ConnectAsync(endPoints, settings, io, cancellationToken), host);
            }
            catch (Exception exception) when (exception is SocketException or MySqlException or ArgumentException)
            {
                last = exception as MySqlException ?? Unreachable(exception);
            }
        }

        throw last ?? Unreachable(null);
    }

    /// <summary>Connects to one of the end points, the first that answers.</summary>
    public static async ValueTask<Transport> ConnectAsync(
        EndPoint[] endPoints, ConnectionSettings settings, IOBehavior io, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (var endPoint in endPoints)
        {
            var isUnix = endPoint is UnixDomainSocketEndPoint;
            var socket = isUnix
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                if (!isUnix && settings.Keepalive > TimeSpan.Zero)
                {
                    socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                    socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)settings.Keepalive.TotalSeconds);
                }

                if (io == IOBehavior.Asynchronous)
                {
                    await socket.ConnectAsync(endPoint, cancellationToken);
                }
                else
                {
                    using var registration = cancellationToken.UnsafeRegister(static state => ((Socket)state!).Dispose(), socket);
                    socket.Connect(endPoint);
                    cancellationToken.ThrowIfCancellationRequested();
                }

                return new Transport(socket, endPoint);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                if (exception is not (SocketException or ObjectDisposedException))
                    throw;
                last = exception;
            }
        }

        throw Unreachable(last);
    }

    private static async ValueTask<EndPoint[]> ResolveAsync(string host, int port, IOBehavior io, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
            return [new IPEndPoint(address, port)];
        var addresses = io == IOBehavior.Asynchronous
            ? await Dns.GetHostAddressesAsync(host, cancellationToken)
            : Dns.GetHostAddresses(host);
        return [.. addresses.Select(found => new IPEndPoint(found, port))];
    }

    private static int FirstHost(ConnectionSettings settings)
    {
        if (settings.Hosts.Length < 2 || settings.LoadBalance == MySqlLoadBalance.FailOver || !settings.Pooling)
            return 0;
        return settings.LoadBalance == MySqlLoadBalance.Random
            ? Random.Shared.Next(settings.Hosts.Length)
            : (int)((uint)Interlocked.Increment(ref _nextHost) % (uint)settings.Hosts.Length);
    }

    private static MySqlException Unreachable(Exception? cause) =>
        new(MySqlErrorCode.UnableToConnectToHost, "Unable to connect to any of the specified MySQL hosts.", cause);
}
