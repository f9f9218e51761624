using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;

namespace MySqlConnector.Session;

/// <summary>Makes a used session as new, or at least finds out whether it is still there. In time, or the session is cut off.</summary>
internal static class SessionReset
{
    /// <returns>false when the session is of no further use.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the session is of no further use.</exception>
    public static ValueTask<bool> TryResetAsync(ServerSession session, IOBehavior io, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A database cannot be left, only exchanged for another.
        var leavesDatabase = session.Settings.Database.Length == 0 && session.Database.Length > 0;
        return leavesDatabase ? new ValueTask<bool>(false) : TryAsync(session, io, ResetAsync, timeout, cancellationToken);
    }

    /// <returns>false when the session is of no further use.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; the session is of no further use.</exception>
    public static ValueTask<bool> TryPingAsync(ServerSession session, IOBehavior io, TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAsync(session, io, PingAsync, timeout, cancellationToken);

    private static async ValueTask<bool> TryAsync(
        ServerSession session, IOBehavior io, Func<ServerSession, IOBehavior, ValueTask> exchange, TimeSpan timeout, CancellationToken cancellationToken)
    {
        session.Guard.Begin(timeout, cutsOff: true);
        try
        {
            using var registration = CommandExecutor.Watch(session, cancellationToken);
            await exchange(session, io);
            return !session.IsFailed;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or MySqlException or MySqlProtocolException)
        {
            session.Abort();
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            _ = session.Guard.End();
        }
    }

    private static async ValueTask PingAsync(ServerSession session, IOBehavior io)
    {
        session.Writer.Clear();
        session.Writer.Begin();
        PingPayload.Write(session.Writer);
        session.Writer.End();
        await session.SendAsync(io);
        await session.ReceiveOkAsync(io);
    }

    private static async ValueTask ResetAsync(ServerSession session, IOBehavior io)
    {
        var database = session.Settings.Database;
        var changesDatabase = session.Database != database;
        var pipelines = session.Settings.Pipelining;
        var writer = session.Writer;

        writer.Clear();
        writer.Begin();
        ResetConnectionPayload.Write(writer);
        writer.End();
        await NextAsync(session, pipelines, io);
        if (changesDatabase)
        {
            writer.Begin();
            InitDatabasePayload.Write(writer, database);
            writer.End();
            await NextAsync(session, pipelines, io);
        }

        SessionOpener.WriteSetNames(writer);
        await session.SendAsync(io);
        await session.ReceiveOkAsync(io);
        if (pipelines)
        {
            // Each of the commands that left together has its own answer.
            await session.ReceiveNextOkAsync(io);
            if (changesDatabase)
                await session.ReceiveNextOkAsync(io);
        }

        session.Statements.Forget();
        session.Database = database;
    }

    // Without pipelining each command waits for the answer to the one before.
    private static async ValueTask NextAsync(ServerSession session, bool pipelines, IOBehavior io)
    {
        if (pipelines)
            return;
        await session.SendAsync(io);
        await session.ReceiveOkAsync(io);
        session.Writer.Clear();
    }
}
