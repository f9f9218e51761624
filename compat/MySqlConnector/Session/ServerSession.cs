using System.Net;
using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Settings;
using MySqlConnector.Statements;

namespace MySqlConnector.Session;

/// <summary>
/// One connection to the server that has been let in: sends commands, receives payloads, knows what the server said of its state. How it
/// came to be is <see cref="SessionOpener"/>, how it is made as new <see cref="SessionReset"/>.
/// </summary>
internal sealed class ServerSession
{
    // The default of max_allowed_packet was never smaller than this.
    private const int SmallestPacketLimit = 1 << 20;

    private readonly Transport _transport;
    private readonly PacketReader _reader;
    private int _isFailed;

    public ServerSession(
        Transport transport, PacketReader reader, PayloadWriter writer, ConnectionSettings settings, string password, string hostName)
    {
        _transport = transport;
        _reader = reader;
        Writer = writer;
        Settings = settings;
        Password = password;
        HostName = hostName;
        Guard = new CommandGuard(this);
        Statements = new StatementCache();
    }

    public ConnectionSettings Settings { get; }

    /// <summary>With which it was opened, and with which a second connection can be.</summary>
    public string Password { get; }

    /// <summary>To whom the server's certificate must be made out.</summary>
    public string HostName { get; }

    public EndPoint EndPoint => _transport.EndPoint;

    public PayloadWriter Writer { get; }

    public CommandGuard Guard { get; }

    public StatementCache Statements { get; }

    /// <summary>What both sides can.</summary>
    public required ServerCapabilities Capabilities { get; init; }

    /// <summary>As the server told it, without the prefix by which MariaDB 10 hides from old replicas.</summary>
    public required string ServerVersion { get; init; }

    public required uint ConnectionId { get; init; }

    /// <summary>As of the last answer.</summary>
    public ServerStatus Status { get; private set; }

    /// <summary>The current database, as far as the server told of changes; empty: none.</summary>
    public string Database { get; set; } = "";

    /// <summary>The connection is lost or no longer understood.</summary>
    public bool IsFailed => Volatile.Read(ref _isFailed) != 0;

    public LiteralContext Literals => new(Settings.Values, Settings.NoBackslashEscapes || Status.HasFlag(ServerStatus.NoBackslashEscapes));

    /// <summary>Sends what <see cref="Writer"/> holds, in one write.</summary>
    public async ValueTask SendAsync(IOBehavior io)
    {
        _reader.ExpectedSequence = Writer.NextSequence;
        Guard.WaitBegins();
        try
        {
            await _transport.WriteAsync(Writer.Written, io);
        }
        catch (IOException) when (Writer.PayloadLength > SmallestPacketLimit)
        {
            await ReceiveRefusalAsync(io);
            throw;
        }
        finally
        {
            Guard.WaitEnds();
        }
    }

    /// <summary>The next payload; valid until the next call.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(IOBehavior io) =>
        _reader.TryRead(out var payload) ? new ValueTask<ReadOnlyMemory<byte>>(payload) : WaitForPayloadAsync(io);

    /// <summary>The next payload, if all of it has come already.</summary>
    public bool TryReceive(out ReadOnlyMemory<byte> payload) => _reader.TryRead(out payload);

    /// <summary>The answer to a command that has no rows.</summary>
    /// <exception cref="MySqlException">The server refused.</exception>
    public async ValueTask<OkPayload> ReceiveOkAsync(IOBehavior io)
    {
        var payload = await ReceiveAsync(io);
        if (ErrPayload.Is(payload.Span))
            throw ErrPayload.Parse(payload.Span).ToException();
        return TakeOk(payload.Span);
    }

    /// <summary>The answer to a further command that was sent together with the one before.</summary>
    public ValueTask<OkPayload> ReceiveNextOkAsync(IOBehavior io)
    {
        _reader.ExpectedSequence = 1;
        return ReceiveOkAsync(io);
    }

    /// <summary>Reads an OK and takes over what it tells of the session.</summary>
    public OkPayload TakeOk(ReadOnlySpan<byte> payload)
    {
        var ok = OkPayload.Parse(payload, Capabilities);
        Status = ok.Status;
        if (ok.NewDatabase is { } database)
            Database = database;
        return ok;
    }

    public void TakeStatus(ServerStatus status) => Status = status;

    /// <summary>Whether nothing came that was not asked for, and the server did not close.</summary>
    public bool IsIdleAndOpen() => !IsFailed && _reader.BufferedLength == 0 && _transport.IsIdleAndOpen();

    /// <summary>Gives back the memory that long commands and rows took.</summary>
    public void Trim()
    {
        _reader.Trim();
        Writer.Trim();
    }

    /// <summary>Ends the connection from any thread, without a word; whoever waits for it fails at once.</summary>
    public void Abort()
    {
        Interlocked.Exchange(ref _isFailed, 1);
        _transport.Abort();
    }

    /// <summary>Says good-bye and closes.</summary>
    public async ValueTask CloseAsync(IOBehavior io)
    {
        if (!IsFailed)
        {
            try
            {
                Writer.Clear();
                Writer.Begin();
                QuitPayload.Write(Writer);
                Writer.End();
                await _transport.WriteAsync(Writer.Written, io);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The server is gone already, which is just as well.
            }
        }

        Interlocked.Exchange(ref _isFailed, 1);
        Guard.Dispose();
        _transport.Dispose();
    }

    // A server that finds a command longer than max_allowed_packet says so and closes before it has read it, so that the writing
    // fails; what it said may nevertheless have come.
    private async ValueTask ReceiveRefusalAsync(IOBehavior io)
    {
        try
        {
            // Which packet of a long command the refusal counts from depends on how much the server read.
            _reader.AcceptAnySequence();
            var payload = await ReceiveAsync(io);
            if (!ErrPayload.Is(payload.Span))
                return;
            var refusal = ErrPayload.Parse(payload.Span);
            throw new MySqlException((MySqlErrorCode)refusal.Code, refusal.SqlState, refusal.Message);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or MySqlProtocolException)
        {
            throw new MySqlException(
                MySqlErrorCode.PacketTooLarge,
                "08S01",
                $"The server closed the connection while it was sent a command of {Writer.PayloadLength} bytes; its max_allowed_packet may be smaller.",
                exception);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> WaitForPayloadAsync(IOBehavior io)
    {
        Guard.WaitBegins();
        try
        {
            while (true)
            {
                var count = await _transport.ReadAsync(_reader.PrepareFill(), io);
                if (count == 0)
                    throw new EndOfStreamException("The server closed the connection.");
                _reader.Filled(count);
                if (_reader.TryRead(out var payload))
                    return payload;
            }
        }
        finally
        {
            Guard.WaitEnds();
        }
    }
}
