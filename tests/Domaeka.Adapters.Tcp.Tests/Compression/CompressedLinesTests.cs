using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Metrics;
using Domaeka.TestKit.Phones;
using Microsoft.Extensions.DependencyInjection;
using MediaItem = Domaeka.Core.Delivery.MediaItem;

namespace Domaeka.Adapters.Tcp.Tests.Compression;

/// <summary>Who gets compressed lines, and that nobody else does.</summary>
public sealed class CompressedLinesTests
{
    private static readonly string LongText = string.Concat(Enumerable.Range(1, 900).Select(i => $"{i}번 제주 감귤 {i * 3}kg {i * 1_900}원, "));

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task LongText_PhoneHasDeclaredIt_ComesCompressedAndIsConfirmed(string version)
    {
        using var probe = new MeterProbe();
        await using var server = await PhoneServer.StartAsync(setup => setup.Core = core => core.Services.AddSingleton<IMeterFactory>(probe));
        var (phone, connection) = await server.ConnectLiveAsync(Declaring(version));
        await using var _ = phone;
        var notice = Deliveries.Notice(LongText);
        var before = connection.ReadQuality().OutboundBytes;

        Assert.True(connection.TryEnqueue(notice));

        Assert.Equal(LongText, (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal("confirmed", await notice.Outcome);
        Assert.Equal(1, phone.ExpandedLines);
        Assert.Empty(phone.Dropped);
        Assert.Equal(1, probe.Sum("domaeka.line.compressed"));
        Assert.Equal(LineOf(LongText, phone.Profile.Dialect, server).Length, probe.Sum("domaeka.line.uncompressed.size"));
        Assert.InRange(probe.Sum("domaeka.line.compressed.size"), 1_000, LongText.Length);

        // What is counted as sent is what went over the wire.
        Assert.InRange(connection.ReadQuality().OutboundBytes - before, 1_000, LongText.Length + 1_000);
    }

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task LongText_PhoneHasDeclaredNothing_IsByteForByteTheLineOfOld(string version)
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = new FakeTimeProvider());
        await using var phone = new PipedPhone(server, new PhoneProfile { Version = version, Capabilities = PhoneCapabilities.SessionToken });
        var connection = await ProveAsync(phone, server);

        Assert.True(connection.TryEnqueue(Deliveries.Text(LongText)));

        Assert.Equal(LineOf(LongText, PhoneVersion.DialectOf(version), server), Encoding.UTF8.GetBytes(await phone.NextMessageAsync() + "\n"));
    }

    [Fact]
    public async Task LongText_CompressionIsSwitchedOff_IsTheLineOfOld()
    {
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Time = new FakeTimeProvider();
            setup.Compression = compression => compression.Enabled = false;
        });
        await using var phone = new PipedPhone(server, Declaring("3.3.3"));
        var connection = await ProveAsync(phone, server);

        Assert.True(connection.TryEnqueue(Deliveries.Text(LongText)));

        Assert.Equal(LineOf(LongText, WireDialect.V33, server), Encoding.UTF8.GetBytes(await phone.NextMessageAsync() + "\n"));
    }

    [Fact]
    public async Task ShortLinesAndPictures_PhoneHasDeclaredIt_ComeAsTheyAre()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(Declaring("3.3.3"));
        await using var _ = phone;
        var picture = new byte[200_000];
        Random.Shared.NextBytes(picture);

        Assert.True(connection.TryEnqueue(Deliveries.Text(LongText[..1_500])));
        Assert.True(connection.TryEnqueue(Deliveries.Media(MediaItem.FromBytes(picture))));

        Assert.Equal(1_500, (await phone.NextAsync<TextLine>()).Text.Length);
        Assert.Equal(picture, (await phone.NextAsync<MediaLine>()).Items[0].Data.ToArray());
        Assert.Equal(0, phone.ExpandedLines);
    }

    [Fact]
    public async Task LongText_LaterHandshakeDeclaresNothing_IsNotCompressedAnyMore()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(Declaring("3.3.3"));
        await using var _ = phone;
        Assert.True(connection.TryEnqueue(Deliveries.Text(LongText)));
        await phone.NextAsync<TextLine>();
        Assert.Equal(1, phone.ExpandedLines);

        await phone.SendAsync(phone.Script.Handshake() with { Capabilities = PhoneCapabilities.None });
        await phone.NextAsync<HandshakeCompleteLine>();
        Assert.True(connection.TryEnqueue(Deliveries.Text(LongText)));

        await phone.NextAsync<TextLine>();
        Assert.Equal(1, phone.ExpandedLines);
    }

    [Fact]
    public async Task LongText_OnlyItsCompressedFormWouldFit_IsRefusedAsToEveryPhone()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tcp = tcp => tcp.MaxOutboundLineBytes = 20_000);
        var (phone, connection) = await server.ConnectLiveAsync(Declaring("3.3.3"));
        await using var _ = phone;
        var delivery = Deliveries.Text(LongText);

        Assert.True(connection.TryEnqueue(delivery));

        Assert.Equal("refused LineTooLong", await delivery.Outcome);
    }

    [Fact]
    public async Task Envelope_FromThePhone_IsAnUnknownEventAndNothingIsExpanded()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(Declaring("3.3.3"));
        await using var _ = phone;

        await phone.SendRawAsync("""{"event":"compressed","data":{"encoding":"gzip","bytes":83,"content":"H4sI"}}"""u8.ToArray().Append((byte)'\n').ToArray());
        await phone.SayAsync("공동구매방", "뒤에");

        Assert.Equal("뒤에", (await server.Pipeline.NextAsync()).Line.Text);
        Assert.True(connection.IsOpen);
    }

    private static PhoneProfile Declaring(string version) => new() { Version = version, Capabilities = PhoneCapabilities.Gzip };

    private static byte[] LineOf(string text, WireDialect dialect, PhoneServer server)
    {
        var line = new ArrayBufferWriter<byte>();
        var room = Deliveries.Room;
        Assert.Equal(
            EncodeResult.Written,
            new OutboundEncoder().Encode(
                new TextLine("공동구매방", room.ChannelId, room.BotName, text), dialect, server.Setup.Time.GetUtcNow(), line));
        return line.WrittenSpan.ToArray();
    }

    private static async Task<IPhoneConnection> ProveAsync(PipedPhone phone, PhoneServer server)
    {
        await phone.ShakeHandsAsync();
        await phone.AnswerAsync(await phone.NextPingAsync());
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is not null);
        return server.Registry.FindLive(PhoneServer.TestDevice)!;
    }
}
