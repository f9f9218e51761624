using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Commands;

/// <summary>One command for one line, as a piece of work in the room's lane.</summary>
internal sealed class CommandInvocation(
    CommandRunner runner, CommandMatch match, IPhoneConnection connection, ChatLine line, Room room, ChatLogTicket ticket)
    : LaneWork(room.Key, room.Concurrency)
{
    private readonly long _queuedAt = runner.Timestamp;
    private CommandReply? _reply;
    private long _startedAt;

    public CommandMatch Match { get; } = match;

    public IPhoneConnection Connection { get; } = connection;

    public ChatLine Line { get; } = line;

    public Room Room { get; } = room;

    public ChatLogTicket Ticket { get; } = ticket;

    /// <summary>Says what is to be answered, and lets the lane go on. False when that was said before: then nothing is changed.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="outcome">How it came to that.</param>
    public bool TrySettle(CommandReply reply, CommandOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _reply, reply, null) is not null)
            return false;
        runner.CountEnd(this, outcome, _startedAt);
        Finish();
        return true;
    }

    public override ValueTask ExecuteAsync(CancellationToken stoppingToken)
    {
        _startedAt = runner.Timestamp;
        runner.CountStart(_queuedAt);
        return runner.RunAsync(this, stoppingToken);
    }

    public override ValueTask ReleaseAsync(CancellationToken stoppingToken) =>
        runner.DeliverAsync(this, _reply ?? CommandReply.None, stoppingToken);
}
