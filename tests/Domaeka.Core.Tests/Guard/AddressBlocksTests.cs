using System.Net;
using Domaeka.Core.Guard;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using static Domaeka.Core.Guard.ConnectionVerdict;

namespace Domaeka.Core.Tests.Guard;

public sealed class AddressBlocksTests
{
    private const string Stranger = "203.0.113.7";

    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryAddressBlockStore _store = new();

    [Fact]
    public async Task BlockAsync_Network_RefusesAllOfItAlsoWherePhonesAreKnown()
    {
        using var rig = new GuardRig(clock: _clock, store: _store);
        rig.Verify("203.0.113.9");

        Assert.True(await rig.Blocks.BlockAsync(Manual("203.0.113.0/24"), default).DefaultTimeout());

        Assert.Equal(Blocked, rig.Try("203.0.113.9"));
        Assert.Equal(Blocked, rig.Try("::ffff:203.0.113.1"));
        Assert.Equal(Admitted, rig.Try("203.0.114.1"));
        _clock.Advance(TimeSpan.FromHours(1.1));
        Assert.Equal(Admitted, rig.Try("203.0.113.9"));
        Assert.Empty(rig.Blocks.List());
    }

    [Fact]
    public async Task LiftAsync_AutomaticBlock_LetsInAndForgetsTheFailures()
    {
        using var rig = new GuardRig(clock: _clock, store: _store);
        rig.Fail(Stranger, 10);
        await rig.Keeper.RefreshAsync(default).DefaultTimeout();

        var lifted = await rig.Blocks.LiftAsync(Network(Stranger), default).DefaultTimeout();

        Assert.Equal(BlockOrigin.Automatic, lifted!.Origin);
        rig.Fail(Stranger, 9);
        Assert.Equal(Admitted, rig.Try(Stranger));
        Assert.Empty(_store.Blocks);
        Assert.Null(await rig.Blocks.LiftAsync(Network(Stranger), default).DefaultTimeout());
    }

    [Fact]
    public async Task RefreshAsync_TwoProcesses_ShareBlocksLiftsAndKnownAddresses()
    {
        using var one = new GuardRig(clock: _clock, store: _store);
        using var two = new GuardRig(clock: _clock, store: _store);
        one.Verify("198.51.100.20");
        one.Fail(Stranger, 10);
        two.Fail("198.51.100.20", 10);
        await RefreshAsync(one, two, one);

        Assert.Equal(Blocked, two.Try(Stranger));
        Assert.Equal(Admitted, two.Try("198.51.100.20"));
        Assert.Equal(Admitted, one.Try("198.51.100.20"));

        await one.Blocks.LiftAsync(Network(Stranger), default).DefaultTimeout();
        await RefreshAsync(two);
        Assert.Equal(Admitted, two.Try(Stranger));
    }

    [Fact]
    public async Task RefreshAsync_AfterRestart_BlocksAndKnownAddressesHold()
    {
        using (var before = new GuardRig(clock: _clock, store: _store))
        {
            before.Verify("198.51.100.20");
            before.Fail("198.51.100.20", 10);
            before.Fail(Stranger, 10);
            await RefreshAsync(before);
        }

        using var after = new GuardRig(clock: _clock, store: _store);
        await RefreshAsync(after);

        Assert.Equal(Blocked, after.Try(Stranger));
        Assert.Equal(Admitted, after.Try("198.51.100.20"));
        Assert.Equal(2, after.Blocks.List().Count);
    }

    [Fact]
    public async Task RefreshAsync_DatabaseAway_NeitherBlocksNorLetsInAndWritesLater()
    {
        using var rig = new GuardRig(clock: _clock, store: _store);
        await RefreshAsync(rig);
        _store.IsAway = true;
        rig.Fail(Stranger, 10);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => RefreshAsync(rig));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => rig.Blocks.LiftAsync(Network(Stranger), default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => rig.Blocks.BlockAsync(Manual("192.0.2.1"), default)).DefaultTimeout();

        Assert.Equal(Blocked, rig.Try(Stranger));
        Assert.Equal(Admitted, rig.Try("192.0.2.1"));
        _store.IsAway = false;
        await RefreshAsync(rig);
        Assert.Equal(Network(Stranger), Assert.Single(_store.Blocks).Key);
    }

    [Fact]
    public async Task StartAsync_DatabaseAway_StartsAndCatchesUp()
    {
        _store.Blocks[Network(Stranger)] = Manual(Stranger);
        _store.IsAway = true;
        using var rig = new GuardRig(clock: _clock, store: _store);

        await rig.Keeper.StartAsync(default).DefaultTimeout();
        Assert.Equal(Admitted, rig.Try(Stranger));
        _store.IsAway = false;
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0);
        _clock.Advance(TimeSpan.FromSeconds(1.1));

        await Eventually.TrueAsync(() => rig.Try(Stranger) == Blocked);
        await rig.Keeper.StopAsync(default).DefaultTimeout();
    }

    [Fact]
    public async Task RefreshAsync_PhonesThatComeAndGo_AreWrittenOnceInAWhile()
    {
        using var rig = new GuardRig(clock: _clock, store: _store);
        for (var i = 0; i < 100; i++)
        {
            rig.Verify("198.51.100.20");
            await RefreshAsync(rig);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(1, _store.KnownWrites);
        _clock.Advance(TimeSpan.FromMinutes(11));
        rig.Verify("198.51.100.20");
        await RefreshAsync(rig);
        Assert.Equal(2, _store.KnownWrites);
    }

    [Fact]
    public async Task BlockAsync_ListFullOfAdministratorsBlocks_False()
    {
        using var rig = new GuardRig(new GuardOptions { MaxBlocks = 100 }, _clock, _store);
        rig.Fail("192.0.2.200", 10);
        for (var i = 0; i < 100; i++)
            Assert.True(await rig.Blocks.BlockAsync(Manual($"192.0.2.{i}"), default).DefaultTimeout());

        Assert.False(await rig.Blocks.BlockAsync(Manual("192.0.2.101"), default).DefaultTimeout());
        Assert.True(await rig.Blocks.BlockAsync(Manual("192.0.2.99") with { Reason = "again" }, default).DefaultTimeout());
        Assert.Equal(Admitted, rig.Try("192.0.2.200"));
    }

    private static async Task RefreshAsync(params GuardRig[] rigs)
    {
        foreach (var rig in rigs)
            await rig.Keeper.RefreshAsync(default).DefaultTimeout();
    }

    private AddressBlock Manual(string address) => new()
    {
        Network = Network(address),
        Origin = BlockOrigin.Manual,
        CreatedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddHours(1),
    };

    private static IPNetwork Network(string address)
    {
        Assert.True(ClientNetwork.TryParse(address, out var network));
        return network;
    }
}
