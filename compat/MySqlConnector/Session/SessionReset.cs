using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;

namespace MySqlConnector.Session;

/// <summary>Makes a used session as new, or at least finds out whether it is still there.</summary>
internal static class SessionReset
{
    /// <returns>false when the session is of no further use.</returns>
    public static async ValueTask<bool> TryResetAsync(ServerSession session, IOBehavior io, CancellationToken cancellationToken)
    {
        // A database cannot be left, only exchanged for another.
        var database = session.Settings.Database;
        if (database.Length == 0 && session.Database.Length > 0)
            return false;

        using var registration = cancellationToken.UnsafeRegister(static state => ((ServerSession)state!).Abort(), session);
        try
        {
            var changesDatabase = database.Length > 0 && session.Database != database;
            var writer = session.Writer;
            writer.Clear();
            writer.Begin();
            ResetConnectionPayload.Write(writer);
            writer.End();
            if (!session.Settings.Pipelining)
            {
                await session.SendAsync(io);
                await session.ReceiveOkAsync(io);
                writer.Clear();
            }

            if (changesDatabase)
            {
                writer.Begin();
                InitDatabasePayload.Write(writer, database);
                writer.End();
                if (!session.Settings.Pipelining)
                {
                    await session.SendAsync(io);
                    await session.ReceiveOkAsync(io);
                    writer.Clear();
                }
            }

            SessionOpener.WriteSetNames(writer);
            await session.SendAsync(io);
            if (session.Settings.Pipelining)
            {
                await session.ReceiveOkAsync(io);
                if (changesDatabase)
                    await session.ReceiveNextOkAsync(io);
                await session.ReceiveNextOkAsync(io);
            }
            else
            {
                await session.ReceiveOkAsync(io);
            }

            session.Statements.Forget();
            session.Database = database;
            return !session.IsFailed;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or MySqlException or MySqlProtocolException)
        {
            session.Abort();
            return false;
        }
    }

    /// <returns>false when the session is of no further use.</returns>
    public static async ValueTask<bool> TryPingAsync(ServerSession session, IOBehavior io, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static state => ((ServerSession)state!).Abort(), session);
        try
        {
            session.Writer.Clear();
            session.Writer.Begin();
            PingPayload.Write(session.Writer);
            session.Writer.End();
            await session.SendAsync(io);
            await session.ReceiveOkAsync(io);
            return !session.IsFailed;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or MySqlException or MySqlProtocolException)
        {
            session.Abort();
            return false;
        }
    }
}
