using Domaeka.Core.Connections;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Connections;

public sealed class ConnectionRegistryTests
{
    [Fact]
    public async Task Add_NotYetProven_LeavesTheOldConnectionLive()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var old = core.Connect(id: "old");
        var registry = core.Get<IConnectionRegistry>();

        registry.Add(new RecordingConnection(CoreFixture.Phone, "new"));

        Assert.Same(old, registry.FindLive(CoreFixture.Phone));
        Assert.Empty(old.CloseReasons);
        Assert.Equal(2, registry.Count);
    }

    [Fact]
    public async Task Promote_Proven_ReplacesAndClosesTheOldConnection()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var old = core.Connect(id: "old");

        var fresh = core.Connect(id: "new");

        Assert.Same(fresh, core.Get<IConnectionRegistry>().FindLive(CoreFixture.Phone));
        Assert.Equal([CloseReason.Replaced], old.CloseReasons);
    }

    [Fact]
    public async Task Remove_LateCloseOfTheOldConnection_KeepsTheNewOneLive()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var old = core.Connect(id: "old");
        var fresh = core.Connect(id: "new");
        var registry = core.Get<IConnectionRegistry>();

        registry.Remove(old);
        registry.Remove(old);

        Assert.Same(fresh, registry.FindLive(CoreFixture.Phone));
        Assert.Equal(1, registry.Count);
        registry.Remove(fresh);
        Assert.Null(registry.FindLive(CoreFixture.Phone));
        Assert.Equal(0, registry.Count);
    }

    [Fact]
    public async Task Promote_AlreadyRemoved_DoesNothing()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var registry = core.Get<IConnectionRegistry>();
        var gone = new RecordingConnection(CoreFixture.Phone);
        registry.Add(gone);
        registry.Remove(gone);

        registry.Promote(gone);

        Assert.Null(registry.FindLive(CoreFixture.Phone));
    }

    [Fact]
    public async Task DrainAsync_PhonesConnected_TellsThemAndWaits()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        var registry = core.Get<IConnectionRegistry>();

        var told = await registry.DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None).DefaultTimeout();

        Assert.Equal(1, told);
        Assert.True(registry.IsDraining);
        Assert.Equal([CloseReason.ServerShutdown], connection.CloseReasons);
    }

    [Fact]
    public async Task DrainAsync_CommandRuns_ItsAnswerLeavesFirst()
    {
        var finish = new TaskCompletionSource();
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted("# slow", async (_, _) =>
        {
            await finish.Task;
            return Core.Commands.CommandReply.Text("다 됐습니다");
        }));
        var connection = core.Connect();
        await core.SayAsync(connection, "# slow");

        var drain = core.Get<IConnectionRegistry>().DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Empty(connection.CloseReasons);
        finish.SetResult();
        await drain.DefaultTimeout();

        Assert.Equal("다 됐습니다", await connection.NextTextAsync());
        Assert.Equal([CloseReason.ServerShutdown], connection.CloseReasons);
    }
}
