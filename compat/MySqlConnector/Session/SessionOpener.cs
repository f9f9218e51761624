using System.Reflection;
using System.Runtime.InteropServices;
using MySqlConnector.Authentication;
using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Settings;

namespace MySqlConnector.Session;

/// <summary>The connection phase (MySQL protocol, "Connection Phase"; MariaDB, "Connection"): greeting, TLS, log-in, character set.</summary>
internal sealed class SessionOpener(Transport transport, ConnectionSettings settings, string password, string hostName, IOBehavior io)
{
    private const string SetNames = "SET NAMES utf8mb4";
    private const string MariaDbPrefix = "5.5.5-";

    private const ServerCapabilities Wanted = ServerCapabilities.LongPassword | ServerCapabilities.LongFlag | ServerCapabilities.Protocol41
        | ServerCapabilities.Transactions | ServerCapabilities.SecureConnection | ServerCapabilities.MultiStatements
        | ServerCapabilities.MultiResults | ServerCapabilities.PreparedStatementMultiResults | ServerCapabilities.PluginAuth
        | ServerCapabilities.PluginAuthLengthEncodedData | ServerCapabilities.ConnectionAttributes | ServerCapabilities.SessionTrack
        | ServerCapabilities.DeprecateEof;

    private readonly PacketReader _reader = new();
    private readonly PayloadWriter _writer = new();
    private bool _isSecure = transport.IsUnixSocket;

    /// <summary>Opens a session on a transport, which is closed when that fails or the token is cancelled meanwhile.</summary>
    /// <exception cref="MySqlException">The server refused, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async ValueTask<ServerSession> OpenAsync(
        Transport transport, ConnectionSettings settings, string password, string hostName, IOBehavior io, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => ((Transport)state!).Abort(), transport);
            return await new SessionOpener(transport, settings, password, hostName, io).OpenAsync();
        }
        catch (Exception exception)
        {
            transport.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (exception is IOException or ObjectDisposedException)
                throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "Couldn't connect to server", exception);
            if (exception is MySqlProtocolException)
                throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "What answered does not speak the MySQL protocol: " + exception.Message, exception);
            throw;
        }
    }

    private async ValueTask<ServerSession> OpenAsync()
    {
        var greeting = await ReceiveGreetingAsync();
        var capabilities = Negotiate(greeting.Capabilities);
        if (await UpgradeToTlsAsync(greeting, capabilities))
        {
            capabilities |= ServerCapabilities.Ssl;
            _isSecure = true;
        }

        await LogInAsync(greeting, capabilities);

        var version = greeting.ServerVersion;
        _reader.MaximumPayloadLength = PacketLimits.MaximumCommandPhasePayload;
        var session = new ServerSession(transport, _reader, _writer, settings, password, hostName)
        {
            Capabilities = capabilities,
            ConnectionId = greeting.ConnectionId,
            ServerVersion = version.StartsWith(MariaDbPrefix, StringComparison.Ordinal) ? version[MariaDbPrefix.Length..] : version,
            Database = settings.Database,
        };
        // The handshake names a collation; this takes the server's own default of utf8mb4 instead.
        _writer.Clear();
        WriteSetNames(_writer);
        await session.SendAsync(io);
        await session.ReceiveOkAsync(io);
        return session;
    }

    public static void WriteSetNames(PayloadWriter writer)
    {
        writer.Begin();
        QueryPayload.Write(writer, SetNames);
        writer.End();
    }

    private async ValueTask<InitialHandshakePayload> ReceiveGreetingAsync()
    {
        var payload = await ReceiveAsync();
        if (ErrPayload.Is(payload.Span))
            throw ErrPayload.Parse(payload.Span).ToException();
        return InitialHandshakePayload.Parse(payload.Span);
    }

    private ServerCapabilities Negotiate(ServerCapabilities server)
    {
        var wanted = Wanted;
        if (settings.Database.Length > 0)
            wanted |= ServerCapabilities.ConnectWithDatabase;
        if (!settings.UseAffectedRows)
            wanted |= ServerCapabilities.FoundRows;
        if (settings.InteractiveSession)
            wanted |= ServerCapabilities.Interactive;
        // MariaDB leaves the first flag out on purpose; to name it tells that its own flags are not meant.
        return wanted & (server | ServerCapabilities.LongPassword | ServerCapabilities.ConnectWithDatabase | ServerCapabilities.Interactive);
    }

    private async ValueTask<bool> UpgradeToTlsAsync(InitialHandshakePayload greeting, ServerCapabilities capabilities)
    {
        var mode = settings.Tls.Mode;
        if (mode == MySqlSslMode.None || (mode == MySqlSslMode.Preferred && transport.IsUnixSocket))
            return false;
        if (!greeting.Capabilities.HasFlag(ServerCapabilities.Ssl))
        {
            return mode == MySqlSslMode.Preferred
                ? false
                : throw new MySqlException(MySqlErrorCode.UnableToConnectToHost, "Server does not support SSL");
        }

        // Whatever came before TLS began was not protected and would be taken for the server's word.
        if (_reader.BufferedLength != 0)
            throw new MySqlProtocolException("The server said more than its greeting before TLS began.");
        Begin();
        SslRequestPayload.Write(_writer, capabilities | ServerCapabilities.Ssl);
        await SendAsync();
        transport.Upgrade(await TlsUpgrade.AuthenticateAsync(transport.Stream, settings.Tls, hostName, io));
        return true;
    }

    private async ValueTask LogInAsync(InitialHandshakePayload greeting, ServerCapabilities capabilities)
    {
        var exchange = new AuthenticationExchange(settings, password, _isSecure);
        var response = exchange.Begin(greeting.AuthPluginName, greeting.AuthData);
        Begin();
        HandshakeResponse41Payload.Write(
            _writer, capabilities, settings.UserId, response, settings.Database, exchange.PluginName, Attributes());
        await SendAsync();

        while (true)
        {
            var payload = await ReceiveAsync();
            switch (payload.Span)
            {
                case [OkPayload.Header, ..]:
                    OkPayload.Parse(payload.Span, capabilities);
                    return;
                case [ErrPayload.Header, ..]:
                    throw ErrPayload.Parse(payload.Span).ToException();
                case [AuthSwitchRequestPayload.Header, ..]:
                    var request = AuthSwitchRequestPayload.Parse(payload.Span);
                    await AnswerAsync(exchange.Switch(request.PluginName, request.Data));
                    break;
                case [AuthMoreDataPayload.Header, ..]:
                    await AnswerAsync(exchange.Continue(AuthMoreDataPayload.Parse(payload.Span)));
                    break;
                default:
                    throw new MySqlProtocolException("The server answered the log-in with something unknown.");
            }
        }
    }

    // null: the plugin has nothing to say and waits for the server.
    private async ValueTask AnswerAsync(byte[]? answer)
    {
        if (answer is null)
            return;
        Begin();
        _writer.Write(answer);
        await SendAsync();
    }

    private void Begin()
    {
        _writer.Clear();
        _writer.Begin(_reader.ExpectedSequence);
    }

    private async ValueTask SendAsync()
    {
        _writer.End();
        _reader.ExpectedSequence = _writer.NextSequence;
        await transport.WriteAsync(_writer.Written, io);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync()
    {
        ReadOnlyMemory<byte> payload;
        while (!_reader.TryRead(out payload))
        {
            var count = await transport.ReadAsync(_reader.PrepareFill(), io);
            if (count == 0)
                throw new EndOfStreamException("The server closed the connection.");
            _reader.Filled(count);
        }

        return payload;
    }

    private KeyValuePair<string, string>[] Attributes() =>
    [
        new("_client_name", "MySqlConnector"),
        new("_client_version", typeof(SessionOpener).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? ""),
        new("_os", RuntimeInformation.OSDescription),
        new("_platform", RuntimeInformation.ProcessArchitecture.ToString()),
        new("_pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("program_name", settings.ApplicationName),
    ];
}
