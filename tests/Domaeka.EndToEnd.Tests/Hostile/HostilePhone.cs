using System.Net;
using System.Net.Sockets;

namespace Domaeka.EndToEnd.Tests.Hostile;

/// <summary>Somebody who speaks to the phones' port, as long as the server lets him, and comes back when it does not.</summary>
internal sealed class HostilePhone(int port, HostileLines lines)
{
    /// <summary>Now more, now fewer than the server takes of unusable lines in a row.</summary>
    private const int MostInBatch = 150;

    private readonly byte[] _received = new byte[16 * 1024];

    /// <summary>How often the server has closed his connection.</summary>
    public int Closed { get; private set; }

    /// <summary>Says lines until the server has worked through so many.</summary>
    public async Task SayAsync(int count)
    {
        while (count > 0)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                while (count > 0 && await SayBatchAsync(socket) is var said and > 0)
                    count -= said;
            }
            catch (SocketException)
            {
                // Reset.
            }

            if (count > 0)
                Closed++;
        }
    }

    /// <summary>Some lines, and a handshake behind them: its answer says that they have been worked through.</summary>
    /// <returns>How many; 0 when the server has closed the connection.</returns>
    private async Task<int> SayBatchAsync(Socket socket)
    {
        var (batch, said) = lines.NextBatch(MostInBatch);
        await socket.SendAsync(batch);
        await socket.SendAsync(lines.Handshake);
        while (true)
        {
            var received = await socket.ReceiveAsync(_received);
            if (received == 0)
                return 0;
            if (_received.AsSpan(0, received).IndexOf("handshakeComplete"u8) >= 0)
                return said;
        }
    }
}
