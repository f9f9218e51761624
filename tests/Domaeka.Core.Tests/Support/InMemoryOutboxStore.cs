using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>An outbox in memory that outlives a server, can be held back and can be made to fail.</summary>
internal sealed class InMemoryOutboxStore : IOutboxStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, OutboxMessage> _rows = [];
    private readonly Dictionary<string, long> _sequences = [];
    private readonly Dictionary<(long Sequence, int Part, int Attempt), DeliveryAttempt> _attempts = [];
    private readonly Dictionary<string, KnownRequest> _requests = [];
    private readonly HashSet<(long Schedule, DateTimeOffset DueAt)> _runs = [];
    private TaskCompletionSource _open = Opened();
    private Dictionary<string, DeliveryProgress>? _last;
    private long _sequence;
    private int _laneReadings;

    /// <summary>The leases on the same database.</summary>
    public InMemoryLeaseStore Leases { get; private init; } = new();

    public bool IsDown { get; set; }

    /// <summary>What the changes of an instance wait for before they are made.</summary>
    public Func<long, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>The change is refused by the database.</summary>
    public Func<OutboxWrite, bool> Rejects { get; set; } = _ => false;

    /// <summary>Every state that was stored, in order.</summary>
    public List<(string Id, DeliveryProgress Progress)> History { get; } = [];

    public List<int> BatchSizes { get; } = [];

    /// <summary>What the bot has said, in order.</summary>
    public List<ChatLogEntry> OwnLines { get; } = [];

    public int PartLoads { get; private set; }

    /// <summary>How often somebody has begun to read what came into a lane from elsewhere.</summary>
    public int LaneReadings => Volatile.Read(ref _laneReadings);

    /// <summary>What such a reading waits for.</summary>
    public Task BeforeReading { get; set; } = Task.CompletedTask;

    /// <summary>Changes of messages in lanes of other instances; there must be none.</summary>
    public List<string> Trespasses { get; } = [];

    /// <summary>
    /// The store as the next process finds it. What the one before still writes is lost, as behind <c>kill -9</c>.
    /// </summary>
    public InMemoryOutboxStore Inherit()
    {
        var heir = new InMemoryOutboxStore { Leases = Leases };
        lock (_gate)
        {
            heir._sequence = _sequence;
            foreach (var row in _rows)
                heir._rows.Add(row.Key, row.Value);
            foreach (var row in _sequences)
                heir._sequences.Add(row.Key, row.Value);
            foreach (var row in _attempts)
                heir._attempts.Add(row.Key, row.Value);
            foreach (var row in _requests)
                heir._requests.Add(row.Key, row.Value);
        }

        return heir;
    }

    /// <summary>Lets changes wait until <see cref="LetGo"/>.</summary>
    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _open.TrySetResult();

    public OutboxHeader Row(string id)
    {
        lock (_gate)
            return _rows[_sequences[id]].Header;
    }

    /// <summary>The progress that was stored last.</summary>
    public DeliveryProgress LastOf(string id)
    {
        lock (_gate)
            return (_last ??= History.GroupBy(entry => entry.Id).ToDictionary(group => group.Key, group => group.Last().Progress))[id];
    }

    public DeliveryAttempt[] Attempts(string id)
    {
        var sequence = Row(id).Sequence;
        lock (_gate)
            return [.. _attempts.Where(row => row.Key.Sequence == sequence).OrderBy(row => row.Key).Select(row => row.Value)];
    }

    public void Delete(string id)
    {
        var sequence = Row(id).Sequence;
        lock (_gate)
            _rows.Remove(sequence);
    }

    public async Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken);
        await Before(instance).WaitAsync(cancellationToken);
        ThrowIfDown();
        if (writes.Any(Rejects))
            throw new StorageRejectedException("refused");
        lock (_gate)
        {
            lock (Leases.Gate)
            {
                Leases.Require(instance);
                BatchSizes.Add(writes.Count);
                return [.. writes.Select(write => Apply(instance, write))];
            }
        }
    }

    public Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(long instance, long afterSequence, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxHeader>>([.. Pending(instance).Where(row => row.Sequence > afterSequence).Take(limit)]);

    public async Task<IReadOnlyList<OutboxHeader>?> LoadLaneAsync(long instance, RoomKey room, CancellationToken cancellationToken)
    {
        await BeginReadingAsync();
        return Leases.Owner(room) == instance ? [.. Pending(instance).Where(row => row.Room == room)] : null;
    }

    public async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(long instance, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        await BeginReadingAsync();
        return [.. Pending(instance).Where(row => sequences.Contains(row.Sequence))];
    }

    public Task<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>> LoadPartsAsync(
        IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            PartLoads++;
            return Task.FromResult<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>>(
                sequences.Where(_rows.ContainsKey).ToDictionary(sequence => sequence, sequence => _rows[sequence].Parts));
        }
    }

    public Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_sequences.TryGetValue(id, out var sequence) ? _rows.GetValueOrDefault(sequence) : null);
    }

    public Task<OutboxMessage?> FindAsync(long sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_rows.GetValueOrDefault(sequence));
    }

    public Task<KnownRequest?> FindRequestAsync(string requestId, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_requests.GetValueOrDefault(requestId));
    }

    public Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<OutboxMessage>>([.. _rows.Values.OrderByDescending(row => row.Header.Sequence).Take(query.Limit)]);
    }

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(long sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<DeliveryAttempt>>([.. _attempts.Where(row => row.Key.Sequence == sequence).OrderBy(row => row.Key).Select(row => row.Value)]);
    }

    public Task<IReadOnlySet<string>> ListMediaInUseAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

    public Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> PurgeRequestsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    private Task BeginReadingAsync()
    {
        Interlocked.Increment(ref _laneReadings);
        return BeforeReading;
    }

    private OutboxHeader[] Pending(long instance)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return [.. _rows.Values.Select(row => row.Header)
                .Where(row => !row.Progress.IsEnded && (instance == 0 || Leases.Owner(row.Room) == instance))
                .OrderBy(row => row.Sequence)];
        }
    }

    private OutboxWriteResult Apply(long instance, OutboxWrite write)
    {
        if (write is OutboxHandover handover)
        {
            if (Leases.Owner(handover.Room) != instance
                || !Leases.Post(handover.ToInstance, new Mail { Kind = MailKind.Lane, From = instance, Room = handover.Room }))
                return new OutboxWriteResult(OutboxWriteOutcome.Missing, 0);
            Leases.SetOwner(handover.Room, handover.ToInstance);
            return new OutboxWriteResult(OutboxWriteOutcome.Stored, 0);
        }

        if (write is OutboxUpdate update)
        {
            if (!_rows.TryGetValue(update.Sequence, out var row))
                return new OutboxWriteResult(OutboxWriteOutcome.Missing, 0);
            if (instance != 0 && Leases.Owner(row.Header.Room) is { } owner && owner != instance)
                Trespasses.Add($"{instance} moved {row.Header.Id} in the lane of {owner}");
            Keep(row with { Header = row.Header with { Progress = update.Progress } }, update.Attempt);
            if (update.OwnLine is not null)
                OwnLines.Add(update.OwnLine);
            return new OutboxWriteResult(OutboxWriteOutcome.Stored, update.Sequence);
        }

        var insert = (OutboxInsert)write;
        var header = insert.Message.Header;
        if (header.RequestId is { } id && _requests.TryGetValue(id, out var first))
        {
            return first.Hash == insert.RequestHash
                ? new OutboxWriteResult(OutboxWriteOutcome.Repeated, first.Sequence)
                : new OutboxWriteResult(OutboxWriteOutcome.RequestIdReused, 0);
        }

        if (insert.Occurrence is { } occurrence && !_runs.Add((occurrence.ScheduleId, occurrence.DueAt)))
            return new OutboxWriteResult(OutboxWriteOutcome.OccurrenceTaken, 0);
        if (header.RequestId is not null)
            _requests.Add(header.RequestId, new KnownRequest(insert.RequestHash!, _sequence + 1));
        var isBehind = insert.IsLaneKnown && Leases.HasMail(instance, header.Room);
        var progress = isBehind ? insert.ProgressIfBehind ?? header.Progress : header.Progress;
        Keep(insert.Message with { Header = header with { Sequence = ++_sequence, Progress = progress } }, isBehind ? null : insert.Attempt);
        var outcome = isBehind ? OutboxWriteOutcome.StoredBehind : insert.IsLaneKnown ? OutboxWriteOutcome.Stored : Enter(instance, header.Room);
        return new OutboxWriteResult(outcome, _sequence);
    }

    private OutboxWriteOutcome Enter(long instance, RoomKey room)
    {
        if (Leases.Owner(room) is not { } owner)
        {
            Leases.SetOwner(room, instance);
            return OutboxWriteOutcome.Stored;
        }

        if (owner == instance)
            return OutboxWriteOutcome.StoredBehind;
        Leases.Post(owner, new Mail { Kind = MailKind.Message, From = instance, Room = room, MessageSequence = _sequence });
        return OutboxWriteOutcome.StoredElsewhere;
    }

    private void Keep(OutboxMessage row, DeliveryAttempt? attempt)
    {
        _rows[row.Header.Sequence] = row;
        _sequences[row.Header.Id] = row.Header.Sequence;
        _last = null;
        History.Add((row.Header.Id, row.Header.Progress));
        if (attempt is not null)
            _attempts[(row.Header.Sequence, attempt.Part, attempt.Attempt)] = attempt;
    }

    private void ThrowIfDown()
    {
        if (IsDown)
            throw new StorageUnavailableException("down");
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
