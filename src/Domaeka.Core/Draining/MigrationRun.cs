using Domaeka.Core.Connections;
using Domaeka.Core.Outbox.Lanes;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Draining;

/// <summary>
/// One migration under way: tells the phones, at the pace that was ordered, stops pushing to each a little before it leaves, and closes those that
/// stay. Each phone passes through three queues in the order in which it was told, so a step looks at their heads alone.
/// </summary>
internal sealed class MigrationRun : IDisposable
{
    /// <summary>How often it looks what is due.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it looks for phones that were let in just before it began.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly ConnectionRegistry _registry;
    private readonly DeliverySignals _delivery;
    private readonly DrainTally _tally;
    private readonly MigrationTarget _target;
    private readonly int _phonesPerSecond;
    private readonly TimeSpan _migrateAfter;
    private readonly TimeSpan _settleAfter;
    private readonly TimeSpan _closeAfter;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly HashSet<IPhoneConnection> _known = [];
    private readonly Queue<IPhoneConnection> _untold = new();
    private readonly Queue<(IPhoneConnection Connection, long ToldAt)> _served = new();
    private readonly Queue<(IPhoneConnection Connection, long ToldAt)> _settling = new();
    private ITimer? _timer;
    private long _steppedAt;
    private long _lookedAt;
    private bool _isEmpty;
    private bool _isOver;

    // In phones times ticks of a second, so that no pace is rounded.
    private long _credit = TimeSpan.TicksPerSecond;

    public MigrationRun(
        ConnectionRegistry registry, DeliverySignals delivery, DrainTally tally, MigrationOptions options, TimeProvider clock, ILogger logger)
    {
        var order = tally.Order ?? throw new ArgumentException("A migration needs an order.", nameof(tally));
        _registry = registry;
        _delivery = delivery;
        _tally = tally;
        _target = order.Target;
        _phonesPerSecond = order.PhonesPerSecond ?? options.PhonesPerSecond;
        _migrateAfter = order.MigrateAfter ?? options.MigrateAfter;
        _settleAfter = _migrateAfter > options.SettleTime ? _migrateAfter - options.SettleTime : TimeSpan.Zero;
        _closeAfter = _migrateAfter + options.CloseGrace;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Begins; the first phone is told at once.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _steppedAt = _clock.GetTimestamp();
            _timer = _clock.CreateTimer(static state => ((MigrationRun)state!).Go(), this, Step, Step);
            LookForPhones();
            TellSome();
        }
    }

    /// <summary>Tells nobody else and closes nobody; when it returns no step is under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private void Go()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            if (_untold.Count == 0 && _clock.GetElapsedTime(_lookedAt) >= LookInterval)
                LookForPhones();
            Earn();
            TellSome();
            SettleSome();
            CloseSome();
            NoteEmpty();
        }
    }

    private void LookForPhones()
    {
        _lookedAt = _clock.GetTimestamp();
        var open = _registry.Snapshot();
        _known.IntersectWith(open);
        foreach (var connection in open)
        {
            if (_known.Add(connection))
                _untold.Enqueue(connection);
        }
    }

    // What is not used is not saved up: a pause does not end in a rush.
    private void Earn()
    {
        var now = _clock.GetTimestamp();
        var most = Math.Max(TimeSpan.TicksPerSecond, _phonesPerSecond * Step.Ticks);
        _credit = Math.Min(most, _credit) + (_phonesPerSecond * Math.Min(_clock.GetElapsedTime(_steppedAt, now).Ticks, TimeSpan.TicksPerSecond));
        _steppedAt = now;
    }

    private void TellSome()
    {
        for (var left = _untold.Count; left > 0 && _credit >= TimeSpan.TicksPerSecond; left--)
        {
            var connection = _untold.Dequeue();
            if (!connection.IsOpen)
                continue;
            if (!connection.AnnounceMove(_target, _migrateAfter))
            {
                // Too much waits for it, or it closes in this moment.
                _untold.Enqueue(connection);
                continue;
            }

            _credit -= TimeSpan.TicksPerSecond;
            _tally.Add(connection);
            _served.Enqueue((connection, _clock.GetTimestamp()));
        }
    }

    private void SettleSome()
    {
        while (_served.TryPeek(out var next) && _clock.GetElapsedTime(next.ToldAt) >= _settleAfter)
        {
            _settling.Enqueue(_served.Dequeue());
            if (next.Connection.IsOpen)
                _delivery.Hold(next.Connection);
        }
    }

    private void CloseSome()
    {
        while (_settling.TryPeek(out var next) && _clock.GetElapsedTime(next.ToldAt) >= _closeAfter)
        {
            _settling.Dequeue();
            if (!next.Connection.IsOpen)
                continue;
            var device = next.Connection.Identity.Device;
            Log.PhoneDidNotMove(_logger, device.BotName, device.DeviceId, next.Connection.Id, _target);
            next.Connection.Close(CloseReason.Moved);
        }
    }

    private void NoteEmpty()
    {
        if (_isEmpty || _registry.Count > 0)
            return;
        _isEmpty = true;
        Log.Migrated(_logger, _tally.Told, _target);
    }
}
