using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>One connection of a <see cref="FakeServer"/>, in the server's terms.</summary>
internal sealed class FakePeer(Socket socket) : IDisposable
{
    public const uint Capabilities = 0x81FFF7FF & ~0x800u;
    public const uint Ssl = 0x800;

    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private byte _sequence;

    public static byte[] Ok => [0, 0, 0, 2, 0, 0, 0];

    public static byte[] Nonce { get; } = [.. Enumerable.Range(65, 20).Select(value => (byte)value)];

    public X509Certificate2? ClientCertificate { get; private set; }

    /// <summary>The greeting of a server with the given plugin.</summary>
    public static byte[] Greeting(string plugin = "mysql_native_password", uint capabilities = Capabilities) =>
    [
        10, .. "8.4.0-fake\0"u8, 7, 0, 0, 0, .. Nonce[..8], 0,
        (byte)capabilities, (byte)(capabilities >> 8), 45, 2, 0, (byte)(capabilities >> 16), (byte)(capabilities >> 24),
        21, .. new byte[10], .. Nonce[8..], 0, .. System.Text.Encoding.ASCII.GetBytes(plugin), 0,
    ];

    public static byte[] Error(ushort code, string message) =>
        [0xFF, (byte)code, (byte)(code >> 8), (byte)'#', .. "HY000"u8, .. System.Text.Encoding.UTF8.GetBytes(message)];

    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    public Task SendAsync(params byte[] payload)
    {
        var packet = new byte[payload.Length + 4];
        BinaryPrimitives.WriteUInt32LittleEndian(packet, (uint)payload.Length | (uint)_sequence++ << 24);
        payload.CopyTo(packet, 4);
        return SendRawAsync(packet);
    }

    public async Task<byte[]> ReceiveAsync()
    {
        var header = new byte[4];
        await _stream.ReadExactlyAsync(header);
        var payload = new byte[header[0] | header[1] << 8 | header[2] << 16];
        await _stream.ReadExactlyAsync(payload);
        _sequence = (byte)(header[3] + 1);
        return payload;
    }

    public void Sequence(byte next) => _sequence = next;

    /// <summary>Greets and lets everybody in.</summary>
    public async Task LetInAsync()
    {
        await SendAsync(Greeting());
        await ReceiveAsync();
        await SendAsync(Ok);
    }

    /// <summary>Says OK to each command until one contains the text, and gives that one; null when the client says good-bye first.</summary>
    public async Task<byte[]?> OkUntilAsync(string text)
    {
        while (true)
        {
            var command = await ReceiveAsync();
            if (command is [1])
                return null;
            if (System.Text.Encoding.UTF8.GetString(command).Contains(text, StringComparison.Ordinal))
                return command;
            await SendAsync(Ok);
        }
    }

    /// <summary>Says OK to everything until the client says good-bye.</summary>
    public Task OkToEndAsync() => OkUntilAsync("\u0001never\u0001");

    /// <summary>Waits until the client closes.</summary>
    public async Task UntilClosedAsync()
    {
        var buffer = new byte[256];
        while (await _stream.ReadAsync(buffer) > 0)
        {
        }
    }

    public async Task UpgradeAsync(X509Certificate2 certificate, bool asksForCertificate = false)
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = asksForCertificate,
            RemoteCertificateValidationCallback = (_, given, _, _) =>
            {
                ClientCertificate = given is null ? null : new X509Certificate2(given);
                return true;
            },
        });
        _stream = tls;
    }

    public void Dispose() => _stream.Dispose();
}
