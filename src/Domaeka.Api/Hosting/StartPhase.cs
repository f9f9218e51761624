namespace Domaeka.Api.Hosting;

/// <summary>
/// Whether the host is still starting. Until then the framework's own "failed to start" is kept out of the log: its stack trace
/// would bury the one line that tells an operator what to do.
/// </summary>
internal sealed class StartPhase
{
    private volatile bool _isOver;

    /// <summary>True once every port listens.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }
}
