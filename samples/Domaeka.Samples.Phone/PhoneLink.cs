using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Framing;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Samples.Phone;

/// <summary>One connection of the phone: lines out, lines in, pings answered.</summary>
internal sealed class PhoneLink : IDisposable
{
    private const int MaxLineBytes = 64 * 1024 * 1024;

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly PhoneScript _script;
    private readonly PhoneEncoder _encoder;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private Stream? _stream;

    public PhoneLink(PhoneScript script)
    {
        _script = script;
        _encoder = new PhoneEncoder(script.Profile.Dialect);
    }

    /// <summary>How long the line that was read last was on the wire, if it came compressed; null otherwise.</summary>
    public long? CompressedBytes { get; private set; }

    private Stream Stream => _stream ?? throw new InvalidOperationException("The link is not connected.");

    /// <summary>Connects, with TLS where <paramref name="tls"/> says how.</summary>
    public async Task ConnectAsync(string host, int port, SslClientAuthenticationOptions? tls, CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(host, port, cancellationToken);
        _stream = _client.GetStream();
        if (tls is null)
            return;
        var secured = new SslStream(_stream);
        _stream = secured;
        await secured.AuthenticateAsClientAsync(tls, cancellationToken);
    }

    /// <summary>Sends a message the way the script's dialect writes it.</summary>
    public async Task SendAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            var line = new ArrayBufferWriter<byte>();
            var result = _encoder.Encode(message, line);
            if (result != EncodeResult.Written)
                throw new InvalidOperationException($"A script could not send this: {result}.");
            await Stream.WriteAsync(line.WrittenMemory, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The server's lines, one after another as a script works through them, until the server closes.</summary>
    public async IAsyncEnumerable<DecodeResult<OutboundLine>> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decoder = new PhoneDecoder(_script.Profile.Dialect, _script.Profile.Capabilities);
        var framer = new LineFramer(MaxLineBytes);
        var input = PipeReader.Create(Stream);
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var unread = read.Buffer;
            while (framer.TryReadLine(ref unread, out var line) == LineReadStatus.Line)
            {
                var before = decoder.ExpandedLines;
                var decoded = decoder.Decode(line);
                CompressedBytes = decoder.ExpandedLines > before ? line.Length : null;
                if (decoded.Message is PingLine ping)
                    await SendAsync(_script.PingReply(ping.Token), cancellationToken);
                yield return decoded;
            }

            input.AdvanceTo(unread.Start, unread.End);
            if (read.IsCompleted)
                yield break;
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _client.Dispose();
        _sending.Dispose();
    }
}
