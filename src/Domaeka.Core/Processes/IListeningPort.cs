namespace Domaeka.Core.Processes;

/// <summary>Where phones really connect. An adapter's host may replace the default, which is <see cref="ProcessOptions.Port"/>.</summary>
public interface IListeningPort
{
    /// <summary>The TCP port; 0 as long as it is not known.</summary>
    int Port { get; }
}
