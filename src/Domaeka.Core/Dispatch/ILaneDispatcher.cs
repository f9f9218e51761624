namespace Domaeka.Core.Dispatch;

/// <summary>Runs work in room lanes.</summary>
internal interface ILaneDispatcher
{
    /// <summary>How many pieces of work wait: for a slot, or executed and held back until they may be released.</summary>
    int Waiting { get; }

    /// <summary>How many run.</summary>
    int Running { get; }

    /// <summary>Puts work at the end of its room's lane, waiting while the server or the room is full.</summary>
    ValueTask EnqueueAsync(LaneWork work, CancellationToken cancellationToken);

    /// <summary>Completes when nothing waits, runs or is held back.</summary>
    Task WhenIdleAsync(CancellationToken cancellationToken);
}
