using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Codec;

/// <summary>What a handshake may declare, and that one which declares nothing is what it always was.</summary>
public sealed class CapabilitiesTests
{
    private const PhoneCapabilities Both = PhoneCapabilities.SessionToken | PhoneCapabilities.Gzip;

    private static readonly HandshakeMessage Plain = new()
    {
        BotName = "testbot",
        DeviceId = "0123456789abcdef",
        Version = "3.3.3",
        ClientType = "MessengerBotR",
        DeviceIp = "127.0.0.1",
        DeviceInfo = "samsung SM-G991N (Android 14, API 34)",
        Timestamp = "2026-11-20T22:20:13.841Z",
        Timezone = "Asia/Seoul",
    };

    [Fact]
    public void PhoneEncode_NothingDeclared_IsTheLineOfOld()
    {
        Assert.Equal(
            """{"event":"handshake","data":{"clientType":"MessengerBotR","botName":"testbot","version":"3.3.3","deviceID":"0123456789abcdef","deviceIP":"127.0.0.1","deviceInfo":"samsung SM-G991N (Android 14, API 34)","timestamp":"2026-11-20T22:20:13.841Z","timezone":"Asia/Seoul","message_positions":[0,0]}}""",
            Lines.PhoneEncode(Plain, WireDialect.V33));
        Assert.Equal(
            """{"clientType":"MessengerBotR","botName":"testbot","version":"3.3.3","deviceID":"0123456789abcdef","deviceIP":"127.0.0.1","deviceInfo":"samsung SM-G991N (Android 14, API 34)"}""",
            Lines.PhoneEncode(Plain, WireDialect.Legacy));
    }

    [Fact]
    public void PhoneEncode_BothDeclared_NamesThemBehindTheRest()
    {
        var declared = new HandshakeMessage { BotName = "b", DeviceId = "d", Version = "3.3.3", Capabilities = Both };

        Assert.Equal(
            """{"event":"handshake","data":{"botName":"b","version":"3.3.3","deviceID":"d","capabilities":["session_token","gzip"],"message_positions":[0,0]}}""",
            Lines.PhoneEncode(declared, WireDialect.V33));
        Assert.Equal(
            """{"botName":"b","version":"3.3.3","deviceID":"d","capabilities":["session_token","gzip"]}""",
            Lines.PhoneEncode(declared, WireDialect.Legacy));
    }

    [Theory]
    [InlineData("""["gzip"]""", PhoneCapabilities.Gzip)]
    [InlineData("""["gzip","session_token","gzip"]""", Both)]
    [InlineData("""["brotli","\u0067zip","",null]""", PhoneCapabilities.Gzip)]
    [InlineData("""[]""", PhoneCapabilities.None)]
    [InlineData("""null""", PhoneCapabilities.None)]
    [InlineData("""["GZIP","gzip "]""", PhoneCapabilities.None)]
    [InlineData("\"gzip\"", PhoneCapabilities.None)]
    [InlineData("""{"gzip":["gzip"]}""", PhoneCapabilities.None)]
    [InlineData("""true""", PhoneCapabilities.None)]
    [InlineData("""[1,["gzip"],{"a":"gzip"},"session_token",1.5e3]""", PhoneCapabilities.SessionToken)]
    [InlineData("""["\ud83d","gzip"]""", PhoneCapabilities.Gzip)]
    public void Decode_AnyDeclaration_TakesWhatItKnowsAndCostsNobodyTheHandshake(string value, PhoneCapabilities expected)
    {
        string[] lines =
        [
            $$$"""{"event":"handshake","data":{"capabilities":{{{value}}},"botName":"b","deviceID":"d"}}""",
            $$"""{"botName":"b","deviceID":"d","capabilities":{{value}}}""",
        ];
        foreach (var line in lines)
            Assert.Equal(new HandshakeMessage { BotName = "b", DeviceId = "d", Capabilities = expected }, Lines.Decode(line).Message);
    }

    [Fact]
    public void Decode_TooManyOrTooLongNames_IgnoresThem()
    {
        var filler = string.Concat(Enumerable.Repeat("\"x\",", WireLimits.MaxCapabilities));
        var longName = new string('g', 100_000) + @"\u0067";

        var late = Lines.Decode($$"""{"botName":"b","deviceID":"d","capabilities":[{{filler}}"gzip"]}""");
        var inTime = Lines.Decode($$"""{"botName":"b","deviceID":"d","capabilities":[{{filler[4..]}}"gzip"]}""");
        var big = Lines.Decode($$"""{"botName":"b","deviceID":"d","capabilities":["{{longName}}","gzip"]}""");

        Assert.Equal(PhoneCapabilities.None, ((HandshakeMessage)late.Message!).Capabilities);
        Assert.Equal(PhoneCapabilities.Gzip, ((HandshakeMessage)inTime.Message!).Capabilities);
        Assert.Equal(PhoneCapabilities.Gzip, ((HandshakeMessage)big.Message!).Capabilities);
    }

    [Fact]
    public void Decode_DeclaredTwice_IsRefusedLikeAnyKey() => Assert.Equal(
        (DecodeError.DuplicateKey, "capabilities"),
        Lines.Decode("""{"botName":"b","deviceID":"d","capabilities":[],"capabilities":["gzip"]}""") is var result
            ? (result.Error, result.Detail)
            : default);

    [Theory]
    [InlineData("""["gzip" """, DecodeError.MalformedJson)]
    [InlineData("""["gzip",]""", DecodeError.MalformedJson)]
    public void Decode_DeclarationThatIsNoJson_IsNoLine(string value, DecodeError expected) =>
        Assert.Equal(expected, Lines.Decode($$"""{"botName":"b","deviceID":"d","capabilities":{{value}}}""").Error);
}
