using Domaeka.Core.Status;
using Domaeka.Core.Tests.Support;

namespace Domaeka.Core.Tests.Status;

public sealed class ServerStatusSourceTests
{
    [Fact]
    public async Task Read_FirstAskedLongAfterTheStart_TellsTheStart()
    {
        await using var core = await CoreFixture.StartAsync();
        var startedAt = core.Clock.GetUtcNow();

        core.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal(startedAt, core.Get<IServerStatusSource>().Read().StartedAt);
    }
}
