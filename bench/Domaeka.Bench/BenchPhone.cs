using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.Bench;

/// <summary>
/// A phone that keeps some lines outstanding. Its lines are encoded and signed once, and only the message id is written anew, so that the
/// load costs as little as it can beside the server that is measured.
/// </summary>
internal sealed class BenchPhone : IDisposable
{
    private const string IdPlaceholder = "1000000000000000000";

    private static readonly byte[] ReplyMark = "\"messageResponse\""u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly int _index;
    private readonly PhoneScript _script;
    private readonly byte[] _line;
    private readonly int _idOffset;
    private long _nextId;

    public BenchPhone(int index)
    {
        _index = index;
        _script = new PhoneScript(index);
        _line = _script.Encode(new ChatMessage
        {
            Room = PhoneScript.RoomNameOf(index),
            Text = "# echo 안녕하세요, 오늘 공구 몇 시에 시작하나요?",
            Sender = "홍길동",
            BotName = PhoneScript.KeyOf(index).BotName,
            ChannelId = PhoneScript.RoomOf(index).ChannelId,
            LogId = IdPlaceholder,
            UserHash = "a1b2c3d4e5f6",
            IsGroupChat = true,
            ClientType = "MessengerBotR",
            Timestamp = "2026-11-20T00:00:00.000Z",
            Timezone = "Asia/Seoul",
            Auth = _script.Auth,
        });
        _idOffset = _line.AsSpan().IndexOf(Encoding.ASCII.GetBytes(IdPlaceholder));
        _nextId = 1_000_000_000_000_000_000 + (index * 1_000_000_000_000L);
    }

    public async Task ConnectAsync(int port, bool handshake)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        if (handshake)
            await _socket.SendAsync(_script.Handshake);
    }

    /// <summary>Keeps lines outstanding until the time is over, then waits for the last answers.</summary>
    /// <param name="outstanding">How many lines are under way at once.</param>
    /// <param name="isEcho">True against the ceiling, where every line that comes back counts.</param>
    /// <param name="measureFrom">Answers before this moment are not counted.</param>
    /// <param name="end">When to stop asking.</param>
    /// <param name="latencies">Where each counted answer's time goes.</param>
    public async Task RunAsync(int outstanding, bool isEcho, long measureFrom, long end, LatencyRecorder latencies)
    {
        var sentAt = new Queue<long>();
        for (var i = 0; i < outstanding; i++)
            await SayAsync(sentAt);

        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (sentAt.Count > 0)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(filled));
            if (received == 0)
                throw new InvalidOperationException($"The server closed phone {_index}.");
            filled += received;
            var answers = Take(buffer, ref filled, isEcho, out var ping);
            if (ping is not null)
                await AnswerPingAsync(ping);

            var now = Stopwatch.GetTimestamp();
            for (; answers > 0; answers--)
            {
                var start = sentAt.Dequeue();
                if (now >= measureFrom && now <= end)
                    latencies.Add(Stopwatch.GetElapsedTime(start, now));
                if (now < end)
                    await SayAsync(sentAt);
            }
        }
    }

    /// <summary>Answers pings and nothing else until the token fires, as a phone in a quiet room does.</summary>
    public async Task IdleAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2048);
        var filled = 0;
        try
        {
            while (true)
            {
                // No buffer is held by the kernel call while nothing comes.
                var received = await _socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
                if (received == 0)
                    throw new InvalidOperationException($"The server closed phone {_index}.");
                filled += received;
                Take(buffer, ref filled, isEcho: false, out var ping);
                if (ping is not null)
                    await AnswerPingAsync(ping);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int Take(byte[] buffer, ref int filled, bool isEcho, out string? ping)
    {
        ping = null;
        var answers = 0;
        var rest = buffer.AsSpan(0, filled);
        while (rest.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = rest[..end];
            rest = rest[(end + 1)..];
            if (isEcho || line.IndexOf(ReplyMark) >= 0)
                answers++;
            else if (new PhoneDecoder(WireDialect.V33).Decode(line).Message is PingLine { Token: var token })
                ping = token;
        }

        rest.CopyTo(buffer);
        filled = rest.Length;
        return answers;
    }

    private async ValueTask SayAsync(Queue<long> sentAt)
    {
        Utf8Formatter.TryFormat(_nextId++, _line.AsSpan(_idOffset), out _);
        sentAt.Enqueue(Stopwatch.GetTimestamp());
        await _socket.SendAsync(_line);
    }

    private async Task AnswerPingAsync(string token) => await _socket.SendAsync(_script.PingReply(token));
}
