using Domaeka.Core.Retention;
using Domaeka.Core.Sessions;
using Domaeka.TestKit;
using NSubstitute;

namespace Domaeka.Core.Tests.Retention;

public sealed class SessionTokenPurgeTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task RunAsync_MoreThanABatch_DeletesWhatHasEndedUntilNoneIsLeft()
    {
        var store = Substitute.For<ISessionTokenStore>();
        store.PurgeAsync(_clock.GetUtcNow(), 10, default).ReturnsForAnyArgs(10, 3);
        var run = new PurgeRun(new RetentionOptions { BatchSize = 10, BatchPause = TimeSpan.Zero }, _clock);

        await new SessionTokenPurge([store]).RunAsync(run, default).DefaultTimeout();

        Assert.Equal(13, run.Deleted);
        await store.Received(2).PurgeAsync(_clock.GetUtcNow(), 10, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task RunAsync_NoStore_DoesNothing()
    {
        var run = new PurgeRun(new RetentionOptions(), _clock);

        await new SessionTokenPurge([]).RunAsync(run, default).DefaultTimeout();

        Assert.Equal(0, run.Deleted);
    }
}
