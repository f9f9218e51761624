using Domaeka.Core.Commands;
using Domaeka.Core.Status;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Commands;

public sealed class CommandCircuitTests
{
    private const string Trigger = "# shop";
    private const string Apology = "오류가 발생";
    private const string TurnedAway = "지금은 이 명령을 처리할 수 없습니다";
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task CallAsync_FiveFailuresInARow_OpensAndTellsTheRoomAtOnce()
    {
        var shop = new Shop { Fails = true };
        await using var core = await StartAsync(shop);
        var connection = core.Connect();

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(CircuitState.Closed, StateIn(core));
            Assert.Contains(Apology, await AskAsync(core, connection), StringComparison.Ordinal);
        }

        Assert.Equal(CircuitState.Open, StateIn(core));
        Assert.Contains(TurnedAway, await AskAsync(core, connection), StringComparison.Ordinal);
        Assert.Equal(5, shop.Calls);
    }

    [Fact]
    public async Task CallAsync_BehindTheBreak_LetsOneThroughAndClosesWhenItSucceeds()
    {
        var shop = new Shop { Fails = true };
        await using var core = await StartAsync(shop);
        var connection = core.Connect();
        for (var i = 0; i < 5; i++)
            await AskAsync(core, connection);
        shop.Fails = false;

        core.Clock.Advance(Break - TimeSpan.FromMilliseconds(1));
        Assert.Contains(TurnedAway, await AskAsync(core, connection), StringComparison.Ordinal);
        core.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("재고 3개", await AskAsync(core, connection));
        Assert.Equal(CircuitState.Closed, StateIn(core));
        Assert.Equal(6, shop.Calls);
    }

    [Fact]
    public async Task CallAsync_TrialFails_StaysOpenForAnotherBreak()
    {
        var shop = new Shop { Fails = true };
        await using var core = await StartAsync(shop);
        var connection = core.Connect();
        for (var i = 0; i < 5; i++)
            await AskAsync(core, connection);
        core.Clock.Advance(Break);

        Assert.Contains(Apology, await AskAsync(core, connection), StringComparison.Ordinal);

        Assert.Equal(CircuitState.Open, StateIn(core));
        Assert.Contains(TurnedAway, await AskAsync(core, connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_ItHangs_CountsAsFailedWhileItHangs()
    {
        var shop = new Shop { Hangs = true };
        await using var core = await StartAsync(shop);
        var connection = core.Connect();

        for (var i = 1; i <= 5; i++)
        {
            await core.SayAsync(connection, Trigger);
            await Eventually.TrueAsync(() => shop.Calls == i);
            core.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Contains("시간이 초과", await connection.NextTextAsync(), StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(() => StateIn(core) == CircuitState.Open);
        Assert.Contains(TurnedAway, await AskAsync(core, connection), StringComparison.Ordinal);
        Assert.Equal(5, core.Get<IServerStatusSource>().Read().StuckCommands.Count);

        shop.LetGo();
        await Eventually.TrueAsync(() => core.Get<IServerStatusSource>().Read().StuckCommands.Count == 0);
    }

    [Fact]
    public async Task CallAsync_TimeOutOfTheCommandsOwn_CountsAsFailed()
    {
        var shop = new Shop { Fails = true, Failure = new TaskCanceledException("HttpClient.Timeout") };
        await using var core = await StartAsync(shop);
        var connection = core.Connect();

        for (var i = 0; i < 5; i++)
            Assert.Contains(Apology, await AskAsync(core, connection), StringComparison.Ordinal);

        Assert.Equal(CircuitState.Open, StateIn(core));
    }

    [Fact]
    public async Task Find_CommandCallsNobody_HasNoCircuit()
    {
        await using var core = await CoreFixture.StartApprovedAsync(builder =>
            builder.AddScripted("# broken", (_, _) => throw new InvalidOperationException()));
        var connection = core.Connect();

        for (var i = 0; i < 10; i++)
        {
            await core.SayAsync(connection, "# broken");
            Assert.Contains(Apology, await connection.NextTextAsync(), StringComparison.Ordinal);
        }

        Assert.All(core.Get<IServerStatusSource>().Read().Commands, command => Assert.Equal(CircuitState.None, command.Circuit));
    }

    private static Task<CoreFixture> StartAsync(Shop shop)
    {
        var definition = new CommandDefinition { Trigger = Trigger, Summary = "", CallsOut = true, Timeout = TimeSpan.FromSeconds(2) };
        return CoreFixture.StartApprovedAsync(builder => builder.AddScripted(new ScriptedCommand(definition, (_, _) => shop.AnswerAsync())));
    }

    private static async Task<string> AskAsync(CoreFixture core, RecordingConnection connection)
    {
        await core.SayAsync(connection, Trigger);
        return await connection.NextTextAsync();
    }

    private static CircuitState StateIn(CoreFixture core) =>
        Assert.Single(core.Get<IServerStatusSource>().Read().Commands, command => command.Trigger == Trigger).Circuit;

    /// <summary>What the command calls.</summary>
    private sealed class Shop
    {
        private readonly TaskCompletionSource<CommandReply> _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public bool Fails { get; set; }

        public bool Hangs { get; set; }

        public Exception Failure { get; set; } = new HttpRequestException("no route");

        public void LetGo() => _hanging.SetResult(CommandReply.None);

        public async ValueTask<CommandReply> AnswerAsync()
        {
            Interlocked.Increment(ref _calls);
            if (Hangs)
                return await _hanging.Task;
            return Fails ? throw Failure : CommandReply.Text("재고 3개");
        }
    }
}
