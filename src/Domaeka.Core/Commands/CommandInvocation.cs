using System.Diagnostics;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Rooms;
using Domaeka.Core.Telemetry;

namespace Domaeka.Core.Commands;

/// <summary>One command for one line, as a piece of work in the room's lane.</summary>
internal sealed class CommandInvocation(
    CommandRunner runner, CommandMatch match, IPhoneConnection connection, ChatLine line, Room room, ChatLogTicket ticket, Activity? received = null)
    : LaneWork(room.Key, room.Concurrency)
{
    private readonly long _queuedAt = runner.Timestamp;
    private CommandReply? _reply;
    private long _startedAt;
    private Activity? _run;

    public CommandMatch Match { get; } = match;

    public IPhoneConnection Connection { get; } = connection;

    public ChatLine Line { get; } = line;

    public Room Room { get; } = room;

    public ChatLogTicket Ticket { get; } = ticket;

    /// <summary>The span of the line; null when nobody wants to see its way.</summary>
    public Activity? Received { get; } = received;

    /// <summary>Says what is to be answered, and lets the lane go on. False when that was said before: then nothing is changed.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="outcome">How it came to that.</param>
    public bool TrySettle(CommandReply reply, CommandOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _reply, reply, null) is not null)
            return false;
        runner.CountEnd(this, outcome, _startedAt);
        ChatTraces.End(_run, outcome);
        Finish();
        return true;
    }

    public override ValueTask ExecuteAsync(CancellationToken stoppingToken)
    {
        _startedAt = runner.Timestamp;
        runner.CountStart(_queuedAt);
        return Received is null ? runner.RunAsync(this, stoppingToken) : RunTracedAsync(Received, stoppingToken);
    }

    public override ValueTask ReleaseAsync(CancellationToken stoppingToken) =>
        runner.DeliverAsync(this, _reply ?? CommandReply.None, stoppingToken);

    // A method of its own: what it makes current is current for the command and for nobody else.
    private async ValueTask RunTracedAsync(Activity received, CancellationToken stoppingToken)
    {
        runner.TraceWait(received, _queuedAt);
        _run = ChatTraces.Run(received, Match.Command.Definition.Trigger);
        await runner.RunAsync(this, stoppingToken);
    }
}
