using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Codec;

/// <summary>Lines that no script sends. Each ends in the error that docs/protocol.md names for it.</summary>
public sealed class HostileLineTests
{
    private const string Head = """{"event":"message","data":{"room":"방","sender":"s","bot_name":"b","channel_id":"1",""";
    private const string Legacy = """{"event":"analyze","data":{"room":"r","text":"t","sender":"s","botName":"b",""";

    public static TheoryData<string, DecodeError> BadLines => new()
    {
        { "", DecodeError.EmptyLine },
        { " \t\r ", DecodeError.EmptyLine },
        { "\uFEFF{\"event\":\"ping\"}", DecodeError.MalformedJson },
        { "hello", DecodeError.MalformedJson },
        { "{", DecodeError.MalformedJson },
        { """{"event":"analyze","data":{"room":"r""", DecodeError.MalformedJson },
        { "{\"event\":\"analyze\",\"data\":{\"room\":\"a\0b\"}}", DecodeError.MalformedJson },
        { "\0\0\0\0", DecodeError.MalformedJson },
        { "[1]", DecodeError.NotAnObject },
        { "\"text\"", DecodeError.NotAnObject },
        { "null", DecodeError.NotAnObject },
        { "{}", DecodeError.MissingField },
        { """{"data":{"room":"r"}}""", DecodeError.MissingField },
        { """{"event":"analyze"}""", DecodeError.MissingField },
        { """{"event":"analyze","data":null}""", DecodeError.MissingField },
        { """{"event":"analyze","data":[]}""", DecodeError.WrongType },
        { """{"event":"analyze","data":"x"}""", DecodeError.WrongType },
        { """{"event":5,"data":{}}""", DecodeError.WrongType },
        { """{"event":null,"data":{}}""", DecodeError.WrongType },
        { """{"event":"analyze","event":"message","data":{}}""", DecodeError.DuplicateKey },
        { """{"data":{},"event":"analyze","data":{}}""", DecodeError.DuplicateKey },
        { Legacy + "\"room\":\"other\"}}", DecodeError.DuplicateKey },
        { Legacy + "\"bot_name\":\"other\"}}", DecodeError.DuplicateKey },
        { Legacy + "\"r\\u006fom\":\"other\"}}", DecodeError.DuplicateKey },
        { Legacy + "\"auth\":{\"botName\":\"a\",\"botName\":\"b\"}}}", DecodeError.DuplicateKey },
        { Legacy + "\"clientType\":5}}", DecodeError.WrongType },
        { Legacy + "\"isMention\":\"true\"}}", DecodeError.WrongType },
        { Legacy + "\"isGroupChat\":1}}", DecodeError.WrongType },
        { Legacy + "\"timestamp\":1795213182144}}", DecodeError.WrongType },
        { Legacy + "\"channelId\":1.8446369739418675e16}}", DecodeError.WrongType },
        { Legacy + "\"logId\":" + new string('9', 5000) + "}}", DecodeError.WrongType },
        { Legacy + "\"userHash\":{}}}", DecodeError.WrongType },
        { Legacy + "\"auth\":\"x\"}}", DecodeError.WrongType },
        { Legacy + "\"auth\":{\"timestamp\":\"1795213182144\"}}}", DecodeError.WrongType },
        { Legacy + "\"auth\":{\"timestamp\":1e999}}}", DecodeError.WrongType },
        { Legacy + "\"auth\":{\"timestamp\":99999999999999999999}}}", DecodeError.WrongType },
        { Legacy + "\"auth\":{\"botName\":7}}}", DecodeError.WrongType },
        { """{"event":"analyze","data":{"room":7}}""", DecodeError.WrongType },
        { """{"event":"analyze","data":{"text":["a"]}}""", DecodeError.WrongType },
        { """{"botName":1,"deviceID":"d","version":"3.2.0"}""", DecodeError.WrongType },
        { """{"botName":"b","deviceID":"","version":"3.2.0"}""", DecodeError.MissingField },
        { """{"botName":"b","deviceID":"d","deviceID":"e"}""", DecodeError.DuplicateKey },
        { """{"botName":"b","deviceID":"d"}extra""", DecodeError.TrailingContent },
        { """{"event":"handshake","data":{"botName":"b","deviceID":"d"}}{}""", DecodeError.TrailingContent },
        { """{"event":"pong","data":{"bot_name":"b"}}AAAA""", DecodeError.TrailingContent },
        { Legacy + "\"x\":1}}AAAA", DecodeError.TrailingContent },
        { Legacy + "\"clientType\":\"\\ud83d\"}}", DecodeError.LoneSurrogate },
        { Legacy + "\"clientType\":\"\\ude00\\ud83d\"}}", DecodeError.LoneSurrogate },
        { Legacy + "\"clientType\":\"a\\u0000b\"}}", DecodeError.InvalidCharacter },
        { """{"event":"analyze","data":{"room":"r","text":"\ud83d","sender":"s","botName":"b"}}""", DecodeError.LoneSurrogate },
        { Head + "\"message_positions\":[0,5]}}YWJj", DecodeError.PositionsMismatch },
        { Head + "\"message_positions\":[0,3]}}YWJj", DecodeError.PositionsMismatch },
        { Head + "\"message_positions\":[0,4]}}", DecodeError.PositionsMismatch },
        { Head + "\"message_positions\":[0,2147483647]}}YWJj", DecodeError.PositionsMismatch },
        { Head + "\"message_positions\":[0,4294967300]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0,-4]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[1,4]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0,4,2]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0,2,4]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0,4.5]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0,\"4\"]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[]}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":4}}YWJj", DecodeError.PositionsInvalid },
        { Head + "\"message_positions\":[0,3]}}YWJ", DecodeError.InvalidBase64 },
        { Head + "\"message_positions\":[0,0]}}Y*Jj", DecodeError.InvalidBase64 },
        { Head + "\"message_positions\":[0,0]}}YW}j", DecodeError.InvalidBase64 },
        { Head + "\"message_positions\":[0,0]}}YW\0j", DecodeError.InvalidBase64 },
        { Head + "\"message_positions\":[0,4]}}/4D/", DecodeError.InvalidUtf8 },
        { Head + "\"content_encoding\":\"gzip\"}}YWJj", DecodeError.UnknownEncoding },
        { """{"event":"message","data":{"room":"r","sender":"s"}}YWJj""", DecodeError.MissingField },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public void Decode_HostileLine_IsTheDocumentedError(string line, DecodeError expected)
    {
        var result = Lines.Decode(line);

        Assert.Equal(expected, result.Error);
        Assert.Null(result.Message);
        Assert.False(result.IsSuccess);
    }

    [Theory]
    [InlineData("{\"event\":\"x\",\"y\":", '[', DecodeError.TooDeep)]
    [InlineData("{\"event\":\"analyze\",\"data\":{\"room\":", '[', DecodeError.WrongType)]
    [InlineData("{\"event\":\"analyze\",\"data\":{\"extra\":", '[', DecodeError.TooDeep)]
    [InlineData("", '[', DecodeError.NotAnObject)]
    public void Decode_NestedTenThousandDeep_IsAResult(string start, char bracket, DecodeError expected) =>
        Assert.Equal(expected, Lines.Decode(start + new string(bracket, 10_000)).Error);

    [Fact]
    public void Decode_ObjectsTenThousandDeep_IsTooDeep()
    {
        var line = string.Concat(Enumerable.Repeat("{\"data\":", 10_000)) + "1" + new string('}', 10_000);

        Assert.Equal(DecodeError.TooDeep, Lines.Decode(line).Error);
    }

    [Fact]
    public void Decode_EveryCutOfALine_IsAnErrorOrTheWhole()
    {
        var line = Encoding.UTF8.GetBytes(Head + "\"message_positions\":[0,16],\"x\":\"😀\"}}7JWI64WV7ZWY7IS4");
        Assert.True(Lines.Decode(line).IsSuccess);

        for (var length = 0; length < line.Length; length++)
            Assert.NotEqual(DecodeError.None, Lines.Decode(line[..length]).Error);
    }

    [Fact]
    public void Decode_CutUtf8_IsInvalidUtf8()
    {
        var line = Encoding.UTF8.GetBytes(Legacy + "\"x\":\"방\"}}");
        var at = line.AsSpan().IndexOf("방"u8);

        Assert.Equal(DecodeError.InvalidUtf8, Lines.Decode([.. line[..(at + 2)], .. line[(at + 3)..]]).Error);
    }

    [Fact]
    public void Decode_MebibyteInAName_IsFieldTooLong() => Assert.Equal(
        DecodeError.FieldTooLong,
        Lines.Decode($$"""{"botName":"{{new string('b', 1024 * 1024)}}","deviceID":"d"}""").Error);

    [Theory]
    [InlineData(65_000, DecodeError.None)]
    [InlineData(65_001, DecodeError.TextTooLong)]
    [InlineData(1_000_000, DecodeError.TextTooLong)]
    public void Decode_LongText_IsBounded(int units, DecodeError expected)
    {
        var text = new string('가', units);
        var legacy = $$$"""{"event":"analyze","data":{"room":"r","text":"{{{text}}}","sender":"s","botName":"b"}}""";
        var v33 = Head + "\"x\":1}}" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, Lines.Decode(legacy).Error);
        Assert.Equal(expected, Lines.Decode(v33).Error);
    }

    [Fact]
    public void Decode_LongestTextAllEscaped_IsDecoded()
    {
        var text = string.Concat(Enumerable.Repeat("\\uac00", 65_000));
        var line = $$$"""{"event":"analyze","data":{"room":"r","text":"{{{text}}}","sender":"s","botName":"b"}}""";

        Assert.Equal(new string('가', 65_000), ((ChatMessage)Lines.Decode(line).Message!).Text);
    }

    [Fact]
    public void Decode_LineBeyondTheDecodersBound_IsLineTooLong() => Assert.Equal(
        DecodeError.LineTooLong, Lines.Decode(new byte[WireLimits.MaxDecodableBytes + 1]).Error);

    [Fact]
    public void Decode_AfterAnError_DecodesTheNextLineAfresh()
    {
        var decoder = new InboundDecoder();
        Assert.Equal(DecodeError.MalformedJson, decoder.Decode(Encoding.UTF8.GetBytes(Legacy + "\"channelId\":\"9\",")).Error);

        var next = (ChatMessage)decoder.Decode(Encoding.UTF8.GetBytes(Legacy + "\"x\":1}}")).Message!;

        Assert.Null(next.ChannelId);
    }

    [Fact]
    public void Detail_OfAnError_NamesTheKeyAndNoContent()
    {
        var result = Lines.Decode(Legacy + "\"clientType\":5}}");

        Assert.Equal("clientType", result.Detail);
    }

    [Theory]
    [InlineData("""{"event":"ping","data":{"bot_name":"b","monitoring":{"total_memory":1e999,"active_rooms":"x","memory_usage":[1,[2]]}}}""")]
    [InlineData("""{"event":"ping","data":{"bot_name":"b","monitoring":{"active_rooms":1.5,"message_queue_size":99999999999}}}""")]
    public void Decode_SenselessMonitoring_KeepsThePingAnswer(string line)
    {
        var reply = (PingReply)Lines.Decode(line).Message!;

        Assert.Equal(new PhoneMonitoring(), reply.Monitoring);
    }
}
