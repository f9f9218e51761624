using System.Net;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Guard;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using AddressBlock = Domaeka.V1.AddressBlock;

namespace Domaeka.Api.Tests.AddressBlocks;

public sealed class AddressBlockServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("203.0.113.1", "203.0.113.1", "addressBlocks/203.0.113.1", "203.0.113.1")]
    [InlineData("198.51.100.99/24", "198.51.100.0/24", "addressBlocks/198.51.100.0%2F24", "198.51.100.7")]
    [InlineData("2001:db8:0:1::9", "2001:db8:0:1::/64", "addressBlocks/2001:db8:0:1::%2F64", "2001:db8:0:1:ffff::1")]
    public async Task CreateAddressBlock_AddressOrNetwork_IsFeltAtOnceUntilItIsDeleted(string address, string text, string name, string victim)
    {
        var created = (await api.AddressBlocks.CreateAddressBlockAsync(Request(address, "공격"))).AddressBlock;
        Assert.Equal((text, name, "공격", AddressBlockOrigin.Manual), (created.Address, created.Name, created.Reason, created.Origin));
        Assert.Equal(TimeSpan.FromHours(1), created.ExpireTime.ToDateTimeOffset() - created.CreateTime.ToDateTimeOffset());
        Assert.Equal(ConnectionVerdict.Blocked, Try(victim));
        Assert.Contains(created, await ListAsync());

        Assert.Equal(created, (await api.AddressBlocks.DeleteAddressBlockAsync(new() { Name = name })).AddressBlock);
        Assert.Equal(ConnectionVerdict.Admitted, Try(victim));
        await RpcAssert.FailsAsync(
            StatusCode.NotFound, "ADDRESS_BLOCK_NOT_FOUND", api.AddressBlocks.DeleteAddressBlockAsync(new() { Name = name }));
    }

    [Fact]
    public async Task CreateAddressBlock_Again_ReplacesIt()
    {
        await api.AddressBlocks.CreateAddressBlockAsync(Request("203.0.113.20", "one"));
        var request = Request("203.0.113.20", "two");
        request.AddressBlock.Ttl = Duration.FromTimeSpan(TimeSpan.FromDays(2));
        var second = (await api.AddressBlocks.CreateAddressBlockAsync(request)).AddressBlock;

        Assert.Equal(second, Assert.Single(await ListAsync(), block => block.Address == "203.0.113.20"));
        Assert.Equal(TimeSpan.FromDays(2), second.ExpireTime.ToDateTimeOffset() - second.CreateTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task CreateAddressBlock_ValidateOnly_ChangesNothing()
    {
        var request = Request("203.0.113.30", "");
        request.ValidateOnly = true;
        await api.AddressBlocks.CreateAddressBlockAsync(request);

        Assert.Equal(ConnectionVerdict.Admitted, Try("203.0.113.30"));
    }

    [Fact]
    public async Task CreateAddressBlock_WrongFields_AreAllNamed()
    {
        await RpcAssert.ViolatesAsync(api.AddressBlocks.CreateAddressBlockAsync(new()), "address_block");
        foreach (var address in new[] { "", "10.1", "0.0.0.0/0", "10.0.0.0/7", "::/8", "example.com" })
            await RpcAssert.ViolatesAsync(api.AddressBlocks.CreateAddressBlockAsync(Request(address, "")), "address_block.address");

        var request = Request("nowhere", new string('x', 201));
        request.AddressBlock.ExpireTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(-1));
        await RpcAssert.ViolatesAsync(
            api.AddressBlocks.CreateAddressBlockAsync(request), "address_block.address", "address_block.reason", "address_block.expire_time");
        request = Request("203.0.113.1", "");
        request.AddressBlock.Ttl = Duration.FromTimeSpan(TimeSpan.Zero);
        await RpcAssert.ViolatesAsync(api.AddressBlocks.CreateAddressBlockAsync(request), "address_block.ttl");
        await RpcAssert.ViolatesAsync(api.AddressBlocks.DeleteAddressBlockAsync(new() { Name = "addressBlocks/10.0.0.0/8" }), "name");
    }

    [Fact]
    public async Task ListAddressBlocks_Pages_GiveEveryBlockOnceInOrder()
    {
        for (var i = 1; i <= 7; i++)
            await api.AddressBlocks.CreateAddressBlockAsync(Request($"192.0.2.{i}", "page"));

        var request = new ListAddressBlocksRequest { PageSize = 3 };
        var found = new List<string>();
        do
        {
            var page = await api.AddressBlocks.ListAddressBlocksAsync(request);
            Assert.InRange(page.AddressBlocks.Count, 1, 3);
            found.AddRange(page.AddressBlocks.Select(block => block.Address));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(found.Order(StringComparer.Ordinal), found);
        Assert.Equal(7, found.Count(address => address.StartsWith("192.0.2.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ListAddressBlocks_AutomaticBlock_OutlivesTheProcess()
    {
        var first = await ApiHost.StartAsync(["--Process:Name=first", "--Process:CreateRow=true"]);
        var guard = first.Host.Services.GetRequiredService<IConnectionGuard>();
        for (var i = 0; i < 10; i++)
            guard.Enter(IPAddress.Parse("203.0.113.77")).Dispose();
        var block = Assert.Single((await first.AddressBlocks.ListAddressBlocksAsync(new())).AddressBlocks);
        Assert.Equal(AddressBlockOrigin.Automatic, block.Origin);

        // Another process on the same database sees it, and what is lifted there is lifted here.
        var second = await ApiHost.StartAsync([$"--Data:Directory={first.Data.Path}", "--Process:Name=second", "--Process:CreateRow=true"]);
        await Eventually.TrueAsync(async () => (await second.AddressBlocks.ListAddressBlocksAsync(new())).AddressBlocks.Count == 1);
        await second.AddressBlocks.DeleteAddressBlockAsync(new() { Name = block.Name });
        await Eventually.TrueAsync(async () => (await first.AddressBlocks.ListAddressBlocksAsync(new())).AddressBlocks.Count == 0);

        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    private static CreateAddressBlockRequest Request(string address, string reason) =>
        new() { AddressBlock = new AddressBlock { Address = address, Reason = reason } };

    private ConnectionVerdict Try(string address)
    {
        using var pass = api.Host.Services.GetRequiredService<IConnectionGuard>().Enter(IPAddress.Parse(address));
        pass.Excuse();
        return pass.Verdict;
    }

    private async Task<IEnumerable<AddressBlock>> ListAsync() =>
        (await api.AddressBlocks.ListAddressBlocksAsync(new ListAddressBlocksRequest { PageSize = 1_000 })).AddressBlocks;
}
