using System.Net;
using Domaeka.Core.Guard;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Guard;

/// <summary>One process's guard with what belongs to it.</summary>
internal sealed class GuardRig : IDisposable
{
    public GuardRig(GuardOptions? options = null, FakeTimeProvider? clock = null, InMemoryAddressBlockStore? store = null)
    {
        var wrapped = Options.Create(options ?? new GuardOptions());
        Clock = clock ?? new FakeTimeProvider();
        Storage = new GuardStorage(store is null ? [] : [store]);
        Guard = new ConnectionGuard(wrapped, Clock, NullLogger<ConnectionGuard>.Instance);
        Keeper = new GuardKeeper(Guard, Storage, wrapped, Clock, NullLogger<GuardKeeper>.Instance);
        Blocks = new AddressBlocks(Guard, Storage, Clock, NullLogger<AddressBlocks>.Instance);
    }

    public FakeTimeProvider Clock { get; }

    public ConnectionGuard Guard { get; }

    public GuardKeeper Keeper { get; }

    public AddressBlocks Blocks { get; }

    private GuardStorage Storage { get; }

    public IConnectionPass Enter(string address) => Guard.Enter(IPAddress.Parse(address));

    public ConnectionVerdict Try(string address)
    {
        using var pass = Enter(address);
        pass.Excuse();
        return pass.Verdict;
    }

    /// <summary>A connection that comes, proves nothing and goes.</summary>
    public ConnectionVerdict Fail(string address)
    {
        using var pass = Enter(address);
        return pass.Verdict;
    }

    public void Fail(string address, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.Equal(ConnectionVerdict.Admitted, Fail(address));
    }

    /// <summary>A phone that comes, is verified and goes.</summary>
    public void Verify(string address)
    {
        using var pass = Enter(address);
        Assert.Equal(ConnectionVerdict.Admitted, pass.Verdict);
        pass.MarkVerified();
    }

    public void Dispose()
    {
        Keeper.Dispose();
        Storage.Dispose();
    }
}
