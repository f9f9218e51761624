using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.RegularExpressions;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Core.Guard;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using Microsoft.AspNetCore.Connections;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>
/// A phone without a socket: what it sends is in the transport when the call returns, so that a test knows what lies there unread.
/// </summary>
internal sealed partial class PipedPhone : IAsyncDisposable
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toPhone = new();
    private readonly PhoneEncoder _encoder;
    private readonly StreamReader _lines;
    private readonly PhoneScript _script;
    private readonly IConnectionPass _pass;
    private readonly Task _session;

    public PipedPhone(PhoneServer server, PhoneProfile? profile = null)
    {
        _script = new PhoneScript(profile ?? new PhoneProfile(), server.Setup.Time);
        _encoder = new PhoneEncoder(_script.Profile.Dialect);
        _pass = server.Get<IConnectionGuard>().Enter(null);
        _lines = new StreamReader(_toPhone.Reader.AsStream());
        var connection = new Connection(new Ends(_toServer.Reader, _toPhone.Writer), new Ends(_toPhone.Reader, _toServer.Writer))
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 40_000),
        };
        _session = new PhoneSession(connection, server.Get<PhoneServices>(), _pass).RunAsync();
    }

    public Task ShakeHandsAsync() => SendAsync(_script.Handshake());

    public Task SayAsync(string text) => SendAsync(_script.Chat("공동구매방", text, "18446369739418675", "홍길동", text));

    public Task AnswerAsync(string token) => SendAsync(_script.PingReply(token));

    /// <summary>Says something and answers a ping, in one go.</summary>
    public Task SayAndAnswerAsync(string text, string token) =>
        SendAsync(_script.Chat("공동구매방", text, "18446369739418675", "홍길동", text), _script.PingReply(token));

    /// <summary>The token of the next ping.</summary>
    public async Task<string> NextPingAsync()
    {
        while (true)
        {
            var line = await _lines.ReadLineAsync().DefaultTimeout() ?? throw new EndOfStreamException();
            if (Token().Match(line) is { Success: true } token)
                return token.Groups[1].Value;
        }
    }

    /// <summary>The next line that speaks to a room, as it comes.</summary>
    public async Task<string> NextMessageAsync()
    {
        while (true)
        {
            var line = await _lines.ReadLineAsync().DefaultTimeout() ?? throw new EndOfStreamException();
            if (!line.StartsWith("""{"event":"ping""", StringComparison.Ordinal) && !line.StartsWith("""{"event":"handshake""", StringComparison.Ordinal))
                return line;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _toServer.Writer.CompleteAsync(new IOException("The test is over."));
        _lines.Dispose();
        await _session.DefaultTimeout();
        _pass.Dispose();
    }

    private async Task SendAsync(params IEnumerable<InboundMessage> messages)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var message in messages)
            Assert.Equal(EncodeResult.Written, _encoder.Encode(message, lines));
        await _toServer.Writer.WriteAsync(lines.WrittenMemory);
    }

    [GeneratedRegex("\"server_timestamp\":\"([^\"]+)\"")]
    private static partial Regex Token();

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Connection(IDuplexPipe transport, IDuplexPipe application) : DefaultConnectionContext("piped", transport, application)
    {
        /// <summary>Nobody waits for the token that the framework's own would cancel, on another thread, which may come behind the disposal.</summary>
        public override void Abort(ConnectionAbortedException abortReason)
        {
        }
    }
}
