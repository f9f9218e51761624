using Domaeka.Api.Tests.Support;
using Domaeka.Core.Commands;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Hosting;

public sealed class HungCommandStopTests
{
    [Fact]
    public async Task StopAsync_CommandHoldsItsThread_TellsThePhonesAndEnds()
    {
        using var command = new BlockingCommand();
        var own = await ApiHost.StartAsync([], builder => builder.Services.AddSingleton<IChatCommand>(command));
        await using var phone = await own.ConnectPhoneAsync("hangs", "d1");
        await own.AddRoomAsync("hangs", "7", "방", "d1");
        await own.Devices.ApproveDeviceAsync(new() { Name = "bots/hangs/devices/d1" });
        await own.Rooms.ApproveRoomAsync(new() { Name = "bots/hangs/rooms/7" });
        await phone.SayAsync("방", "# 멈춤", "7");
        await command.Entered.DefaultTimeout();

        await own.Host.StopAsync().DefaultTimeout();

        await phone.Closed.DefaultTimeout();
        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        Assert.Empty(phone.Received.OfType<TextLine>());
        command.LetGo();
        await own.DisposeAsync();
    }

    /// <summary>Waits on its thread and listens to nobody.</summary>
    private sealed class BlockingCommand : IChatCommand, IDisposable
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _go = new();

        public CommandDefinition Definition { get; } = new() { Trigger = "# 멈춤", Summary = "" };

        public Task Entered => _entered.Task;

        public void LetGo() => _go.Set();

        public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
        {
            _entered.SetResult();
            _go.Wait(CancellationToken.None);
            return new(CommandReply.None);
        }

        public void Dispose() => _go.Dispose();
    }
}
