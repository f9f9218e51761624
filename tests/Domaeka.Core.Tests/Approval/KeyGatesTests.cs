using Domaeka.Core.Approval;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Approval;

public sealed class KeyGatesTests : IDisposable
{
    private readonly KeyGates<int> _gates = new();

    public void Dispose() => _gates.Dispose();

    [Fact]
    public async Task EnterAsync_SameKey_WaitsForTheOneBefore()
    {
        var first = await _gates.EnterAsync(1, default).AsTask().DefaultTimeout();
        var second = _gates.EnterAsync(1, default).AsTask();
        Assert.False(second.IsCompleted);

        first.Dispose();
        (await second.DefaultTimeout()).Dispose();
    }

    [Fact]
    public async Task EnterAsync_OtherKey_GoesAhead()
    {
        using var first = await _gates.EnterAsync(1, default).AsTask().DefaultTimeout();
        using var second = await _gates.EnterAsync(2, default).AsTask().DefaultTimeout();
    }

    [Fact]
    public async Task EnterAllAsync_OneIsAtWork_WaitsAndKeepsOthersOut()
    {
        var one = await _gates.EnterAsync(1, default).AsTask().DefaultTimeout();
        var all = _gates.EnterAllAsync(default).AsTask();
        Assert.False(all.IsCompleted);

        one.Dispose();
        var lease = await all.DefaultTimeout();
        var others = Enumerable.Range(0, 1000).Select(key => _gates.EnterAsync(key, default).AsTask()).ToArray();
        Assert.DoesNotContain(others, other => other.IsCompleted);

        lease.Dispose();
        foreach (var other in others)
            (await other.DefaultTimeout()).Dispose();
    }

    [Fact]
    public async Task EnterAllAsync_GivenUp_LetsOthersIn()
    {
        using var cancellation = new CancellationTokenSource();
        var one = await _gates.EnterAsync(1, default).AsTask().DefaultTimeout();
        var all = _gates.EnterAllAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all).DefaultTimeout();
        one.Dispose();

        (await _gates.EnterAllAsync(default).AsTask().DefaultTimeout()).Dispose();
    }
}
