using System.Text;
using System.Text.Json;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Signing;
using Domaeka.Protocol.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Protocol.Tests.Codec;

/// <summary>What is encoded for one side is what the other side decodes, in either dialect.</summary>
public sealed class RoundTripProperties
{
    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Inbound_EncodedByThePhone_IsDecodedTheSame(WireDialect dialect) =>
        Prop.ForAll(Generators.Inbound.ToArbitrary(), message =>
        {
            var result = Lines.Decode(Lines.PhoneEncode(message, dialect));
            Assert.Equal(DecodeError.None, result.Error);
            Assert.Equal(AsCarriedBy(dialect, message), result.Message);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Inbound_EncodedCutIntoPieces_IsDecodedTheSame(WireDialect dialect) =>
        Prop.ForAll(Generators.Inbound.ToArbitrary(), Gen.Choose(1, 50).ToArbitrary(), (message, size) =>
        {
            var line = Encoding.UTF8.GetBytes(Lines.PhoneEncode(message, dialect));
            Assert.Equal(new InboundDecoder().Decode(line).Message, new InboundDecoder().Decode(Lines.Cut(line, size)).Message);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(WireDialect.Legacy)]
    [InlineData(WireDialect.V33)]
    public void Outbound_EncodedByTheServer_IsDecodedTheSame(WireDialect dialect) =>
        Prop.ForAll(Generators.Outbound.Where(line => IsCarriedBy(dialect, line)).ToArbitrary(), line =>
        {
            var result = Lines.PhoneDecode(Lines.Encode(line, dialect), dialect);
            Assert.Equal(DecodeError.None, result.Error);
            AssertSame(AsCarriedBy(dialect, line), result.Message!);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Outbound_V33_LastBraceEndsTheJson() =>
        Prop.ForAll(Generators.Outbound.ToArbitrary(), line =>
        {
            var text = Lines.Encode(line, WireDialect.V33);
            using var json = JsonDocument.Parse(text[..(text.LastIndexOf('}') + 1)]);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Signature_OfAnyFields_VerifiesUnlessTheyAreMalformed() =>
        Prop.ForAll(Generators.Auth.ToArbitrary(), auth =>
        {
            var now = DateTimeOffset.UnixEpoch;
            var signed = new PhoneSigner("key", "salt").Sign(auth);
            var status = new SignatureVerifier("key", "salt", TimeSpan.MaxValue).Verify(signed, now);
            string[] fields = [auth.ClientType, auth.BotName, auth.DeviceUuid, auth.MacAddress, auth.IpAddress];
            var isMalformed = fields.Any(field => field.Contains('|'))
                || auth.BotName.Length == 0 || auth.DeviceUuid.Length == 0 || auth.Timestamp == 0;
            Assert.Equal(isMalformed, status == SignatureStatus.Malformed);
            Assert.Equal(!isMalformed, status is SignatureStatus.Valid or SignatureStatus.ClockSkew);
        }).QuickCheckThrowOnFailure();

    private static InboundMessage AsCarriedBy(WireDialect dialect, InboundMessage message) => (dialect, message) switch
    {
        (WireDialect.Legacy, ChatMessage chat) => chat with { Timezone = null },
        (WireDialect.V33, ChatMessage chat) => chat with { PackageName = null, ThreadId = null },
        (WireDialect.Legacy, HandshakeMessage handshake) => handshake with { Timestamp = null, Timezone = null },
        (WireDialect.Legacy, PingReply reply) => reply with { Timestamp = null, Timezone = null },
        _ => message,
    };

    private static bool IsCarriedBy(WireDialect dialect, OutboundLine line) =>
        dialect == WireDialect.V33
        || line is not MediaLine media
        || (media.Kind == MediaKind.Image || media.Items[0].Url is not null) && media.Items.All(IsCutCleanly);

    // "x|" before the separator "|||" reads as "x" and "|...": a limit of the legacy dialect itself.
    private static bool IsCutCleanly(MediaItem item) => item.Url?.EndsWith('|') is not true;

    private static OutboundLine AsCarriedBy(WireDialect dialect, OutboundLine line) => (dialect, line) switch
    {
        (WireDialect.Legacy, TextLine text) => text with { BotName = null, Event = default },
        (WireDialect.Legacy, MediaLine media) => media with
        {
            BotName = null,
            Event = default,
            Kind = MediaKind.Image,
            Format = null,
        },
        _ => line,
    };

    private static void AssertSame(OutboundLine expected, OutboundLine actual)
    {
        if (expected is not MediaLine media)
        {
            Assert.Equal(expected, actual);
            return;
        }

        var other = Assert.IsType<MediaLine>(actual);
        Assert.Equal(media, other with { Items = media.Items });
        Assert.Equal(media.Items.Select(item => item.Url), other.Items.Select(item => item.Url));
        Assert.Equal(media.Items.Select(item => item.Data.ToArray()), other.Items.Select(item => item.Data.ToArray()));
    }
}
