using System.Globalization;
using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;

namespace MySqlConnector.Session;

/// <summary>
/// Stops the command of another session: KILL QUERY over a connection of its own (MariaDB, "KILL [CONNECTION | QUERY]"), and, when the
/// command goes on nevertheless, the end of its connection.
/// </summary>
internal static class QueryKiller
{
    private const int CutAtOnce = -1;

    /// <summary>Stops the session's command, which is over as soon as <paramref name="ended"/> is done.</summary>
    public static async Task InterruptAsync(ServerSession session, Task ended)
    {
        var seconds = session.Settings.CancellationTimeout;
        if (seconds == CutAtOnce)
        {
            session.Abort();
            return;
        }

        var limit = seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
        using var cancellation = new CancellationTokenSource(limit);
        await KillAsync(session, cancellation.Token);
        try
        {
            await ended.WaitAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            session.Abort();
        }
    }

    private static async Task KillAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var isSent = false;
        ServerSession? killer = null;
        try
        {
            var transport = await TransportConnector.ConnectAsync([session.EndPoint], session.Settings, IOBehavior.Asynchronous, cancellationToken);
            killer = await SessionOpener.OpenAsync(transport, session.Settings, session.Password, session.HostName, IOBehavior.Asynchronous, cancellationToken);
            using var registration = cancellationToken.UnsafeRegister(static state => ((ServerSession)state!).Abort(), killer);
            killer.Writer.Clear();
            killer.Writer.Begin();
            QueryPayload.Write(killer.Writer, string.Create(CultureInfo.InvariantCulture, $"KILL QUERY {session.ConnectionId}"));
            killer.Writer.End();
            isSent = true;
            await killer.SendAsync(IOBehavior.Asynchronous);
            await killer.ReceiveOkAsync(IOBehavior.Asynchronous);
        }
        catch (MySqlException exception) when (isSent && exception.ErrorCode != MySqlErrorCode.None)
        {
            // The server refused, for instance because the session is gone. Nothing will be killed later on.
        }
        catch (Exception)
        {
            // Nobody knows when the server will read it: the session must not live to see it.
            if (isSent)
                session.Abort();
        }
        finally
        {
            if (killer is not null)
                await killer.CloseAsync(IOBehavior.Asynchronous);
        }
    }
}
