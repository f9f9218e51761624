using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Commands;

/// <summary>One run of a command under its time-out. When the time is over the lane goes on at once, whatever the command does.</summary>
internal sealed class CommandRun : IDisposable
{
    private static readonly CommandReply TimedOut =
        CommandReply.Text("명령 처리 시간이 초과되었습니다. 잠시 후 다시 시도해 주세요.");

    private readonly CommandInvocation _invocation;
    private readonly StuckCommands _stuck;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly long _startedTimestamp;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stop;

    // Not disposed of: it holds nothing, and the timer may just be about to cancel it.
    private readonly CancellationTokenSource _cancelling = new();

    /// <param name="invocation">What is run.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="stuck">Where it is entered when it goes on behind that.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Log.</param>
    /// <param name="stoppingToken">Fires when nobody waits for the answer any more.</param>
    public CommandRun(
        CommandInvocation invocation,
        TimeSpan timeout,
        StuckCommands stuck,
        TimeProvider clock,
        ILogger logger,
        CancellationToken stoppingToken)
    {
        _invocation = invocation;
        _stuck = stuck;
        _clock = clock;
        _logger = logger;
        _startedTimestamp = clock.GetTimestamp();
        Timeout = timeout;
        _timer = clock.CreateTimer(static run => ((CommandRun)run!).GiveUp(), this, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        _stop = stoppingToken.UnsafeRegister(static run => ((CommandRun)run!).Stop(), this);
    }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_startedTimestamp);

    /// <summary>Of which command.</summary>
    public string Trigger => _invocation.Match.Command.Definition.Trigger;

    /// <summary>Fires when the time is over, and when nobody waits any more.</summary>
    public CancellationToken Token => _cancelling.Token;

    /// <summary>The time was over before the command had ended.</summary>
    public bool IsTimedOut { get; private set; }

    /// <summary>Owned by <see cref="StuckCommands"/>.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Calls the command, on this thread as far as it does not wait.</summary>
    public ValueTask<CommandReply> CallAsync(CommandContext context) => _invocation.Match.Command.ExecuteAsync(context, Token);

    /// <summary>For those who look at what hangs.</summary>
    public StuckCommand Describe() => new(
        Trigger, _invocation.Room.Key, _invocation.Line.Device, _invocation.Line.LogId, _clock.GetUtcNow() - Elapsed);

    /// <summary>The command has ended.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
        _stuck.Remove(this);
    }

    private void GiveUp()
    {
        IsTimedOut = true;
        if (!_invocation.TrySettle(TimedOut, CommandOutcome.TimedOut))
            return;

        // Before the command is told: it may end at once, or hold this thread.
        _stuck.Add(this);
        Log.CommandTimedOut(
            _logger, Timeout, Trigger, _invocation.Line.Device.BotName, _invocation.Line.Device.DeviceId,
            _invocation.Room.Key.ChannelId, _invocation.Line.LogId);
        _cancelling.Cancel();
    }

    private void Stop()
    {
        _invocation.TrySettle(CommandReply.None, CommandOutcome.Stopped);
        _cancelling.Cancel();
    }
}
