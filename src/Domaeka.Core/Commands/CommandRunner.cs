using System.Diagnostics;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Core.Status;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace Domaeka.Core.Commands;

/// <summary>Runs one command and brings its answer to the phone: the two halves of a <see cref="CommandInvocation"/>.</summary>
internal sealed class CommandRunner(
    CommandRouter router,
    IDeviceDirectory devices,
    IRoomDirectory rooms,
    IConnectionRegistry connections,
    IChatLog chatLog,
    ServerCounters counters,
    CommandCircuits circuits,
    StuckCommands stuck,
    IOptions<CommandOptions> options,
    TimeProvider clock,
    ILogger<CommandRunner> logger,
    CommandMetrics? metrics = null)
{
    private static readonly CommandReply AdminOnly = CommandReply.Text("이 명령어는 방 관리자만 사용할 수 있습니다.");
    private static readonly CommandReply Failed = CommandReply.Text("명령을 처리하는 중 오류가 발생했습니다.");
    private static readonly CommandReply Unavailable = CommandReply.Text("지금은 이 명령을 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.");

    /// <summary>Now, for measuring.</summary>
    public long Timestamp => clock.GetTimestamp();

    /// <summary>
    /// Checks who asks and what for, and runs the command under its time-out. The invocation is settled when this completes, or before, when
    /// the command takes longer than it may. Does not throw.
    /// </summary>
    public async ValueTask RunAsync(CommandInvocation invocation, CancellationToken stoppingToken)
    {
        var definition = invocation.Match.Command.Definition;
        var isAdmin = invocation.Room.IsOwner(invocation.Line.UserHash, invocation.Line.Sender);
        if (definition.IsAdminOnly && !isAdmin)
        {
            invocation.TrySettle(AdminOnly, CommandOutcome.NotAllowed);
            return;
        }

        if (!CommandArgumentParser.TryParse(definition, invocation.Match.Rest, out var arguments, out var error))
        {
            invocation.TrySettle(CommandReply.Text($"{error}\n사용법: {CommandUsage.Line(definition)}"), CommandOutcome.Misused);
            return;
        }

        if (stuck.IsFull(definition.Trigger))
        {
            Log.CommandTurnedAway(logger, definition.Trigger, invocation.Line.Device.BotName, invocation.Room.Key.ChannelId);
            invocation.TrySettle(Unavailable, CommandOutcome.TurnedAway);
            return;
        }

        var context = new CommandContext
        {
            Line = invocation.Line,
            Room = invocation.Room,
            Connection = invocation.Connection,
            Arguments = arguments,
            IsAdmin = isAdmin,
            Commands = router.Definitions,
        };
        using var run = new CommandRun(invocation, definition.Timeout ?? options.Value.Timeout, stuck, clock, logger, stoppingToken);
        await CallAsync(run, invocation, context, circuits.Find(definition));
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
            if (!await connection.EnqueueAsync(ToDelivery(message, invocation.Received), stoppingToken))
            {
                Drop(invocation, "the phone is gone");
                return;
            }

            counters.CountReply();
            metrics?.CountReply();
            await chatLog.AppendAsync(
                OwnLine.From(message, clock.GetUtcNow(), invocation.Line.IsGroupChat), stoppingToken);
        }
    }

    /// <summary>The invocation begins to run.</summary>
    public void CountStart(long queuedAt) => metrics?.Start(clock.GetElapsedTime(queuedAt));

    /// <summary>The invocation has waited until now.</summary>
    public void TraceWait(Activity received, long queuedAt)
    {
        var now = clock.GetUtcNow();
        ChatTraces.Wait(received, now - clock.GetElapsedTime(queuedAt), now);
    }

    /// <summary>The invocation is settled.</summary>
    public void CountEnd(CommandInvocation invocation, CommandOutcome outcome, long startedAt) =>
        metrics?.End(invocation.Match.Command.Definition.Trigger, outcome, clock.GetElapsedTime(startedAt));

    private async ValueTask CallAsync(CommandRun run, CommandInvocation invocation, CommandContext context, CommandCircuit? circuit)
    {
        try
        {
            invocation.TrySettle(circuit is null ? await run.CallAsync(context) : await circuit.CallAsync(run, context), CommandOutcome.Answered);
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            // It has heard that its time is over; the invocation was settled by whoever said so.
        }
        catch (BrokenCircuitException)
        {
            Log.CommandTurnedAway(logger, run.Trigger, invocation.Line.Device.BotName, invocation.Room.Key.ChannelId);
            invocation.TrySettle(Unavailable, CommandOutcome.TurnedAway);
        }
        catch (Exception exception) when (invocation.TrySettle(Failed, CommandOutcome.Failed))
        {
            Log.CommandFailed(
                logger, exception, run.Trigger, invocation.Line.Device.BotName, invocation.Line.Device.DeviceId,
                invocation.Room.Key.ChannelId, invocation.Line.LogId);
        }
        catch (Exception exception)
        {
            Log.CommandFailedLate(logger, exception, run.Trigger);
        }
    }

    private OutboundDelivery ToDelivery(OutboundMessage message, Activity? received) =>
        received is null ? new OutboundDelivery(message) : new TracedReply(message, received, clock);

    private void Drop(CommandInvocation invocation, string reason) => Log.ReplyDropped(
        logger, reason, invocation.Match.Command.Definition.Trigger, invocation.Line.Device.BotName,
        invocation.Line.Device.DeviceId, invocation.Room.Key.ChannelId, invocation.Line.LogId);
}
