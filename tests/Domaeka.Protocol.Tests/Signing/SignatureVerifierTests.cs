using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Signing;
using Domaeka.Protocol.Tests.Captures;

namespace Domaeka.Protocol.Tests.Signing;

public sealed class SignatureVerifierTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1795213182144);
    private static readonly PhoneSigner Signer = new(Capture.Key, Capture.Salt);
    private static readonly SignatureVerifier Verifier = new(Capture.Key, Capture.Salt, TimeSpan.FromMinutes(5));

    // The first chat line of bridge-3.3.3.jsonl.
    private static readonly PhoneAuth Recorded = new()
    {
        ClientType = "MessengerBotR",
        BotName = "testbot",
        DeviceUuid = "0123456789abcdef",
        DeviceId = "0123456789abcdef",
        MacAddress = "02:00:00:00:00:00",
        IpAddress = "127.0.0.1",
        Timestamp = 1795213182144,
        Version = "3.3.3",
        Signature = "bdc3866c06bddc71f6239922cc209b52dbc8be10152ed936558fbf35b7318d95",
    };

    public static TheoryData<string, PhoneAuth> Altered => new()
    {
        { "clientType", Recorded with { ClientType = "iris" } },
        { "botName", Recorded with { BotName = "testbot2" } },
        { "deviceUUID", Recorded with { DeviceUuid = "1123456789abcdef" } },
        { "macAddress", Recorded with { MacAddress = "unknown" } },
        { "ipAddress", Recorded with { IpAddress = "unknown" } },
        { "timestamp", Recorded with { Timestamp = Recorded.Timestamp + 1 } },
        { "signature", Recorded with { Signature = "a" + Recorded.Signature[1..] } },
    };

    public static TheoryData<string, PhoneAuth> IllFormed => new()
    {
        { "short", Recorded with { Signature = Recorded.Signature[1..] } },
        { "long", Recorded with { Signature = Recorded.Signature + "00" } },
        { "upper case", Recorded with { Signature = Recorded.Signature.ToUpperInvariant() } },
        { "no hex", Recorded with { Signature = "g" + Recorded.Signature[1..] } },
        { "wide digits", Recorded with { Signature = "１" + Recorded.Signature[1..] } },
        { "no bot", Signer.Sign(Recorded with { BotName = "" }) },
        { "no uuid", Signer.Sign(Recorded with { DeviceUuid = "" }) },
        { "no time", Signer.Sign(Recorded with { Timestamp = 0 }) },
        { "negative time", Signer.Sign(Recorded with { Timestamp = long.MinValue }) },
        { "separator", Signer.Sign(Recorded with { BotName = "test|bot" }) },
    };

    [Fact]
    public void Verify_Recorded_IsValid() => Assert.Equal(SignatureStatus.Valid, Verifier.Verify(Recorded, Now));

    [Fact]
    public void Verify_UncoveredFieldsChanged_IsStillValid() => Assert.Equal(
        SignatureStatus.Valid, Verifier.Verify(Recorded with { DeviceId = "other", Version = "9.9" }, Now));

    [Theory]
    [MemberData(nameof(Altered))]
    public void Verify_SignedFieldChanged_IsMismatch(string field, PhoneAuth auth)
    {
        Assert.NotEmpty(field);
        Assert.Equal(SignatureStatus.Mismatch, Verifier.Verify(auth, Now));
    }

    [Theory]
    [MemberData(nameof(IllFormed))]
    public void Verify_IllFormed_IsMalformed(string what, PhoneAuth auth)
    {
        Assert.NotEmpty(what);
        Assert.Equal(SignatureStatus.Malformed, Verifier.Verify(auth, Now));
    }

    [Fact]
    public void Verify_FieldsShiftedOverTheSeparator_IsNotValid()
    {
        // Both sign "...|testbot|0123|456|...": without the rule about | one captured signature would serve two identities.
        var genuine = Signer.Sign(Recorded with { BotName = "a", DeviceUuid = "b|c" });

        Assert.Equal(SignatureStatus.Malformed, Verifier.Verify(genuine with { BotName = "a|b", DeviceUuid = "c" }, Now));
    }

    [Fact]
    public void Verify_NoAuthOrNoSignature_IsMissing()
    {
        Assert.Equal(SignatureStatus.Missing, Verifier.Verify(null, Now));
        Assert.Equal(SignatureStatus.Missing, Verifier.Verify(Recorded with { Signature = "" }, Now));
    }

    [Theory]
    [InlineData(300_000, SignatureStatus.Valid)]
    [InlineData(-300_000, SignatureStatus.Valid)]
    [InlineData(300_001, SignatureStatus.ClockSkew)]
    [InlineData(-300_001, SignatureStatus.ClockSkew)]
    public void Verify_ClockOff_DependsOnAllowedSkew(int milliseconds, SignatureStatus expected) =>
        Assert.Equal(expected, Verifier.Verify(Recorded, Now.AddMilliseconds(milliseconds)));

    [Fact]
    public void Verify_LargestTimestamp_IsClockSkewNotOverflow() => Assert.Equal(
        SignatureStatus.ClockSkew, Verifier.Verify(Signer.Sign(Recorded with { Timestamp = long.MaxValue }), Now));

    [Fact]
    public void Verify_OtherKeyOrSalt_IsMismatch()
    {
        var skew = TimeSpan.FromMinutes(5);
        Assert.Equal(SignatureStatus.Mismatch, new SignatureVerifier("other", Capture.Salt, skew).Verify(Recorded, Now));
        Assert.Equal(SignatureStatus.Mismatch, new SignatureVerifier(Capture.Key, "other", skew).Verify(Recorded, Now));
    }

    [Fact]
    public void Verify_LongFields_AreSignedWhole()
    {
        var auth = Signer.Sign(Recorded with { BotName = new string('봇', 1024), MacAddress = new string('m', 1024) });

        Assert.Equal(SignatureStatus.Valid, Verifier.Verify(auth, Now));
        Assert.Equal(SignatureStatus.Mismatch, Verifier.Verify(auth with { BotName = new string('봇', 1023) }, Now));
    }

    [Fact]
    public void Constructor_EmptyKeyOrNegativeSkew_Throws()
    {
        Assert.Throws<ArgumentException>(() => new SignatureVerifier("", "salt", TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => new PhoneSigner("", "salt"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignatureVerifier("key", "salt", TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Verify_RepeatedCalls_AllocateNothing()
    {
        Verifier.Verify(Recorded, Now);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            Verifier.Verify(Recorded, Now);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
