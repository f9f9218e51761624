using MySqlConnector.Protocol;
using MySqlConnector.Session;
using MySqlConnector.Settings;

namespace MySqlConnector.Pooling;

/// <summary>Opens sessions within the time that there is.</summary>
internal static class SessionFactory
{
    /// <summary>Opens one; a password that is not null takes the place of the connection string's.</summary>
    public static async ValueTask<ServerSession> OpenAsync(ConnectionSettings settings, string? password, IOBehavior io, Deadline deadline)
    {
        try
        {
            var transport = await TransportConnector.ConnectAsync(settings, io, deadline.Token);
            return await SessionOpener.OpenAsync(transport.Transport, settings, password ?? settings.Password, transport.Host, io, deadline.Token);
        }
        catch (OperationCanceledException exception) when (!deadline.IsCancelledByCaller)
        {
            throw Deadline.Expired(exception);
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException(exception.Message, exception, deadline.CallersToken);
        }
    }
}
