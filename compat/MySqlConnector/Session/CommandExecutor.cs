using MySqlConnector.Protocol;

namespace MySqlConnector.Session;

/// <summary>Runs commands: with a reader over their results, or to the end at once.</summary>
internal static class CommandExecutor
{
    public static async ValueTask<MySqlDataReader> ExecuteReaderAsync(CommandRequest request, IOBehavior io, CancellationToken cancellationToken)
    {
        var (session, results) = Begin(request, cancellationToken);
        try
        {
            using var registration = Watch(session, cancellationToken);
            await results.NextResultAsync(io);
            var reader = new MySqlDataReader(request, session, results);
            request.Connection.ActiveReader = reader;
            return reader;
        }
        catch (Exception exception)
        {
            var translated = SessionCommand.Translate(session, exception, cancellationToken);
            NoteLastInsertId(request, results);
            await EndAsync(request, session, io);
            if (translated == exception)
                throw;
            throw translated;
        }
    }

    /// <returns>Rows changed; -1 when no statement could change any.</returns>
    public static ValueTask<int> ExecuteNonQueryAsync(CommandRequest request, IOBehavior io, CancellationToken cancellationToken) =>
        RunToEndAsync(request, io, static (_, _) => default, static results => results.AffectedRows, cancellationToken);

    /// <returns>The first value of the first row of the first result; null when there is no row.</returns>
    public static async ValueTask<object?> ExecuteScalarAsync(CommandRequest request, IOBehavior io, CancellationToken cancellationToken)
    {
        object? value = null;
        await RunToEndAsync(
            request,
            io,
            async (results, behavior) =>
            {
                if (results.Columns.Length > 0 && await results.ReadRowAsync(behavior))
                    value = results.Row!.IsNull(0) ? DBNull.Value : results.Columns[0].Reader.ReadObject(results.Row[0]);
            },
            static _ => 0,
            cancellationToken);
        return value;
    }

    /// <summary>The command is over: the connection can take another.</summary>
    public static async ValueTask EndAsync(CommandRequest request, ServerSession session, IOBehavior io)
    {
        try
        {
            await SessionCommand.EndAsync(session, io);
        }
        finally
        {
            request.Connection.ActiveReader = null;
            request.Connection.Leave();
        }
    }

    public static CancellationTokenRegistration Watch(ServerSession session, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((CommandGuard)state!).Interrupt(InterruptReason.Token), session.Guard);

    public static void NoteLastInsertId(CommandRequest request, ResultStream results)
    {
        if (request.Owner is MySqlCommand command && results.AffectedRows >= 0)
            command.LastInsertedId = (long)results.LastInsertId;
    }

    private static async ValueTask<int> RunToEndAsync(
        CommandRequest request,
        IOBehavior io,
        Func<ResultStream, IOBehavior, ValueTask> onFirstResult,
        Func<ResultStream, int> result,
        CancellationToken cancellationToken)
    {
        var (session, results) = Begin(request, cancellationToken);
        try
        {
            using var registration = Watch(session, cancellationToken);
            var more = await results.NextResultAsync(io);
            await onFirstResult(results, io);
            while (more)
                more = await results.NextResultAsync(io);
            return result(results);
        }
        catch (Exception exception)
        {
            var translated = SessionCommand.Translate(session, exception, cancellationToken);
            if (!session.IsFailed)
                await DrainAsync(session, results, io);
            if (translated == exception)
                throw;
            throw translated;
        }
        finally
        {
            NoteLastInsertId(request, results);
            await EndAsync(request, session, io);
        }
    }

    private static (ServerSession Session, ResultStream Results) Begin(CommandRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = request.Connection;
        if (request.Transaction != connection.CurrentTransaction && !connection.Settings.IgnoreCommandTransaction)
        {
            throw new InvalidOperationException(connection.CurrentTransaction is null
                ? "The transaction associated with this command is not the connection's active transaction."
                : "The connection has an active transaction, which the command must be given.");
        }

        var session = connection.Enter(request.Owner);
        session.Guard.Begin(request.TimeoutSeconds);
        return (session, new ResultStream(session, request.Steps));
    }

    // After a failure on this side, such as a value that cannot be read, the rest of the answer is still to come.
    private static async ValueTask DrainAsync(ServerSession session, ResultStream results, IOBehavior io)
    {
        try
        {
            while (await results.NextResultAsync(io))
            {
            }
        }
        catch (Exception exception) when (exception is MySqlException or MySqlProtocolException or IOException or ObjectDisposedException)
        {
            _ = SessionCommand.Translate(session, exception, default);
        }
    }
}
