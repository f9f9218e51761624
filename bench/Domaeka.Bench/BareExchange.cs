using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using MySqlConnector;

namespace Domaeka.Bench;

/// <summary>
/// The least that a client of MariaDB can do: sends a request and counts the packets of the answer, looking into none. What it takes is the floor: no
/// provider is faster. Without TLS, and for an account without a password.
/// </summary>
internal sealed class BareExchange : IDisposable
{
    private const byte Query = 3;
    private const byte Prepare = 22;
    private const byte Execute = 23;
    private const byte Reset = 31;

    // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH (mariadb.com/kb/en/connection).
    private const uint Capabilities = 0x1 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x80000;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private BareExchange()
    {
    }

    public static async Task<BareExchange> OpenAsync(string connectionString)
    {
        var settings = new MySqlConnectionStringBuilder(connectionString);
        var exchange = new BareExchange();
        await exchange._socket.ConnectAsync(settings.Server, (int)settings.Port);
        await exchange.ReadPacketAsync();
        var response = new byte[32];
        BinaryPrimitives.WriteUInt32LittleEndian(response, Capabilities);
        BinaryPrimitives.WriteUInt32LittleEndian(response.AsSpan(4), 1 << 30);
        response[8] = 45;
        await exchange.SendAsync([.. response, .. Encoding.UTF8.GetBytes($"{settings.UserID}\0\0{settings.Database}\0mysql_native_password\0")], 1);
        await exchange.ReadPacketAsync();
        return exchange;
    }

    public static byte[] QueryOf(string sql) => [Query, .. Encoding.UTF8.GetBytes(sql)];

    public static byte[] ResetConnection { get; } = [Reset];

    /// <summary>Prepares a statement with one BIGINT parameter. Returns the request that executes it.</summary>
    public async Task<byte[]> PrepareAsync(string sql, long parameter)
    {
        await SendAsync([Prepare, .. Encoding.UTF8.GetBytes(sql)], 0);
        await ReadPacketAsync();
        var statement = _buffer.AsSpan(_start - 12, 12)[1..5].ToArray();

        // The parameter, the end of those, four columns, the end of those.
        for (var packet = 0; packet < 7; packet++)
            await ReadPacketAsync();
        var value = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, parameter);
        return [Execute, .. statement, 0, 1, 0, 0, 0, 0, 1, 8, 0, .. value];
    }

    /// <summary>Sends a request and reads its answer, which is an OK or one result set.</summary>
    public async Task RunAsync(byte[] request)
    {
        await SendAsync(request, 0);
        await ReadAnswerAsync();
    }

    /// <summary>Sends two requests together, and reads both answers.</summary>
    public async Task RunAsync(byte[] first, byte[] second)
    {
        await _socket.SendAsync((byte[])[.. PacketOf(first, 0), .. PacketOf(second, 0)]);
        await ReadAnswerAsync();
        await ReadAnswerAsync();
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAnswerAsync()
    {
        var (first, length) = await ReadPacketAsync();
        if (first == 0xFF)
            throw new InvalidOperationException("The server refused the request.");
        if (first == 0)
            return;

        for (var ends = 0; ends < 2;)
        {
            (first, length) = await ReadPacketAsync();
            if (first == 0xFE && length < 9)
                ends++;
        }
    }

    private async Task SendAsync(byte[] payload, byte sequence) => await _socket.SendAsync(PacketOf(payload, sequence));

    private static byte[] PacketOf(byte[] payload, byte sequence)
    {
        var packet = new byte[payload.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(packet, payload.Length);
        packet[3] = sequence;
        payload.CopyTo(packet, 4);
        return packet;
    }

    /// <summary>Skips one packet. Its first byte, and its length in bytes.</summary>
    private async ValueTask<(byte First, int Length)> ReadPacketAsync()
    {
        await FillAsync(5);
        var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start)) & 0xFF_FFFF;
        var first = _buffer[_start + 4];
        await FillAsync(length + 4);
        _start += length + 4;
        return (first, length);
    }

    private async ValueTask FillAsync(int count)
    {
        if (_end - _start >= count)
            return;
        if (_start + count > _buffer.Length || _start == _end)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            _end += read;
        }
    }
}
