using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.Bench;

/// <summary>A phone that says something now and then, answers pings, and comes back whenever it is told to go. Signs every line freshly.</summary>
internal sealed class SoakPhone(int index, int port, LatencyRecorder latencies, SoakErrors errors, CancellationToken stop) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _sentAt = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private Socket? _socket;
    private long _said;
    private bool _isLeaving;

    /// <summary>Lines that were said.</summary>
    public long Said => Interlocked.Read(ref _said);

    /// <summary>Connects and shakes hands; returns what keeps it answering until it leaves or the token fires.</summary>
    public async Task<Task> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        await socket.SendAsync(new PhoneScript(index).Handshake, stop);
        lock (_gate)
        {
            _socket = socket;
            _isLeaving = false;
        }

        return ListenAsync(socket);
    }

    /// <summary>Says an <c># echo</c>. False when it cannot now, since it is about to leave.</summary>
    public async Task<bool> SayAsync()
    {
        Socket socket;
        var id = Interlocked.Increment(ref _said);
        lock (_gate)
        {
            if (_socket is null || _isLeaving)
            {
                Interlocked.Decrement(ref _said);
                return false;
            }

            socket = _socket;
            _sentAt.Enqueue(Stopwatch.GetTimestamp());
        }

        var script = new PhoneScript(index);
        await SendAsync(socket, script.Encode(new ChatMessage
        {
            Room = PhoneScript.RoomNameOf(index),
            Text = "# echo 안녕하세요, 오늘 공구 몇 시에 시작하나요?",
            Sender = "홍길동",
            BotName = PhoneScript.KeyOf(index).BotName,
            ChannelId = PhoneScript.RoomOf(index).ChannelId,
            LogId = string.Create(CultureInfo.InvariantCulture, $"{index}-{id}"),
            UserHash = "a1b2c3d4e5f6",
            IsGroupChat = true,
            ClientType = "MessengerBotR",
            Timestamp = "2026-11-20T00:00:00.000Z",
            Timezone = "Asia/Seoul",
            Auth = script.Auth,
        }));
        return true;
    }

    /// <summary>Goes away as soon as nothing is unanswered. False when something is: then it stays.</summary>
    /// <param name="abruptly">By a reset instead of an orderly close.</param>
    public bool TryLeave(bool abruptly)
    {
        Socket socket;
        lock (_gate)
        {
            if (_socket is null || _sentAt.Count > 0)
                return false;
            _isLeaving = true;
            socket = _socket;
            _socket = null;
        }

        if (abruptly)
            socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
        return true;
    }

    /// <summary>How long the eldest unanswered line has waited; zero when there is none.</summary>
    public TimeSpan Waiting
    {
        get
        {
            lock (_gate)
                return _sentAt.TryPeek(out var at) ? Stopwatch.GetElapsedTime(at) : TimeSpan.Zero;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _sending.Dispose();
    }

    private async Task ListenAsync(Socket socket)
    {
        var decoder = new PhoneDecoder(WireDialect.V33);
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        var filled = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(filled), stop);
                var now = Stopwatch.GetTimestamp();
                if (received == 0)
                {
                    errors.Add("closed by the server");
                    return;
                }

                filled += received;
                var start = 0;
                while (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is var length and >= 0)
                {
                    var message = decoder.Decode(buffer.AsSpan(start, length)).Message;
                    start += length + 1;
                    if (message is PingLine ping)
                        await SendAsync(socket, new PhoneScript(index).PingReply(ping.Token));
                    else if (message is TextLine)
                        Answered(now);
                    else if (message is HandshakeCompleteLine { Success: false } refusal)
                        errors.Add($"refused: {refusal.Message}");
                }

                filled -= start;
                buffer.AsSpan(start, filled).CopyTo(buffer);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (!stop.IsCancellationRequested && !HasLeft(socket))
                errors.Add(exception.GetType().Name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool HasLeft(Socket socket)
    {
        lock (_gate)
            return !ReferenceEquals(_socket, socket);
    }

    private void Answered(long now)
    {
        lock (_gate)
        {
            if (_sentAt.TryDequeue(out var at))
                latencies.Add(Stopwatch.GetElapsedTime(at, now));
            else
                errors.Add("an answer to nothing");
        }
    }

    private async Task SendAsync(Socket socket, byte[] line)
    {
        await _sending.WaitAsync(stop);
        try
        {
            await socket.SendAsync(line, stop);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Whoever listens tells it, unless the phone has left.
        }
        finally
        {
            _sending.Release();
        }
    }
}
