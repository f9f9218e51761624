using Domaeka.Api.Tests.Support;
using Domaeka.Core.Commands;
using Domaeka.Core.Processes;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Server;

public sealed class ServerServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task GetServerStatus_Running_TellsTheState()
    {
        var status = (await api.Server.GetServerStatusAsync(new())).Status;

        Assert.Matches(@"^\d+\.\d+\.\d+", status.Version);
        Assert.True(status.StartTime.ToDateTimeOffset() <= DateTimeOffset.UtcNow);
        Assert.Equal("sqlite", status.StorageProvider);
        Assert.True(status.StorageAvailable);
        Assert.False(status.Draining);
        Assert.Contains(new V1.CommandStatus { Trigger = "# echo", CircuitState = V1.CircuitState.None }, status.Commands);
        Assert.Empty(status.StuckCommands);
        Assert.InRange(status.Memory.UsedBytes, 1 << 20, status.Memory.LimitBytes);
    }

    [Fact]
    public async Task GetServerStatus_CommandHangs_NamesItAndItsCircuit()
    {
        var command = new HangingCommand();
        var own = await ApiHost.StartAsync(
            ["--Commands:CircuitFailures=2"], builder => builder.Services.AddSingleton<IChatCommand>(command));
        await using var phone = await own.ConnectPhoneAsync("hangs", "d1");
        await own.AddRoomAsync("hangs", "7", "방", "d1");
        await own.Devices.ApproveDeviceAsync(new() { Name = "bots/hangs/devices/d1" });
        await own.Rooms.ApproveRoomAsync(new() { Name = "bots/hangs/rooms/7" });

        for (var i = 0; i < 2; i++)
        {
            await phone.SayAsync("방", "# 재고", "7");
            Assert.Contains("시간이 초과", (await phone.NextAsync<TextLine>()).Text, StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(async () =>
            (await own.Server.GetServerStatusAsync(new())).Status.Commands.Single(status => status.Trigger == "# 재고").CircuitState == V1.CircuitState.Open);
        var status = (await own.Server.GetServerStatusAsync(new())).Status;
        Assert.Equal(2, status.Commands.Single(each => each.Trigger == "# 재고").StuckRuns);
        Assert.All(status.StuckCommands, run =>
            Assert.Equal(("# 재고", "bots/hangs/rooms/7", "bots/hangs/devices/d1"), (run.Trigger, run.Room, run.Device)));
        Assert.Equal(2, status.StuckCommands.Count);
        command.LetGo();
        await own.DisposeAsync();
    }

    [Fact]
    public async Task ListServerProcesses_Pages_GiveEveryProcessOnceInOrder()
    {
        var store = api.Host.Services.GetRequiredService<IServerProcessStore>();
        foreach (var name in new[] { "z2", "z1" })
        {
            await store.ReportAsync(
                new ServerProcess
                {
                    Name = name,
                    Pid = 7,
                    Port = 1490,
                    Status = ServerProcessStatus.Crashed,
                    LastHeartbeat = DateTimeOffset.UnixEpoch.AddDays(1),
                },
                CancellationToken.None);
        }

        var request = new V1.ListServerProcessesRequest { PageSize = 1 };
        var processes = new List<V1.ServerProcess>();
        do
        {
            var page = await api.Server.ListServerProcessesAsync(request);
            processes.Add(Assert.Single(page.Processes));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(processes.Select(process => process.ProcessName).Order(StringComparer.Ordinal), processes.Select(process => process.ProcessName));
        var z2 = processes.Single(process => process.ProcessName == "z2");
        Assert.Equal((7, 1490, V1.ServerProcessStatus.Crashed), (z2.Pid, z2.Port, z2.Status));
    }

    [Fact]
    public async Task ListServerProcesses_ServerAndSilentProcess_AreShown()
    {
        using var tables = await ProcessTables.MakeAsync();
        tables.Execute("UPDATE kb_servers SET max_bots = 20");
        tables.AddProcess("silent", 1491, ServerProcessStatus.Running, DateTimeOffset.UtcNow.AddMinutes(-10));
        tables.AddProcess("own", null);
        var own = await ApiHost.StartAsync([$"--Data:Directory={tables.Directory}", "--process-name=own"]);

        var processes = (await own.Server.ListServerProcessesAsync(new())).Processes;

        Assert.Equal(["own", "silent"], processes.Select(process => process.ProcessName));
        Assert.Equal(
            new V1.ServerMachine { ServerId = 1, ServerName = "seoul", Host = "10.0.0.1", Status = "healthy", MaxBots = 20 }, processes[0].Server);
        Assert.Equal((V1.ServerProcessStatus.Running, own.Host.TcpEndPoint.Port, "test"), (processes[0].Status, processes[0].Port, processes[0].Type));
        Assert.Equal(0, processes[0].LiveDevices);
        Assert.NotNull(processes[0].StartTime);
        Assert.Equal(V1.ServerProcessStatus.Crashed, processes[1].Status);
        Assert.InRange(processes[1].HeartbeatAge.ToTimeSpan(), TimeSpan.FromMinutes(9.9), TimeSpan.FromMinutes(11));
        Assert.Null(processes[1].LiveDevices);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task ListServerProcesses_EverythingWrong_IsToldAtOnce() =>
        await RpcAssert.ViolatesAsync(api.Server.ListServerProcessesAsync(new() { PageSize = -1, PageToken = "x" }), "page_size", "page_token");

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(3_601, 0)]
    [InlineData(1, -5)]
    [InlineData(1, 2_000_000_000)]
    [InlineData(long.MaxValue, 0)]
    public async Task DrainServer_BadTime_IsViolated(long seconds, int nanos) => await RpcAssert.ViolatesAsync(
        api.Server.DrainServerAsync(new() { ReconnectAfter = new Duration { Seconds = seconds, Nanos = nanos }, ValidateOnly = true }),
        "reconnect_after");

    [Fact]
    public async Task DrainServer_ValidateOnly_ChangesNothing()
    {
        await using var phone = await api.ConnectPhoneAsync("stays", "d1");

        var response = await api.Server.DrainServerAsync(new() { ValidateOnly = true });

        Assert.InRange(response.ConnectionsTold, 1, int.MaxValue);
        Assert.False(response.Status.Draining);
        Assert.False(phone.Closed.IsCompleted);
    }

    [Fact]
    public async Task DrainServer_Connected_TellsThePhonesAndIsNotReadyAnyMore()
    {
        var own = await ApiHost.StartAsync();
        await using var phone = await own.ConnectPhoneAsync("leaves", "d1");

        var response = await own.Server.DrainServerAsync(new() { ReconnectAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(7)) });

        Assert.Equal(1, response.ConnectionsTold);
        Assert.True(response.Status.Draining);
        Assert.Equal(TimeSpan.FromSeconds(7), (await phone.NextAsync<ServerShutdownLine>()).ReconnectAfter);
        await phone.Closed.DefaultTimeout();
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, (await own.Health.CheckAsync(new())).Status);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task GetServerStatus_NoDrain_SaysServing()
    {
        var drain = (await api.Server.GetServerStatusAsync(new())).Status.Drain;

        Assert.Equal(V1.DrainPhase.Serving, drain.Phase);
        Assert.Null(drain.StartTime);
        Assert.Null(drain.MigrationTarget);
    }

    [Theory]
    [InlineData("", 1491, "migration_target.host")]
    [InlineData("a b", 1491, "migration_target.host")]
    [InlineData("0.0.0.0", 1491, "migration_target.host")]
    [InlineData("host:1490", 1491, "migration_target.host")]
    [InlineData("10.0.0.7", 0, "migration_target.port")]
    [InlineData("10.0.0.7", -1, "migration_target.port")]
    [InlineData("10.0.0.7", 65_536, "migration_target.port")]
    public async Task DrainServer_BadTarget_IsViolated(string host, int port, string field) => await RpcAssert.ViolatesAsync(
        api.Server.DrainServerAsync(new() { MigrationTarget = new() { Host = host, Port = port }, ValidateOnly = true }),
        field);

    [Fact]
    public async Task DrainServer_BadPaceOrTime_IsViolated()
    {
        var target = new V1.MigrationTarget { Host = "10.0.0.7", Port = 1491 };
        var minute = Duration.FromTimeSpan(TimeSpan.FromMinutes(1));
        foreach (var (request, field) in new (V1.DrainServerRequest, string)[]
        {
            (new() { MigrationTarget = target, PhonesPerSecond = -1 }, "phones_per_second"),
            (new() { MigrationTarget = target, PhonesPerSecond = 1_001 }, "phones_per_second"),
            (new() { PhonesPerSecond = 1 }, "phones_per_second"),
            (new() { MigrationTarget = target, MigrateAfter = Duration.FromTimeSpan(TimeSpan.FromMinutes(61)) }, "migrate_after"),
            (new() { MigrationTarget = target, MigrateAfter = new Duration { Seconds = -1 } }, "migrate_after"),
            (new() { MigrateAfter = minute }, "migrate_after"),
            (new() { MigrationTarget = target, ReconnectAfter = minute }, "reconnect_after"),
        })
        {
            request.ValidateOnly = true;
            await RpcAssert.ViolatesAsync(api.Server.DrainServerAsync(request), field);
        }
    }

    [Fact]
    public async Task DrainServer_TargetIsSelf_IsRefused()
    {
        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            await RpcAssert.FailsAsync(
                StatusCode.FailedPrecondition,
                "MIGRATION_TARGET_IS_SELF",
                api.Server.DrainServerAsync(new() { MigrationTarget = new() { Host = host, Port = api.Host.TcpEndPoint.Port }, ValidateOnly = true }));
        }
    }

    [Fact]
    public async Task CancelDrain_NoDrain_IsRefused() => await RpcAssert.FailsAsync(
        StatusCode.FailedPrecondition, "NOT_DRAINING", api.Server.CancelDrainAsync(new()));

    [Fact]
    public async Task CancelDrain_UnknownProcess_IsRefused()
    {
        await RpcAssert.FailsAsync(
            StatusCode.NotFound, "PROCESS_NOT_FOUND", api.Server.CancelDrainAsync(new() { ProcessName = "nobody" }));
        await RpcAssert.FailsAsync(
            StatusCode.NotFound,
            "PROCESS_NOT_FOUND",
            api.Server.DrainServerAsync(new() { ProcessName = "nobody", MigrationTarget = new() { Host = "10.0.0.7", Port = 1491 } }));
    }

    [Fact]
    public async Task DrainServer_Target_MovesThePhonesUntilCancelled()
    {
        var own = await ApiHost.StartAsync();
        await using var phone = await own.ConnectPhoneAsync("moves", "d1");
        var request = new V1.DrainServerRequest
        {
            MigrationTarget = new() { Host = "10.0.0.7", Port = 1491 },
            PhonesPerSecond = 7,
            MigrateAfter = Duration.FromTimeSpan(TimeSpan.FromMinutes(10)),
        };

        request.ValidateOnly = true;
        Assert.Equal(1, (await own.Server.DrainServerAsync(request)).ConnectionsTold);
        Assert.False((await own.Server.GetServerStatusAsync(new())).Status.Draining);
        request.ValidateOnly = false;
        var status = (await own.Server.DrainServerAsync(request)).Status;

        Assert.True(status.Draining);
        Assert.Equal(
            (V1.DrainPhase.Migrating, 1, 0, 1, request.MigrationTarget, 7, request.MigrateAfter),
            (status.Drain.Phase, status.Drain.ConnectionsTold, status.Drain.ConnectionsClosed, status.Drain.ConnectionsRemaining,
                status.Drain.MigrationTarget, status.Drain.PhonesPerSecond, status.Drain.MigrateAfter));
        Assert.Equal(new ServerMigrationLine("10.0.0.7", 1491, TimeSpan.FromMinutes(10)), await phone.NextAsync<ServerMigrationLine>());
        Assert.Equal(1, (await own.Server.DrainServerAsync(request)).ConnectionsTold);
        request.MigrationTarget.Port++;
        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, "ALREADY_DRAINING", own.Server.DrainServerAsync(request));
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, (await own.Health.CheckAsync(new())).Status);

        Assert.Equal(V1.DrainPhase.Serving, (await own.Server.CancelDrainAsync(new())).Status.Drain.Phase);
        await Eventually.TrueAsync(async () =>
            (await own.Health.CheckAsync(new())).Status == Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving);
        Assert.False(phone.Closed.IsCompleted);
        await using var other = await own.ConnectPhoneAsync("moves", "d2");
        Assert.Empty(other.Received.OfType<ServerMigrationLine>());
        await own.DisposeAsync();
    }

    /// <summary>Calls something that does not answer.</summary>
    private sealed class HangingCommand : IChatCommand
    {
        private readonly TaskCompletionSource<CommandReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CommandDefinition Definition { get; } = new()
        {
            Trigger = "# 재고",
            Summary = "",
            CallsOut = true,
            Timeout = TimeSpan.FromMilliseconds(50),
        };

        public void LetGo() => _answer.SetResult(CommandReply.None);

        public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) => new(_answer.Task);
    }
}
