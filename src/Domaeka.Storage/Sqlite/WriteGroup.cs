using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Work of several callers in one transaction, since it is the commit that waits for the disk. Each piece of work succeeds or fails for itself, and
/// is told so when the commit is through. Used by the writer's thread.
/// </summary>
internal sealed class WriteGroup(SqliteWriterConnection connection, TimeProvider time)
{
    /// <summary>A commit costs next to nothing a piece by then.</summary>
    private const int MaxJobs = 64;

    /// <summary>After that long no further work joins: those in front wait for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly List<WriteJob> _done = new(MaxJobs);

    /// <summary>Does the work and that which waits behind it, and commits.</summary>
    /// <param name="first">Work that was taken.</param>
    /// <param name="next">Takes the next work that may share the transaction; null when none waits.</param>
    public void Run(WriteJob first, Func<WriteJob?> next)
    {
        var began = time.GetTimestamp();
        for (var job = first; job is not null; job = HasRoom(began) ? next() : null)
        {
            if (!TryDo(job))
            {
                DoAgain();
                return;
            }
        }

        Commit();
    }

    private bool HasRoom(long began) => _done.Count < MaxJobs && time.GetElapsedTime(began) < Patience;

    /// <returns>False when its failure undid the work of the others too.</returns>
    private bool TryDo(WriteJob job)
    {
        try
        {
            var session = connection.Open();
            if (!session.IsInTransaction)
                session.Begin();
            session.Nest(job);
            _done.Add(job);
            return true;
        }
        catch (Exception exception) when (!connection.IsInTransaction || exception is SqliteException error && SqliteErrors.SpoilsConnection(error))
        {
            connection.Abandon(exception);
            job.Fail(exception);
            return false;
        }
        catch (Exception exception)
        {
            job.Fail(exception);
            return true;
        }
    }

    private void Commit()
    {
        try
        {
            connection.Open().Commit();
            foreach (var job in _done)
                job.Tell();
        }
        catch (SqliteException exception)
        {
            connection.Abandon(exception);
            foreach (var job in _done)
                job.Fail(exception);
        }

        _done.Clear();
    }

    /// <summary>Those whose work another's failure undid: one by one, so that no other's failure can touch them.</summary>
    private void DoAgain()
    {
        var jobs = _done.ToArray();
        _done.Clear();
        foreach (var job in jobs)
        {
            if (TryDo(job))
                Commit();
        }
    }
}
