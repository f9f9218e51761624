namespace Domaeka.Core.Status;

/// <summary>Gathers <see cref="ServerStatus"/>.</summary>
public interface IServerStatusSource
{
    /// <summary>The status now. Cheap, touches no database.</summary>
    ServerStatus Read();
}
