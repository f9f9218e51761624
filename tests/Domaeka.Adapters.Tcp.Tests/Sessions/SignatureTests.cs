using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Approval;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class SignatureTests
{
    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task ChatLine_NotThePhonesOwn_IsDroppedAndLogged(string reason, Func<PhoneScript, ChatMessage, ChatMessage> forge)
    {
        await using var server = await PhoneServer.StartAsync(
            setup => setup.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Approved, deviceUuid: PhoneServer.TestDevice.DeviceId));
        await using var phone = await server.ConnectAsync();
        phone.AnswersPings = false;
        await phone.HandshakeAsync();

        await phone.SendAsync(forge(phone.Script, phone.Script.Chat("공동구매방", "위조", "1", "홍길동", "1")));
        Assert.Contains(reason, await server.Log.WaitForAsync(2010), StringComparison.Ordinal);
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));

        await phone.SayAsync("공동구매방", "진짜");
        Assert.Equal("진짜", (await server.Pipeline.NextAsync()).Line.Text);
    }

    public static TheoryData<string, Func<PhoneScript, ChatMessage, ChatMessage>> Forgeries() => new()
    {
        { nameof(ProofStatus.SignatureMissing), (_, chat) => chat with { Auth = null } },
        { nameof(ProofStatus.SignatureMalformed), (_, chat) => chat with { Auth = chat.Auth! with { Signature = "00" } } },
        { nameof(ProofStatus.SignatureMismatch), (_, chat) => chat with { Auth = chat.Auth! with { MacAddress = "changed" } } },
        { nameof(ProofStatus.ClockSkew), (script, chat) => chat with { Auth = SignedAt(script, TimeSpan.FromMinutes(-6)) } },
        { nameof(ProofStatus.ClockSkew), (script, chat) => chat with { Auth = SignedAt(script, TimeSpan.FromMinutes(6)) } },
        { nameof(ProofStatus.OtherBot), (_, chat) => chat with { BotName = "otherbot" } },
        { nameof(ProofStatus.OtherBot), (script, chat) => chat with { Auth = Sign(script.Profile with { BotName = "otherbot" }) } },
        { nameof(ProofStatus.OtherDevice), (_, chat) => chat with { Auth = chat.Auth! with { DeviceId = "other" } } },
        { nameof(ProofStatus.OtherPhone), (script, chat) => chat with { Auth = Sign(script.Profile with { DeviceUuid = "other" }) } },
    };

    [Fact]
    public async Task ChatLine_UnsignedBeforeAnyHandshake_DoesNotIdentify()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { SecretKey = "another-key" });

        await phone.SayAsync("공동구매방", "위조");

        await server.Log.WaitForAsync(2010);
        Assert.Equal(0, server.Registry.Count);
        Assert.Equal(0, server.Pipeline.Unseen);
    }

    [Fact]
    public async Task ChatLine_SignedByAnotherPhoneBeforeAnyHandshake_DoesNotIdentify()
    {
        await using var server = await PhoneServer.StartAsync(
            setup => setup.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Approved, deviceUuid: "the one and only"));
        await using var phone = await server.ConnectAsync();

        await phone.SayAsync("공동구매방", "위조");

        Assert.Contains(nameof(ProofStatus.OtherPhone), await server.Log.WaitForAsync(2010), StringComparison.Ordinal);
        Assert.Equal(0, server.Registry.Count);
    }

    [Fact]
    public async Task ChatLines_ManyForged_AreLoggedOnceWithoutTheirText()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        for (var i = 0; i < 200; i++)
            await phone.SendAsync(phone.Script.Chat("공동구매방", "비밀이야기", "1", "홍길동", $"{i}") with { Auth = null });

        await phone.SayAsync("공동구매방", "진짜");
        await server.Pipeline.NextAsync();

        Assert.Equal(1, server.Log.Count(2010));
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Text.Contains("비밀이야기", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChatLine_NoSecretConfigured_CountsAsThePhonesOwn()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.SecretKey = null);
        await using var phone = await server.ConnectAsync(new PhoneProfile { SecretKey = null });
        await phone.HandshakeAsync();

        await phone.SendAsync(phone.Script.Chat("공동구매방", "안녕", "1", "홍길동", "1") with { Auth = null });

        Assert.Equal("안녕", (await server.Pipeline.NextAsync()).Line.Text);
        Assert.NotNull(server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.Equal(1, server.Log.Count(2000));
    }

    [Fact]
    public async Task ChatLine_NoSecretAndNoHandshake_IdentifiesByItsAuth()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.SecretKey = null);
        await using var phone = await server.ConnectAsync(new PhoneProfile { SecretKey = null });

        await phone.SayAsync("공동구매방", "안녕");

        Assert.Equal(PhoneServer.TestDevice, (await server.Pipeline.NextAsync()).Connection.Identity.Device);
    }

    [Fact]
    public async Task ChatLine_FirstSignedOne_BindsTheDeviceToItsUuid()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { DeviceUuid = "uuid-1" });
        await phone.HandshakeAsync();

        await phone.SayAsync("공동구매방", "안녕");
        await server.Pipeline.NextAsync();

        Assert.Equal("uuid-1", server.Directory.Find(PhoneServer.TestDevice)!.DeviceUuid);
    }

    [Theory]
    [InlineData("3.2.1", "2026-11-21 07:20:00", "2026-11-20T22:20:00Z")]
    [InlineData("3.3.3", "2026-11-20T22:20:10.773Z", "2026-11-20T22:20:10.773Z")]
    [InlineData("3.3.3", "gestern", null)]
    public async Task ChatLine_Fields_ArriveInCore(string version, string timestamp, string? expected)
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });
        await phone.HandshakeAsync();
        var chat = phone.Script.Chat("다른방", "안녕 } {", null, "김영희", null) with { Timestamp = timestamp, IsMention = true };

        await phone.SendAsync(chat);

        var (_, line) = await server.Pipeline.NextAsync();
        Assert.Equal(("다른방", "안녕 } {", "김영희", null, null), (line.RoomName, line.Text, line.Sender, line.ChannelId, line.LogId));
        Assert.Equal(("a1b2c3d4e5f6", true, true), (line.UserHash, line.IsMention, line.IsGroupChat));
        Assert.NotNull(line.Fingerprint);
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), line.ClientTimestamp);
    }

    [Fact]
    public async Task ChatLine_WithoutId_IsTheSameAgainOnlyWithTheSameSignatureAndText()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile());
        await phone.HandshakeAsync();
        var chat = phone.Script.Chat("다른방", "하나", null, "김영희", null);

        await phone.SendAsync(chat);
        await phone.SendAsync(chat);
        await phone.SendAsync(chat with { Text = "둘" });

        var first = (await server.Pipeline.NextAsync()).Line.Fingerprint;
        Assert.Equal(first, (await server.Pipeline.NextAsync()).Line.Fingerprint);
        Assert.NotEqual(first, (await server.Pipeline.NextAsync()).Line.Fingerprint);
    }

    private static PhoneAuth Sign(PhoneProfile profile) =>
        new PhoneScript(profile, TimeProvider.System).Chat("", "", null, "", null).Auth!;

    private static PhoneAuth SignedAt(PhoneScript script, TimeSpan away)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + away);
        return new PhoneScript(script.Profile, clock).Chat("", "", null, "", null).Auth!;
    }
}
