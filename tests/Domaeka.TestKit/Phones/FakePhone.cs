using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>
/// A phone with a bridge script, played over a real socket as <c>docs/protocol.md</c> describes it: answers pings in order, closes when it is refused,
/// drops what a script would drop. Records everything that it receives.
/// </summary>
public sealed class FakePhone : IAsyncDisposable
{
    private static long _logIds = 3_380_000_000_000_010_000;

    private readonly TcpClient _client;
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly PhoneScript _script;
    private readonly PhoneInbox _inbox = new();
    private readonly PhoneLines _lines;
    private readonly PhoneRecord _record;
    private readonly int _number;
    private readonly Queue<PingLine> _heldPings = new();
    private readonly PhoneEncoder _encoder;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly TaskCompletionSource<ServerMigrationLine> _sentAway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _readingStopped;
    private volatile bool _isAsleep;

    private FakePhone(TcpClient client, Stream stream, PhoneScript script, TimeProvider time, PhoneRecord record)
    {
        _record = record;
        _number = record.Open();
        _time = time;
        _client = client;
        _socket = client.Client;
        _stream = stream;
        _lines = new PhoneLines(stream, script.Profile);
        _script = script;
        _encoder = new PhoneEncoder(script.Profile.Dialect);
        _reading = ReadAsync();
    }

    /// <summary>Whether pings are answered (default: true). What came meanwhile is not answered later.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>
    /// Whether the answers to pings are kept back until <see cref="AnswerHeldPingsAsync"/> (default: false). What comes behind the pings is
    /// shown meanwhile.
    /// </summary>
    public bool HoldsPings { get; set; }

    /// <summary>How many lines came compressed.</summary>
    public long ExpandedLines => _lines.ExpandedLines;

    /// <summary>How many pings wait for <see cref="AnswerHeldPingsAsync"/>.</summary>
    public int HeldPings
    {
        get
        {
            lock (_heldPings)
                return _heldPings.Count;
        }
    }

    /// <summary>
    /// Whether media hold up what comes behind them, pings included, for as long as a script needs (default: false). Takes the phone's clock.
    /// </summary>
    public bool SleepsOverMedia { get; set; }

    /// <summary>How long media hold the script up, when they do; null means as long as a script needs (5.2 s and more).</summary>
    public TimeSpan? MediaTime { get; set; }

    /// <summary>True while a media message holds the script up.</summary>
    public bool IsAsleep => _isAsleep;

    /// <summary>Everything received so far, in order.</summary>
    public IReadOnlyList<OutboundLine> Received => _inbox.Lines;

    /// <summary>What the phone has shown, on this connection and on those that share the record.</summary>
    public PhoneRecord Record => _record;

    /// <summary>Lines that the script could not read or would have dropped silently.</summary>
    public IReadOnlyList<DecodeError> Dropped => _inbox.Dropped;

    /// <summary>Who the phone is.</summary>
    public PhoneProfile Profile => _script.Profile;

    /// <summary>What the script would say, for tests that want to change a message before it is sent.</summary>
    public PhoneScript Script => _script;

    /// <summary>Completes when the connection has ended, from either side.</summary>
    public Task Closed => _inbox.Closed;

    /// <summary>Completes when the server first says that the phone is to go on with another one. It stays, as the scripts of today do.</summary>
    public Task<ServerMigrationLine> SentAway => _sentAway.Task;

    /// <summary>The phone's end of the connection.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Connects to a server on this machine; says nothing yet.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="profile">Who the phone is; null means the one of the recordings.</param>
    /// <param name="time">The phone's clock; null means the system's.</param>
    /// <param name="receiveBufferBytes">Size of the socket's receive buffer; null leaves it to the system.</param>
    /// <param name="record">Where to note what is shown; null means a record of its own.</param>
    /// <param name="tls">How to shake hands with TLS; null means clear text.</param>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The server's certificate is not trusted.</exception>
    /// <exception cref="IOException">The server has cut the handshake.</exception>
    public static async Task<FakePhone> ConnectAsync(
        int port,
        PhoneProfile? profile = null,
        TimeProvider? time = null,
        int? receiveBufferBytes = null,
        PhoneRecord? record = null,
        SslClientAuthenticationOptions? tls = null)
    {
        // No phone is back within the millisecond in which it last signed, and a connection takes over by a newer time alone.
        var calledAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        SpinWait.SpinUntil(() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() > calledAt);

        var client = new TcpClient(AddressFamily.InterNetwork) { NoDelay = true };
        if (receiveBufferBytes is { } size)
            client.ReceiveBufferSize = size;
        Stream stream;
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port).DefaultTimeout();
            stream = client.GetStream();
            if (tls is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsClientAsync(tls).DefaultTimeout();
                stream = secured;
            }
        }
        catch
        {
            client.Dispose();
            throw;
        }

        time ??= TimeProvider.System;
        return new FakePhone(client, stream, new PhoneScript(profile ?? new PhoneProfile(), time), time, record ?? new PhoneRecord());
    }

    /// <summary>A phone on a connection that is there already; says nothing yet.</summary>
    /// <param name="socket">The connection. The phone closes it.</param>
    /// <param name="profile">Who the phone is.</param>
    /// <param name="record">Where to note what is shown; null means a record of its own.</param>
    public static FakePhone Over(Socket socket, PhoneProfile profile, PhoneRecord? record = null)
    {
        var client = new TcpClient { Client = socket };
        return new FakePhone(client, client.GetStream(), new PhoneScript(profile, TimeProvider.System), TimeProvider.System, record ?? new PhoneRecord());
    }

    /// <summary>Shakes hands and returns the server's answer.</summary>
    public async Task<HandshakeCompleteLine> HandshakeAsync()
    {
        await SendAsync(_script.Handshake());
        return await NextAsync<HandshakeCompleteLine>();
    }

    /// <summary>Says something in a room, signed.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="text">What is said.</param>
    /// <param name="channelId">The room's id; null when the phone does not know it.</param>
    /// <param name="sender">Who says it.</param>
    /// <param name="logId">KakaoTalk's id of the message; null makes a fresh one.</param>
    public Task SayAsync(
        string room, string text, string? channelId = "18446369739418675", string sender = "홍길동", string? logId = null) =>
        SendAsync(_script.Chat(
            room,
            text,
            channelId,
            sender,
            logId ?? Interlocked.Increment(ref _logIds).ToString(CultureInfo.InvariantCulture)));

    /// <summary>Sends a message as the phone's dialect writes it.</summary>
    public async Task SendAsync(InboundMessage message)
    {
        var line = new ArrayBufferWriter<byte>();
        var result = message is HandshakeMessage && Profile.HasFlatHandshake
            ? EncodeFlat(message, line)
            : Encode(message, line);
        if (result != EncodeResult.Written)
            throw new InvalidOperationException($"The message cannot be written: {result}.");
        await SendRawAsync(line.WrittenMemory);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync(_stop.Token);
        try
        {
            await _stream.WriteAsync(bytes, _stop.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>
    /// The next received line of a sort, looking at lines of that sort only; waits for it. Fails after
    /// <see cref="TestTimeouts.Default"/>, or when the connection ends first.
    /// </summary>
    public Task<T> NextAsync<T>()
        where T : OutboundLine => _inbox.NextAsync<T>().DefaultTimeout();

    /// <summary>Answers pings that were held back, oldest first.</summary>
    /// <param name="count">How many at most; null means all.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> AnswerHeldPingsAsync(int? count = null)
    {
        var answered = 0;
        while (answered < (count ?? int.MaxValue) && NextHeldPing() is { } ping)
        {
            await AnswerAsync(ping);
            answered++;
        }

        return answered;
    }

    /// <summary>Stops taking bytes from the socket after what is already asked for, so that its buffers fill.</summary>
    public void StopReading() =>
        _readingStopped ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes bytes from the socket again.</summary>
    public void ResumeReading()
    {
        _readingStopped?.TrySetResult();
        _readingStopped = null;
    }

    /// <summary>Says that nothing more comes, but goes on reading.</summary>
    public void HalfClose()
    {
        AnswersPings = false;
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Tears the connection down with a reset, as a phone that loses its memory does.</summary>
    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Dispose();
        }
        catch (ObjectDisposedException)
        {
            // The server was faster, and the connection has ended already.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ResumeReading();
        await _stop.CancelAsync();
        _client.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private EncodeResult Encode(InboundMessage message, ArrayBufferWriter<byte> line)
    {
        lock (_encoder)
            return _encoder.Encode(message, line);
    }

    private static EncodeResult EncodeFlat(InboundMessage message, ArrayBufferWriter<byte> line)
    {
        var legacy = new PhoneEncoder(WireDialect.Legacy);
        return legacy.Encode(message, line);
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                if (_readingStopped is { } stopped)
                    await stopped.Task.WaitAsync(_stop.Token);

                var received = _lines.TryTake() ?? (await _lines.FillAsync(_stop.Token) ? _lines.TryTake() : null);
                if (received is null && _lines.IsAtEnd)
                    return;
                if (received is not null && !await HandleAsync(received.Value))
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Reset by the server, or by the test.
        }
        finally
        {
            _client.Dispose();
            _inbox.Complete();
        }
    }

    private PingLine? NextHeldPing()
    {
        lock (_heldPings)
            return _heldPings.TryDequeue(out var ping) ? ping : null;
    }

    private void Hold(PingLine ping)
    {
        lock (_heldPings)
            _heldPings.Enqueue(ping);
    }

    private async Task AnswerAsync(PingLine ping)
    {
        try
        {
            await SendAsync(_script.PingReply(ping.Token));
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // The test has closed this side meanwhile; what the server still says is read all the same.
        }
    }

    /// <returns>False when the script closes.</returns>
    private async Task<bool> HandleAsync(DecodeResult<OutboundLine> received)
    {
        if (!received.IsSuccess)
        {
            _inbox.Drop(received.Error);
            return true;
        }

        _record.Add(_number, received.Message);
        var isHeld = received.Message is PingLine && HoldsPings;
        if (isHeld)
            Hold((PingLine)received.Message);
        if (received.Message is HandshakeCompleteLine answer)
            _script.Keep(answer);
        _inbox.Add(received.Message);
        if (received.Message is ServerMigrationLine migration)
            _sentAway.TrySetResult(migration);
        switch (received.Message)
        {
            case PingLine ping when AnswersPings && !isHeld:
                await AnswerAsync(ping);
                return true;
            case MediaLine media when SleepsOverMedia:
                var sleep = Task.Delay(SleepOf(media), _time, _stop.Token);
                _isAsleep = true;
                await sleep;
                _isAsleep = false;
                return true;
            case HandshakeCompleteLine { Success: false } when Profile.ClosesWhenRefused:
                return false;
            default:
                return true;
        }
    }

    private TimeSpan SleepOf(MediaLine media)
    {
        if (MediaTime is { } set)
            return set;
        var wait = media.Wait ?? TimeSpan.FromSeconds(media.Items.Count == 1 ? 4 : 15);
        return wait + TimeSpan.FromSeconds(1.2);
    }
}
