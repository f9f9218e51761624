using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Core.Status;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Commands;

/// <summary>Runs one command and brings its answer to the phone: the two halves of a <see cref="CommandInvocation"/>.</summary>
internal sealed class CommandRunner(
    CommandRouter router,
    IDeviceDirectory devices,
    IRoomDirectory rooms,
    IConnectionRegistry connections,
    IChatLog chatLog,
    ServerCounters counters,
    IOptions<CommandOptions> options,
    TimeProvider clock,
    ILogger<CommandRunner> logger)
{
    private const string AdminOnlyText = "이 명령어는 방 관리자만 사용할 수 있습니다.";
    private const string TimedOutText = "명령 처리 시간이 초과되었습니다. 잠시 후 다시 시도해 주세요.";
    private const string FailedText = "명령을 처리하는 중 오류가 발생했습니다.";

    /// <summary>Checks who asks and what for, runs the command under its time-out, and returns what to answer. Does not throw.</summary>
    public async ValueTask<CommandReply> RunAsync(CommandInvocation invocation, CancellationToken stoppingToken)
    {
        var definition = invocation.Match.Command.Definition;
        var isAdmin = invocation.Room.IsOwner(invocation.Line.UserHash, invocation.Line.Sender);
        if (definition.IsAdminOnly && !isAdmin)
            return CommandReply.Text(AdminOnlyText);
        if (!CommandArgumentParser.TryParse(definition, invocation.Match.Rest, out var arguments, out var error))
            return CommandReply.Text($"{error}\n사용법: {CommandUsage.Line(definition)}");

        var context = new CommandContext
        {
            Line = invocation.Line,
            Room = invocation.Room,
            Connection = invocation.Connection,
            Arguments = arguments,
            IsAdmin = isAdmin,
            Commands = router.Definitions,
        };
        return await RunAsync(invocation, context, definition.Timeout ?? options.Value.Timeout, stoppingToken);
    }

    /// <summary>Hands the answer to the phone, once the line that it answers is committed and only if both are still approved.</summary>
    public async ValueTask DeliverAsync(CommandInvocation invocation, CommandReply reply, CancellationToken stoppingToken)
    {
        if (reply.Contents.Count == 0)
            return;
        if (!await invocation.Ticket.WhenCommittedAsync())
        {
            Drop(invocation, "the line that it answers could not be logged");
            return;
        }

        foreach (var content in reply.Contents)
        {
            if (devices.Find(invocation.Line.Device)?.Status != ApprovalStatus.Approved
                || rooms.Find(invocation.Room.Key)?.Status != ApprovalStatus.Approved)
            {
                Drop(invocation, "device or room is not approved any more");
                return;
            }

            var message = new OutboundMessage(
                OutboundMessage.NewId(), invocation.Room.Key, invocation.Line.RoomName, OutboundKind.Reply, content);

            // The phone may have come back on another connection in the meantime.
            var connection = connections.FindLive(invocation.Line.Device) ?? invocation.Connection;
            if (!await connection.EnqueueAsync(new OutboundDelivery(message), stoppingToken))
            {
                Drop(invocation, "the phone is gone");
                return;
            }

            counters.CountReply();
            await chatLog.AppendAsync(
                OwnLine.From(message, clock.GetUtcNow(), invocation.Line.IsGroupChat), stoppingToken);
        }
    }

    private async ValueTask<CommandReply> RunAsync(
        CommandInvocation invocation, CommandContext context, TimeSpan timeout, CancellationToken stoppingToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var stop = stoppingToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        try
        {
            var run = invocation.Match.Command.ExecuteAsync(context, deadline.Token);
            return run.IsCompletedSuccessfully ? run.Result : await AwaitAsync(run.AsTask(), invocation, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            if (stoppingToken.IsCancellationRequested)
                return CommandReply.None;
            Log.CommandTimedOut(
                logger, timeout, invocation.Match.Command.Definition.Trigger, invocation.Line.Device.BotName,
                invocation.Line.Device.DeviceId, invocation.Room.Key.ChannelId, invocation.Line.LogId);
            return CommandReply.Text(TimedOutText);
        }
        catch (Exception exception)
        {
            Log.CommandFailed(
                logger, exception, invocation.Match.Command.Definition.Trigger, invocation.Line.Device.BotName,
                invocation.Line.Device.DeviceId, invocation.Room.Key.ChannelId, invocation.Line.LogId);
            return CommandReply.Text(FailedText);
        }
    }

    /// <summary>Waits no longer than the deadline, even for a command that ignores its token: the lane must go on.</summary>
    private async Task<CommandReply> AwaitAsync(Task<CommandReply> run, CommandInvocation invocation, CancellationToken deadline)
    {
        try
        {
            return await run.WaitAsync(deadline);
        }
        catch (OperationCanceledException) when (!run.IsCompleted)
        {
            var trigger = invocation.Match.Command.Definition.Trigger;
            _ = run.ContinueWith(
                late => Log.CommandFailedLate(logger, late.Exception!.GetBaseException(), trigger),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    private void Drop(CommandInvocation invocation, string reason) => Log.ReplyDropped(
        logger, reason, invocation.Match.Command.Definition.Trigger, invocation.Line.Device.BotName,
        invocation.Line.Device.DeviceId, invocation.Room.Key.ChannelId, invocation.Line.LogId);
}
