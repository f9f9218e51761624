using System.Globalization;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Draining;
using Domaeka.Core.Processes;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NSubstitute;

namespace Domaeka.Core.Tests.Draining;

public sealed class ServerDrainTests
{
    private const int OwnPort = 1490;
    private static readonly MigrationTarget Target = new("10.9.8.7", 1491);
    private static readonly MigrationOrder Order = new() { Target = Target };

    [Fact]
    public async Task MigrateAsync_ManyPhones_TellsThemAtTheDefaultPace()
    {
        await using var core = await StartAsync();
        var phones = Connect(core, 20);

        Assert.Equal(MigrationOutcome.Begun, await MigrateAsync(core, Order));

        Assert.Equal(1, phones.Count(IsTold));
        for (var seconds = 1; seconds <= 3; seconds++)
        {
            core.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1 + (5 * seconds), phones.Count(IsTold));
        }

        core.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.All(phones, phone => Assert.Equal((Target, TimeSpan.FromSeconds(30)), Assert.Single(phone.Moves)));
        var progress = core.Get<IServerDrain>().Progress;
        Assert.Equal((DrainPhase.Migrating, 20, 0, 20), (progress.Phase, progress.Told, progress.Closed, progress.Remaining));
        Assert.Equal((Target, 5, TimeSpan.FromSeconds(30)), (progress.Order!.Target, progress.Order.PhonesPerSecond, progress.Order.MigrateAfter));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(1000)]
    public async Task MigrateAsync_AnyPace_IsKept(int phonesPerSecond)
    {
        await using var core = await StartAsync();
        var phones = Connect(core, phonesPerSecond * 3);

        await MigrateAsync(core, Order with { PhonesPerSecond = phonesPerSecond });
        core.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.InRange(phones.Count(IsTold), phonesPerSecond * 2, (phonesPerSecond * 2) + 1);
    }

    [Fact]
    public async Task MigrateAsync_PhonesStay_AreServedAndThenClosedOneByOne()
    {
        await using var core = await StartAsync();
        var phones = Connect(core, 2);

        await MigrateAsync(core, Order with { PhonesPerSecond = 1, MigrateAfter = TimeSpan.FromSeconds(10) });
        core.Clock.Advance(TimeSpan.FromSeconds(24.9));
        Assert.All(phones, phone => Assert.Empty(phone.CloseReasons));
        core.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal([CloseReason.Moved], phones[0].CloseReasons);
        Assert.Empty(phones[1].CloseReasons);
        core.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([CloseReason.Moved], phones[1].CloseReasons);
    }

    [Fact]
    public async Task MigrateAsync_PhonesComeAndGoMeanwhile_EachIsToldOnceAndCounted()
    {
        await using var core = await StartAsync();
        var registry = core.Get<IConnectionRegistry>();
        var phones = Connect(core, 6);
        await MigrateAsync(core, Order with { PhonesPerSecond = 1 });

        // One that leaves before it is told, one that leaves behind it, and one that was being let in when it began.
        Leave(registry, phones[5]);
        Leave(registry, phones[0]);
        core.Clock.Advance(TimeSpan.FromSeconds(10));
        var late = core.Connect(new DeviceKey("testbot", "late"), "late");
        core.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([1, 1, 1, 1, 1, 0], phones.Select(phone => phone.Moves.Count));
        Assert.Single(late.Moves);
        var progress = core.Get<IServerDrain>().Progress;
        Assert.Equal((6, 5), (progress.Told, progress.Remaining));

        foreach (var phone in phones[1..5].Append(late))
            Leave(registry, phone);
        await Eventually.TrueAsync(() => PhaseOf(core) == (DrainPhase.Drained, 6, 6, 0));
        Assert.Equal(Target, registry.MovesTo);
    }

    [Fact]
    public async Task MigrateAsync_PhoneCannotBeToldNow_IsToldLater()
    {
        await using var core = await StartAsync();
        var phones = Connect(core, 2);
        phones[0].IsFull = true;

        await MigrateAsync(core, Order);
        core.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([0, 1], phones.Select(phone => phone.Moves.Count));
        phones[0].IsFull = false;
        core.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 1], phones.Select(phone => phone.Moves.Count));
    }

    [Fact]
    public async Task MigrateAsync_AboutToLeave_NothingMoreIsPushedOverThatConnection()
    {
        await using var core = await StartAsync();
        var phone = core.Connect(writesAtOnce: false);
        await MigrateAsync(core, Order);
        core.Clock.Advance(TimeSpan.FromSeconds(27.9));
        await core.SendAsync("아직 여기");
        Assert.Equal("아직 여기", await phone.NextTextAsync());

        core.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await core.SendAsync("다음 연결로");
        Assert.False(phone.HasDelivery);

        // As it is where this server's phones end up: here, when the drain was cancelled and the phone came back.
        Assert.Equal(CancelDrainOutcome.Cancelled, core.Get<IServerDrain>().Cancel(validateOnly: false));
        Assert.Equal("다음 연결로", await phone.NextTextAsync());
    }

    [Fact]
    public async Task Cancel_Migrating_TellsAndClosesNobodyElse()
    {
        await using var core = await StartAsync();
        var drain = core.Get<IServerDrain>();
        var phones = Connect(core, 10);
        await MigrateAsync(core, Order);
        core.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CancelDrainOutcome.Cancelled, drain.Cancel(validateOnly: true));
        Assert.Equal(DrainPhase.Migrating, drain.Progress.Phase);
        Assert.Equal(CancelDrainOutcome.Cancelled, drain.Cancel(validateOnly: false));
        core.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(6, phones.Count(IsTold));
        Assert.All(phones, phone => Assert.Empty(phone.CloseReasons));
        Assert.Equal((DrainPhase.Serving, 0, 0, 10), PhaseOf(core));
        Assert.False(core.Get<IConnectionRegistry>().IsDraining);
        Assert.Null(core.Get<IConnectionRegistry>().MovesTo);
        Assert.Equal(CancelDrainOutcome.NotDraining, drain.Cancel(validateOnly: false));
    }

    [Fact]
    public async Task MigrateAsync_Cancelled_CanBeginAnew()
    {
        await using var core = await StartAsync();
        var phones = Connect(core, 3);
        await MigrateAsync(core, Order);
        core.Get<IServerDrain>().Cancel(validateOnly: false);
        var other = new MigrationTarget("other.example.com", 1490);

        Assert.Equal(MigrationOutcome.Begun, await MigrateAsync(core, new MigrationOrder { Target = other }));
        core.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.All(phones, phone => Assert.Equal(other, phone.Moves[^1].Target));
        Assert.Equal((DrainPhase.Migrating, 3, 0, 3), PhaseOf(core));
    }

    [Fact]
    public async Task MigrateAsync_UnderWay_SameTargetGoesOnAndOthersAreRefused()
    {
        await using var core = await StartAsync();
        var phones = Connect(core, 3);
        await MigrateAsync(core, Order);

        Assert.Equal(MigrationOutcome.UnderWay, await MigrateAsync(core, Order with { PhonesPerSecond = 100 }));
        Assert.Equal(MigrationOutcome.Draining, await MigrateAsync(core, Order with { Target = Target with { Port = 1500 } }));
        core.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(2, phones.Count(IsTold));
    }

    [Fact]
    public async Task MigrateAsync_ValidateOnly_ChangesNothing()
    {
        await using var core = await StartAsync();
        var phone = core.Connect();

        Assert.Equal(MigrationOutcome.Begun, await core.Get<IServerDrain>().MigrateAsync(Order, validateOnly: true, default));

        Assert.Empty(phone.Moves);
        Assert.False(core.Get<IConnectionRegistry>().IsDraining);
    }

    [Theory]
    [InlineData("127.0.0.1", OwnPort, MigrationOutcome.TargetIsSelf)]
    [InlineData("::1", OwnPort, MigrationOutcome.TargetIsSelf)]
    [InlineData("localhost", OwnPort, MigrationOutcome.TargetIsSelf)]
    [InlineData("127.0.0.1", OwnPort + 1, MigrationOutcome.Begun)]
    [InlineData("198.51.100.7", OwnPort, MigrationOutcome.Begun)]
    public async Task MigrateAsync_TargetIsSelf_IsRefused(string host, int port, MigrationOutcome expected)
    {
        await using var core = await StartAsync();
        core.Connect();

        Assert.Equal(expected, await MigrateAsync(core, new MigrationOrder { Target = new MigrationTarget(host, port) }));

        Assert.Equal(expected == MigrationOutcome.Begun, core.Get<IConnectionRegistry>().IsDraining);
    }

    [Fact]
    public async Task DrainAsync_WhileMigrating_SendsTheRestAwayAtOnce()
    {
        await using var core = await StartAsync();
        var phones = Connect(core, 3);
        await MigrateAsync(core, Order);

        Assert.Equal(3, await core.Get<IServerDrain>().DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None).DefaultTimeout());

        Assert.All(phones, phone => Assert.Equal((Target, TimeSpan.Zero), phone.Moves[^1]));
        Assert.All(phones, phone => Assert.Equal([CloseReason.ServerShutdown], phone.CloseReasons));
        Assert.True(core.Get<IConnectionRegistry>().IsClosing);
        Assert.Equal(MigrationOutcome.Draining, await MigrateAsync(core, Order));
    }

    [Fact]
    public async Task Cancel_BeforeThePhonesWereTold_LeavesThemAlone()
    {
        var finish = new TaskCompletionSource();
        await using var core = await StartAsync(builder => builder.AddScripted("# slow", async (_, _) =>
        {
            await finish.Task;
            return Core.Commands.CommandReply.Text("다 됐습니다");
        }));
        var phone = core.Connect();
        await core.SayAsync(phone, "# slow");
        var told = core.Get<IServerDrain>().DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Equal(DrainPhase.Closing, core.Get<IServerDrain>().Progress.Phase);

        Assert.Equal(CancelDrainOutcome.Cancelled, core.Get<IServerDrain>().Cancel(validateOnly: false));

        Assert.Equal(0, await told.DefaultTimeout());
        finish.SetResult();
        Assert.Equal("다 됐습니다", await phone.NextTextAsync());
        Assert.Empty(phone.CloseReasons);
        await core.SendAsync("다시 나갑니다");
        Assert.Equal("다시 나갑니다", await phone.NextTextAsync());
    }

    private static bool IsTold(RecordingConnection phone) => phone.Moves.Count > 0;

    private static Task<MigrationOutcome> MigrateAsync(CoreFixture core, MigrationOrder order) =>
        core.Get<IServerDrain>().MigrateAsync(order, validateOnly: false, CancellationToken.None).DefaultTimeout();

    private static (DrainPhase Phase, int Told, int Closed, int Remaining) PhaseOf(CoreFixture core) =>
        core.Get<IServerDrain>().Progress is var progress ? (progress.Phase, progress.Told, progress.Closed, progress.Remaining) : default;

    private static List<RecordingConnection> Connect(CoreFixture core, int count) =>
        [.. Enumerable.Range(0, count).Select(number => core.Connect(new DeviceKey("testbot", $"phone{number}"), number.ToString(CultureInfo.InvariantCulture)))];

    private static void Leave(IConnectionRegistry registry, RecordingConnection phone)
    {
        registry.Remove(phone);
        phone.Close(CloseReason.Requested);
    }

    private static Task<CoreFixture> StartAsync(Action<DomaekaBuilder>? configure = null) => CoreFixture.StartApprovedAsync(builder =>
    {
        var port = Substitute.For<IListeningPort>();
        port.Port.Returns(OwnPort);
        builder.Services.Replace(ServiceDescriptor.Singleton(port));
        configure?.Invoke(builder);
    });
}
