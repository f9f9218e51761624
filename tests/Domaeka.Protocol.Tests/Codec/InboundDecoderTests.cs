using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Codec;

public sealed class InboundDecoderTests
{
    [Fact]
    public void Decode_OldestHandshake_NeedsOnlyThreeFields()
    {
        var result = Lines.Decode("""{"botName":"b","version":"3.1.4","deviceID":"d"}""");

        Assert.Equal(new HandshakeMessage { BotName = "b", Version = "3.1.4", DeviceId = "d" }, result.Message);
        Assert.Equal(WireDialect.Legacy, result.Dialect);
    }

    [Theory]
    [InlineData("""{"botName":"b","version":"3.2.1+abc","deviceID":"d"}""", WireDialect.Legacy)]
    [InlineData("""{"botName":"b","version":"3.3.0","deviceID":"d"}""", WireDialect.V33)]
    [InlineData("""{"botName":"b","version":"3.10","deviceID":"d"}""", WireDialect.V33)]
    [InlineData("""{"botName":"b","version":"odd","deviceID":"d"}""", WireDialect.Legacy)]
    [InlineData("""{"botName":"b","deviceID":"d"}""", WireDialect.Legacy)]
    [InlineData("""{"event":"handshake","data":{"botName":"b","deviceID":"d","version":"3.3.3"}}""", WireDialect.V33)]
    [InlineData("""{"event":"ping","data":{"bot_name":"b"}}""", WireDialect.Legacy)]
    [InlineData("""{"event":"ping","data":{"bot_name":"b","message_positions":[0,0]}}""", WireDialect.V33)]
    [InlineData("""{"event":"ping","data":{"bot_name":"b","auth":{"version":"3.3.2"}}}""", WireDialect.V33)]
    [InlineData("""{"event":"pong","data":{"bot_name":"b"}}""", WireDialect.V33)]
    [InlineData("""{"event":"analyze","data":{"room":"r","text":"t","sender":"s","botName":"b"}}""", WireDialect.Legacy)]
    [InlineData("""{"event":"analyze","data":{"room":"r","text":"t","sender":"s","botName":"b","auth":{"version":"3.3.0"}}}""", WireDialect.V33)]
    [InlineData("""{"event":"message","data":{"room":"r","sender":"s","bot_name":"b"}}""", WireDialect.V33)]
    public void Decode_AnyLine_TellsTheDialectOfItsSender(string line, WireDialect expected)
    {
        var result = Lines.Decode(line);

        Assert.True(result.IsSuccess);
        Assert.Equal(expected, result.Dialect);
    }

    [Fact]
    public void Decode_DataBeforeEvent_IsTheSame()
    {
        const string Data = "\"data\":{\"room\":\"r } {\",\"sender\":\"s\",\"bot_name\":\"b\",\"message_positions\":[0,4]}";

        var usual = Lines.Decode("{\"event\":\"message\"," + Data + "}YWJj");
        var swapped = Lines.Decode("{" + Data + ",\"event\":\"message\"}YWJj");

        Assert.Equal("abc", ((ChatMessage)usual.Message!).Text);
        Assert.Equal(usual.Message, swapped.Message);
    }

    [Fact]
    public void Decode_ResponseFunctionLayout_KeepsPackageAndThread()
    {
        var chat = (ChatMessage)Lines.Decode("""
            {"event":"analyze","data":{"room":"r","text":"t","sender":"s","isGroupChat":true,"channelId":null,"timestamp":"2024-01-01 12:00:00","botName":"b","packageName":"com.kakao.talk","threadId":"77","userHash":"u","isMention":false}}
            """).Message!;

        Assert.Null(chat.ChannelId);
        Assert.Null(chat.LogId);
        Assert.Equal("com.kakao.talk", chat.PackageName);
        Assert.Equal("77", chat.ThreadId);
    }

    [Theory]
    [InlineData("\"message_positions\":[0,0]}}7JWI64WV", "안녕")]
    [InlineData("\"x\":0}}7JWI64WV", "안녕")]
    [InlineData("\"message_positions\":null}}7JWI64WV", "안녕")]
    [InlineData("\"message_positions\":[0,8],\"content_encoding\":null}}7JWI64WV", "안녕")]
    [InlineData("\"message_positions\":[0,0]}}", "")]
    [InlineData("\"message_positions\":[0,6],\"content_encoding\":\"none\"}}안녕 } {", "안녕 } {")]
    [InlineData("\"message_positions\":[0,4],\"message_type\":\"image\"}}YWJj", "YWJj")]
    [InlineData("\"message_positions\":[0,2,4],\"message_type\":\"image\"}}YWJj", "YWJj")]
    public void Decode_RawContent_IsReadByTypeEncodingAndPositions(string rest, string expected)
    {
        var chat = (ChatMessage)Lines.Decode(
            """{"event":"message","data":{"room":"r","sender":"s","bot_name":"b",""" + rest).Message!;

        Assert.Equal(expected, chat.Text);
    }

    [Fact]
    public void Decode_WholeNumbersAsIds_KeepTheirDigits()
    {
        var chat = (ChatMessage)Lines.Decode("""
            {"event":"analyze","data":{"room":"r","text":"t","sender":"s","botName":"b","channelId":18446369739418675,"logId":3380000000000010001,"userHash":-5}}
            """).Message!;

        Assert.Equal(("18446369739418675", "3380000000000010001", "-5"), (chat.ChannelId, chat.LogId, chat.UserHash));
    }

    [Fact]
    public void Decode_EscapedKeys_AreFound()
    {
        var chat = (ChatMessage)Lines.Decode("""
            {"\u0065vent":"an\u0061lyze","data":{"ro\u006Fm":"r","text":"\ud83d\ude00","sender":"s","botName":"b","\ud83d":"odd name"}}
            """).Message!;

        Assert.Equal("😀", chat.Text);
    }

    [Theory]
    [InlineData("""{"event":"newThing","data":[1,{"room":5}]}""")]
    [InlineData("""{"data":{"room":5,"room":6},"event":"newThing"}whatever""")]
    [InlineData("""{"event":"newThing"}""")]
    public void Decode_UnknownEvent_IsNamedWhateverItCarries(string line) =>
        Assert.Equal(new UnknownMessage("newThing"), Lines.Decode(line).Message);

    [Fact]
    public void Decode_UnknownKeysAndTopLevelExtras_AreIgnored() => Assert.True(Lines.Decode("""
        {"botName":5,"event":"analyze","data":{"x":[1],"x":{},"room":"r","text":"t","sender":"s","botName":"b"},"room":[]}
        """).IsSuccess);

    [Fact]
    public void Decode_RepeatedSender_ReusesStrings()
    {
        var decoder = new InboundDecoder();
        var line = Encoding.UTF8.GetBytes("""{"event":"analyze","data":{"room":"방","text":"t","sender":"홍","botName":"b"}}""");

        var first = (ChatMessage)decoder.Decode(line).Message!;
        var second = (ChatMessage)decoder.Decode(line).Message!;

        Assert.Same(first.Room, second.Room);
        Assert.NotSame(first.Text, second.Text);
        Assert.Equal(first, second);
    }
}
