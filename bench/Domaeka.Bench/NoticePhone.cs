using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.Bench;

/// <summary>A phone that shows notices and answers pings as soon as it reads them, as a script does that has nothing else to do.</summary>
internal sealed class NoticePhone(int index, NoticeArrivals arrivals) : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly PhoneScript _script = new(index);
    private readonly PhoneDecoder _decoder = new(WireDialect.V33);
    private readonly TaskCompletionSource _proven = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the phone has answered its first ping: from then on notices go to it.</summary>
    public Task Proven => _proven.Task;

    public async Task ConnectAsync(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        await _socket.SendAsync(_script.Handshake);
    }

    /// <summary>Reads until the phone is disposed.</summary>
    public async Task RunAsync()
    {
        var buffer = new byte[16 * 1024];
        var filled = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(filled)) is var received and > 0)
            {
                var now = Stopwatch.GetTimestamp();
                filled += received;
                while (Take(buffer, ref filled, now) is { } token)
                {
                    await _socket.SendAsync(_script.PingReply(token));
                    _proven.TrySetResult();
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return;
        }

        Console.Error.WriteLine($"The server closed phone {index}.");
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Takes the lines up to the next ping. Null when no whole line is left.</summary>
    private string? Take(byte[] buffer, ref int filled, long now)
    {
        string? token = null;
        var rest = buffer.AsSpan(0, filled);
        while (token is null && rest.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = rest[..end];
            rest = rest[(end + 1)..];
            switch (_decoder.Decode(line).Message)
            {
                case TextLine notice:
                    arrivals.Mark(notice.Text, now);
                    break;
                case PingLine ping:
                    token = ping.Token;
                    break;
            }
        }

        rest.CopyTo(buffer);
        filled = rest.Length;
        return token;
    }
}
