using System.Net;
using Domaeka.Core.Guard;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IAddressBlockStore"/> must do.</summary>
public abstract class AddressBlockStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IAddressBlockStore Store => Get<IAddressBlockStore>();

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("203.0.113.0/24")]
    [InlineData("2001:db8:1:2::/64")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128")]
    public async Task ReadAsync_WrittenBlock_ComesBackAfterRestart(string address)
    {
        var block = Block(address) with { Origin = BlockOrigin.Manual, Reason = "공격" };
        await WriteAsync(block);
        await Fixture.RestartAsync();

        Assert.Equal(block, Assert.Single((await ReadAsync()).Blocks));
    }

    [Fact]
    public async Task ReadAsync_NothingChanged_Null()
    {
        await WriteAsync(Block("203.0.113.7"));
        var first = await ReadAsync();

        Assert.Null(await Store.ReadAsync(first.Version, 10, default).DefaultTimeout());
        await Store.WriteAsync([new AddressBlockChange(first.Blocks[0].Network, null)], default).DefaultTimeout();
        Assert.Empty((await Store.ReadAsync(first.Version, 10, default).DefaultTimeout())!.Blocks);
    }

    [Fact]
    public async Task ReadAsync_NothingWrittenYet_IsEmptyAndHasAVersion()
    {
        var list = await ReadAsync();

        Assert.Empty(list.Blocks);
        Assert.Null(await Store.ReadAsync(list.Version, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task ReadAsync_MoreThanTheLimit_AdministratorsFirstThenThoseThatEndLast()
    {
        await WriteAsync(
            Block("203.0.113.1") with { ExpiresAt = Samples.Now.AddHours(3) },
            Block("203.0.113.2") with { ExpiresAt = Samples.Now.AddHours(9) },
            Block("203.0.113.3") with { Origin = BlockOrigin.Manual, ExpiresAt = Samples.Now.AddHours(1) });

        var list = await Store.ReadAsync(null, 2, default).DefaultTimeout();

        Assert.Equal(["203.0.113.3", "203.0.113.2"], list!.Blocks.Select(block => ClientNetwork.ToText(block.Network)));
    }

    [Fact]
    public async Task WriteAsync_AddressIsThere_IsReplacedButNotAnAdministratorsByAnAutomaticOne()
    {
        var manual = Block("203.0.113.7") with { Origin = BlockOrigin.Manual };
        var later = Block("203.0.113.7") with { Reason = "later", ExpiresAt = Samples.Now.AddDays(2) };
        await WriteAsync(Block("203.0.113.7"));
        await WriteAsync(manual);
        await WriteAsync(later);
        Assert.Equal(manual, Assert.Single((await ReadAsync()).Blocks));

        var afterItsEnd = later with { CreatedAt = manual.ExpiresAt.AddSeconds(1) };
        await WriteAsync(afterItsEnd);
        Assert.Equal(afterItsEnd, Assert.Single((await ReadAsync()).Blocks));
    }

    [Fact]
    public async Task ReadAsync_RowThatIsNoAddress_IsLeftOut()
    {
        await WriteAsync(Block("203.0.113.7"), Block("203.0.113.8"));
        await Fixture.ExecuteAsync("UPDATE dk_address_blocks SET address = 'nowhere' WHERE address = '203.0.113.7'");

        Assert.Equal("203.0.113.8", ClientNetwork.ToText(Assert.Single((await ReadAsync()).Blocks).Network));
    }

    [Fact]
    public async Task PurgeAsync_SomeHaveEnded_DeletesThoseUpToTheLimit()
    {
        await WriteAsync(
            Block("203.0.113.1") with { ExpiresAt = Samples.Now.AddHours(1) },
            Block("203.0.113.2") with { ExpiresAt = Samples.Now.AddHours(2) },
            Block("203.0.113.3") with { ExpiresAt = Samples.Now.AddHours(9) });

        Assert.Equal(1, await Store.PurgeAsync(Samples.Now.AddHours(3), 1, default).DefaultTimeout());
        Assert.Equal(1, await Store.PurgeAsync(Samples.Now.AddHours(3), 5, default).DefaultTimeout());
        Assert.Equal(0, await Store.PurgeAsync(Samples.Now.AddHours(3), 5, default).DefaultTimeout());
        Assert.Equal("203.0.113.3", ClientNetwork.ToText(Assert.Single((await ReadAsync()).Blocks).Network));
    }

    [Fact]
    public async Task ReadKnownAsync_SomeAreOlder_ThoseSinceNewestFirst()
    {
        await Store.WriteKnownAsync([Known("203.0.113.1", -30), Known("203.0.113.2", -2), Known("2001:db8::/64", -1)], default).DefaultTimeout();
        await Store.WriteKnownAsync([Known("203.0.113.2", 0)], default).DefaultTimeout();

        Assert.Equal(
            [Known("203.0.113.2", 0), Known("2001:db8::/64", -1)],
            await Store.ReadKnownAsync(Samples.Now.AddHours(-24), 10, default).DefaultTimeout());
        Assert.Single(await Store.ReadKnownAsync(Samples.Now.AddHours(-24), 1, default).DefaultTimeout());

        Assert.Equal(1, await Store.PurgeKnownAsync(Samples.Now.AddHours(-24), 10, default).DefaultTimeout());
        Assert.Equal("2", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_known_addresses"));
    }

    private static AddressBlock Block(string address) => new()
    {
        Network = Network(address),
        Origin = BlockOrigin.Automatic,
        Reason = "10 connections",
        CreatedAt = Samples.Now,
        ExpiresAt = Samples.Now.AddHours(1),
    };

    private static KnownAddress Known(string address, int hours) => new(Network(address), Samples.Now.AddHours(hours));

    private static IPNetwork Network(string address)
    {
        Assert.True(ClientNetwork.TryParse(address, out var network));
        return network;
    }

    private Task WriteAsync(params AddressBlock[] blocks) =>
        Store.WriteAsync([.. blocks.Select(block => new AddressBlockChange(block.Network, block))], default).DefaultTimeout();

    private async Task<AddressBlockList> ReadAsync() => (await Store.ReadAsync(null, 100, default).DefaultTimeout())!;
}
