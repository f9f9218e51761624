using Domaeka.Protocol.Messages;

namespace Domaeka.Samples.Phone;

/// <summary>
/// Where the phone connects: where it is configured to, or where the server has sent it. A new address that cannot be had is given up again, so that
/// a mistake of the operator's does not leave the phone nowhere.
/// </summary>
internal sealed class ServerAddress(PhoneSettings settings)
{
    private const int MostFailures = 3;

    private int _failures;

    public string Host { get; private set; } = settings.Host;

    public int Port { get; private set; } = settings.Port;

    /// <summary>The server has sent the phone away.</summary>
    public void Follow(ServerMigrationLine migration) => (Host, Port, _failures) = (migration.NewHost, migration.NewPort, 0);

    /// <summary>The server has welcomed the phone.</summary>
    public void Succeed() => _failures = 0;

    /// <summary>No connection, or no welcome.</summary>
    public void Fail()
    {
        if (++_failures >= MostFailures)
            (Host, Port, _failures) = (settings.Host, settings.Port, 0);
    }
}
