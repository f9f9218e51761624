using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>A chat log whose commits the test can hold back, refuse or fail.</summary>
internal sealed class ControlledChatLogStore : IChatLogStore
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _open = Opened();
    private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ChatLogEntry> Stored { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public Func<ChatLogEntry, bool> Rejects { get; set; } = _ => false;

    public bool IsDown { get; set; }

    /// <summary>Completes at the next call of <see cref="AppendAsync"/>.</summary>
    public Task NextCall
    {
        get
        {
            lock (_gate)
                return _called.Task;
        }
    }

    public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _open.TrySetResult();

    public async Task AppendAsync(IReadOnlyList<ChatLogEntry> entries, CancellationToken cancellationToken)
    {
        TaskCompletionSource called;
        lock (_gate)
            (called, _called) = (_called, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        called.TrySetResult();

        await _open.Task.WaitAsync(cancellationToken);
        if (IsDown)
            throw new StorageUnavailableException("down");
        if (entries.Any(Rejects))
            throw new StorageRejectedException("refused");
        lock (_gate)
        {
            BatchSizes.Add(entries.Count);
            Stored.AddRange(entries);
        }
    }

    public Task<IReadOnlyList<ChatLogEntry>> ListNewestAsync(RoomKey room, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<ChatLogEntry>>([.. Stored.Where(entry => entry.Room == room).Reverse().Take(limit)]);
    }

    public Task<ChatLogPage> ListAsync(ChatLogQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new ChatLogPage([], null));

    public Task<int> PurgeAsync(RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var old = Stored.Where(entry => entry.Room == room && entry.ServerTimestamp < before).Take(limit).ToList();
            old.ForEach(entry => Stored.Remove(entry));
            return Task.FromResult(old.Count);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
