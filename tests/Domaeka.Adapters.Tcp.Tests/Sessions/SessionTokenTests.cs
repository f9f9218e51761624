using System.Diagnostics.Metrics;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Metrics;
using Domaeka.TestKit.Phones;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>A phone that declares it is given a token once it has proven itself, and resumes with it at once; nobody else does.</summary>
public sealed class SessionTokenTests
{
    private static readonly PhoneProfile Modern = new() { Capabilities = PhoneCapabilities.SessionToken };

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task Handshake_PhoneDeclaresIt_TokenComesBehindTheProofAndNotBefore(string version)
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync(Modern with { Version = version });
        phone.AnswersPings = false;

        Assert.Null((await phone.HandshakeAsync()).Session);
        var ping = await phone.NextAsync<PingLine>();
        await phone.HandshakeAsync();
        Assert.Empty(server.Tokens.Of(PhoneServer.TestDevice));
        await phone.SendAsync(phone.Script.PingReply(ping.Token));

        var answer = await phone.NextAsync<HandshakeCompleteLine>();
        Assert.True(answer.Success && answer.Approved);
        Assert.Equal(TimeSpan.FromHours(1), answer.Session!.ExpiresIn);
        Assert.Equal(43, answer.Session.Token.Value.Length);
        Assert.NotEqual(answer.Session.Token.Value, Assert.Single(server.Tokens.Of(PhoneServer.TestDevice)).Hash);
    }

    [Fact]
    public async Task Handshake_OldScript_IsNeverGivenOneAndNothingIsStored()
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        await server.Log.WaitForAsync(2005);
        _time.Advance(TimeSpan.FromSeconds(31));
        await phone.NextAsync<PingLine>();
        await phone.NextAsync<PingLine>();
        await phone.HandshakeAsync();

        Assert.All(phone.Received.OfType<HandshakeCompleteLine>(), line => Assert.Null(line.Session));
        Assert.Equal(0, server.Tokens.Changes);
    }

    [Fact]
    public async Task Handshake_GoodToken_ProvesThePhoneAtOnceAndIsReplaced()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        await using var phone = await server.ConnectAsync(Modern);
        phone.AnswersPings = false;
        phone.Script.SessionToken = token;

        var answer = await phone.HandshakeAsync();

        await server.Log.WaitForAsync(2140);
        Assert.NotNull(answer.Session);
        Assert.NotEqual(token, answer.Session.Token);
        var live = server.Registry.FindLive(PhoneServer.TestDevice);
        Assert.NotNull(live);
        Assert.True(live.TryEnqueue(Deliveries.Text("바로 갑니다")));
        Assert.Equal("바로 갑니다", (await phone.NextAsync<TextLine>()).Text);
    }

    [Fact]
    public async Task Handshake_GoodToken_TakesTheLiveConnectionOver()
    {
        await using var server = await StartAsync();
        await using var old = await server.ConnectAsync(Modern);
        await old.HandshakeAsync();
        await old.NextAsync<HandshakeCompleteLine>();
        var live = server.Registry.FindLive(PhoneServer.TestDevice);
        await using var fresh = await server.ConnectAsync(Modern);
        fresh.AnswersPings = false;
        fresh.Script.SessionToken = old.Script.SessionToken;

        await fresh.HandshakeAsync();

        await old.Closed.DefaultTimeout();
        Assert.NotSame(live, server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task Handshake_GoodToken_SpeaksNotForThePhone()
    {
        // Whoever has a token and no secret is heard in no room, confirms nothing, and is gone with the first ping.
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        await using var thief = await server.ConnectAsync(Modern with { SecretKey = "guessed" });
        thief.Script.SessionToken = token;
        await thief.HandshakeAsync();
        await server.Log.WaitForAsync(2140);

        await thief.SayAsync("공동구매방", "나야");
        await server.Log.WaitForAsync(2010);
        await AdvanceUntilAsync(thief.Closed);

        // The socket is seen to be closed a moment before the connection is unregistered.
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is null);
        Assert.Equal(0, server.Pipeline.Unseen);
        await server.Log.WaitForAsync(2020);
    }

    [Fact]
    public async Task Handshake_TokenOfAnotherDevice_ProvesNothing()
    {
        var other = new DeviceKey("testbot", "fedcba9876543210");
        await using var server = await StartAsync(setup => setup.Devices.Put(other, ApprovalStatus.Approved));
        var token = await EarnAsync(server, Modern with { DeviceId = other.DeviceId });
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is not null);
        var live = server.Registry.FindLive(PhoneServer.TestDevice);

        await using var evil = await server.ConnectAsync(Modern with { SecretKey = "guessed" });
        evil.Script.SessionToken = token;
        Assert.Null((await evil.HandshakeAsync()).Session);

        Assert.Contains("Unknown", await server.Log.WaitForAsync(2141), StringComparison.Ordinal);
        Assert.Same(live, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.False(phone.Closed.IsCompleted);

        // And it is still good where it belongs.
        Assert.NotNull((await ResumeAsync(server, token, Modern with { DeviceId = other.DeviceId })).Session);
    }

    [Fact]
    public async Task Handshake_MadeUpToken_IsLookedAtOncePerConnection()
    {
        await using var server = await StartAsync();
        await using var stranger = await server.ConnectAsync(Modern with { SecretKey = "guessed" });
        stranger.Script.SessionToken = new SessionToken("guessed");
        for (var i = 0; i < 5; i++)
            Assert.Null((await stranger.HandshakeAsync()).Session);

        Assert.Equal(1, server.Tokens.Changes);
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task Handshake_TokenWithoutTheCapability_IsNotLookedAt()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        var before = server.Tokens.Changes;
        await using var phone = await server.ConnectAsync(new PhoneProfile { SecretKey = "guessed" });
        phone.Script.SessionToken = token;

        await phone.HandshakeAsync();

        Assert.Equal(before, server.Tokens.Changes);
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task Handshake_TwiceWithTheSameToken_ResumesOnce()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        await using var phone = await server.ConnectAsync(Modern);
        phone.AnswersPings = false;
        phone.Script.SessionToken = token;
        var handshake = phone.Script.Handshake();

        await phone.SendAsync(handshake);
        await phone.SendAsync(handshake);

        Assert.NotNull((await phone.NextAsync<HandshakeCompleteLine>()).Session);
        Assert.Null((await phone.NextAsync<HandshakeCompleteLine>()).Session);
        Assert.False(phone.Closed.IsCompleted);
        Assert.DoesNotContain(server.Log.Entries, entry => entry.Event.Id == 1850);
    }

    [Fact]
    public async Task Handshake_BehindQueuedChatThatProvesNothing_ResumesToo()
    {
        await using var server = await StartAsync();
        await using var old = await server.ConnectAsync(Modern);
        var queued = old.Script.Chat("공동구매방", "밀린 말", "18446369739418675", "홍길동", "7");
        await old.HandshakeAsync();
        await old.NextAsync<HandshakeCompleteLine>();
        await using var fresh = await server.ConnectAsync(Modern);
        fresh.AnswersPings = false;
        fresh.Script.SessionToken = old.Script.SessionToken;

        await fresh.SendAsync(queued);
        await server.Pipeline.NextAsync();
        Assert.False(old.Closed.IsCompleted);
        Assert.NotNull((await fresh.HandshakeAsync()).Session);

        await old.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task Handshake_SupersededToken_EndsTheSessionAndThePhoneGoesOnByItsSignature()
    {
        await using var server = await StartAsync();
        var first = await EarnAsync(server);
        var second = (await ResumeAsync(server, first)).Session!.Token;
        var third = (await ResumeAsync(server, second)).Session!.Token;

        Assert.Null((await ResumeAsync(server, first)).Session);

        Assert.Contains("testbot", await server.Log.WaitForAsync(1850), StringComparison.Ordinal);
        Assert.Empty(server.Tokens.Of(PhoneServer.TestDevice));
        _time.Advance(TimeSpan.FromSeconds(1));
        await using var phone = await server.ConnectAsync(Modern);
        phone.Script.SessionToken = third;
        Assert.Null((await phone.HandshakeAsync()).Session);
        Assert.NotNull((await phone.NextAsync<HandshakeCompleteLine>()).Session);
    }

    [Fact]
    public async Task Handshake_AtAnotherProcess_ResumesThere()
    {
        await using var first = await StartAsync();
        var token = await EarnAsync(first);
        await using var second = await PhoneServer.StartAsync(new PhoneServerSetup(first.Setup));

        var answer = await ResumeAsync(second, token);

        Assert.NotNull(answer.Session);
        await second.Log.WaitForAsync(2140);
    }

    [Theory]
    [InlineData(ApprovalStatus.Denied)]
    [InlineData(ApprovalStatus.Revoked)]
    [InlineData(ApprovalStatus.Blocked)]
    public async Task Handshake_DeviceShutOutAtAnotherProcess_TokenIsNoGoodAtOnceAndNeverAgain(ApprovalStatus status)
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);

        // The table says so already, and this process has not noticed it yet.
        server.Devices.Put(PhoneServer.TestDevice, status, deviceUuid: PhoneServer.TestDevice.DeviceId);
        Assert.Null((await ResumeAsync(server, token)).Session);
        Assert.Contains("NotApproved", await server.Log.WaitForAsync(2141), StringComparison.Ordinal);

        server.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Approved, deviceUuid: PhoneServer.TestDevice.DeviceId);
        Assert.Null((await ResumeAsync(server, token)).Session);
    }

    [Fact]
    public async Task Status_RevokedAndApprovedAgain_TheTokenHasEnded()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);

        await server.Directory.UpdateAsync(PhoneServer.TestDevice, new DeviceUpdate { Status = ApprovalStatus.Revoked }, default).DefaultTimeout();
        await Eventually.TrueAsync(() => server.Tokens.Of(PhoneServer.TestDevice).Count == 0);
        await server.Directory.UpdateAsync(PhoneServer.TestDevice, new DeviceUpdate { Status = ApprovalStatus.Approved }, default).DefaultTimeout();

        Assert.Null((await ResumeAsync(server, token)).Session);
    }

    [Fact]
    public async Task Handshake_DeviceIsPending_GetsNoToken()
    {
        await using var server = await StartAsync(setup => setup.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Pending));
        await using var phone = await server.ConnectAsync(Modern);
        await phone.HandshakeAsync();
        await server.Log.WaitForAsync(2005);
        await server.Directory.UpdateAsync(PhoneServer.TestDevice, new DeviceUpdate { Status = ApprovalStatus.Approved }, default).DefaultTimeout();
        Assert.Null((await phone.NextAsync<HandshakeCompleteLine>()).Session);
        Assert.Equal(0, server.Tokens.Changes);

        // With a later signature it does.
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull((await phone.NextAsync<HandshakeCompleteLine>()).Session);
    }

    [Fact]
    public async Task Handshake_ExpiredToken_GoesOnAsWithoutOne()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        _time.Advance(TimeSpan.FromHours(1.1));

        Assert.Null((await ResumeAsync(server, token)).Session);
        Assert.Contains("Expired", await server.Log.WaitForAsync(2141), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_HalfOfItsLifeIsOver_IsRenewedByASignatureAndTheOldOneStaysGood()
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync(Modern);
        await phone.HandshakeAsync();
        var first = (await phone.NextAsync<HandshakeCompleteLine>()).Session!;

        for (var minute = 0; minute < 29; minute++)
            await LetPingAsync(server, phone, TimeSpan.FromMinutes(1));
        Assert.Equal(first.Token, phone.Script.SessionToken);
        for (var pings = 0; phone.Script.SessionToken == first.Token && pings < 10; pings++)
            await LetPingAsync(server, phone, TimeSpan.FromSeconds(31));

        // The clock may have gone on by a ping before the line was written.
        var second = (await phone.NextAsync<HandshakeCompleteLine>()).Session!;
        Assert.NotEqual(first.Token, second.Token);
        Assert.InRange(second.ExpiresIn, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.NotNull((await ResumeAsync(server, first.Token)).Session);
    }

    [Fact]
    public async Task Token_RecordedAnswerToThePing_EarnsNone()
    {
        // Who repeats what the phone has signed may sit on its line while it is away; a token would let him stay.
        await using var server = await StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        var recorded = phone.Script.PingReply("whatever");
        _time.Advance(TimeSpan.FromSeconds(1));
        await phone.SayAsync("공동구매방", "마지막 말");
        await server.Pipeline.NextAsync();
        await phone.DisposeAsync();
        await AdvanceUntilAsync(connection.Closed);

        await using var thief = await server.ConnectAsync(Modern);
        thief.AnswersPings = false;
        await thief.HandshakeAsync();
        await thief.SendAsync(recorded with { Token = (await thief.NextAsync<PingLine>()).Token });
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is not null);
        await thief.HandshakeAsync();

        Assert.Equal(0, server.Tokens.Changes);
    }

    [Fact]
    public async Task Database_Away_PhonesGoOnBySignatureAndTheTokenIsNotLost()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        server.Tokens.IsUnavailable = true;
        await using (var phone = await server.ConnectAsync(Modern))
        {
            phone.Script.SessionToken = token;
            Assert.Null((await phone.HandshakeAsync()).Session);
            await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is not null);
        }

        await server.Log.WaitForAsync(1851);
        server.Tokens.IsUnavailable = false;
        Assert.NotNull((await ResumeAsync(server, token)).Session);
    }

    [Fact]
    public async Task Database_BackAgain_TheConnectionGetsItsTokenLater()
    {
        await using var server = await StartAsync();
        server.Tokens.IsUnavailable = true;
        await using var phone = await server.ConnectAsync(Modern);
        await phone.HandshakeAsync();
        await server.Log.WaitForAsync(1851);
        server.Tokens.IsUnavailable = false;

        for (var pings = 0; phone.Script.SessionToken is null && pings < 10; pings++)
            await LetPingAsync(server, phone, TimeSpan.FromSeconds(31));

        Assert.NotNull((await phone.NextAsync<HandshakeCompleteLine>()).Session);
    }

    [Fact]
    public async Task Tokens_SwitchedOffOrNobodyCanBeVerified_AreNeitherGivenNorTaken()
    {
        await using var server = await StartAsync();
        var token = await EarnAsync(server);
        await using var off = await PhoneServer.StartAsync(new PhoneServerSetup(server.Setup) { Sessions = sessions => sessions.Enabled = false });
        await using var open = await PhoneServer.StartAsync(new PhoneServerSetup(server.Setup) { SecretKey = null });
        var before = server.Tokens.Changes;

        foreach (var other in new[] { off, open })
        {
            await using var phone = await other.ConnectAsync(Modern);
            phone.Script.SessionToken = token;
            Assert.Null((await phone.HandshakeAsync()).Session);
            await other.Log.WaitForAsync(2005);
        }

        Assert.Equal(before, server.Tokens.Changes);
    }

    [Fact]
    public async Task Log_EverythingAtEveryLevel_NeverShowsAToken()
    {
        await using var server = await StartAsync();
        var first = await EarnAsync(server);
        var second = (await ResumeAsync(server, first)).Session!.Token;
        await ResumeAsync(server, second);
        await ResumeAsync(server, first);
        await ResumeAsync(server, second);
        await server.Log.WaitForAsync(1850);

        Assert.Contains(server.Log.Entries, entry => entry.Level == LogLevel.Debug);
        Assert.All(server.Log.Entries, entry =>
        {
            Assert.DoesNotContain(first.Value, entry.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(second.Value, entry.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Metrics_WhatCameOfTokens_IsCounted()
    {
        using var probe = new MeterProbe();
        await using var server = await StartAsync(setup => setup.Core = core => core.Services.AddSingleton<IMeterFactory>(probe));
        var first = await EarnAsync(server);
        var second = (await ResumeAsync(server, first)).Session!.Token;
        await ResumeAsync(server, second);
        await ResumeAsync(server, first);
        await ResumeAsync(server, second);

        Assert.Equal(2, probe.Sum("domaeka.session.resumptions", "resumed"));
        Assert.Equal(1, probe.Sum("domaeka.session.resumptions", "reused"));
        Assert.Equal(1, probe.Sum("domaeka.session.resumptions", "unknown"));
        Assert.Equal(1, probe.Sum("domaeka.session.issued"));
    }

    /// <summary>Connects as a phone does that proves itself, and goes with the token that it was given.</summary>
    private async Task<SessionToken> EarnAsync(PhoneServer server, PhoneProfile? profile = null)
    {
        await using var phone = await server.ConnectAsync(profile ?? Modern);
        await phone.HandshakeAsync();
        var session = (await phone.NextAsync<HandshakeCompleteLine>()).Session;
        Assert.NotNull(session);
        return session.Token;
    }

    /// <summary>Connects with a token as a phone that answers no ping; returns the answer to its handshake, and is gone.</summary>
    private static async Task<HandshakeCompleteLine> ResumeAsync(PhoneServer server, SessionToken token, PhoneProfile? profile = null)
    {
        await using var phone = await server.ConnectAsync(profile ?? Modern);
        phone.AnswersPings = false;
        phone.Script.SessionToken = token;
        return await phone.HandshakeAsync();
    }

    /// <summary>Lets the time pass, the phone answer the pings that are due, and the server hear the answers.</summary>
    private async Task LetPingAsync(PhoneServer server, FakePhone phone, TimeSpan time)
    {
        var pings = phone.Received.OfType<PingLine>().Count();
        var live = server.Registry.FindLive(PhoneServer.TestDevice);
        Assert.NotNull(live);
        _time.Advance(time);

        // It has said nothing else but its handshake.
        await Eventually.TrueAsync(() => phone.Received.OfType<PingLine>().Count() is var received
            && received > pings && live.ReadQuality().InboundLines == received + 1);
    }

    private async Task AdvanceUntilAsync(Task end) => await Eventually.TrueAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return end.IsCompleted;
    });

    private Task<PhoneServer> StartAsync(Action<PhoneServerSetup>? configure = null) => PhoneServer.StartAsync(setup =>
    {
        setup.Time = _time;
        configure?.Invoke(setup);
    });
}
