using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Domaeka.Core.Tests.Sessions;

public sealed class SessionTokenEnderTests : IAsyncDisposable
{
    private static readonly Device Approved = new()
    {
        Key = new DeviceKey("bot", "phone"),
        Status = ApprovalStatus.Approved,
        DeviceUuid = "uuid",
    };

    private readonly FakeTimeProvider _clock = new();
    private readonly InMemorySessionTokenStore _store = new();
    private readonly SessionTokenEnder _ender;

    public SessionTokenEnderTests() => _ender = new SessionTokenEnder([_store], _clock, NullLogger<SessionTokenEnder>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _ender.StopAsync(default).DefaultTimeout();
        _ender.Dispose();
    }

    public static TheoryData<string> Ends => ["pending", "denied", "revoked", "blocked", "deleted", "bound anew"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task OnDeviceChanged_NoMoreWhatItWas_EndsItsTokens(string what)
    {
        await _ender.StartAsync(default).DefaultTimeout();

        _ender.OnDeviceChanged(Approved, what switch
        {
            "deleted" => null,
            "bound anew" => Approved with { DeviceUuid = "another" },
            _ => Approved with { Status = ApprovalStatusExtensions.FromStoredWord(what) },
        });

        await Eventually.TrueAsync(() => _store.Ends == 1);
    }

    [Fact]
    public async Task OnDeviceChanged_WhatDoesNotMatter_EndsNothing()
    {
        await _ender.StartAsync(default).DefaultTimeout();
        var revoked = Approved with { Status = ApprovalStatus.Revoked };

        _ender.OnDeviceChanged(null, revoked);
        _ender.OnDeviceChanged(Approved with { DeviceUuid = null }, Approved);
        _ender.OnDeviceChanged(Approved, Approved with { IpAddress = "192.0.2.1" });
        _ender.OnDeviceChanged(revoked, Approved);
        _ender.OnDeviceChanged(Approved, revoked);

        await Eventually.TrueAsync(() => _store.Ends == 1);
        await _ender.StopAsync(default).DefaultTimeout();
        Assert.Equal(1, _store.Ends);
    }

    [Fact]
    public async Task OnDeviceChanged_DatabaseIsAway_TriesAgain()
    {
        _store.IsAway = true;
        await _ender.StartAsync(default).DefaultTimeout();
        _ender.OnDeviceChanged(Approved, null);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);

        _store.IsAway = false;
        _clock.Advance(TimeSpan.FromSeconds(5.1));

        await Eventually.TrueAsync(() => _store.Ends == 1);
    }
}
