using Domaeka.Core.Commands;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Status;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Core.Tests.Commands;

public sealed class CommandRunnerTests
{
    [Fact]
    public async Task RunAsync_CommandHonoursItsToken_IsCancelledAtTheTimeOut()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted("# slow", async (_, token) =>
        {
            try
            {
                started.TrySetResult();
                await new TaskCompletionSource().Task.WaitAsync(token);
                return CommandReply.None;
            }
            finally
            {
                cancelled.TrySetResult();
            }
        }));
        var connection = core.Connect();
        await core.SayAsync(connection, "# slow");
        await started.Task.DefaultTimeout();

        core.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Contains("시간이 초과", await connection.NextTextAsync(), StringComparison.Ordinal);
        await cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task RunAsync_CommandIgnoresItsToken_LaneGoesOn()
    {
        var never = new TaskCompletionSource<CommandReply>();
        var started = new TaskCompletionSource();
        var definition = new CommandDefinition { Trigger = "# stuck", Summary = "", Timeout = TimeSpan.FromSeconds(1) };
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted(new ScriptedCommand(definition, (_, _) =>
        {
            started.TrySetResult();
            return new ValueTask<CommandReply>(never.Task);
        })));
        var connection = core.Connect();
        await core.SayAsync(connection, "# stuck");
        await core.SayAsync(connection, "# echo 다음");
        await started.Task.DefaultTimeout();

        core.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("시간이 초과", await connection.NextTextAsync(), StringComparison.Ordinal);
        Assert.Equal("에코: 다음", await connection.NextTextAsync());
    }

    [Fact]
    public async Task RunAsync_CommandHoldsItsThread_LaneGoesOnAndTheRunIsNamedUntilItEnds()
    {
        using var hold = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var definition = new CommandDefinition { Trigger = "# stuck", Summary = "", Timeout = TimeSpan.FromSeconds(1) };
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted(new ScriptedCommand(definition, (_, token) =>
        {
            token.Register(() => ended.TrySetResult());
            started.TrySetResult();
            hold.Wait();
            return new ValueTask<CommandReply>(CommandReply.Text("늦은 답"));
        })));
        var connection = core.Connect();
        await core.SayAsync(connection, "# stuck");
        await core.SayAsync(connection, "# echo 다음");
        await started.Task.DefaultTimeout();
        var startedAt = core.Clock.GetUtcNow();

        core.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("시간이 초과", await connection.NextTextAsync(), StringComparison.Ordinal);
        Assert.Equal("에코: 다음", await connection.NextTextAsync());
        var stuck = Assert.Single(core.Get<IServerStatusSource>().Read().StuckCommands);
        Assert.Equal(("# stuck", CoreFixture.RoomKey, CoreFixture.Phone, startedAt), (stuck.Trigger, stuck.Room, stuck.Device, stuck.StartedAt));
        Assert.Equal(1, StatusOf(core, "# stuck").StuckRuns);

        hold.Set();
        await ended.Task.DefaultTimeout();
        await Eventually.TrueAsync(() => core.Get<IServerStatusSource>().Read().StuckCommands.Count == 0);
        Assert.Equal(0, StatusOf(core, "# stuck").StuckRuns);
        await core.SayAsync(connection, "# echo 끝");
        Assert.Equal("에코: 끝", await connection.NextTextAsync());
    }

    [Fact]
    public async Task RunAsync_SoManyRunsHang_FurtherCallsAreTurnedAwayUntilOneEnds()
    {
        const int Most = 3;
        var calls = new List<TaskCompletionSource<CommandReply>>();
        var definition = new CommandDefinition { Trigger = "# stuck", Summary = "", Timeout = TimeSpan.FromSeconds(1) };
        await using var core = await CoreFixture.StartApprovedAsync(builder =>
        {
            builder.Services.Configure<CommandOptions>(options => options.MaxStuckRuns = Most);
            builder.AddScripted(new ScriptedCommand(definition, (_, _) =>
            {
                var call = new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously);
                lock (calls)
                    calls.Add(call);
                return new ValueTask<CommandReply>(call.Task);
            }));
        });
        var connection = core.Connect();
        for (var i = 1; i <= Most; i++)
        {
            await core.SayAsync(connection, "# stuck");
            await Eventually.TrueAsync(() => CallCount() == i);
            core.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Contains("시간이 초과", await connection.NextTextAsync(), StringComparison.Ordinal);
        }

        await core.SayAsync(connection, "# stuck");
        Assert.Contains("처리할 수 없습니다", await connection.NextTextAsync(), StringComparison.Ordinal);
        Assert.Equal(Most, CallCount());

        calls[0].SetException(new InvalidOperationException("late"));
        await Eventually.TrueAsync(() => StatusOf(core, "# stuck").StuckRuns == Most - 1);
        await core.SayAsync(connection, "# stuck");
        await Eventually.TrueAsync(() => CallCount() == Most + 1);
        foreach (var call in calls)
            call.TrySetResult(CommandReply.None);

        int CallCount()
        {
            lock (calls)
                return calls.Count;
        }
    }

    [Fact]
    public async Task RunAsync_DirectMode_CommandHoldsItsThread_PhoneIsReadOn()
    {
        using var hold = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        var definition = new CommandDefinition { Trigger = "# stuck", Summary = "", Timeout = TimeSpan.FromSeconds(1) };
        await using var core = await CoreFixture.StartApprovedAsync(builder =>
        {
            builder.Services.Configure<DispatchOptions>(options => options.Mode = DispatchMode.Direct);
            builder.AddScripted(new ScriptedCommand(definition, (_, _) =>
            {
                started.TrySetResult();
                hold.Wait();
                return new ValueTask<CommandReply>(CommandReply.None);
            }));
        });
        var connection = core.Connect();
        var said = core.SayAsync(connection, "# stuck").AsTask();
        await started.Task.DefaultTimeout();

        core.Clock.Advance(TimeSpan.FromSeconds(1));

        await said.DefaultTimeout();
        Assert.Contains("시간이 초과", await connection.NextTextAsync(), StringComparison.Ordinal);
        hold.Set();
    }

    [Fact]
    public async Task RunAsync_CommandThrows_ApologisesAndGoesOn()
    {
        await using var core = await CoreFixture.StartApprovedAsync(builder =>
            builder.AddScripted("# broken", (_, _) => throw new InvalidOperationException("secret")));
        var connection = core.Connect();

        await core.SayAsync(connection, "# broken");

        var reply = await connection.NextTextAsync();
        Assert.Contains("오류가 발생", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("owner-hash", "아무개", "비밀")]
    [InlineData("user-hash", "아무개", "관리자만")]
    [InlineData(null, "owner-hash", "비밀")]
    public async Task RunAsync_AdminOnly_AsksTheRoomsOwners(string? userHash, string sender, string expected)
    {
        var definition = new CommandDefinition { Trigger = "# secret", Summary = "", IsAdminOnly = true };
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted(
            new ScriptedCommand(definition, (_, _) => new ValueTask<CommandReply>(CommandReply.Text("비밀")))));
        var connection = core.Connect();

        await core.SayAsync(connection, "# secret", line => line with { UserHash = userHash, Sender = sender });

        Assert.Contains(expected, await connection.NextTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_EchoWithoutText_ExplainsTheUsage()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        await core.SayAsync(connection, "# echo");

        Assert.Contains("# echo {내용}", await connection.NextTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Help_ListsEveryCommandButThoseForOwners()
    {
        var definition = new CommandDefinition { Trigger = "# secret", Summary = "비밀 명령", IsAdminOnly = true };
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted(
            new ScriptedCommand(definition, (_, _) => new ValueTask<CommandReply>(CommandReply.None))));
        var connection = core.Connect();

        await core.SayAsync(connection, "# help");
        await core.SayAsync(connection, "# help", line => line with { UserHash = "owner-hash" });

        var forAll = await connection.NextTextAsync();
        Assert.Contains("# echo {내용}", forAll, StringComparison.Ordinal);
        Assert.Contains("# client_info", forAll, StringComparison.Ordinal);
        Assert.DoesNotContain("# secret", forAll, StringComparison.Ordinal);
        Assert.Contains("# secret", await connection.NextTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ClientInfo_NamesTheClientAndMasksThePhone()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        await core.SayAsync(connection, "# client_info");

        var reply = await connection.NextTextAsync();
        Assert.Contains("MessengerBotR 3.3.3", reply, StringComparison.Ordinal);
        Assert.Contains("****cdef", reply, StringComparison.Ordinal);
        Assert.DoesNotContain(CoreFixture.Phone.DeviceId, reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_VeryLongReply_IsSplit()
    {
        var text = string.Join('\n', Enumerable.Repeat(new string('가', 999), 100));
        await using var core = await CoreFixture.StartApprovedAsync(builder =>
            builder.AddScripted("# long", (_, _) => new ValueTask<CommandReply>(CommandReply.Text(text))));
        var connection = core.Connect();

        await core.SayAsync(connection, "# long");

        Assert.Equal(text, $"{await connection.NextTextAsync()}\n{await connection.NextTextAsync()}");
    }

    private static CommandStatus StatusOf(CoreFixture core, string trigger) =>
        Assert.Single(core.Get<IServerStatusSource>().Read().Commands, command => command.Trigger == trigger);
}
