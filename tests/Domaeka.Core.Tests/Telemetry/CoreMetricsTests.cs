using System.Diagnostics.Metrics;
using Domaeka.Core.Commands;
using Domaeka.Core.Delivery;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Telemetry;

public sealed class CoreMetricsTests : IDisposable
{
    private readonly MeterProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task Chat_LinesAndDuplicate_AreCountedByOutcome()
    {
        await using var core = await StartAsync();
        var connection = core.Connect();

        await core.SayAsync(connection, "안녕하세요", line => line with { LogId = "1" });
        await core.SayAsync(connection, "안녕하세요", line => line with { LogId = "1" });
        await core.SayAsync(connection, "# echo 하나", line => line with { LogId = "2" });
        await connection.NextTextAsync();
        await core.StopAsync();

        Assert.Equal(1, _probe.Sum("domaeka.chat.lines", "logged"));
        Assert.Equal(1, _probe.Sum("domaeka.chat.lines", "duplicate"));
        Assert.Equal(1, _probe.Sum("domaeka.chat.lines", "dispatched"));
        Assert.Equal(3, _probe.Sum("domaeka.chat_log.commit.size"));
        Assert.Equal(_probe.Of("domaeka.chat_log.commit.size").Count, _probe.Of("domaeka.chat_log.commit.duration").Count);
        Assert.Equal(1, _probe.Sum("domaeka.command.replies"));
    }

    [Fact]
    public async Task Command_EveryEnd_IsMeasuredOnceByItsOutcome()
    {
        var started = new TaskCompletionSource();
        var never = new TaskCompletionSource<CommandReply>();
        await using var core = await StartAsync(builder => builder
            .AddScripted("# bad", (_, _) => throw new InvalidOperationException("broken"))
            .AddScripted("# stuck", (_, _) =>
            {
                started.TrySetResult();
                return new ValueTask<CommandReply>(never.Task);
            }));
        var connection = core.Connect();

        await core.SayAsync(connection, "# echo 하나");
        await connection.NextTextAsync();
        await core.SayAsync(connection, "# bad");
        await connection.NextTextAsync();
        await core.SayAsync(connection, "# stuck");
        await started.Task.DefaultTimeout();
        Assert.Equal(1, _probe.Observe("domaeka.command.running"));
        core.Clock.Advance(TimeSpan.FromMinutes(5));
        await connection.NextTextAsync();
        Assert.Equal(1, _probe.Observe("domaeka.command.stuck", "# stuck"));
        never.SetResult(CommandReply.None);

        Assert.Single(_probe.Of("domaeka.command.duration", "# echo", "answered"));
        Assert.Single(_probe.Of("domaeka.command.duration", "# bad", "failed"));
        Assert.Equal([300], _probe.Of("domaeka.command.duration", "# stuck", "timed_out"));
        Assert.Equal(3, _probe.Of("domaeka.command.duration").Count);
        Assert.Equal(3, _probe.Of("domaeka.command.wait.duration").Count);
    }

    [Fact]
    public async Task Outbox_ConfirmedMessage_IsCountedOnItsWay()
    {
        await using var core = await StartAsync();
        var phone = core.Play();

        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        Assert.Equal(1, _probe.Observe("domaeka.outbox.pending"));
        phone.Write();
        core.Clock.Advance(TimeSpan.FromSeconds(3));
        phone.Confirm();
        await core.StateAsync(id, DeliveryState.Confirmed);

        Assert.Equal(1, _probe.Sum("domaeka.outbox.accepted", "notice"));
        Assert.Single(_probe.Of("domaeka.outbox.accept.duration"));
        Assert.Equal(1, _probe.Sum("domaeka.outbox.parts", "written"));
        Assert.Equal(1, _probe.Sum("domaeka.outbox.parts", "confirmed"));
        Assert.Equal(1, _probe.Sum("domaeka.outbox.ended", "confirmed", "notice"));
        Assert.Equal([3], _probe.Of("domaeka.outbox.confirm.duration", "notice"));
        Assert.Equal(0, _probe.Observe("domaeka.outbox.pending"));
        Assert.NotEmpty(_probe.Of("domaeka.outbox.commit.size"));
    }

    [Fact]
    public async Task Outbox_OtherEnds_AreCounted()
    {
        await using var core = await StartAsync();
        var phone = core.Play();
        var cancelled = await core.SendAsync("취소", request => request with { NotBefore = core.Clock.GetUtcNow().AddHours(1) });
        await core.Get<IMessageSender>().CancelAsync(cancelled, default).DefaultTimeout();
        var refused = await core.SendAsync("거부");
        await phone.WaitForAsync(1);
        phone.Refuse(DeliveryReason.None);
        await core.EndedAsync(refused);
        var unknown = await core.Get<IMessageSender>().SendAsync(
            new SendRequest(CoreFixture.RoomKey with { ChannelId = "1" }, new TextContent("없음")), default).DefaultTimeout();

        Assert.Equal(SendFailure.RoomNotFound, unknown.Failure);
        Assert.Equal(1, _probe.Sum("domaeka.outbox.ended", "cancelled"));
        Assert.Equal(1, _probe.Sum("domaeka.outbox.ended", "failed"));
        Assert.Equal(1, _probe.Sum("domaeka.outbox.parts", "failed"));
        Assert.Equal(1, _probe.Sum("domaeka.outbox.refused", "room_not_found"));
    }

    [Fact]
    public async Task Outbox_MoreWaitsThanThePhoneMayHaveUnconfirmed_ItsWindowIsFull()
    {
        await using var core = await StartAsync();
        var phone = core.Play();
        var window = core.Get<IOptions<DeliveryOptions>>().Value.UnconfirmedWindow;

        for (var number = 0; number < window; number++)
            await core.SendAsync($"{number}");
        await phone.WaitForAsync(window);
        Assert.Equal(0, _probe.Observe("domaeka.outbox.window.full"));
        await core.SendAsync("하나 더");
        Assert.Equal(1, _probe.Observe("domaeka.outbox.window.full"));

        await phone.ShowNextAsync(window + 1);
        Assert.Equal(0, _probe.Observe("domaeka.outbox.window.full"));
    }

    [Fact]
    public async Task Gauges_ConnectedPhone_AreRead()
    {
        await using var core = await StartAsync();
        core.Connect();

        Assert.Equal(1, _probe.Observe("domaeka.connection.live"));
        Assert.Equal(1, _probe.Observe("domaeka.lease.held"));
        Assert.Equal(1, _probe.Observe("domaeka.storage.available"));
        Assert.Equal(0, _probe.Observe("domaeka.chat_log.backlog"));
        Assert.True(_probe.Observe("domaeka.memory.used") > 0);
    }

    [Fact]
    public async Task Instruments_All_AreNamedByTheConventions()
    {
        await using var core = await StartAsync();

        Assert.All(_probe.Instruments, instrument =>
        {
            Assert.Matches("^domaeka(\\.[a-z_]+)+$", instrument.Name);
            Assert.False(string.IsNullOrEmpty(instrument.Unit), instrument.Name);
            Assert.False(string.IsNullOrEmpty(instrument.Description), instrument.Name);
        });
        Assert.Equal(_probe.Instruments.Count, _probe.Instruments.Select(instrument => instrument.Name).Distinct().Count());
    }

    private Task<CoreFixture> StartAsync(Action<DomaekaBuilder>? configure = null) => CoreFixture.StartApprovedAsync(builder =>
    {
        builder.Services.AddSingleton<IMeterFactory>(_probe);
        configure?.Invoke(builder);
    });
}
