using System.Net.Sockets;

namespace Domaeka.Adapters.Tcp.Sockets;

/// <summary>Sets an accepted socket as <see cref="PhoneSocketOptions"/> say.</summary>
internal static class SocketTuning
{
    /// <summary>IPPROTO_TCP.</summary>
    internal const int TcpLevel = 6;

    /// <summary>TCP_USER_TIMEOUT of Linux (tcp(7)), for which .NET has no name.</summary>
    internal const int TcpUserTimeout = 18;

    /// <summary>False when the phone is gone already, or the system refuses.</summary>
    public static bool TryApply(Socket socket, PhoneSocketOptions options)
    {
        try
        {
            socket.NoDelay = options.NoDelay;
            if (options.KeepAliveTime > TimeSpan.Zero)
                SetKeepAlive(socket, options);
            if (options.SendBufferBytes > 0)
                socket.SendBufferSize = options.SendBufferBytes;
            if (options.ReceiveBufferBytes > 0)
                socket.ReceiveBufferSize = options.ReceiveBufferBytes;
            if (options.UserTimeout > TimeSpan.Zero && OperatingSystem.IsLinux())
                socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes((int)options.UserTimeout.TotalMilliseconds));
            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>
    /// Just before a socket is closed: what the system still holds for the phone is given so long to be acknowledged, then the connection is
    /// reset.
    /// </summary>
    /// <remarks>
    /// Not SO_LINGER: on Linux, close() then waits on the thread that calls it, though the socket does not block; 5.1 s were measured for a
    /// phone that reads nothing, and that for each of the phones that a stopping server closes. Without it close() returns at once
    /// and the system goes on alone, by the limit that is set here.
    /// </remarks>
    public static void BeforeClose(Socket socket, PhoneSocketOptions options)
    {
        if (options.Linger <= TimeSpan.Zero || !OperatingSystem.IsLinux())
            return;
        try
        {
            socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes((int)options.Linger.TotalMilliseconds));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is closed already: nothing is left to be limited.
        }
    }

    private static void SetKeepAlive(Socket socket, PhoneSocketOptions options)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)options.KeepAliveTime.TotalSeconds);
        if (options.KeepAliveInterval > TimeSpan.Zero)
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)options.KeepAliveInterval.TotalSeconds);
        if (options.KeepAliveProbes > 0)
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, options.KeepAliveProbes);
    }
}
