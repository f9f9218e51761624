using System.Net.Sockets;
using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;

namespace MySqlConnector.Session;

/// <summary>What every command on a session has in common: its end, and what its errors mean to the caller.</summary>
internal static class SessionCommand
{
    // ER_CONNECTION_KILLED of MariaDB, ER_CLIENT_INTERACTION_TIMEOUT of MySQL.
    private const int ConnectionKilled = 1927;
    private const int ClientInteractionTimeout = 4031;

    /// <summary>
    /// The command is over. After an interruption this waits until the server can no longer take the KILL for a later command's, which
    /// is why a session that was interrupted may go back to its pool.
    /// </summary>
    public static ValueTask EndAsync(ServerSession session, IOBehavior io)
    {
        var interruption = session.Guard.End();
        return interruption is null ? default : SettleAsync(session, interruption, io);
    }

    /// <summary>What the caller is told when an operation of a command failed.</summary>
    public static Exception Translate(ServerSession session, Exception exception, CancellationToken cancellationToken)
    {
        var reason = session.Guard.Reason;
        switch (exception)
        {
            case MySqlException { ErrorCode: MySqlErrorCode.QueryInterrupted }:
                return Interrupted(reason, exception, cancellationToken) ?? exception;
            case MySqlException { SqlState: not null } refused:
                if (EndsConnection(refused.Number))
                    session.Abort();
                return exception;
            case IOException or SocketException or ObjectDisposedException:
                session.Abort();
                return Interrupted(reason, exception, cancellationToken)
                    ?? new MySqlException("The connection to the server was lost while a command was under way.", exception);
            case MySqlProtocolException:
                session.Abort();
                return exception;
            default:
                return exception;
        }
    }

    /// <summary>Runs a statement of this library that has no result, such as COMMIT.</summary>
    public static async ValueTask RunAsync(
        ServerSession session, string sql, int timeoutSeconds, IOBehavior io, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        session.Guard.Begin(timeoutSeconds);
        try
        {
            using var registration = cancellationToken.UnsafeRegister(
                static state => ((CommandGuard)state!).Interrupt(InterruptReason.Token), session.Guard);
            session.Writer.Clear();
            session.Writer.Begin();
            QueryPayload.Write(session.Writer, sql);
            session.Writer.End();
            await session.SendAsync(io);
            await session.ReceiveOkAsync(io);
            while (session.Status.HasFlag(ServerStatus.MoreResultsExist))
                await session.ReceiveOkAsync(io);
        }
        catch (Exception exception)
        {
            var translated = Translate(session, exception, cancellationToken);
            if (translated == exception)
                throw;
            throw translated;
        }
        finally
        {
            await EndAsync(session, io);
        }
    }

    // After these the server closes.
    private static bool EndsConnection(int error) => error
        is (int)MySqlErrorCode.ServerShutdown
        or (int)MySqlErrorCode.NormalShutdown
        or (int)MySqlErrorCode.ForcingClose
        or (int)MySqlErrorCode.AbortingConnection
        or (int)MySqlErrorCode.PacketTooLarge
        or ConnectionKilled
        or ClientInteractionTimeout;

    private static Exception? Interrupted(InterruptReason reason, Exception cause, CancellationToken cancellationToken) => reason switch
    {
        InterruptReason.Timeout => MySqlException.ForTimeout(cause),
        InterruptReason.Token => new OperationCanceledException(cause.Message, cause, cancellationToken),
        InterruptReason.Cancel when cause is not MySqlException =>
            new MySqlException(MySqlErrorCode.QueryInterrupted, "Query execution was interrupted", cause),
        _ => null,
    };

    private static async ValueTask SettleAsync(ServerSession session, Task interruption, IOBehavior io)
    {
        if (io == IOBehavior.Asynchronous)
            await interruption;
        else
            interruption.GetAwaiter().GetResult();
        if (session.IsFailed)
            return;

        // The KILL may have come after the command's end and then waits for the next one: let it hit this.
        try
        {
            session.Guard.Begin(Math.Max(session.Settings.CancellationTimeout, 1));
            session.Writer.Clear();
            session.Writer.Begin();
            QueryPayload.Write(session.Writer, "DO SLEEP(0)");
            session.Writer.End();
            await session.SendAsync(io);
            await session.ReceiveOkAsync(io);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.QueryInterrupted)
        {
            // It did.
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or MySqlException or MySqlProtocolException)
        {
            session.Abort();
        }
        finally
        {
            _ = session.Guard.End();
        }
    }
}
