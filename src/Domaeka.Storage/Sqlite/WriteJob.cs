using Domaeka.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>Work that waits for the writer's thread.</summary>
internal abstract class WriteJob
{
    /// <summary>Does the work; every outcome goes to the one who waits. Returns the error that the writer must know of, or null.</summary>
    public abstract SqliteException? Run(Func<SqliteSession> session);
}

/// <summary>Work with a result.</summary>
internal sealed class WriteJob<T> : WriteJob
{
    private const int Waiting = 0;
    private const int Taken = 1;

    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteSession, T> _work;
    private readonly CancellationTokenRegistration _cancellation;
    private int _state;

    public WriteJob(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellation = cancellationToken.UnsafeRegister(
            static (job, token) => ((WriteJob<T>)job!).Cancel(token),
            this);
    }

    public Task<T> Completion => _completion.Task;

    public override SqliteException? Run(Func<SqliteSession> session)
    {
        _cancellation.Unregister();
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) != Waiting)
            return null;

        try
        {
            _completion.SetResult(_work(session()));
            return null;
        }
        catch (SqliteException exception)
        {
            _completion.SetException(SqliteErrors.Translate(exception));
            return exception;
        }
        catch (Exception exception)
        {
            _completion.SetException(exception);
            return null;
        }
    }

    /// <summary>Ends it unless it has begun.</summary>
    public void Refuse(string reason)
    {
        _cancellation.Unregister();
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting)
            _completion.SetException(new StorageUnavailableException(reason));
    }

    // Work that has begun is finished and its true outcome told: half a cancellation would leave the caller in doubt.
    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting)
            _completion.SetCanceled(token);
    }
}
