using System.Net;
using System.Net.Sockets;
using MySqlConnector.Protocol;

namespace MySqlConnector.Session;

/// <summary>The socket and what lies on it: plain, or TLS after <see cref="Upgrade"/>.</summary>
internal sealed class Transport(Socket socket, EndPoint endPoint) : IDisposable
{
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);

    public EndPoint EndPoint { get; } = endPoint;

    public bool IsUnixSocket => EndPoint is UnixDomainSocketEndPoint;

    public Stream Stream => _stream;

    /// <summary>Reads what is there, or waits until something is; 0 at the end of the stream.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> destination, IOBehavior io) =>
        io == IOBehavior.Asynchronous ? _stream.ReadAsync(destination) : new ValueTask<int>(_stream.Read(destination.Span));

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, IOBehavior io)
    {
        if (io == IOBehavior.Asynchronous)
            return _stream.WriteAsync(bytes);
        _stream.Write(bytes.Span);
        return default;
    }

    /// <summary>Puts TLS over the socket.</summary>
    public void Upgrade(Stream tls) => _stream = tls;

    /// <summary>Whether bytes came that nobody asked for, or the other side closed: both make an idle connection useless.</summary>
    public bool IsIdleAndOpen()
    {
        try
        {
            return !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Closes the socket from any thread; whoever reads or writes fails at once.</summary>
    public void Abort() => socket.Dispose();

    public void Dispose()
    {
        socket.Dispose();
        _stream.Dispose();
    }
}
