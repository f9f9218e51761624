using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Signing;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Captures;

/// <summary>Everything that was recorded decodes, re-encodes to an equivalent line, and verifies.</summary>
public sealed class CaptureTests
{
    public static TheoryData<string, int> PhoneLines => Rows("c2s");

    public static TheoryData<string, int> ServerLines => Rows("s2c");

    [Fact]
    public void Captures_Present_CoverBothDialectsAndDirections()
    {
        Assert.Equal(20, Capture.Read("c2s").Count);
        Assert.Equal(24, Capture.Read("s2c").Count);
        Assert.Equal(4, Capture.Read("c2s").Select(capture => capture.File).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(PhoneLines))]
    public void Decode_RecordedPhoneLine_ReencodesToTheSameJsonAndRaw(string file, int number)
    {
        var capture = Capture.Get(file, number, "c2s");

        var result = Lines.Decode(capture.Line);

        Assert.Equal(DecodeError.None, result.Error);
        Assert.Equal(capture.ScriptDialect, result.Dialect);
        var again = Lines.PhoneEncode(result.Message!, result.Dialect);
        WireLine.AssertEquivalent(WireLine.Parse(capture.Line), WireLine.Parse(again));
    }

    [Theory]
    [MemberData(nameof(PhoneLines))]
    public void Decode_RecordedPhoneLineInPieces_GivesTheSameMessage(string file, int number)
    {
        var capture = Capture.Get(file, number, "c2s");
        var whole = Lines.Decode(capture.Line);

        foreach (var size in new[] { 1, 7, 64 })
        {
            var pieces = new InboundDecoder().Decode(Lines.Cut(Encoding.UTF8.GetBytes(capture.Line), size));
            Assert.Equal(whole.Message, pieces.Message);
            Assert.Equal(whole.Dialect, pieces.Dialect);
        }
    }

    [Theory]
    [MemberData(nameof(PhoneLines))]
    public void Verify_RecordedPhoneLine_IsValidUnlessItIsAHandshake(string file, int number)
    {
        var message = Lines.Decode(Capture.Get(file, number, "c2s").Line).Message;
        var verifier = new SignatureVerifier(Capture.Key, Capture.Salt, TimeSpan.FromMinutes(5));
        var auth = message switch
        {
            ChatMessage chat => chat.Auth,
            PingReply reply => reply.Auth,
            _ => null,
        };

        if (message is HandshakeMessage)
        {
            Assert.Equal(SignatureStatus.Missing, verifier.Verify(auth, Lines.Now));
            return;
        }

        Assert.NotNull(auth);
        Assert.Equal(SignatureStatus.Valid, verifier.Verify(auth, DateTimeOffset.FromUnixTimeMilliseconds(auth.Timestamp)));
        Assert.Equal(auth, new PhoneSigner(Capture.Key, Capture.Salt).Sign(auth with { Signature = "" }));
    }

    [Theory]
    [MemberData(nameof(ServerLines))]
    public void PhoneDecode_RecordedServerLine_ReencodesToTheSameJsonAndRaw(string file, int number)
    {
        var capture = Capture.Get(file, number, "s2c");
        var original = WireLine.Parse(capture.Line);
        // On one recorded connection the stand-in answered in the wrong dialect; the line is judged in its own.
        var dialect = original.Data.ContainsKey("message_positions") ? WireDialect.V33 : WireDialect.Legacy;

        var result = Lines.PhoneDecode(capture.Line, dialect);

        Assert.Equal(DecodeError.None, result.Error);
        var again = WireLine.Parse(Lines.Encode(result.Message!, dialect));
        if (dialect == WireDialect.V33)
        {
            // The time of sending is the encoder's argument, not part of the message.
            Assert.Equal("2026-11-20T22:19:42.195Z", (string?)again.Data["timestamp"]);
            again.Data["timestamp"] = (string?)original.Data["timestamp"];
        }

        WireLine.AssertEquivalent(original, again);
    }

    [Fact]
    public void PhoneDecode_LegacyResponseOnV33Phone_IsDropped()
    {
        var wrong = Capture.Read("s2c").Where(capture =>
            capture.ScriptDialect == WireDialect.V33 && !capture.Line.Contains("message_positions", StringComparison.Ordinal));

        Assert.Equal(4, wrong.Count());
        Assert.All(wrong, capture => Assert.Equal(
            DecodeError.DroppedByPhone, Lines.PhoneDecode(capture.Line, WireDialect.V33).Error));
    }

    [Fact]
    public void Decode_RecordedChat_HasItsContent()
    {
        var legacy = (ChatMessage)Lines.Decode(Capture.Get("bridge-3.2.1.jsonl", 4, "c2s").Line).Message!;
        var v33 = (ChatMessage)Lines.Decode(Capture.Get("bridge-3.3.3.jsonl", 4, "c2s").Line).Message!;

        Assert.Equal("# echo 안녕하세요 😀 \"따옴표\" } {", legacy.Text);
        Assert.Equal(legacy.Text, v33.Text);
        Assert.Equal("공동구매방", v33.Room);
        Assert.Equal("18446369739418675", v33.ChannelId);
        Assert.Equal("홍길동", v33.Sender);
        Assert.Equal("Asia/Seoul", v33.Timezone);
        Assert.Equal(1795213182144, v33.Auth!.Timestamp);
    }

    private static TheoryData<string, int> Rows(string direction)
    {
        var rows = new TheoryData<string, int>();
        foreach (var capture in Capture.Read(direction))
            rows.Add(capture.File, capture.Number);
        return rows;
    }
}
