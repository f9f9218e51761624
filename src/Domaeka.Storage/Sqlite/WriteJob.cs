using Domaeka.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>Work that waits for the writer's thread. Its one who waits is told nothing before <see cref="Tell"/> or <see cref="Fail"/>.</summary>
internal abstract class WriteJob
{
    /// <summary>True for work that wants to be committed; it may share its transaction with other work.</summary>
    public required bool IsTransaction { get; init; }

    /// <summary>False when the one who waited has given up. Work that was taken is finished, and its true outcome told.</summary>
    public abstract bool TryTake();

    /// <summary>Does the work and keeps its result. Done again from its beginning when what it wrote was undone.</summary>
    public abstract void Do(SqliteSession session);

    /// <summary>What was done holds.</summary>
    public abstract void Tell();

    /// <summary>What was done does not hold.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>Work with a result.</summary>
internal sealed class WriteJob<T> : WriteJob
{
    private const int Waiting = 0;
    private const int Taken = 1;

    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteSession, T> _work;
    private readonly CancellationTokenRegistration _cancellation;
    private T? _result;
    private int _state;

    public WriteJob(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellation = cancellationToken.UnsafeRegister(
            static (job, token) => ((WriteJob<T>)job!).Cancel(token),
            this);
    }

    public Task<T> Completion => _completion.Task;

    public override bool TryTake()
    {
        _cancellation.Unregister();
        return Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;
    }

    public override void Do(SqliteSession session) => _result = _work(session);

    public override void Tell() => _completion.SetResult(_result!);

    public override void Fail(Exception exception) =>
        _completion.SetException(exception is SqliteException sqlite ? SqliteErrors.Translate(sqlite) : exception);

    /// <summary>Ends it unless it has begun.</summary>
    public void Refuse(string reason)
    {
        if (TryTake())
            _completion.SetException(new StorageUnavailableException(reason));
    }

    // Work that has begun is finished and its true outcome told: half a cancellation would leave the caller in doubt.
    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting)
            _completion.SetCanceled(token);
    }
}
