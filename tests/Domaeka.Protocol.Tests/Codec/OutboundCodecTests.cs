using System.Buffers;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Codec;

public sealed class OutboundCodecTests
{
    private static readonly MediaItem Picture = MediaItem.FromData("\u0001\u0002\u0003\u0004"u8.ToArray());

    [Fact]
    public void Encode_TextLegacy_IsTheExactLine() => Assert.Equal(
        """{"event":"messageResponse","data":{"room":"방 \"1\"","text":"한글 \uD83D\uDE00 <b>&'\n끝","channel_id":"18446369739418675"}}""",
        Lines.Encode(new TextLine("방 \"1\"", "18446369739418675", "b", "한글 😀 <b>&'\n끝"), WireDialect.Legacy));

    [Fact]
    public void Encode_TextV33_IsTheExactLine() => Assert.Equal(
        """{"event":"scheduleMessage","data":{"room":"방","channel_id":null,"bot_name":"b","message_type":"text","content_encoding":"base64","timestamp":"2026-11-20T22:19:42.195Z","timezone":"Asia/Seoul","message_positions":[0,8]}}7JWI64WV""",
        Lines.Encode(new TextLine("방", null, "b", "안녕", ResponseEvent.ScheduleMessage), WireDialect.V33));

    [Fact]
    public void Encode_PingBothDialects_AreTheExactLines()
    {
        var ping = new PingLine("b", "token-1");

        Assert.Equal(
            """{"event":"ping","data":{"bot_name":"b","channel_id":"ping","room":"PING","user_hash":"system","server_timestamp":"token-1","text":""}}""",
            Lines.Encode(ping, WireDialect.Legacy));
        Assert.Equal(
            """{"event":"ping","data":{"bot_name":"b","channel_id":"ping","room":"PING","user_hash":"system","server_timestamp":"token-1","text":"","timestamp":"2026-11-20T22:19:42.195Z","timezone":"Asia/Seoul","message_positions":[0,0]}}""",
            Lines.Encode(ping, WireDialect.V33));
    }

    [Fact]
    public void Encode_MediaLegacy_JoinsItemsBehindAPrefix()
    {
        var urls = new MediaLine
        {
            Room = "r",
            ChannelId = "1",
            Kind = MediaKind.Video,
            Items = [MediaItem.FromUrl("https://a/1.mp4"), MediaItem.FromUrl("http://b/2.mp4")],
            Wait = TimeSpan.FromMilliseconds(1500.2),
        };

        Assert.Equal(
            """{"event":"messageResponse","data":{"room":"r","text":"MEDIA_URL:https://a/1.mp4|||http://b/2.mp4","channel_id":"1","media_wait_time":1501}}""",
            Lines.Encode(urls, WireDialect.Legacy));
        Assert.Equal(
            """{"event":"messageResponse","data":{"room":"r","text":"IMAGE_BASE64:AQIDBA==|||AQIDBA==","channel_id":null}}""",
            Lines.Encode(new MediaLine { Room = "r", Items = [Picture, Picture], Wait = TimeSpan.Zero }, WireDialect.Legacy));
    }

    [Fact]
    public void Encode_MediaV33_ListsOffsetsInUtf16Units()
    {
        var line = new MediaLine
        {
            Room = "r",
            ChannelId = "1",
            BotName = "b",
            Kind = MediaKind.Document,
            Format = "pdf",
            Items = [MediaItem.FromUrl("https://a/가"), MediaItem.FromUrl("http://b/2")],
            Wait = TimeSpan.FromSeconds(8),
            Event = ResponseEvent.BroadcastMessage,
        };

        Assert.Equal(
            """{"event":"broadcastMessage","data":{"room":"r","channel_id":"1","bot_name":"b","message_type":"document","message_format":"pdf","media_wait_time":8000,"timestamp":"2026-11-20T22:19:42.195Z","timezone":"Asia/Seoul","message_positions":[0,11,21]}}https://a/가http://b/2""",
            Lines.Encode(line, WireDialect.V33));
    }

    [Fact]
    public void Encode_AddressWithBraces_EscapesThemForScriptsThatCutAtTheLast()
    {
        var line = Lines.Encode(
            new MediaLine { Room = "r}", Items = [MediaItem.FromUrl("https://a/{1}.png?q={}"), MediaItem.FromUrl("https://b/}")] },
            WireDialect.V33);

        Assert.EndsWith(
            "\"message_positions\":[0,30,43]}}https://a/%7B1%7D.png?q=%7B%7Dhttps://b/%7D", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Encode_LargePictures_ComeBackByteForByte(WireDialect dialect)
    {
        var random = new Random(7);
        var items = new[] { 1, 767, 768, 769, 12 * 1024, 300_001 }.Select(size =>
        {
            var bytes = new byte[size];
            random.NextBytes(bytes);
            return MediaItem.FromData(bytes);
        }).ToArray();

        var line = Lines.Encode(new MediaLine { Room = "r", Items = items }, dialect);
        var decoded = (MediaLine)Lines.PhoneDecode(line, dialect).Message!;

        Assert.Equal(items.Select(item => item.Data.ToArray()), decoded.Items.Select(item => item.Data.ToArray()));
    }

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Encode_HalfASurrogatePair_BecomesReplacementCharacter(WireDialect dialect)
    {
        var line = Lines.Encode(new TextLine("r\ud83d", "1", "b", "cut \ud83d"), dialect);

        var text = (TextLine)Lines.PhoneDecode(line, dialect).Message!;
        Assert.Equal("cut \ufffd", text.Text);
        Assert.Equal("r\ufffd", text.Room);
    }

    [Fact]
    public void Encode_HandshakeCompleteAndShutdown_ComeBack()
    {
        OutboundLine[] lines =
        [
            new HandshakeCompleteLine(false, true, "승인 대기", "0.1.0"),
            new ServerShutdownLine("maintenance", TimeSpan.FromSeconds(60)),
            new ServerMigrationLine("bots.example.com", 1491, TimeSpan.FromSeconds(30)),
            new ServerMigrationLine("2001:db8::1", 65_535, TimeSpan.Zero),
        ];
        foreach (var line in lines)
        {
            Assert.Equal(line, Lines.PhoneDecode(Lines.Encode(line, WireDialect.Legacy), WireDialect.Legacy).Message);
            Assert.Equal(line, Lines.PhoneDecode(Lines.Encode(line, WireDialect.V33), WireDialect.V33).Message);
        }
    }

    [Fact]
    public void Encode_Migration_IsWrittenAsTheDialectHasIt()
    {
        var line = new ServerMigrationLine("10.0.0.7", 1491, TimeSpan.FromSeconds(29.5));

        Assert.Equal(
            """{"event":"serverMigration","data":{"new_host":"10.0.0.7","new_port":1491,"migrate_after":30}}""",
            Lines.Encode(line, WireDialect.Legacy));
        Assert.Equal(
            """{"event":"serverMigration","data":{"new_host":"10.0.0.7","new_port":1491,"migrate_after":30,"timestamp":"2026-11-20T22:19:42.195Z","timezone":"Asia/Seoul","message_positions":[0,0]}}""",
            Lines.Encode(line, WireDialect.V33));
    }

    [Theory]
    [InlineData("""{"new_port":1491,"migrate_after":30}""", "newHost")]
    [InlineData("""{"new_host":"","new_port":1491}""", "newHost")]
    [InlineData("""{"new_host":"a"}""", "newPort")]
    [InlineData("""{"new_host":"a","new_port":0}""", "newPort")]
    [InlineData("""{"new_host":"a","new_port":65536}""", "newPort")]
    [InlineData("""{"new_host":"a","new_port":1.5}""", "newPort")]
    [InlineData("""{"new_host":"a","new_port":"1491"}""", "newPort")]
    public void PhoneDecode_MigrationToNowhere_IsAnError(string data, string key)
    {
        foreach (var dialect in Enum.GetValues<WireDialect>())
        {
            var decoded = Lines.PhoneDecode($$"""{"event":"serverMigration","data":{{data}}}""", dialect);
            Assert.Equal((DecodeError.MissingField, key), (decoded.Error, decoded.Detail));
        }
    }

    public static TheoryData<OutboundLine, WireDialect, EncodeResult> Refused => new()
    {
        { new TextLine("r", "1", "b", ""), WireDialect.Legacy, EncodeResult.EmptyText },
        { new TextLine("r", "1", "b", ""), WireDialect.V33, EncodeResult.EmptyText },
        { new TextLine("r", "1", "b", new string('x', 65_001)), WireDialect.V33, EncodeResult.TextTooLong },
        { new TextLine("r", "1", "b", "MEDIA_URL:http://x"), WireDialect.Legacy, EncodeResult.TakenForMedia },
        { new TextLine("r", "1", "b", "MEDIA_URL:/sdcard/x.png"), WireDialect.V33, EncodeResult.TakenForMedia },
        { new TextLine("r", "1", "b", "IMAGE_BASE64:AAAA"), WireDialect.Legacy, EncodeResult.TakenForMedia },
        { new TextLine("r", "1", "b", "IMAGE_BASE64:"), WireDialect.V33, EncodeResult.TakenForMedia },
        { new MediaLine { Room = "r", Kind = MediaKind.Audio, Items = [Picture] }, WireDialect.Legacy, EncodeResult.NotInDialect },
        { new UnknownLine("x"), WireDialect.V33, EncodeResult.NotEncodable },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Encode_LineThatThePhoneWouldNotShow_IsRefusedAndWritesNothing(
        OutboundLine line, WireDialect dialect, EncodeResult expected)
    {
        var encoder = new OutboundEncoder();
        var output = new ArrayBufferWriter<byte>();

        Assert.Equal(expected, encoder.Encode(line, dialect, Lines.Now, output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","text":["a"]}}""", WireDialect.Legacy, DecodeError.DroppedByPhone)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","text":null}}""", WireDialect.Legacy, DecodeError.DroppedByPhone)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","text":5}}""", WireDialect.Legacy, DecodeError.DroppedByPhone)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","text":"t","channel_id":18446369739418675}}""", WireDialect.Legacy, DecodeError.WrongType)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","message_type":"text","message_positions":[0,4]}}YWJj""", WireDialect.Legacy, DecodeError.TrailingContent)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","text":"IMAGE_BASE64:A"}}""", WireDialect.Legacy, DecodeError.InvalidBase64)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","message_type":"text","message_positions":[0,0]}}YWJj""", WireDialect.V33, DecodeError.DroppedByPhone)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","message_type":"text"}}YWJj""", WireDialect.V33, DecodeError.DroppedByPhone)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","message_type":"text","content_encoding":"base64","message_positions":[0,9]}}YWJj""", WireDialect.V33, DecodeError.PositionsMismatch)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","message_type":"image","message_positions":[0,3,11]}}AAA|||AAAA""", WireDialect.V33, DecodeError.PositionsMismatch)]
    [InlineData("""{"event":"messageResponse","data":{"room":"r","message_type":"image","message_positions":[0,4,11]}}AAAA|||AAAA""", WireDialect.V33, DecodeError.InvalidBase64)]
    public void PhoneDecode_LineThatAScriptWouldNotShow_IsAnError(string line, WireDialect dialect, DecodeError expected) =>
        Assert.Equal(expected, Lines.PhoneDecode(line, dialect).Error);

    [Fact]
    public void PhoneDecode_ScheduleMessageOnLegacyPhone_IsUnknown() => Assert.Equal(
        new UnknownLine("scheduleMessage"),
        Lines.PhoneDecode("""{"event":"scheduleMessage","data":{"room":"r","text":"t"}}""", WireDialect.Legacy).Message);

    [Theory]
    [InlineData("ftp://a/b")]
    [InlineData("https://a/b c")]
    [InlineData("https://a/b\nc")]
    [InlineData("https://a/b|||c")]
    [InlineData("https://a/\ud83d")]
    [InlineData("")]
    [InlineData(null)]
    public void TryFromUrl_AddressThatDoesNotFitIntoALine_IsFalse(string? url)
    {
        Assert.False(MediaItem.TryFromUrl(url, out var item));
        Assert.Null(item);
    }

    [Fact]
    public void Items_EmptyOrMixed_Throws()
    {
        Assert.Throws<ArgumentException>(() => new MediaLine { Room = "r", Items = [] });
        Assert.Throws<ArgumentException>(() => new MediaLine { Room = "r", Items = [Picture, MediaItem.FromUrl("http://a")] });
        Assert.Throws<ArgumentException>(() => MediaItem.FromData(default));
    }

    [Fact]
    public void PhoneEncode_PingAnswerOf332_SaysPing()
    {
        var reply = new PingReply { BotName = "b", Token = "t", Auth = new PhoneAuth { Version = "3.3.2" } };

        Assert.StartsWith("{\"event\":\"ping\"", Lines.PhoneEncode(reply, WireDialect.V33), StringComparison.Ordinal);
        Assert.StartsWith(
            "{\"event\":\"pong\"",
            Lines.PhoneEncode(reply with { Auth = null }, WireDialect.V33),
            StringComparison.Ordinal);
    }

    [Fact]
    public void PhoneEncode_RawLineBreak_IsRefused()
    {
        var encoder = new PhoneEncoder(WireDialect.V33);
        var chat = new ChatMessage { Room = "r", Text = "a\nb", Sender = "s", BotName = "b", MessageType = "image" };
        var output = new ArrayBufferWriter<byte>();

        Assert.Equal(EncodeResult.LineBreakInContent, encoder.Encode(chat, output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Encode_Korean_IsNotEscaped()
    {
        var line = Lines.Encode(new TextLine("공동구매방", "1", "b", "안녕"), WireDialect.Legacy);

        Assert.Contains("공동구매방", line, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u", line, StringComparison.Ordinal);
    }
}
